"""The rest of texts and lists that were cut: named by their paths, from where the answer before ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.actions.errors import UnknownField


def rest_of(data: Any, begins: Mapping[str, int]) -> dict[str, Any]:
    """By path, what stands there from that character or item on.

    Raises:
        UnknownField: nothing stands there that has a beginning and an end.
    """
    found = {}
    for path, begin in begins.items():
        value = _at(data, path.split("."))
        if not isinstance(value, str | list):
            raise UnknownField(
                f"There is no text and no list at {path[:200]!r} to go on reading.",
                hint="Send read_from with a path of linkwright.cut, in the same call that gave it.",
            )
        found[path] = value[begin:]
    return found


def _at(value: Any, parts: list[str]) -> Any:
    """What stands at a path; a name may hold dots itself. None where nothing does."""
    if not parts:
        return value
    if isinstance(value, list):
        number = parts[0]
        inside = number.isascii() and number.isdigit() and len(number) < 10 and int(number) < len(value)
        return _at(value[int(number)], parts[1:]) if inside else None
    if not isinstance(value, Mapping):
        return None
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in value and (found := _at(value[name], parts[length:])) is not None:
            return found
    return None
