"""What can go wrong in a call, each with the status that `docs/errors.md` explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from linkwright.errors import LinkwrightError

if TYPE_CHECKING:
    from linkwright.engine.results import UpstreamCall


class EngineError(LinkwrightError):
    """The call did not succeed."""

    code = "engine_error"
    status = 502
    hint = "Look at the run in the logs: it holds every upstream call."

    def __init__(
        self,
        message: str | None = None,
        *,
        calls: Sequence[UpstreamCall] = (),
        hint: str | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """As the base error; `calls` are the upstream calls that were made before it, for the run log."""
        super().__init__(message, hint=hint, headers=headers, extra=extra)
        self.calls = list(calls)


class InvalidArguments(EngineError):
    """The arguments do not fit the action."""

    code = "invalid_arguments"
    status = 400
    hint = "Correct the inputs that the message names. The action's input schema lists all of them."


class CredentialRefused(EngineError):
    """The provider did not accept the account's credential."""

    code = "credential_refused"
    status = 412
    hint = "Reconnect the account: its key or grant was deleted, has expired, or its owner was suspended."


class MissingRight(EngineError):
    """The credential does not have the right that this needs."""

    code = "missing_right"
    status = 403
    hint = "Reconnect the account with a credential that has this right, or ask an administrator there for it."


class NotOnPlan(EngineError):
    """The workspace's plan at the provider does not include this."""

    code = "not_on_plan"
    status = 403
    hint = "The workspace's plan there has to change before this can work."


class ProviderNotFound(EngineError):
    """The provider knows nothing of that id, or the account may not see it."""

    code = "provider_not_found"
    status = 404
    hint = "Check the id. What the account's person or key may not see is reported as missing too."


class ProviderRefusedInput(EngineError):
    """The provider refused a value."""

    code = "provider_refused_input"
    status = 400
    hint = "Correct the value that the message names."


class ProviderConflict(EngineError):
    """The provider says that this already exists."""

    code = "provider_conflict"
    status = 409
    hint = "Read the existing one; if an earlier attempt made it, nothing is left to do."


class ProviderRateLimited(EngineError):
    """The provider asks to wait: its limit for this account is used up."""

    code = "provider_rate_limited"
    status = 429
    hint = "Nothing was changed. Wait as long as Retry-After says, then send the call again."


class ProviderFault(EngineError):
    """The provider failed or answered with something that cannot be read."""

    code = "provider_fault"
    status = 502
    hint = "Try again in a minute. After a write, read first: it may have happened."


class ConnectorBug(EngineError):
    """The connector asked the provider for something that it does not offer."""

    code = "connector_bug"
    status = 502
    hint = "This is a mistake in the connector, not in your call. Report it with the message."


class DeadlineExceeded(EngineError):
    """The call took longer than it may."""

    code = "deadline_exceeded"
    status = 408
    hint = "A read can be repeated. After a write, read first: it may have happened."


class AddressBlocked(EngineError):
    """The call was not sent, because its address is not one that this hub may call."""

    code = "provider_address_blocked"
    status = 502
    hint = "A connector reaches only its own hosts. An operator can look at LINKWRIGHT_OUTBOUND_ORIGINS."
