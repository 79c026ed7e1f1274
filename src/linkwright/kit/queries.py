"""Parameters of a query that a route reads by itself, told once: to the reader, which takes no others, and to the OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Pairs = Iterable[tuple[str, str]]
_TEXT: Mapping[str, Any] = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    Attributes:
        schema: JSON Schema of one value.
        many: it may be repeated, and a value may be a list with commas between.
    """

    name: str
    description: str
    schema: Mapping[str, Any] = field(default_factory=lambda: _TEXT)
    many: bool = False

    def told(self) -> dict[str, Any]:
        """As OpenAPI describes it."""
        schema = {"type": "array", "items": dict(self.schema)} if self.many else dict(self.schema)
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
            "schema": schema,
        }


def told(parameters: Iterable[Parameter]) -> dict[str, Any]:
    """What a route adds to its description in the OpenAPI document."""
    return {"parameters": [one.told() for one in parameters]}


class Given:
    """A query's values by name; `filter[x]`, `x` and `x[]` are the same, and all may be repeated."""

    def __init__(self, pairs: Pairs, parameters: Iterable[Parameter]) -> None:
        """`parameters` are those that may be asked for."""
        self._known = frozenset(one.name for one in parameters)
        self._values: dict[str, list[str]] = {}
        for name, value in pairs:
            plain = name.removesuffix("[]")
            if plain.startswith("filter[") and plain.endswith("]"):
                plain = plain[7:-1]
            self._values.setdefault(plain, []).append(value)

    def all(self, name: str) -> list[str]:
        """The values as they came.

        Raises:
            KeyError: nobody is told of such a parameter.
        """
        if name not in self._known:
            raise KeyError(name)
        return self._values.get(name, [])

    def one(self, name: str) -> str | None:
        """The last value, None if absent or blank."""
        values = self.all(name)
        return (values[-1].strip() or None) if values else None

    def many(self, name: str) -> tuple[str, ...]:
        """All values, each once, comma lists taken apart."""
        parts = [part.strip() for value in self.all(name) for part in value.split(",")]
        return tuple(dict.fromkeys(part.replace("\x00", "") for part in parts if part))
