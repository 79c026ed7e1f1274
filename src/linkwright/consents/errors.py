"""Errors of MCP clients that sign in. Those of the protocol's own endpoints are told as OAuth 2 tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linkwright.access.errors import Forbidden, Unauthenticated
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


class InvalidClient(ProtocolRefusal):
    """This client is not known here, or did not prove that it is the one it says."""

    code = "invalid_client"
    status = 401
    hint = "Remove the server from the client and add it again, so that it registers anew."


class InvalidGrant(ProtocolRefusal):
    """The code or token is not known, has been used, has ended, or belongs to something else."""

    code = "invalid_grant"
    hint = "Sign in again from the client."


class InvalidTarget(ProtocolRefusal):
    """The client asks for a token for something that is not this hub's /mcp."""

    code = "invalid_target"
    hint = "The parameter resource has to be the address of /mcp, as /.well-known/oauth-protected-resource tells it."


class UnsupportedGrantType(ProtocolRefusal):
    """Tokens are given for an authorization code or a refresh token only."""

    code = "unsupported_grant_type"
    hint = "Send grant_type=authorization_code or grant_type=refresh_token."


class UnsupportedResponseType(ProtocolRefusal):
    """Only response_type=code is served."""

    code = "unsupported_response_type"
    hint = "Send response_type=code with a code_challenge by S256."


class InvalidRedirect(ProtocolRefusal):
    """The address that the client wants people to be sent back to cannot be used."""

    code = "invalid_redirect_uri"
    hint = "It is https, http on this machine alone, or a scheme of the app's own, and exactly one that the client registered."


class InvalidMetadata(ProtocolRefusal):
    """What the client says of itself cannot be used."""

    code = "invalid_client_metadata"
    hint = "docs/mcp.md tells which clients can register."


class ClientDocumentRefused(InvalidMetadata):
    """The client's metadata document cannot be used."""

    code = "client_document_refused"
    hint = "Whoever runs the client has to correct the document at that address."


class RegistrationLimited(ProtocolRefusal):
    """Too many clients have registered."""

    code = "temporarily_unavailable"
    status = 429
    hint = "Try again later. An operator sets the number with LINKWRIGHT_MCP_REGISTRATIONS."


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


class AccessTokenInvalid(Unauthenticated):
    """This access token is not known here, has ended or was revoked."""

    code = "access_token_invalid"
    hint = "The client gets another with its refresh token, or by signing in again."


class AccountNotGranted(Forbidden):
    """This client was not allowed to act on that account."""

    code = "account_not_granted"
    hint = (
        "Leave x-account-id out where one account was allowed, or sign in again from the client and choose the account."
    )


class InsufficientScope(Forbidden):
    """This client was not allowed to do that."""

    code = "insufficient_scope"
    hint = "Sign in again from the client and allow more."
