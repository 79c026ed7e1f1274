"""Fixed values of an action: `$input.type: duplicate` sets a path into the variables, checked against the contract."""

from __future__ import annotations

from typing import Any

from jsonschema_rs import Draft202012Validator

from linkwright.connectors.binding import Mistake, resolve
from linkwright.connectors.documents import Document
from linkwright.connectors.shapes import TooDeep, input_schema


def constants(document: Document, words: dict[str, Any]) -> tuple[list[dict[str, Any]], list[tuple[Any, str]]]:
    """Entries `{path, value}` for the lock, and mistakes as (place below `constants`, message)."""
    entries: list[dict[str, Any]] = []
    mistakes: list[tuple[Any, str]] = []
    for target, value in words.items():
        try:
            path, kind, _ = resolve(document, target)
            if any(isinstance(step, int) for step in path):
                raise Mistake(f"{target}: a constant cannot stand in a list.")
            if not Draft202012Validator(input_schema(kind)).is_valid(value):
                raise Mistake(f"{value!r} is not a value of {kind}, which {target} takes.")
            entries.append({"path": list(path), "value": value})
        except Mistake as mistake:
            mistakes.append(((target,), str(mistake)))
        except TooDeep:
            mistakes.append(((target,), f"{target} is nested too deeply to be set whole; set its fields."))
    return entries, mistakes
