"""The `:::` blocks of a guide: read line by line, resolved for one audience, checked when a connector is compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from linkwright.kit.words import did_you_mean, listed

_OPEN = re.compile(r"^(\s*):::\s*([A-Za-z][\w-]*)\s*(.*?)\s*$")
_CLOSE = re.compile(r"^\s*:::\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_VALUE = re.compile(r"\{(redirect_url|[a-z_]+(?:\.[a-z_]+)+)\}")
_BEGINS = re.compile(r"(?:^|\n[ >-]*|\n *\d+\. |[.?!] )\Z")
_NUMBER = re.compile(r"^\d+\. ")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:&])")

MARKERS = ("scopes", "unless", "scope-list", "permissions", "note")
VALUES: Mapping[str, str] = {
    "app.name": "the app",
    "brand.name": "Linkwright",
    "redirect_url": "the address that the connector profile shows",
}
"""What may stand in braces, and what stands there where the caller gives nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a guide: text, or a marker with its words; `kind` is `text`, `open` or `close`."""

    number: int
    kind: str
    text: str
    indent: str = ""
    marker: str = ""
    words: tuple[str, ...] = ()


def lines_of(markdown: str) -> Iterator[Line]:
    """The lines, with markers told from text; inside a code fence everything is text."""
    fenced = False
    for number, text in enumerate(markdown.splitlines(), start=1):
        if _FENCE.match(text):
            fenced = not fenced
        opened = None if fenced else _OPEN.match(text)
        if opened:
            yield Line(number, "open", text, opened[1], opened[2], tuple(opened[3].split()))
        elif not fenced and _CLOSE.match(text):
            yield Line(number, "close", text)
        else:
            yield Line(number, "text", text)


def resolved(
    markdown: str, *, covered: Collection[str], white_label: bool, block: Callable[[Line, list[str]], list[str]]
) -> str:
    """The guide for one audience.

    `covered` are the scopes asked for, with all that they include. `block` gives the lines for a `scope-list`,
    `permissions` or `note` block and its content.
    """
    out: list[list[str]] = [[]]
    opened: list[Line] = []
    for line in lines_of(markdown):
        if line.kind == "open":
            opened.append(line)
            out.append([])
        elif line.kind == "close" and opened:
            inner, marker = out.pop(), opened.pop()
            if marker.marker in ("scopes", "unless"):
                shown = _shown(marker, covered, white_label)
                out[-1].extend(inner if shown else [])
            else:
                out[-1].extend(block(marker, inner))
        else:
            out[-1].append(line.text)
    return renumbered([text for part in out for text in part])


def _shown(marker: Line, covered: Collection[str], white_label: bool) -> bool:
    if marker.marker == "unless":
        return not white_label
    return any(scope in covered for scope in marker.words)


def renumbered(lines: list[str]) -> str:
    """The same with its steps counted anew, since steps may have fallen away."""
    count = 0
    out: list[str] = []
    for text in lines:
        if text.startswith("#"):
            count = 0
        step = _NUMBER.match(text)
        count += 1 if step else 0
        out.append(_NUMBER.sub(f"{count}. ", text) if step else text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"


def filled(markdown: str, values: Mapping[str, str]) -> str:
    """The guide with its values in place. A value is text: what would be markup in it is taken literally."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in VALUES:
            return match[0]
        text = " ".join(values.get(name, "").split())
        if name == "redirect_url" and text:
            # Copied character by character, so it stands as code, where nothing is escaped.
            return f"`{text.replace('`', '')}`"
        if not text:
            text = VALUES[name]
            if _BEGINS.search(markdown, 0, match.start()):
                text = text[0].upper() + text[1:]
        return escaped(text)

    return _VALUE.sub(value, markdown)


def escaped(text: str) -> str:
    """A text as Markdown that shows it literally."""
    return _MARKUP.sub(r"\\\1", text)


def check_guide(markdown: str, scopes: Collection[str]) -> list[tuple[int, str, str]]:
    """Mistakes of a guide as (line, message, remedy)."""
    found: list[tuple[int, str, str]] = []
    opened: list[Line] = []
    for line in lines_of(markdown):
        if line.kind == "open":
            opened.append(line)
            found += _marker_mistakes(line, scopes)
        elif line.kind == "close":
            if opened:
                opened.pop()
            else:
                found.append((line.number, "::: closes nothing here.", ""))
        else:
            found += _text_mistakes(line, opened)
    found += [(line.number, f"::: {line.marker} is never closed.", "Put ::: on a line of its own.") for line in opened]
    return sorted(found)


def _marker_mistakes(line: Line, scopes: Collection[str]) -> list[tuple[int, str, str]]:
    if line.marker not in MARKERS:
        remedy = did_you_mean(line.marker, MARKERS).strip() or f"Known are {listed(MARKERS)}."
        return [(line.number, f"::: {line.marker} is not a marker.", remedy)]
    if line.marker == "scopes":
        wrong = [scope for scope in line.words if scope not in scopes]
        found = [(line.number, f"There is no scope {scope}.", did_you_mean(scope, scopes).strip()) for scope in wrong]
        return found if line.words else [(line.number, "::: scopes names no scope.", "")]
    if line.marker == "unless" and line.words != ("white-label",):
        return [(line.number, "::: unless knows only white-label.", "")]
    return []


def _text_mistakes(line: Line, opened: list[Line]) -> list[tuple[int, str, str]]:
    found = []
    for match in _VALUE.finditer(line.text):
        if match[1] not in VALUES:
            remedy = did_you_mean(match[1], VALUES).strip() or f"Known are {listed(VALUES)}."
            found.append((line.number, f"{{{match[1]}}} is not a value.", remedy))
    if "![" in line.text:
        found.append((line.number, "Guides hold no pictures.", "Say it in words, or draw it with a marker."))
    if opened and opened[-1].marker in ("scope-list", "permissions") and line.text.strip():
        found.append((line.number, f"::: {opened[-1].marker} holds no text of its own.", ""))
    return found
