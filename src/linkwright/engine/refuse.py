"""From a failure to the error that a caller meets: status, sentence, what to do, and the provider's own words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linkwright.connectors.compiled import Connector
from linkwright.engine.errors import (
    ConnectorBug,
    CredentialRefused,
    EngineError,
    MissingRight,
    NotOnPlan,
    ProviderConflict,
    ProviderFault,
    ProviderNotFound,
    ProviderRateLimited,
    ProviderRefusedInput,
)
from linkwright.engine.limits import retry_after
from linkwright.engine.reading import Failure
from linkwright.engine.results import UpstreamCall
from linkwright.kit import jsons
from linkwright.kit.clock import iso
from linkwright.kit.jsons import too_deep
from linkwright.kit.words import listed
from linkwright.outbound.transport import OutboundResponse

_CLASSES: Mapping[str, type[EngineError]] = {
    "rate_limited": ProviderRateLimited,
    "reconnect": CredentialRefused,
    "forbidden": MissingRight,
    "not_on_plan": NotOnPlan,
    "invalid_input": ProviderRefusedInput,
    "not_found": ProviderNotFound,
    "conflict": ProviderConflict,
    "retry": ProviderFault,
    "connector_bug": ConnectorBug,
    "provider_error": ProviderFault,
}
_KEPT_HEADERS = ("content-type", "retry-after", "x-request-id", "cf-ray", "date")


def refusal(
    connector: Connector,
    failures: Sequence[Failure],
    response: OutboundResponse,
    calls: Sequence[UpstreamCall],
    now: datetime,
) -> EngineError:
    """The error for an answer that failed; the first failure decides, all of them go along as `provider_errors`."""
    first = failures[0]
    kind = _CLASSES[first.outcome]
    extra: dict[str, Any] = {"provider_errors": provider_errors(failures, response, calls[-1].url)}
    if kind is MissingRight:
        extra["missing_scopes"] = list(dict.fromkeys(one.lacks for one in failures if one.lacks))
    if kind is not ProviderRateLimited:
        return kind(_sentence(connector, first, response), calls=calls, extra=extra)
    limits = calls[-1].limits
    seconds = retry_after(limits, response.headers, now)
    free = iso(now + timedelta(seconds=seconds))
    empty = [name for name, entry in limits.items() if isinstance(entry, dict) and entry["remaining"] <= 0]
    extra["limit"] = {"name": empty[0] if empty else None, "free_at": free, "sent": True}
    which = f"this account's limit of {listed(empty)}" if empty else "the limit of this account"
    return kind(
        f"{connector.name} asks to wait: {which} is used up. It is free again at {free}, in {seconds} seconds.",
        calls=calls,
        headers={"Retry-After": str(seconds)},
        extra=extra,
    )


def unusable(connector: Connector, what: str, calls: Sequence[UpstreamCall]) -> ProviderFault:
    """The error for an answer that has no failure in it and does not say what it should; `what` is the verb and the rest."""
    call = calls[-1]
    call.error = f"{connector.name} {what}."
    call.keep(wanted=True)
    try:
        raw = jsons.loads(call.response_excerpt)
    except ValueError:
        raw = call.response_excerpt
    return ProviderFault(call.error, calls=calls, extra={"provider_errors": [_told(call, raw)]})


def unreached(call: UpstreamCall, said: str) -> dict[str, Any]:
    """`provider_errors` where no answer came."""
    return {"provider_errors": [_told(call, said)]}


def _told(call: UpstreamCall, raw: Any) -> dict[str, Any]:
    return {"status": call.status, "url": call.url, "raw": _writable(raw), "headers": {}}


def provider_errors(failures: Sequence[Failure], response: OutboundResponse, url: str) -> list[dict[str, Any]]:
    """What the provider said, in the shape of the wire contract."""
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return [{"status": response.status, "url": url, "raw": _writable(one.raw), "headers": kept} for one in failures]


def _writable(raw: Any) -> Any:
    """What a provider said, unless nobody could write it down again."""
    return "(left out: it is nested too deeply)" if too_deep(raw) else raw


def _sentence(connector: Connector, failure: Failure, response: OutboundResponse) -> str:
    name = connector.name
    if failure.outcome == "reconnect":
        return f"{name} did not accept the credential.{_said(name, failure)}"
    if failure.outcome == "connector_bug":
        return f"The connector asked {name} for something that it does not offer.{_said(name, failure)}"
    if failure.message:
        return f"{name} says: {failure.message}"
    if failure.outcome == "forbidden":
        return f"{name} did not allow this."
    if response.status >= 300:
        return f"{name} failed: it answered with HTTP {response.status} and no reason."
    return f"{name} answered with something that cannot be read."


def _said(name: str, failure: Failure) -> str:
    return f" {name} says: {failure.message}" if failure.message else ""
