"""Turns what a JSON Schema check found into sentences that name the input and say what it should be."""

from __future__ import annotations

from typing import Any

from linkwright.connectors.compiled import Action
from linkwright.connectors.forms import NAMES
from linkwright.kit.words import did_you_mean, listed

_A_TYPE = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def misfits(action: Action, given: dict[str, Any]) -> list[str]:
    """One sentence per problem; empty if all fits or the values cannot even be examined."""
    try:
        return list(dict.fromkeys(_sentence(error) for error in action.validator.iter_errors(given)))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return []


def _sentence(error: Any) -> str:
    where = _where(list(error.instance_path))
    about = error.kind.as_dict()
    name = error.kind.name
    if name == "required":
        missing = about["property"]
        return f"{where}.{missing} is missing." if where else f"{missing} is missing."
    if name == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(getattr(error, "schema", None), dict) else {}
        words = [f"There is no field {word!r} in {where}.{did_you_mean(word, known)}" for word in about["unexpected"]]
        return " ".join(words)
    return f"{where} must be {_wanted(name, about, error)}."


def _wanted(name: str, about: dict[str, Any], error: Any) -> str:
    if name == "type":
        return " or ".join(_A_TYPE.get(kind, kind) for kind in about["types"])
    if name == "enum":
        return f"one of {listed(str(option) for option in about['options'])}"
    if name == "anyOf":
        inner = [problem for branch in about["context"] for problem in branch]
        return " or ".join(dict.fromkeys(_wanted(one.kind.name, one.kind.as_dict(), one) for one in inner))
    bounds = {
        "minimum": "at least",
        "maximum": "at most",
        "minLength": "no shorter than",
        "maxLength": "no longer than",
    }
    if name in bounds:
        unit = " characters" if name.endswith("Length") else ""
        return f"{bounds[name]} {about['limit']}{unit}"
    if name == "minItems":
        return f"a list of at least {about['limit']}"
    return _shape(name, about, error)


def _shape(name: str, about: dict[str, Any], error: Any) -> str:
    if name == "pattern":
        return NAMES.get(about["pattern"], f"of the form {about['pattern']}")
    return f"valid ({error.message})"


def _where(path: list[Any]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
