"""Compiles one action: document, inputs, paging, result, cost; every mistake at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, is_leaf_type

from linkwright.connectors.binding import bind
from linkwright.connectors.checking import checked
from linkwright.connectors.complexity import cost_of, largest_page
from linkwright.connectors.constants import constants
from linkwright.connectors.documents import Document, read_document
from linkwright.connectors.findings import Finding
from linkwright.connectors.fragments import Fragments
from linkwright.connectors.inputs import DESCRIPTION_BUDGET, Unfit, compiled_input, page_inputs
from linkwright.connectors.model import ActionPage, ActionWords, Header
from linkwright.connectors.named_inputs import kinds_of
from linkwright.connectors.own_ids import own_ids
from linkwright.connectors.published import MOST_BYTES, published
from linkwright.connectors.selection import Node, every, find
from linkwright.connectors.shapes import record_schema
from linkwright.connectors.source import Source
from linkwright.kit import jsons
from linkwright.kit.words import did_you_mean, listed

_NAME = re.compile(r"^[a-z][a-z0-9_]{0,47}$")
MOST_NAME = 48
MOST_NESTED = 50


@dataclass(slots=True)
class Paging:
    """What a paged action needs to know while it is compiled."""

    at: tuple[str, ...]
    node: Node
    most: int
    default: int


class ActionCompiler:
    """Compiles the actions of one connector against its contract."""

    def __init__(self, header: Header, schema: GraphQLSchema, fragments: Fragments) -> None:
        self._header = header
        self._schema = schema
        self._fragments = fragments

    def compile(self, source: Source, name: str) -> dict[str, Any] | list[Finding]:
        """The lock's entry of the action of that name in the file, or all its mistakes."""
        findings = self._check_name(source, name)
        words = checked(ActionWords, source, name)
        if isinstance(words, list):
            return findings + words
        findings += self._check_words(source, name, words)
        document = read_document(self._schema, source, name, "query", fragments=self._fragments)
        if isinstance(document, list):
            return findings + document
        return _One(self._header, source, name, words, document, findings).compile()

    def _check_name(self, source: Source, name: str) -> list[Finding]:
        full = f"{self._header.key}_{name}"
        if _NAME.match(name) and len(full) <= MOST_NAME:
            return []
        remedy = f"Use lower-case letters, digits and _; with the key at most {MOST_NAME} characters."
        return [source.finding(f"{name!r} cannot name an action.", name, remedy=remedy)]

    def _check_words(self, source: Source, name: str, words: ActionWords) -> list[Finding]:
        findings = []
        if len(words.about) > DESCRIPTION_BUDGET:
            message = f"The description has {len(words.about)} characters; {DESCRIPTION_BUDGET} is the most."
            findings.append(source.finding(message, name, "about", remedy="Say what tells it from its neighbours."))
        if words.core and words.effect == "destroy":
            findings.append(source.finding("What destroys cannot be in the core preset.", name, "core"))
        for index, scope in enumerate(words.scopes):
            if scope not in self._header.scopes:
                remedy = did_you_mean(scope, self._header.scopes).strip()
                findings.append(source.finding(f"There is no scope {scope}.", name, "scopes", index, remedy=remedy))
        return findings


