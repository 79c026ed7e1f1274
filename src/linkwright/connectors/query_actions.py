"""Compiles an action of one GraphQL document: inputs bound to its variables, paging, result, cost."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLInputObjectType, GraphQLNonNull, GraphQLSchema, is_leaf_type

from linkwright.connectors.binding import bind
from linkwright.connectors.calls import (
    Paging,
    call_entry,
    complexity_of,
    handed,
    must_be_true,
    oversized,
    page_variables,
    points,
)
from linkwright.connectors.complexity import largest_page
from linkwright.connectors.constants import constants
from linkwright.connectors.derive import Underivable, derive
from linkwright.connectors.documents import Document, read_document
from linkwright.connectors.drafts import Draft
from linkwright.connectors.fragments import Fragments
from linkwright.connectors.inputs import Unfit, compiled_input, page_inputs
from linkwright.connectors.list_items import listed_input
from linkwright.connectors.lookups import lookup
from linkwright.connectors.model import ActionPage
from linkwright.connectors.named_inputs import kinds_of
from linkwright.connectors.own_ids import own_ids
from linkwright.connectors.selection import Node, find
from linkwright.kit.words import did_you_mean, listed


def compile_query(draft: Draft, schema: GraphQLSchema, fragments: Fragments) -> None:
    """Fill the draft from its `query`."""
    document = read_document(schema, draft.source, draft.name, "query", fragments=fragments)
    if isinstance(document, list):
        draft.findings += document
        return
    _Query(draft, document, schema).compile()


class _Query:
    """One action whose words and document are valid by themselves."""

    def __init__(self, draft: Draft, document: Document, schema: GraphQLSchema) -> None:
        self._draft, self._document, self._schema = draft, document, schema
        self._header, self._words = draft.header, draft.words
        self._page_variables = page_variables(draft.header)

    def compile(self) -> None:
        self._effect()
        paging = self._paging()
        if paging or not self._words.page:
            self._draft.findings += oversized(self._document, paging.node if paging else None)
        cost = self._cost(paging)
        fixed = self._inputs(paging)
        require = self._require()
        shape = self._result(paging)
        ids = own_ids(self._document)
        self._draft.parts = {
            "call": call_entry(self._document, self._header),
            "page": _page(paging),
            "require": list(require),
            "constants": fixed,
            "blank": _blank(self._document),
            "own_ids": ids,
            "lookup": lookup(self._document, self._schema, self._header, ids, shape.get("result", [])),
            "complexity": cost,
            **shape,
        }

    def _effect(self) -> None:
        wanted = "query" if self._words.effect == "read" else "mutation"
        if self._document.operation != wanted:
            message = f"The effect {self._words.effect} needs a {wanted}; the document is a {self._document.operation}."
            self._draft.add(message, "effect")

    def _paging(self) -> Paging | None:
        words = self._words.page
        if words is None:
            return None
        default = self._header.page
        if default is None or default.by != "connection" or default.size is None:
            remedy = "Write page: {cursor: $after, size: $first} into connector.yaml."
            self._draft.add("The header does not say how queries are paged.", "page", remedy=remedy)
            return None
        page = words if isinstance(words, ActionPage) else ActionPage(at=words)
        at = tuple(page.at.split("."))
        node = find(self._document.roots, at)
        if node is None or not node.is_connection:
            known = [one.key for one in self._document.roots if one.is_connection]
            remedy = did_you_mean(page.at, known).strip()
            self._draft.add(f"{page.at} is not a selected connection of the document.", "page", remedy=remedy)
            return None
        cursor, size = self._page_variables
        given = {argument.name.value for argument in node.ast.arguments or ()}
        if node.size() != size or "after" not in given or cursor not in self._document.variables:
            message = f"{page.at} must be called with first: ${size} and after: ${cursor}."
            self._draft.findings.append(self._document.finding(node, message))
        info = find(node.children, ("pageInfo",))
        asked = {child.key for child in info.children} if info else set()
        if node.child("nodes") is None or not {"hasNextPage", "endCursor"} <= asked:
            message = f"{page.at} must select nodes and pageInfo {{ hasNextPage endCursor }}."
            self._draft.findings.append(self._document.finding(node, message))
            return None
        most = page.max or default.max
        return Paging(at, node, most, min(most, page.default or default.default))

    def _cost(self, paging: Paging | None) -> float:
        rule = complexity_of(self._header)
        cost = points(self._document, self._header, paging)
        if cost >= rule.max:
            variable = self._page_variables[1]
            fits = largest_page(self._document.roots, rule, variable, paging.most) if paging else 0
            remedy = f"Write page: {{at: {'.'.join(paging.at)}, max: {fits}}}." if paging and fits else "Select less."
            message = f"The call costs {cost:g} points at its largest; the provider allows {rule.max:g}."
            self._draft.add(message, remedy=remedy)
        return cost

    def _inputs(self, paging: Paging | None) -> list[dict[str, Any]]:
        """Fill the draft's inputs; returns the constants."""
        draft = self._draft
        # Where `page` is mistaken, its variables are still no inputs; one finding is enough.
        reserved = set(self._page_variables) if self._words.page else set()
        fixed, wrong = constants(self._document, self._words.constants)
        for where, message in wrong:
            draft.add(message, "constants", *where)
        bound, mistakes = bind(
            self._document, self._words.named_inputs, reserved, {tuple(one["path"]) for one in fixed}
        )
        for where, message in mistakes:
            draft.add(message, "inputs", *where)
        kinds = kinds_of(bound, self._words.resolve, self._header)
        for input_name, message in kinds.mistakes:
            draft.add(message, "resolve" if input_name in self._words.resolve else "inputs", input_name)
        for one in bound:
            kind = kinds.found.get(one.name, "")
            try:
                if one.words.items:
                    draft.inputs.append(listed_input(one, draft))
                    continue
                draft.inputs.append(compiled_input(one, self._words.effect, draft.said(one.name, kind), kind))
            except Unfit as unfit:
                draft.add(str(unfit), "inputs", *one.where)
        draft.check_describes([one.name for one in bound])
        constant = {tuple(one["path"]) for one in fixed}
        for one in bound:
            if constant & set(one.paths):
                draft.add(f"{one.name} is a constant as well.", "inputs", *one.where, remedy="Take one of them out.")
        if paging:
            draft.inputs += page_inputs(*self._page_variables, paging.default, paging.most)
        return fixed

    def _require(self) -> tuple[str, ...]:
        if self._words.require:
            path = tuple(self._words.require.split("."))
            if find(self._document.roots, path) is None:
                self._draft.add(f"{self._words.require} is not selected by the document.", "require")
            return path
        path, findings = must_be_true(self._document)
        self._draft.findings += findings
        return path

    def _result(self, paging: Paging | None) -> dict[str, Any]:
        """Where the result is, or the expression that makes it, and its schema."""
        roots, said = self._document.roots, self._words.result
        if paging:
            if said:
                self._draft.add("A paged action's result is its page; leave `result` out.", "result")
            made = handed(self._document, (*paging.at, "nodes"))
            return _shape(paging.at, {"type": "array", "items": made.schema}, made.collapse)
        if said is None and len(roots) != 1:
            self._draft.add("The document has several root fields; say which one is the `result`.")
            return {}
        path = tuple(said.split(".")) if said else (roots[0].key,)
        if not all(step.isidentifier() for step in path):
            return self._expression(str(said))
        node = find(roots, path)
        if node is None:
            remedy = _nearest(roots, path)
            self._draft.add(f"{'.'.join(path)} is not selected by the document.", "result", remedy=remedy)
            return {}
        if is_leaf_type(node.named):
            self._draft.add(f"{'.'.join(path)} is not an object; a result must be one.", "result")
            return {}
        made = handed(self._document, path)
        if node.is_list:
            return _shape(path, {"type": "array", "items": made.schema}, made.collapse)
        return _shape(path, made.schema, made.collapse)

    def _expression(self, said: str) -> dict[str, Any]:
        made = handed(self._document, ())
        try:
            schema = derive(said, made.schema)
        except Underivable as mistake:
            self._draft.add(str(mistake), "result")
            return {}
        if schema.get("type") not in ("object", "array"):
            self._draft.add("A result must be an object or a list; write {name: expression}.", "result")
        return {**_shape((), schema, made.collapse), "expression": said}


def _blank(document: Document) -> list[str]:
    """Variables that are objects and must be there even if nothing is in them."""
    return [
        name
        for name, kind in document.variables.items()
        if isinstance(kind, GraphQLNonNull) and isinstance(kind.of_type, GraphQLInputObjectType)
    ]


def _nearest(roots: list[Node], path: tuple[str, ...]) -> str:
    """What is selected where the path leaves the document."""
    here = roots
    for step in path:
        inner = next((node for node in here if node.key == step), None)
        if inner is None or not inner.children:
            return did_you_mean(step, [node.key for node in here]).strip() or (
                f"Selected there: {listed(node.key for node in here)}."
            )
        here = inner.children
    return ""


def _shape(path: tuple[str, ...], schema: dict[str, Any], collapse: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "result": list(path),
        "output_schema": schema,
        "collapse": collapse,
        "expression": "",
        "steps": [],
        "hook": "",
    }


def _page(paging: Paging | None) -> dict[str, Any] | None:
    if paging is None:
        return None
    return {
        "items": [*paging.at, "nodes"],
        "info": [*paging.at, "pageInfo"],
        "size": paging.default,
        "max": paging.most,
    }
