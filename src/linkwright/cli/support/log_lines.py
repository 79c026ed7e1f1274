"""Error lines of a log file, reduced to what says where and what, and nothing of what a text may hold.

A line is taken apart and put together from parts whose form is known: whatever is not, is left out, whoever wrote it.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable
from typing import Any

from linkwright.kit.logs import GOES_ON

MOST_LINES = 200
_LEVELS = frozenset({"warning", "error", "critical"})
_TEXT_LINE = re.compile(
    r"^(?P<at>\d{4}-\d\d-\d\dT[0-9:.]+Z?) \[(?P<level>[a-z]+) *\] (?P<event>.*?)(?:\s{2,}|$)(?P<rest>.*)$"
)
_EVENT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z?")
_FIELDS = {
    "status": re.compile(r"[1-5]\d\d"),
    "method": re.compile(r"[A-Z]{3,7}"),
    "code": re.compile(r"[a-z][a-z_]{2,40}"),
    "ms": re.compile(r"\d+(?:\.\d+)?"),
    "count": re.compile(r"\d+"),
    "error": re.compile(r"[A-Z][A-Za-z]*(?:Error|Exception|Unavailable|Refused|Timeout)"),
    **{name: re.compile(r"[a-z]{2,4}_[A-Za-z0-9]{20}") for name in ("run", "account", "project", "reference")},
}
_PAIR = re.compile(r"(\w+)=('[^']*'|\"[^\"]*\"|\S+)")
_FRAME = re.compile(
    r'^[ │]*File "[^"]*?(?P<file>(?:linkwright|site-packages)/[\w./-]+\.py)", line (?P<line>\d+), in (?P<name>\w+)'
)
_RAISED = re.compile(r"^(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Timeout|Unavailable))(?::|$)")


def reduced(lines: Iterable[str]) -> list[dict[str, Any]]:
    """The last 200 warnings and errors, the oldest first."""
    kept: deque[dict[str, Any]] = deque(maxlen=MOST_LINES)
    current: dict[str, Any] | None = None
    for raw in lines:
        line = raw.rstrip("\r\n")
        fields = _fields_of(line)
        if fields is None:
            if current is not None:
                # An older hub wrote such lines unmarked.
                _trace(current, line.removeprefix(GOES_ON))
            continue
        current = None
        if str(fields.get("level")) in _LEVELS:
            current = _kept(fields)
            for inner in str(fields.get("exception", "")).split("\n"):
                _trace(current, inner)
            kept.append(current)
    return list(kept)


def _fields_of(line: str) -> dict[str, Any] | None:
    if line.startswith("{"):
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            return None
        return {**said, "at": said.get("timestamp")} if isinstance(said, dict) and "level" in said else None
    match = _TEXT_LINE.match(line)
    if match is None:
        return None
    pairs = {name: value.strip("'\"") for name, value in _PAIR.findall(match["rest"])}
    return {**pairs, "at": match["at"], "level": match["level"], "event": match["event"].strip()}


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    event, at = str(fields.get("event", "")), str(fields.get("at", ""))
    kept: dict[str, Any] = {
        "at": at if _MOMENT.fullmatch(at) else None,
        "level": str(fields["level"]),
        "event": event if _EVENT.fullmatch(event) and len(event) <= 60 else "(words left out)",
    }
    for name, form in _FIELDS.items():
        value = str(fields.get(name, ""))
        if form.fullmatch(value):
            kept[name] = value
    return kept


def _trace(kept: dict[str, Any], line: str) -> None:
    frame = _FRAME.match(line)
    raised = _RAISED.match(line)
    if frame:
        place = f"{frame['file'].removeprefix('site-packages/')}:{frame['line']} {frame['name']}"
        kept["frames"] = [*kept.get("frames", []), place][-30:]
    elif raised:
        kept["raised"] = [*kept.get("raised", []), raised["kind"]][-10:]
