"""Things that people call by name where the provider wants an id: what the runtime knows of each kind, and how it chooses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.refusals import walk

_ID = re.compile(r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")
NOT_A_NUMBER = -1
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """One root field that finds candidates.

    Attributes:
        parts: its text, taken apart at its variables: literal text and the variable (`text`, `number`) that follows.
        at: the way from the field's value to the candidates.
        operation: what people read in logs.
    """

    parts: tuple[tuple[str, str], ...]
    at: Path
    operation: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing, such as a team; the attributes are those of `NameWords`, prepared."""

    key: str
    find: Search
    near: Search | None
    match: tuple[Path, ...]
    show: tuple[tuple[str, Path], ...]
    words: Mapping[str, Path]
    within: Mapping[str, Path]
    gives: Mapping[str, Path]
    list_action: str

    def is_id(self, text: str) -> bool:
        """Whether the provider takes this text as it is."""
        return not self.match or _ID.match(text) is not None

    def named(self, candidate: Mapping[str, Any]) -> str:
        """What people call this candidate."""
        return "".join(text + (_plain(walk(candidate, path)) if path else "") for text, path in self.show)

    def chosen(
        self, text: str, candidates: Sequence[Mapping[str, Any]], around: Mapping[str, str]
    ) -> list[Mapping[str, Any]]:
        """The candidates that the text means: one, several if it is ambiguous, none if nothing fits.

        Args:
            text: what the caller wrote.
            candidates: as the provider answered.
            around: ids of the call's things of other kinds, by kind.
        """
        here = self.fitting(candidates, around)
        word = self.words.get(text.strip().casefold())
        if word:
            return [one for one in here if walk(one, word) is True]
        wanted = text.strip().casefold()
        for path in self.match:
            found = [one for one in here if _plain(walk(one, path)).casefold() == wanted]
            if found:
                return found
        return []

    def spellings(self, candidates: Iterable[Mapping[str, Any]]) -> list[str]:
        """Every text that would have meant one of the candidates."""
        found = [_plain(walk(dict(one), path)) for one in candidates for path in self.match]
        return [*dict.fromkeys(one for one in found if one), *self.words]

    def fitting(self, candidates: Iterable[Mapping[str, Any]], around: Mapping[str, str]) -> list[Mapping[str, Any]]:
        """The candidates that belong to the call's things of other kinds, or to none in particular."""
        return [one for one in candidates if self._fits(one, around)]

    def _fits(self, candidate: Mapping[str, Any], around: Mapping[str, str]) -> bool:
        for kind, path in self.within.items():
            theirs = walk(dict(candidate), path)
            if kind in around and theirs is not None and theirs != around[kind]:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates of one search in an answer."""

    candidates: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def read(cls, value: Any, at: Path) -> Found:
        """The candidates below the root field's value: a list, or one object."""
        found = walk(value, at) if at else value
        listed = found if isinstance(found, list) else [found]
        return cls([one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)])


def merged(searches: Iterable[tuple[Search, str]]) -> tuple[str, dict[str, Any]]:
    """One document for several searches and its variables; the answer to the first is under `r0`, and so on."""
    fields: list[str] = []
    declared: list[str] = []
    variables: dict[str, Any] = {}
    for index, (search, text) in enumerate(searches):
        written = f"r{index}:"
        for literal, variable in search.parts:
            written += literal
            if variable:
                name = f"{variable}{index}"
                written += f"${name}"
                if name not in variables:
                    declared.append(f"${name}:{'Float!' if variable == 'number' else 'String!'}")
                    variables[name] = _number(text) if variable == "number" else text
        fields.append(written)
    head = f"query({' '.join(declared)})" if declared else "query"
    return f"{head}{{{' '.join(fields)}}}", variables


def _number(text: str) -> float | int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else NOT_A_NUMBER


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
