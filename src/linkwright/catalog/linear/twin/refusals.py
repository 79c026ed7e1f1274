"""The errors that Linear answers with, in its shape: a message, and extensions by which clients decide."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """The twin refuses a request or a field, as Linear would.

    Attributes:
        extensions: `type`, `code`, `statusCode` and the rest, as they stand in the body.
        http: HTTP status of the whole answer.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str,
        code: str,
        http: int,
        status_code: int | None = None,
        presentable: str | None = None,
        meta: dict[str, Any] | None = None,
    ) -> None:
        self.message = message
        self.http = http
        self.extensions: dict[str, Any] = {"type": kind, "code": code}
        if status_code is not None:
            self.extensions["statusCode"] = status_code
        self.extensions["userError"] = code != "INTERNAL_SERVER_ERROR"
        if presentable is not None:
            self.extensions["userPresentableMessage"] = presentable
        self.extensions["meta"] = meta or {}
        self.extensions["http"] = {"status": http}
        super().__init__(message)

    def body(self) -> dict[str, Any]:
        """The body of an answer that holds nothing but this error."""
        return {"errors": [{"message": self.message, "extensions": self.extensions}]}


def not_authenticated() -> Refused:
    """No key, an unknown one, or one whose person is suspended: Linear does not tell which."""
    return Refused(
        "Authentication required, not authenticated",
        kind="authentication error",
        code="AUTHENTICATION_ERROR",
        http=401,
        status_code=401,
        presentable="You need to authenticate to access this operation.",
    )


def key_as_bearer() -> Refused:
    """An API key with `Bearer ` before it."""
    return Refused(
        "It looks like you're trying to use an API key as a Bearer token. "
        "Remove the Bearer prefix from the Authorization header.",
        kind="authentication error",
        code="AUTHENTICATION_ERROR",
        http=400,
        status_code=400,
    )


def forbidden(scope: str) -> Refused:
    """The key lacks a permission."""
    text = f"Invalid scope: `{scope}` required"
    return Refused(text, kind="forbidden", code="FORBIDDEN", http=400, status_code=403, presentable=text)


def needs_admin(purpose: str) -> Refused:
    """The person is not an admin, or the key may not act as one."""
    return Refused(
        "Invalid role: admin required",
        kind="forbidden",
        code="FORBIDDEN",
        http=400,
        status_code=403,
        presentable=f'You need to have the "Admin" scope to {purpose}.',
    )


def not_found(entity: str) -> Refused:
    """No such entity, or not one that this person may see. HTTP says 200 all the same."""
    return Refused(
        f"Entity not found: {entity}",
        kind="invalid input",
        code="INPUT_ERROR",
        http=200,
        status_code=400,
        presentable=f"Could not find referenced {entity}.",
    )


def invalid_argument(reason: str) -> Refused:
    """A value that the schema admits and Linear's own checks do not; `reason` is a whole sentence."""
    return Refused(
        "Argument Validation Error",
        kind="invalid input",
        code="INVALID_INPUT",
        http=400,
        status_code=400,
        presentable=reason,
    )


def already_exists(entity: str, id_: str) -> Refused:
    """A client-made id that was used before."""
    text = f"Entity {entity} with id `{id_}` already exists"
    return Refused(text, kind="invalid input", code="INPUT_ERROR", http=400, status_code=400, presentable=text)


def wrong_input(reason: str) -> Refused:
    """Input that contradicts the data, such as another team's state."""
    return Refused(reason, kind="invalid input", code="INPUT_ERROR", http=400, status_code=400, presentable=reason)


def too_complex(complexity: int, limit: int) -> Refused:
    """One query costs more than a query may."""
    return Refused(
        "Query too complex",
        kind="invalid input",
        code="INPUT_ERROR",
        http=400,
        status_code=400,
        presentable=f"The query is too complex. Complexity: {complexity}. Maximum allowed complexity: {limit}.",
    )


def rate_limited(meta: dict[str, Any]) -> Refused:
    """A bucket is empty. HTTP says 400, not 429."""
    return Refused(
        "Rate limit exceeded",
        kind="ratelimited",
        code="RATELIMITED",
        http=400,
        status_code=429,
        presentable="The rate limit is exceeded.",
        meta=meta,
    )


def malformed(message: str) -> Refused:
    """The request is not a GraphQL request."""
    return Refused(message, kind="graphql error", code="BAD_REQUEST", http=400)


def unfit(message: str, code: str) -> Refused:
    """The document or its variables do not fit the grammar or the schema."""
    return Refused(message, kind="graphql error", code=code, http=400)


def usage_limit(reason: str) -> Refused:
    """The twin holds as much as it will hold."""
    return Refused(
        reason,
        kind="usage limit exceeded",
        code="USAGE_LIMIT_EXCEEDED",
        http=400,
        status_code=400,
        presentable=reason,
    )


def not_carried_out(what: str) -> Refused:
    """Linear can do it and the twin cannot; said plainly, so that nobody takes it for Linear's refusal."""
    return Refused(f"The twin of Linear does not carry out {what}.", kind="other", code="NOT_IN_TWIN", http=200)


def server_fault(status: int = 500) -> Refused:
    """Linear's own fault."""
    return Refused(
        "Internal server error",
        kind="internal error",
        code="INTERNAL_SERVER_ERROR",
        http=status,
        status_code=status,
    )