class _One:
    """One action whose words and document are valid by themselves."""

    def __init__(
        self, header: Header, source: Source, name: str, words: ActionWords, document: Document, findings: list[Finding]
    ) -> None:
        self._header, self._source, self._name, self._words = header, source, name, words
        self._document, self._findings = document, findings
        self._page_variables = (header.page.cursor[1:], header.page.size[1:])

    def compile(self) -> dict[str, Any] | list[Finding]:
        self._effect()
        paging = self._paging()
        self._nested(paging)
        cost = self._cost(paging)
        inputs = self._inputs(paging)
        result = self._result(paging)
        require = self._require()
        schemas = published(inputs)
        size = len(jsons.dumpb(schemas["nested"]))
        if size > MOST_BYTES:
            self._add(
                f"The published inputs take {size} bytes; {MOST_BYTES} is the most.", "inputs", remedy="Pick fewer."
            )
        if self._findings or result is None:
            return self._findings
        record, collapse = self._record(result, paging)
        return self._entry(inputs, schemas, paging, cost, result, require, record, collapse)

    def _add(self, message: str, *path: Any, remedy: str = "") -> None:
        self._findings.append(self._source.finding(message, self._name, *path, remedy=remedy))

    def _add_in_document(self, node: Node, message: str, remedy: str = "") -> None:
        self._findings.append(self._document.finding(node, message, remedy))

    def _effect(self) -> None:
        wanted = "query" if self._words.effect == "read" else "mutation"
        if self._document.operation != wanted:
            message = f"The effect {self._words.effect} needs a {wanted}; the document is a {self._document.operation}."
            self._add(message, "effect")

    def _paging(self) -> Paging | None:
        words = self._words.page
        if words is None:
            return None
        page = words if isinstance(words, ActionPage) else ActionPage(at=words)
        at = tuple(page.at.split("."))
        node = find(self._document.roots, at)
        if node is None or not node.is_connection:
            self._add(f"{page.at} is not a selected connection of the document.", "page")
            return None
        cursor, size = self._page_variables
        given = {argument.name.value for argument in node.ast.arguments or ()}
        if node.size() != size or "after" not in given or cursor not in self._document.variables:
            self._add_in_document(node, f"{page.at} must be called with first: ${size} and after: ${cursor}.")
        info = find(node.children, ("pageInfo",))
        asked = {child.key for child in info.children} if info else set()
        if node.child("nodes") is None or not {"hasNextPage", "endCursor"} <= asked:
            self._add_in_document(node, f"{page.at} must select nodes and pageInfo {{ hasNextPage endCursor }}.")
            return None
        most = page.max or self._header.page.max
        return Paging(at, node, most, min(most, page.default or self._header.page.default))

    def _nested(self, paging: Paging | None) -> None:
        for node in every(self._document.roots):
            if not node.is_connection or (paging and node is paging.node):
                continue
            size = node.size()
            if not isinstance(size, int):
                remedy = "The provider counts 50 where none is given; name a small number."
                self._add_in_document(node, f"The connection {node.key} has no explicit `first`.", remedy)
            elif size > MOST_NESTED:
                self._add_in_document(node, f"The connection {node.key} asks for {size}; {MOST_NESTED} is the most.")

    def _cost(self, paging: Paging | None) -> float:
        rule = self._header.graphql.complexity
        variable = self._page_variables[1]
        cost = cost_of(self._document.roots, rule, {variable: paging.most if paging else rule.page})
        if cost >= rule.max:
            fits = largest_page(self._document.roots, rule, variable, paging.most) if paging else 0
            remedy = f"Write page: {{at: {'.'.join(paging.at)}, max: {fits}}}." if paging and fits else "Select less."
            self._add(
                f"The call costs {cost:g} points at its largest; the provider allows {rule.max:g}.", remedy=remedy
            )
        return cost

    def _inputs(self, paging: Paging | None) -> list[dict[str, Any]]:
        reserved = set(self._page_variables) if paging else set()
        self._constants, wrong = constants(self._document, self._words.constants)
        for where, message in wrong:
            self._add(message, "constants", *where)
        fixed = {tuple(one["path"]) for one in self._constants}
        bound, mistakes = bind(self._document, self._words.inputs, reserved, fixed)
        for where, message in mistakes:
            self._add(message, "inputs", *where)
        kinds = kinds_of(bound, self._words.resolve, self._header)
        for input_name, message in kinds.mistakes:
            self._add(message, "resolve" if input_name in self._words.resolve else "inputs", input_name)
        entries = []
        for one in bound:
            try:
                kind = kinds.found.get(one.name, "")
                entries.append(compiled_input(one, self._words.effect, self._said(one.name, kind), kind))
            except Unfit as unfit:
                self._add(str(unfit), "inputs", *one.where)
        names = [one.name for one in bound]
        for described in self._words.describe:
            if described not in names:
                remedy = did_you_mean(described, names).strip()
                self._add(f"There is no input {described} to describe.", "describe", described, remedy=remedy)
        if paging:
            entries += page_inputs(*self._page_variables, paging.default, paging.most)
        return entries

    def _said(self, name: str, kind: str) -> str:
        of_kind = self._header.names[kind].about if kind else ""
        return self._words.describe.get(name) or of_kind or self._header.describe.get(name, "")

    def _result(self, paging: Paging | None) -> tuple[str, ...] | None:
        roots = self._document.roots
        if paging:
            if self._words.result:
                self._add("A paged action's result is its page; leave `result` out.", "result")
            return paging.at
        if self._words.result is None and len(roots) != 1:
            self._add("The document has several root fields; say which one is the `result`.")
            return None
        path = tuple(self._words.result.split(".")) if self._words.result else (roots[0].key,)
        node = find(roots, path)
        if node is None:
            known = [child.key for child in roots]
            self._add(
                f"{'.'.join(path)} is not selected by the document.", "result", remedy=f"It selects {listed(known)}."
            )
        elif node.is_list or is_leaf_type(node.named):
            self._add(f"{'.'.join(path)} is not an object; a result must be one.", "result")
        return path

    def _require(self) -> tuple[str, ...]:
        if self._words.require:
            path = tuple(self._words.require.split("."))
            if find(self._document.roots, path) is None:
                self._add(f"{self._words.require} is not selected by the document.", "require")
            return path
        for root in self._document.roots:
            named = root.named
            if isinstance(named, GraphQLObjectType) and "success" in named.fields:
                if root.child("success") is None:
                    self._add_in_document(root, f"{root.key} can report success: false.", "Select success.")
                return (root.key, "success")
        return ()

    def _record(self, result: tuple[str, ...], paging: Paging | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        node = find(self._document.roots, (*result, "nodes") if paging else result)
        assert node is not None  # checked by _paging and _result
        collapse: list[dict[str, Any]] = []
        collapsed: set[int] = set()
        _collapsible(node.children, (), collapse, collapsed)
        return record_schema(node.children, frozenset(collapsed)), collapse

    def _entry(
        self,
        inputs: list[dict[str, Any]],
        schemas: dict[str, Any],
        paging: Paging | None,
        cost: float,
        result: tuple[str, ...],
        require: tuple[str, ...],
        record: dict[str, Any],
        collapse: list[dict[str, Any]],
    ) -> dict[str, Any]:
        header, words, root = self._header, self._words, self._document.root_fields[0]
        return {
            "id": f"{header.key}_{self._name}",
            "name": self._name,
            "resource": self._source.file.rsplit("/", 1)[-1].removesuffix(".yaml"),
            "label": words.label,
            "description": " ".join(words.about.split()),
            "effect": words.effect,
            "core": words.core,
            "aliases": words.aliases,
            "scopes": words.scopes,
            "inputs": [{key: value for key, value in one.items() if key != "shown"} for one in inputs],
            "any_of": _any_of(inputs) if words.effect != "read" else [],
            "schemas": schemas,
            "output_schema": {"type": "array", "items": record} if paging else record,
            "call": {
                "operation": f"{self._document.operation} {root}",
                "root": root,
                "roots": self._document.root_fields,
                "document": self._document.text,
                "url": header.base_url + header.graphql.endpoint,
            },
            "page": {
                "items": [*paging.at, "nodes"],
                "info": [*paging.at, "pageInfo"],
                "size": paging.default,
                "max": paging.most,
            }
            if paging
            else None,
            "result": list(result),
            "require": list(require),
            "constants": self._constants,
            "own_ids": own_ids(self._document),
            "collapse": collapse,
            "complexity": cost,
        }


def _any_of(inputs: list[dict[str, Any]]) -> list[str]:
    """Names of which a change needs at least one: all optional body inputs, where no body input is required."""
    body = [one for one in inputs if one["location"] == "body"]
    return [] if any(one["required"] for one in body) else [one["name"] for one in body]


def _collapsible(children: list[Node], path: tuple[str, ...], found: list[dict[str, Any]], ids: set[int]) -> None:
    """Nested connections that are no more than their nodes; those below lists stay as they are."""
    for child in children:
        here = (*path, child.key)
        if child.is_connection and child.child("nodes") and not child.optional:
            info = child.child("pageInfo")
            extra = {one.key for one in child.children} - {"nodes", "pageInfo"}
            asked = {one.key for one in info.children} if info else set()
            if not extra and asked <= {"hasNextPage"}:
                found.append({"path": list(here), "cut": bool(asked), "first": child.size()})
                ids.add(id(child))
        elif not child.is_list:
            _collapsible(child.children, here, found, ids)
