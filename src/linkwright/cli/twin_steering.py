"""What `/twin/…` does: reset, snapshots, faults, and what is worth knowing of a twin that runs as a server of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.cli.twin_clock import ForwardClock
from linkwright.cli.twin_posting import Postbox
from linkwright.errors import BadRequest
from linkwright.kit import jsons
from linkwright.kit.words import listed
from linkwright.outbound.errors import UpstreamTimeout, UpstreamUnreachable

_PATHS = (
    "POST /twin/reset, GET and PUT /twin/snapshot, POST /twin/faults, POST /twin/clock, POST /twin/consent,"
    " GET /twin/keys, GET /twin/oauth, GET /twin/refresh-tokens and GET /twin/outbox"
)
_LOST = {"reset": UpstreamUnreachable, "timeout": UpstreamTimeout}
_MOST_TIMES = 1_000
_MOST_SECONDS = 300
_MOST_AHEAD = 366 * 86_400


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _number(value: Any, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


_FAULT: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "status": (_whole(200, 599), "status is an HTTP status from 200 to 599."),
    "times": (_whole(1, _MOST_TIMES), f"times is a whole number from 1 to {_MOST_TIMES}."),
    "delay": (lambda value: _number(value, _MOST_SECONDS), f"delay is a number of seconds from 0 to {_MOST_SECONDS}."),
    "after": (lambda value: isinstance(value, bool), "after is true or false."),
    "answer": (
        lambda value: value in ("fault", "malformed", "empty", "unsuccessful", None),
        "answer is fault, malformed, empty, unsuccessful, or null for the right answer.",
    ),
    "lost": (lambda value: value in _LOST, "lost is reset or timeout."),
}


class Steering:
    """Answers the control paths of one twin."""

    def __init__(self, twin: LinearTwin, postbox: Postbox, clock: ForwardClock | None) -> None:
        self._twin = twin
        self._postbox = postbox
        self._clock = clock

    def answer(self, method: str, what: str, body: bytes) -> Response:
        """Do what a control path says.

        Raises:
            BadRequest: there is no such path, or the body is not what it takes.
        """
        match (method, *what.split("/")):
            case ("GET", "snapshot"):
                return Response(self._twin.snapshot(), media_type="application/json")
            case ("GET", "outbox"):
                return JSONResponse(self._postbox.messages())
            case ("GET", "refresh-tokens"):
                return JSONResponse(self._twin.oauth.refresh_tokens())
            case ("GET", "keys" | "oauth" as of, *names):
                return _told(self._secrets(of), of, names)
            case ("POST", "reset"):
                self._reset()
            case ("PUT", "snapshot"):
                _restore(self._twin, body)
            case ("POST", "faults"):
                self._twin.fail_next(**_fault(body))
            case ("POST", "consent"):
                self._consent(body)
            case ("POST", "clock"):
                self._advance(body)
            case _:
                raise BadRequest(f"{method} /twin/{what} is nothing that the twin knows.", hint=f"There are {_PATHS}.")
        return Response(status_code=204)

    def _secrets(self, of: str) -> dict[str, str]:
        app = self._twin.oauth
        return self._twin.keys if of == "keys" else {"client_id": app.client_id, "client_secret": app.client_secret}

    def _reset(self) -> None:
        if self._clock:
            self._clock.back()
        self._twin.reset()
        self._postbox.clear()

    def _consent(self, body: bytes) -> None:
        given = _object(body)
        if not isinstance(given, dict) or given.keys() != {"answer"} or given["answer"] not in ("ask", "allow", "deny"):
            raise BadRequest("Consent takes answer: ask, allow or deny.", hint='Send {"answer": "allow"}.')
        self._twin.oauth.decides = "" if given["answer"] == "ask" else given["answer"]

    def _advance(self, body: bytes) -> None:
        given = _object(body)
        if self._clock is None:
            raise BadRequest("The clock of this twin cannot be moved.")
        if not isinstance(given, dict) or given.keys() != {"seconds"} or not _number(given["seconds"], _MOST_AHEAD):
            raise BadRequest(
                f"The clock takes seconds, a number from 0 to {_MOST_AHEAD}.", hint='Send {"seconds": 86400}.'
            )
        self._clock.advance(given["seconds"])


def _told(values: Mapping[str, str], of: str, names: list[str]) -> Response:
    """All values as JSON, or the one that is named, as plain text for shells."""
    if not names:
        return JSONResponse(values)
    if len(names) > 1 or names[0] not in values:
        raise BadRequest(f"/twin/{of} has no {'/'.join(names)}.", hint=f"There are {listed(values)}.")
    return PlainTextResponse(values[names[0]])


def _restore(twin: LinearTwin, body: bytes) -> None:
    try:
        twin.restore(body)
    except ValueError:
        raise BadRequest("This is no snapshot of the twin.", hint="Send what GET /twin/snapshot gave.") from None


def _object(body: bytes) -> Any:
    try:
        return jsons.loads(body or b"{}")
    except ValueError:
        raise BadRequest("The body is not JSON.") from None


def _fault(body: bytes) -> dict[str, Any]:
    given = _object(body)
    if not isinstance(given, dict) or given.keys() - _FAULT.keys():
        raise BadRequest(
            "A fault takes status, times, delay, after, answer and lost.",
            hint='answer is fault, malformed, empty or unsuccessful; lost is reset or timeout: {"lost": "reset", "after": true}.',
        )
    for name, value in given.items():
        fits, sentence = _FAULT[name]
        if not fits(value):
            raise BadRequest(sentence)
    lost = given.pop("lost", None)
    return {**given, **({"error": _LOST[lost]()} if lost else {})}
