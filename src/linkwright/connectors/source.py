"""Connector files as text with places: YAML 1.2, every key with its line, mistakes as findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from linkwright.connectors.findings import Finding

MOST_BYTES = 512 * 1024
MOST_VALUES = 200_000
"""Values of one file, with what aliases stand for counted each time: a few lines of them can stand for millions."""


@dataclass(slots=True)
class Source:
    """One parsed file; `file` is its name as people know it, `data` plain Python values, `text` its lines."""

    file: str
    data: Any
    tree: Any = field(repr=False, default=None)
    text: list[str] = field(repr=False, default_factory=list)

    def line(self, *path: Any) -> int:
        """The line on which the thing at this path begins; the nearest outer one if it has none of its own."""
        here, line = self.tree, 1
        for step in path:
            if isinstance(here, CommentedMap) and step in here:
                line = here.lc.key(step)[0] + 1
            elif isinstance(here, CommentedSeq) and isinstance(step, int) and 0 <= step < len(here):
                line = here.lc.item(step)[0] + 1
            else:
                break
            here = here[step]
        return line

    def text_line(self, *path: Any) -> int:
        """The line of the file on which the first line of the text at this path stands."""
        here = self.tree
        for step in path:
            here = here[step]
        return self.line(*path) + (1 if isinstance(here, LiteralScalarString | FoldedScalarString) else 0)

    def finding(self, message: str, *path: Any, remedy: str = "") -> Finding:
        """A mistake at this path."""
        return Finding(self.file, self.line(*path), message, remedy)


def read_source(path: Path, name: str) -> Source | Finding:
    """Parse a file into a mapping, or say what is wrong with it."""
    try:
        raw = path.read_bytes()
        text = raw.decode()
    except OSError as missing:
        return Finding(name, 1, f"The file cannot be read: {missing.strerror or missing}.")
    except UnicodeDecodeError:
        return Finding(name, 1, "The file is not UTF-8 text.", "Save it as UTF-8.")
    if len(raw) > MOST_BYTES:
        return Finding(name, 1, f"The file has more than {MOST_BYTES // 1024} kB.", "Split it by resource.")
    return parse_source(text, name)


def parse_source(text: str, name: str) -> Source | Finding:
    """The same for text at hand."""
    yaml = YAML(typ="rt")
    yaml.version = (1, 2)
    try:
        tree = yaml.load(text)
    except DuplicateKeyError as twice:
        message = f"Not valid YAML: the key {_key(twice)} stands twice."
        return Finding(name, (twice.problem_mark.line + 1) if twice.problem_mark else 1, message, "Keep one of them.")
    except MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        line, message, remedy = _told(broken, (mark.line + 1) if mark else 1)
        return Finding(name, line, f"Not valid YAML: {message}.", remedy)
    except (YAMLError, ValueError, RecursionError) as broken:
        return Finding(name, 1, f"Not valid YAML: {_short(str(broken))}.")
    except Exception as broken:  # the parser has faults of its own, such as a bare assertion over `!!omap`
        return Finding(name, 1, f"Not valid YAML: it cannot be read ({type(broken).__name__}).")
    if not isinstance(tree, CommentedMap):
        return Finding(name, 1, "The file must hold a mapping of keys to values.")
    if _outgrown(tree):
        return Finding(name, 1, "Its aliases make it far larger than it is.", "Write it out.")
    return Source(name, plain(tree), tree, text.splitlines())


def _outgrown(tree: Any) -> bool:
    """Whether there is more in it than is taken, with what an alias stands for counted each time."""
    seen, waiting = 0, [tree]
    while waiting:
        value = waiting.pop()
        inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()
        seen += len(inner)
        if seen > MOST_VALUES:
            return True
        waiting += inner
    return False


def plain(value: Any) -> Any:
    """The same value without the parser's own types."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bool):
        return bool(value)
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value


def sources_in(folder: Path, names: Iterable[Path]) -> tuple[list[Source], list[Finding]]:
    """All of these files, and the findings of those that cannot be parsed."""
    found: list[Source] = []
    findings: list[Finding] = []
    for path in names:
        read = read_source(path, path.relative_to(folder).as_posix())
        if isinstance(read, Finding):
            findings.append(read)
        else:
            found.append(read)
    return found, findings


def _key(twice: DuplicateKeyError) -> str:
    """The parser's own message goes on with both values, which may be whole actions."""
    found = re.match(r'found duplicate key "([^"]*)"', twice.problem or "")
    return found[1] if found else "at this place"


# What the parser says, and what that means to somebody who writes: sentence, remedy, and whether the fault is where
# the parser was when it began.
_MEANS = (
    (
        "mapping values are not allowed",
        "there is a colon in a text, or a line is indented too far",
        "Put the whole text in quotes, or move the line back.",
        False,
    ),
    ("found unexpected end of stream", "a quote is opened and never closed", "Close it.", True),
    ("expected <block end>", "this line or the one above is indented differently from its neighbours", "", False),
    ("could not find expected ':'", "a key has no colon after it, or a text goes on at the wrong place", "", False),
    ("found character '\\t'", "there is a tab", "Indent with blanks.", False),
    ("expected ',' or ']'", "a list in brackets is not closed, or a comma is missing", "", True),
    ("expected ',' or '}'", "a mapping in braces is not closed, or a comma is missing", "", True),
)


def _told(broken: MarkedYAMLError, line: int) -> tuple[int, str, str]:
    """Line, sentence and remedy for what the parser says."""
    said = broken.problem or ""
    for beginning, meaning, remedy, earlier in _MEANS:
        if beginning in said:
            start = broken.context_mark.line + 1 if earlier and broken.context_mark else line
            return start, meaning, remedy
    return line, _short(said), ""


def _short(text: str | None) -> str:
    line = (text or "unreadable").strip().splitlines()[0]
    return line if len(line) <= 160 else line[:157] + "..."
