"""What `/twin/…` does: reset, snapshots, faults, and what is worth knowing of a twin that runs as a server of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.errors import BadRequest
from linkwright.kit import jsons
from linkwright.outbound.errors import UpstreamTimeout, UpstreamUnreachable

_PATHS = "POST /twin/reset, GET and PUT /twin/snapshot, POST /twin/faults, GET /twin/keys and GET /twin/outbox"
_LOST = {"reset": UpstreamUnreachable, "timeout": UpstreamTimeout}
_MOST_TIMES = 1_000
_MOST_SECONDS = 300


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _seconds(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST_SECONDS


_FAULT: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "status": (_whole(200, 599), "status is an HTTP status from 200 to 599."),
    "times": (_whole(1, _MOST_TIMES), f"times is a whole number from 1 to {_MOST_TIMES}."),
    "delay": (_seconds, f"delay is a number of seconds from 0 to {_MOST_SECONDS}."),
    "after": (lambda value: isinstance(value, bool), "after is true or false."),
    "answer": (
        lambda value: value in ("fault", "malformed", "empty", "unsuccessful", None),
        "answer is fault, malformed, empty, unsuccessful, or null for the right answer.",
    ),
    "lost": (lambda value: value in _LOST, "lost is reset or timeout."),
}


def steered(twin: LinearTwin, method: str, what: str, body: bytes) -> Response:
    """Do what a control path says.

    Raises:
        BadRequest: there is no such path, or the body is not what it takes.
    """
    match (method, what):
        case ("POST", "reset"):
            twin.reset()
        case ("GET", "snapshot"):
            return Response(twin.snapshot(), media_type="application/json")
        case ("PUT", "snapshot"):
            _restore(twin, body)
        case ("POST", "faults"):
            twin.fail_next(**_fault(body))
        case ("GET", "keys"):
            return JSONResponse(twin.keys)
        case ("GET", "outbox"):
            waiting = [{"url": one.url, "headers": dict(one.headers), "body": one.body.decode()} for one in twin.outbox]
            return JSONResponse(waiting)
        case _:
            raise BadRequest(f"{method} /twin/{what} is nothing that the twin knows.", hint=f"There are {_PATHS}.")
    return Response(status_code=204)


def _restore(twin: LinearTwin, body: bytes) -> None:
    try:
        twin.restore(body)
    except ValueError:
        raise BadRequest("This is no snapshot of the twin.", hint="Send what GET /twin/snapshot gave.") from None


def _fault(body: bytes) -> dict[str, Any]:
    try:
        given = jsons.loads(body or b"{}")
    except ValueError:
        raise BadRequest("The body is not JSON.") from None
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
