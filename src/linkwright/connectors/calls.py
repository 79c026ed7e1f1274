"""What holds for every GraphQL call of an action: sizes of nested pages, points, `success`, and what it hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, get_nullable_type, is_list_type

from linkwright.connectors.complexity import cost_of
from linkwright.connectors.documents import Document
from linkwright.connectors.findings import Finding
from linkwright.connectors.model import Complexity, Header
from linkwright.connectors.rates import counted
from linkwright.connectors.selection import Node, every, find
from linkwright.connectors.shapes import record_schema

MOST_NESTED = 50


@dataclass(slots=True)
class Paging:
    """What a paged action needs to know while it is compiled."""

    at: tuple[str, ...]
    node: Node
    most: int
    default: int


@dataclass(frozen=True, slots=True)
class Handed:
    """What a call hands on: the schema of it, and the nested connections in it that become plain lists."""

    schema: dict[str, Any]
    collapse: list[dict[str, Any]]


def complexity_of(header: Header) -> Complexity:
    """The provider's cost rule."""
    return header.graphql.complexity if header.graphql else Complexity()


def page_variables(header: Header) -> tuple[str, str]:
    """Names of the variables that take the cursor and the size of a page."""
    page = header.page
    return (page.cursor.lstrip("$"), (page.size or "").lstrip("$")) if page else ("", "")


def oversized(document: Document, paged: Node | None) -> list[Finding]:
    """Nested connections without a small explicit size."""
    findings = []
    for node in every(document.roots):
        if not node.is_connection or node is paged:
            continue
        size = node.size()
        if not isinstance(size, int):
            remedy = "The provider counts 50 where none is given; name a small number."
            findings.append(document.finding(node, f"The connection {node.key} has no explicit `first`.", remedy))
        elif size > MOST_NESTED and node not in document.roots:
            message = f"The connection {node.key} asks for {size}; {MOST_NESTED} is the most."
            findings.append(document.finding(node, message))
    return findings


def points(document: Document, header: Header, paging: Paging | None) -> float:
    """What the call costs at its largest page."""
    rule = complexity_of(header)
    return cost_of(document.roots, rule, {page_variables(header)[1]: paging.most if paging else rule.page})


def must_be_true(document: Document) -> tuple[tuple[str, ...], list[Finding]]:
    """The path to `success` where the payload has one, and a finding where it is not selected."""
    for root in document.roots:
        named = root.named
        if isinstance(named, GraphQLObjectType) and "success" in named.fields:
            if root.child("success") is None:
                return (), [document.finding(root, f"{root.key} can report success: false.", "Select success.")]
            return (root.key, "success"), []
    return (), []


def handed(document: Document, path: tuple[str, ...]) -> Handed:
    """The records below a path of the answer; an empty path is the whole answer."""
    children = document.roots
    if path:
        node = find(document.roots, path)
        assert node is not None  # checked by the caller
        children = node.children
    collapse: list[dict[str, Any]] = []
    collapsed: set[int] = set()
    _collapsible(children, (), collapse, collapsed)
    return Handed(record_schema(children, frozenset(collapsed)), collapse)


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
        elif not is_list_type(get_nullable_type(child.definition.type)):
            _collapsible(child.children, here, found, ids)


def call_entry(document: Document, header: Header) -> dict[str, Any]:
    """The lock's entry of one call."""
    root = document.root_fields[0]
    return {
        "operation": f"{document.operation} {root}",
        "root": root,
        "roots": document.root_fields,
        "document": document.text,
        "url": header.base_url + (header.graphql.endpoint if header.graphql else ""),
        "rates": counted(document.root_fields, header.limits),
    }
