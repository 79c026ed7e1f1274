"""Makes a value smaller: texts are cut at the ends of sentences, lists after some of their items. Each cut is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.actions.shaping.sentences import SHORT, end_of

CHARS_OF_ITEM = 40
"""For so many characters that a text may have, a list may have one item."""


@dataclass(slots=True)
class Reducing:
    """One try at making a value smaller.

    Attributes:
        chars: how many characters a text may have; a short one is never cut.
        whole_lists: lists are left as they are.
        begins: by path, where a text or a list begins that is not shown from its start.
        cuts: what was left out: `path`, `from` (where the rest begins) and `left` (characters or items).
    """

    chars: int
    whole_lists: bool = False
    begins: Mapping[str, int] = field(default_factory=dict)
    cuts: list[dict[str, Any]] = field(default_factory=list)

    def of(self, value: Any, path: str = "") -> Any:
        """A smaller copy of the value at this path."""
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, Mapping):
            return {name: self.of(one, _joined(path, name)) for name, one in value.items()}
        if isinstance(value, list):
            return self._list(value, path)
        return value

    def items(self, values: list[Any], begin: int = 0, path: str = "") -> list[Any]:
        """Smaller copies of items, none of which is left out."""
        return [self.of(one, _joined(path, str(begin + at))) for at, one in enumerate(values)]

    def _text(self, text: str, path: str) -> str:
        most = max(self.chars, SHORT)
        if len(text) <= most or _is_one_word(text):
            return text
        end = end_of(text, most)
        self._note(path, end, len(text) - end)
        return text[:end]

    def _list(self, values: list[Any], path: str) -> list[Any]:
        # Of a list that is gone on reading there is always an item more, or it would never end.
        most = len(values) if self.whole_lists else max(self.chars // CHARS_OF_ITEM, path in self.begins)
        if len(values) > most:
            self._note(path, most, len(values) - most)
        return self.items(values[:most], self.begins.get(path, 0), path)

    def _note(self, path: str, shown: int, left: int) -> None:
        self.cuts.append({"path": path, "from": self.begins.get(path, 0) + shown, "left": left})


def _is_one_word(text: str) -> bool:
    """An address or an id: of no use in parts."""
    return len(text) <= 2_000 and not any(char.isspace() for char in text) and text.isascii()


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
