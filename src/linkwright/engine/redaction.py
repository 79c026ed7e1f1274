"""Takes what is confidential out of everything that is kept or told of a call; only its caller gets it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from linkwright.connectors.compiled import Action
from linkwright.connectors.published import LOCATIONS
from linkwright.kit import jsons

HIDDEN = "**"
_SHORTEST = 4
_DEEPEST = 60
_CONTAINERS = frozenset({*LOCATIONS, "headers"})
_SPELT = re.compile(rf"^(?:{'|'.join(LOCATIONS)})_")
_TEXT = r'"""[\s\S]*?(?:"""|$)|"(?:[^"\\\n]|\\.)*"?'


class Redaction:
    """What must be kept nowhere of one call: whatever stands under confidential names, and those values elsewhere.

    A value is noticed where it passes under its name, and from then on also found in other texts; one of less than four
    characters is hidden under its name alone, since it would match anything.
    """

    def __init__(self, action: Action) -> None:
        self._action = action
        self._names = set(action.confidential)
        self._values: dict[str, None] = {}

    def of(self, value: Any, depth: int = 0) -> Any:
        """A copy of the value without what is confidential; what is nested too deeply to be looked at is hidden whole."""
        if isinstance(value, str):
            return self.text(value)
        if depth >= _DEEPEST and isinstance(value, Mapping | list | tuple):
            return HIDDEN
        if isinstance(value, Mapping):
            self._look_into_documents(value)
            return {
                name: self._hidden(item) if self._is_hidden(name) else self.of(item, depth + 1)
                for name, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.of(item, depth + 1) for item in value]
        return value

    def given(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """A copy of what a caller sent. What is under an unknown name is hidden as well: it may be a misspelt one."""
        self.of(payload)
        known = {
            name: self._known(item) if name in _CONTAINERS and isinstance(item, Mapping) else item
            for name, item in self._known(payload, _CONTAINERS).items()
        }
        return dict(self.of(known))

    def text(self, text: str) -> str:
        """The text without the values that were noticed so far."""
        for value in sorted(self._values, key=len, reverse=True):
            for form in (value, jsons.dumps(value)[1:-1], quote(value, safe="")):
                text = text.replace(form, HIDDEN)
        return text

    def body(self, body: bytes) -> bytes:
        """An answer as it may be kept; one that is no JSON cannot be looked through, and is left out."""
        if not body.strip():
            return body
        try:
            return self.text(jsons.dumps(self.of(jsons.loads(body)))).encode()
        except ValueError:
            return b"(left out: it cannot be read, and may hold something confidential)"

    def _is_hidden(self, name: Any) -> bool:
        return name in self._names or (isinstance(name, str) and _SPELT.sub("", name) in self._names)

    def _known(self, given: Mapping[str, Any], also: Collection[str] = ()) -> dict[str, Any]:
        accepted = self._action.accepted
        return {name: item if name in accepted or name in also else HIDDEN for name, item in given.items()}

    def _hidden(self, value: Any) -> Any:
        """Notice all texts in a confidential value."""
        if value is None or isinstance(value, bool):
            return value
        self._notice(_texts(value))
        return HIDDEN

    def _notice(self, texts: Iterable[str]) -> None:
        self._values.update((text, None) for text in texts if len(text) >= _SHORTEST and text != HIDDEN)

    def _look_into_documents(self, value: Mapping[str, Any]) -> None:
        """In a caller's own GraphQL, find aliases and variables of confidential fields, and values written there."""
        for spelling in ("document", *(f"{place}_document" for place in LOCATIONS)) if self._action.hook else ():
            document = value.get(spelling)
            if not isinstance(document, str):
                continue
            names = "|".join(map(re.escape, sorted(self._action.confidential)))
            # Callers write the document: possessive, so that no long word is tried from each of its letters.
            aliases = re.findall(rf"\b(\w++)\s*+:\s*+(?:{names})\b", document)
            variables = re.findall(rf"\b(?:{names})\s*:\s*\$(\w+)", document)
            self._names.update(aliases, variables)
            inner = "|".join(map(re.escape, variables)) or "(?!)"
            written = rf"(?:\b(?:{names})\s*:\s*|\$(?:{inner})\s*:[^=,$)]*=\s*)({_TEXT})"
            self._notice(text.strip('"') for text in re.findall(written, document))


def _texts(value: Any) -> Iterable[str]:
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, int | float):
            yield str(here)
        elif isinstance(here, Mapping):
            waiting.extend(here.values())
        elif isinstance(here, list | tuple):
            waiting.extend(here)
