"""Errors of MCP clients that sign in. Those of the protocol's own endpoints are told as OAuth 2 tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linkwright.access.errors import Forbidden
from linkwright.errors import LinkwrightError


class ProtocolRefusal(LinkwrightError):
    """The client's request cannot be served."""

    code = "oauth_refused"
    status = 400
    hint = "The client has to send another request; docs/mcp.md tells what is served."

    def body(self, now: datetime) -> dict[str, Any]:  # noqa: ARG002 - the shape of RFC 6749 has no time
        """`error` and `error_description`, as RFC 6749 has them."""
        return {"error": self.code, "error_description": f"{self.message} {self.remedy}".strip(), **self.extra}


class InvalidRequest(ProtocolRefusal):
    """The client's request lacks something, or says something twice."""

    code = "invalid_request"


class UnsupportedResponseType(ProtocolRefusal):
    """Only response_type=code is served."""

    code = "unsupported_response_type"
    hint = "Send response_type=code with a code_challenge by S256."


class ConsentFormStale(LinkwrightError):
    """This form was not sent from the page that was shown to you."""

    code = "consent_form_stale"
    status = 403
    hint = "Nothing was allowed. Begin again in the client."


class MayNotConsent(Forbidden):
    """Your role may not run actions, so you cannot let a client do so."""

    code = "may_not_consent"
    hint = "Ask an owner of the organization for another role, or to connect the client."


class ConsentIncomplete(LinkwrightError):
    """Choose at least one account, and at most 20."""

    code = "consent_incomplete"
    status = 422
    hint = "Tick the accounts that the client may act on, then allow it."
