"""The one base error, and the one JSON shape in which every face answers.

Each subclass has a stable `code`, an HTTP `status`, a sentence for a person (the first line of its docstring unless a
message is given) and a `hint` that says what to do. `docs/errors.md` describes every one; a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from linkwright.kit.clock import iso


class LinkwrightError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    hint: ClassVar[str] = ""

    def __init__(
        self,
        message: str | None = None,
        *,
        hint: str | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """Make the error.

        Args:
            message: what happened, for a person; never a secret. Default: the first line of the class docstring.
            hint: what to do next; default: the class's.
            headers: HTTP headers that belong to the answer, `Retry-After` for one.
            extra: further fields of the body, such as `provider_errors`.
        """
        # A message may repeat what was sent; half a surrogate pair in it could not be written as JSON.
        told = (message or "").encode("utf-8", "replace").decode()
        self.message = told or (type(self).__doc__ or "").strip().splitlines()[0]
        self.remedy = type(self).hint if hint is None else hint
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        super().__init__(self.message)

    def body(self, now: datetime) -> dict[str, Any]:
        """The JSON body that clients of the contract read: statusCode, message, timestamp, and ours beside them."""
        out: dict[str, Any] = {
            "statusCode": self.status,
            "message": self.message,
            "timestamp": iso(now),
            "code": self.code,
        }
        if self.remedy:
            out["hint"] = self.remedy
            # The published Hub shows this string, folded away, under the message.
            out["provider_response"] = self.remedy
        out.update(self.extra)
        return out


class BadRequest(LinkwrightError):
    """The request cannot be understood."""

    code = "bad_request"
    status = 400
    hint = "Correct the request and send it again."


class Unprocessable(LinkwrightError):
    """A value in the request cannot be used."""

    code = "unprocessable"
    status = 422
    hint = "Correct the value that the message names and send the request again."


class NotFound(LinkwrightError):
    """There is nothing of that id here."""

    code = "not_found"
    status = 404
    hint = "Check the id, and that the API key belongs to the project that holds it."


class Conflict(LinkwrightError):
    """That already exists, or has changed meanwhile."""

    code = "conflict"
    status = 409
    hint = "Read the present state and try again."


class TooLarge(LinkwrightError):
    """The request is too large."""

    code = "too_large"
    status = 413
    hint = "Send less at once."


class Internal(LinkwrightError):
    """Something broke on our side."""

    code = "internal"
    status = 500
    hint = "It has been logged under the reference in the message. Try again, or give that reference to your operator."


class NotReady(LinkwrightError):
    """The hub is starting or stopping."""

    code = "not_ready"
    status = 503
    hint = "Try again in a few seconds."


class HubStopping(LinkwrightError):
    """The hub stopped before the call was finished."""

    code = "hub_stopping"
    status = 503
    hint = "A read can be repeated. Of a write, look first whether it happened. LINKWRIGHT_SHUTDOWN_GRACE gives calls longer."
