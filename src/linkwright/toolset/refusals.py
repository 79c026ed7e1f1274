"""What the hub refuses, as errors: a class by status, the hub's own code inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.toolset.errors import ToolsetError


class HubError(ToolsetError):
    """The hub refused the call. The subclasses say by status in which way."""

    code = "hub_error"


class InvalidInput(HubError):
    """400, 413, 422: the call cannot be understood, or a value in it cannot be used."""


class Unauthenticated(HubError):
    """401: the API key is missing, unknown, revoked or expired."""


class NotAllowed(HubError):
    """403: the key, the connector profile or the provider does not allow it."""


class NotFound(HubError):
    """404: no such account, action or thing at the provider."""


class Conflict(HubError):
    """409: a write that is under way or of unknown outcome, or a plan that no longer holds; the code says which."""


class AccountUnusable(HubError):
    """412: the account is suspended, has to be linked anew, or its profile is off."""


class RateLimited(HubError):
    """429: the provider's limit or the key's own. `retry_after` says for how long."""


class HubFault(HubError):
    """408 and everything from 500: the hub or the provider failed, or took too long."""


_BY_STATUS: dict[int, type[HubError]] = {
    400: InvalidInput,
    401: Unauthenticated,
    403: NotAllowed,
    404: NotFound,
    408: HubFault,
    409: Conflict,
    412: AccountUnusable,
    413: InvalidInput,
    422: InvalidInput,
    429: RateLimited,
}
RETRIED = frozenset({429, 502, 503, 504})
"""Statuses after which the same call is sent again."""
HOPELESS = frozenset(
    {"answer_too_large", "connector_bug", "provider_address_blocked", "vault_locked", "wrong_master_key"}
)
"""Codes under such a status that the same call gets every time."""


def refusal(
    body: Mapping[str, Any], status: int, *, run_id: str | None = None, retry_after: float | None = None
) -> HubError:
    """The error for the hub's error object."""
    code = str(body.get("code") or "hub_error")
    told = body.get("retryable")
    retryable = told if isinstance(told, bool) else status in RETRIED | {408} and code not in HOPELESS
    kind = _BY_STATUS.get(status, HubFault if status >= 500 else HubError)
    return kind(
        str(body.get("message") or f"The hub answered {status}."),
        hint=str(body.get("hint") or ""),
        code=code,
        status=status,
        run_id=run_id,
        retryable=retryable or code == "write_in_progress",
        retry_after=retry_after,
        body=body,
    )
