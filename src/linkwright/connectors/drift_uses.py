"""What a connector's documents use of a contract, each use with its place in the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import DocumentNode, GraphQLError, Node, parse

from linkwright.connectors.compile import ACTIONS_FOLDER, HEADER_FILE
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding
from linkwright.connectors.fragments import Fragments, place
from linkwright.connectors.source import Source, read_source, sources_in


@dataclass(frozen=True, slots=True)
class Written:
    """One document of the connector, complete with its fragments.

    Attributes:
        action: name of the action; for documents of the header the path there, such as `names.team.query`.
        base: the line of `source` on which its text begins.
    """

    action: str
    source: Source
    base: int
    ast: DocumentNode

    def where(self, node: Node) -> tuple[str, int]:
        """File and line of a part, which may stand in a fragment's own file."""
        name, line = place(node)
        return (name, line) if name.endswith(".graphql") else (self.source.file, self.base + line - 1)


def documents(folder: Path) -> list[Written]:
    """Every document of the files in a connector's folder.

    Raises:
        ConnectorInvalid: files cannot be read; such a connector does not compile either.
    """
    header = read_source(folder / HEADER_FILE, HEADER_FILE)
    sources, findings = sources_in(folder, sorted((folder / ACTIONS_FOLDER).glob("*.yaml")))
    fragments, broken = Fragments.read(folder)
    findings += broken
    if isinstance(header, Finding) or findings:
        raise ConnectorInvalid([*findings, *([header] if isinstance(header, Finding) else [])])
    found = []
    for source, path in [*_of_header(header), *_of_actions(sources)]:
        text: Any = source.data
        for step in path:
            text = text[step]
        try:
            ast, _ = fragments.complete(parse(text))
        except GraphQLError as wrong:
            raise ConnectorInvalid([source.finding(wrong.message, *path)]) from None
        name = ".".join(path) if source is header else str(path[0])
        found.append(Written(name, source, source.text_line(*path), ast))
    return found


def _of_header(source: Source) -> Iterator[tuple[Source, tuple[Any, ...]]]:
    if isinstance(_mapping(source.data.get("account")).get("query"), str):
        yield source, ("account", "query")
    for name, words in _mapping(source.data.get("names")).items():
        for word in ("query", "near"):
            if isinstance(words.get(word), str):
                yield source, ("names", name, word)


def _of_actions(sources: list[Source]) -> Iterator[tuple[Source, tuple[Any, ...]]]:
    for source in sources:
        for name, words in source.data.items():
            if isinstance(words.get("query"), str):
                yield source, (name, "query")
            for index, step in enumerate(words.get("steps") or ()):
                if isinstance(step.get("query"), str):
                    yield source, (name, "steps", index, "query")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def line_of_input(source: Source, action: str, given: Mapping[str, Any]) -> int:
    """The line that publishes an input of the lock: its own, the one that picks it, or else the action's."""
    inputs = _mapping(source.data[action].get("inputs"))
    if given["name"] in inputs:
        return source.line(action, "inputs", given["name"])
    for key, picks in inputs.items():
        for index, pick in enumerate(picks if isinstance(picks, list) else ()):
            if str(pick).rstrip("!?") == given["name"]:
                return source.line(action, "inputs", key, index)
    return source.line(action, "query") if "query" in source.data[action] else source.line(action)
