"""From the engine's errors to what a person in the Hub is told, with statuses that the published Hub can bear."""

from __future__ import annotations

from typing import Any

from linkwright.engine.errors import (
    AddressBlocked,
    CredentialRefused,
    DeadlineExceeded,
    EngineError,
    MissingRight,
    NotOnPlan,
    ProviderRateLimited,
)
from linkwright.errors import LinkwrightError
from linkwright.linking.hub.errors import (
    CannotRead,
    KeyRefused,
    NotTried,
    PlanTooSmall,
    ProviderBroken,
    ProviderBusy,
    ProviderSilent,
)
from linkwright.linking.hub.offers import Offer

_LONGEST_WAIT = 86_400


def while_linking(error: EngineError, offer: Offer, reference: str) -> LinkwrightError:
    """The error for the Hub; `reference` names the attempt, for support."""
    kind, message = _told(error, offer)
    extra: dict[str, Any] = {
        "reference": reference,
        # Folded away under the message in the published Hub.
        "provider_response": f"{kind.hint} {error.message}",
        **{name: error.extra[name] for name in ("provider_errors",) if name in error.extra},
    }
    headers: dict[str, str] = {}
    if kind is ProviderBusy:
        seconds = _seconds(error.headers.get("Retry-After"))
        extra["retry_after"] = seconds
        headers["Retry-After"] = str(seconds)
    return kind(message, extra=extra, headers=headers)


def _told(error: EngineError, offer: Offer) -> tuple[type[LinkwrightError], str]:
    name, label = offer.connector.name, offer.method.label
    if isinstance(error, CredentialRefused):
        return KeyRefused, f"{name} did not accept this {label}."
    if isinstance(error, MissingRight):
        return CannotRead, f"{name} accepts this {label}, but it may not read."
    if isinstance(error, NotOnPlan):
        return PlanTooSmall, f"The workspace's plan at {name} does not include access by {label}."
    if isinstance(error, ProviderRateLimited):
        return ProviderBusy, f"{name} asks us to wait."
    if isinstance(error, DeadlineExceeded | AddressBlocked) or _unanswered(error):
        return ProviderSilent, f"{name} is not answering."
    if error.status >= 500:
        return ProviderBroken, f"{name} failed while the {label} was tried."
    return NotTried, f"{name} did not let the {label} be tried."


def _unanswered(error: EngineError) -> bool:
    return error.status >= 500 and bool(error.calls) and error.calls[-1].status is None


def _seconds(text: str | None) -> int:
    return min(max(int(text), 1), _LONGEST_WAIT) if text and text.isdigit() else 60
