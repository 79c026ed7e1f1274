"""The mark that scaffolds leave where an author has to decide; a file that still holds one does not compile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linkwright.connectors.findings import Finding
from linkwright.connectors.source import Source

FILL_IN = "FILL IN"


def to_fill_in(source: Source) -> list[Finding]:
    """A finding for every text of the file that begins with the mark; what follows the mark says what belongs there."""
    findings = []
    for path, text in _texts(source.data, ()):
        if text.startswith(FILL_IN):
            name = ".".join(str(step) for step in path if not isinstance(step, int))
            remedy = text.removeprefix(FILL_IN).lstrip(": ").strip()
            findings.append(source.finding(f"{name} is still to be filled in.", *path, remedy=_sentence(remedy)))
    return findings


def without_consequences(findings: list[Finding], marks: list[Finding]) -> list[Finding]:
    """All findings but those about a line that is still to be filled in; each once."""
    lines = {(mark.file, mark.line) for mark in marks}
    return list(dict.fromkeys([*marks, *(one for one in findings if (one.file, one.line) not in lines)]))


def _texts(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(item, (*path, step))


def _sentence(text: str) -> str:
    return text and text[0].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
