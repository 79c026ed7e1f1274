"""Compiles `names:` of the header: how each kind of thing is found by what people call it."""

from __future__ import annotations

import re
from typing import Any

from graphql import GraphQLSchema, strip_ignored_characters

from linkwright.connectors.documents import Document, read_document
from linkwright.connectors.findings import Finding
from linkwright.connectors.fragments import text_of
from linkwright.connectors.model import Header, NameWords
from linkwright.connectors.selection import find
from linkwright.connectors.source import Source
from linkwright.kit.words import did_you_mean

_VARIABLES = {"text": "String!", "number": "Float!"}
_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")
_PLACE = re.compile(r"\{([^{}]*)\}")


class NameCompiler:
    """Compiles all kinds; collects findings instead of stopping."""

    def __init__(self, source: Source, header: Header, schema: GraphQLSchema | None) -> None:
        self._source, self._header, self._schema = source, header, schema
        self.findings: list[Finding] = []
        self.root_fields: set[str] = set()

    def compile(self) -> list[dict[str, Any]]:
        """The lock's entries, in the header's order."""
        if self._schema is None:
            for key in self._header.names:
                self._add("Names are looked up by GraphQL queries; the header names no GraphQL contract.", key)
            return []
        return [self._kind(key, words) for key, words in self._header.names.items()]

    def check_actions(self, known: set[str]) -> None:
        """Every `list_action` must be an action."""
        for key, words in self._header.names.items():
            if words.list_action and words.list_action not in known:
                remedy = did_you_mean(words.list_action, known).strip()
                self._add(f"There is no action {words.list_action}.", key, "list_action", remedy=remedy)

    def _add(self, message: str, *path: Any, remedy: str = "") -> None:
        self.findings.append(self._source.finding(message, "names", *path, remedy=remedy))

    def _kind(self, key: str, words: NameWords) -> dict[str, Any]:
        places = _PLACE.findall(words.show)
        wanted = {"id", *words.match, *places, *words.words.values(), *words.within.values(), *words.gives.values()}
        for other in (*words.within, *words.gives):
            if other not in self._header.names:
                remedy = did_you_mean(other, self._header.names).strip()
                self._add(f"There is no kind {other}.", key, remedy=remedy)
        return {
            "key": key,
            "find": self._search(key, "query", words.at, wanted),
            "near": self._search(key, "near", words.at, {"id", *places}) if words.near else None,
            "match": [path.split(".") for path in words.match],
            "show": _shown(words.show),
            "words": {word.casefold(): path.split(".") for word, path in words.words.items()},
            "within": {other: path.split(".") for other, path in words.within.items()},
            "gives": {other: path.split(".") for other, path in words.gives.items()},
            "list_action": f"{self._header.key}_{words.list_action}" if words.list_action else "",
        }

    def _search(self, key: str, word: str, at: str, wanted: set[str]) -> dict[str, Any]:
        assert self._schema is not None  # `compile` has looked
        document = read_document(self._schema, self._source, "names", key, word)
        if isinstance(document, list):
            self.findings += document
            return {}
        if document.operation != "query" or len(document.roots) != 1:
            self._add("Candidates are found by a query with one root field.", key, word)
        for name, kind in document.variables.items():
            if _VARIABLES.get(name) != str(kind):
                self._add(f"${name} must be $text: String! or $number: Float!.", key, word)
        path = at.split(".")
        if find(document.roots, path) is None:
            self._add(f"{at} is not selected by the document.", key, "at")
            return {}
        for inner in sorted(wanted):
            if find(document.roots, [*path, *inner.split(".")]) is None:
                self._add(f"{at}.{inner} is not selected by the document.", key, word)
        for node in document.roots:
            self.root_fields.add(node.ast.name.value)
        return _parts(document, path)


def _parts(document: Document, path: list[str]) -> dict[str, Any]:
    ast = document.roots[0].ast
    text = strip_ignored_characters("{" + text_of([ast]) + "}")[1:-1]
    if ast.alias:
        text = text.split(":", 1)[1]
    pieces = [*_VARIABLE.split(text), ""]
    parts = [[pieces[at], pieces[at + 1]] for at in range(0, len(pieces), 2) if pieces[at] or pieces[at + 1]]
    return {"parts": parts, "at": path[1:], "operation": f"query {ast.name.value}"}


def _shown(template: str) -> list[list[Any]]:
    pieces = [*_PLACE.split(template), ""]
    return [[pieces[at], pieces[at + 1].split(".") if pieces[at + 1] else []] for at in range(0, len(pieces), 2)]
