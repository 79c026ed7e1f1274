"""What pydantic finds wrong with a request, in the words of its sender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from linkwright.errors import BadRequest, LinkwrightError, Unprocessable

_INTERNAL = ("function-", "constrained-", "list[", "dict[", "tagged-union")
_TYPES = frozenset({"str", "int", "float", "bool", "none", "nullable"})


def refusal_of(problems: Sequence[Any]) -> LinkwrightError:
    """The error of the first problem: 422 for a body, 400 for everything else."""
    first = problems[0]
    # pydantic also names its own validators and the branches of a union; they are no places in a request.
    place = [str(part) for part in first["loc"] if not str(part).startswith(_INTERNAL) and part not in _TYPES]
    where, name = place[0], ".".join(place[1:])
    if first["type"] == "json_invalid":
        return BadRequest("The body is not valid JSON.", hint="Send a JSON object with Content-Type: application/json.")
    if not name:
        told = "is missing" if first["type"] == "missing" else f"is not right: {_said(first)}"
        return Unprocessable(f"The {where} {told}.") if where == "body" else BadRequest(f"The {where} {told}.")
    text = f"{name} in the {where}: {_said(first)}."
    if where == "body":
        return Unprocessable(text, extra={"field": name})
    return BadRequest(text)


def _said(problem: Any) -> str:
    return str(problem["msg"]).removeprefix("Value error, ").rstrip(".")
