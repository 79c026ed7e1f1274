"""What an answer means: data, failures, or both. Decided by the body; the HTTP status only where the body is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.compiled import Connector
from linkwright.connectors.refusals import walk
from linkwright.kit import jsons
from linkwright.outbound.transport import OutboundResponse

_BY_STATUS = {401: "reconnect", 403: "forbidden", 404: "provider_error", 429: "rate_limited"}


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that the provider refused or broke on: an outcome of the table, a sentence (may be empty), the raw part.

    `lacks` is the scope that it shows to be missing; empty if it shows none.
    """

    outcome: str
    message: str
    raw: Any
    lacks: str = ""


@dataclass(slots=True)
class Answer:
    """The `data` of the body (None if there is none), all failures, and the headers where an action may need them."""

    data: Any
    failures: tuple[Failure, ...]
    headers: Mapping[str, str] = field(default_factory=dict)


def read_answer(connector: Connector, response: OutboundResponse) -> Answer:
    """Read a body; never raises, whatever came."""
    try:
        parsed = jsons.loads(response.body)
    except ValueError:
        return Answer(None, (_unreadable(response),))
    if not isinstance(parsed, dict):
        return Answer(None, (_unreadable(response),))
    data = parsed.get("data")
    data = data if isinstance(data, dict) else None
    errors = walk(parsed, connector.errors.each)
    if errors:
        return Answer(data, tuple(_failure(connector, error, response.status) for error in _listed(errors)))
    if response.status >= 400 or data is None:
        return Answer(None, (_by_status(response, parsed),))
    return Answer(data, ())


def _listed(errors: Any) -> list[Any]:
    return errors if isinstance(errors, list) else [errors]


def _failure(connector: Connector, error: Any, status: int) -> Failure:
    if not isinstance(error, dict):
        return Failure("provider_error", str(error)[:500], error)
    outcome, message = connector.errors.read(error, status)
    return Failure(outcome, message, error, connector.errors.lacks(error, status))


def _unreadable(response: OutboundResponse) -> Failure:
    text = response.body[:500].decode(errors="replace")
    return Failure(_BY_STATUS.get(response.status, "provider_error"), "", text)


def _by_status(response: OutboundResponse, parsed: dict[str, Any]) -> Failure:
    said = parsed.get("message") or parsed.get("error_description") or parsed.get("error")
    return Failure(_BY_STATUS.get(response.status, "provider_error"), said if isinstance(said, str) else "", parsed)
