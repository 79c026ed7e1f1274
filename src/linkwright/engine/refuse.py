"""From a failure to the error that a caller meets: status, sentence, what to do, and the provider's own words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
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
    headers: dict[str, str] = {}
    if kind is ProviderRateLimited:
        headers["Retry-After"] = str(retry_after(calls[-1].limits, response.headers, now))
    return kind(
        _sentence(connector, first, response, headers),
        calls=calls,
        headers=headers,
        extra={"provider_errors": provider_errors(failures, response, calls[-1].url)},
    )


def provider_errors(failures: Sequence[Failure], response: OutboundResponse, url: str) -> list[dict[str, Any]]:
    """What the provider said, in the shape of the wire contract."""
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return [{"status": response.status, "url": url, "raw": one.raw, "headers": kept} for one in failures]


def _sentence(connector: Connector, failure: Failure, response: OutboundResponse, headers: Mapping[str, str]) -> str:
    name = connector.name
    if failure.outcome == "rate_limited":
        return (
            f"{name} asks to wait: the limit of this account is used up. Try again in {headers['Retry-After']} seconds."
        )
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
