"""One action on its way into the lock: its words, what was found wrong so far, and the parts compiled so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.findings import Finding
from linkwright.connectors.model import ActionWords, Header
from linkwright.connectors.published import MOST_BYTES, published
from linkwright.connectors.repeats import repeatable
from linkwright.connectors.source import Source
from linkwright.kit import jsons
from linkwright.kit.words import did_you_mean


@dataclass(slots=True)
class Draft:
    """One action on its way into the lock; `findings` grow while its parts are compiled.

    Attributes:
        parts: entries of the lock that the parts' compiler found.
        inputs: entries of inputs, with their `shown` schema.
    """

    header: Header
    source: Source
    name: str
    words: ActionWords
    findings: list[Finding] = field(default_factory=list)
    inputs: list[dict[str, Any]] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)

    def add(self, message: str, *path: Any, remedy: str = "") -> None:
        """Note a mistake at a path below the action."""
        self.findings.append(self.source.finding(message, self.name, *path, remedy=remedy))

    def said(self, name: str, kind: str) -> str:
        """The description of an input: the action's own, the one of its kind of thing, or the connector's."""
        of_kind = self.header.names[kind].about if kind else ""
        return self.words.describe.get(name) or of_kind or self.header.describe.get(name, "")

    def entry(self) -> dict[str, Any]:
        """The lock's entry."""
        words = self.words
        schemas = published(self.inputs)
        size = len(jsons.dumpb(schemas["nested"]))
        if size > MOST_BYTES:
            message = f"The published inputs take {size} bytes; {MOST_BYTES} is the most."
            self.add(message, "inputs", remedy="Pick fewer.")
        return {
            "id": f"{self.header.key}_{self.name}",
            "name": self.name,
            "resource": self.source.file.rsplit("/", 1)[-1].removesuffix(".yaml"),
            "label": words.label,
            "description": " ".join(words.about.split()),
            "effect": words.effect,
            "core": words.core,
            "aliases": words.aliases,
            "scopes": words.scopes,
            "inputs": self.inputs,
            "any_of": self._any_of(),
            "request": None,
            "contract_operation": words.operation or "",
            **self.parts,
            "repeatable": repeatable(words, self.parts),
            **({"max_tokens": words.max_tokens} if words.max_tokens else {}),
        }

    def _any_of(self) -> list[str]:
        """Names of which a change needs at least one: all fields of an input object, where none is required."""
        if self.words.effect == "read" or self.words.constants:
            return []
        body = [one for one in self.inputs if one["location"] == "body"]
        outside = any(len(path) < 2 for one in body for path in one["paths"])
        return [] if outside or any(one["required"] for one in body) else [one["name"] for one in body]

    def check_describes(self, names: Sequence[str]) -> None:
        """Note descriptions of inputs that the action does not have; `names` are those that it has."""
        inner = [one["shown"].get("items", {}).get("properties", {}) for one in self.inputs]
        names = [*names, *(name for items in inner for name in items)]
        for described in self.words.describe:
            if described not in names:
                remedy = did_you_mean(described, names).strip()
                self.add(f"There is no input {described} to describe.", "describe", described, remedy=remedy)
