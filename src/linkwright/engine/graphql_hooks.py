"""The part of the hooks that knows GraphQL. Imported only when one of them runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    print_type,
    strip_ignored_characters,
    validate,
    visit,
)

from linkwright.connectors.compiled import Connector
from linkwright.connectors.complexity import cost_of
from linkwright.connectors.documents import is_closed
from linkwright.connectors.model import Complexity
from linkwright.connectors.selection import Node, every, select

MOST_ERRORS = 20
_MOST_TOKENS = 10_000
_MOST_DEFINITION = 6000
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(slots=True)
class Checked:
    """A document that was looked at; without errors it may be sent as `text`."""

    text: str = ""
    operation: str = ""
    root: str = ""
    roots: list[str] = field(default_factory=list)
    complexity: float | None = None
    errors: list[dict[str, Any]] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """The result of validate_graphql."""
        effect = {"query": "read", "mutation": "write"}.get(self.operation)
        return {"valid": not self.errors, "effect": effect, "complexity": self.complexity, "errors": self.errors}


def check(schema: GraphQLSchema, document: str, connector: Connector) -> Checked:
    """Everything that is wrong with a document, and what it does and costs if nothing is."""
    checked = Checked()
    try:
        ast = parse(document, max_tokens=_MOST_TOKENS)
    except (GraphQLError, RecursionError) as broken:
        checked.errors = [_error(broken)]
        return checked
    operations = [one for one in ast.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) != 1:
        checked.errors = [{"message": "Send exactly one operation.", "line": 1, "column": 1}]
        return checked
    checked.operation = operations[0].operation.value
    if checked.operation == "subscription":
        checked.errors = [{"message": "Subscriptions cannot be run.", "line": 1, "column": 1}]
        return checked
    checked.errors = [_error(one) for one in validate(schema, ast, max_errors=MOST_ERRORS)]
    if checked.errors:
        return checked
    closed = _Closed(TypeInfo(schema), connector)
    visit(ast, TypeInfoVisitor(closed.info, closed))
    checked.errors = closed.errors
    root = schema.query_type if checked.operation == "query" else schema.mutation_type
    assert root is not None  # a valid document has a root type
    fragments = {one.name.value: one for one in ast.definitions if isinstance(one, FragmentDefinitionNode)}
    nodes = select(schema, root, operations[0].selection_set, fragments)
    checked.roots = [node.ast.name.value for node in nodes]
    checked.root = checked.roots[0] if nodes else "__schema"
    checked.text = strip_ignored_characters(document)
    _weigh(checked, nodes, connector)
    return checked


def only_reads(document: str) -> bool:
    """Whether a document holds queries alone; false for what cannot be parsed."""
    try:
        ast = parse(document, max_tokens=_MOST_TOKENS)
    except (GraphQLError, RecursionError):
        return False
    operations = [one for one in ast.definitions if isinstance(one, OperationDefinitionNode)]
    return bool(operations) and all(one.operation.value == "query" for one in operations)


def search(schema: GraphQLSchema, text: str, limit: int) -> dict[str, Any]:
    """Root fields and types whose names hold the words, best first, as schema text without descriptions."""
    wanted = {word.lower() for word in _WORD.findall(text)} or {text.lower()}
    found: list[tuple[int, int, str, str]] = []
    for root in (schema.query_type, schema.mutation_type):
        for name, about in root.fields.items() if root else ():
            if (score := _score(name, wanted)) and not is_closed(about):
                arguments = ", ".join(f"{key}: {one.type}" for key, one in about.args.items() if not is_closed(one))
                line = f"{name}({arguments}): {about.type}" if arguments else f"{name}: {about.type}"
                found.append((-score, len(name), f"{root.name if root else ''}.{name}", line))
    for name, kind in schema.type_map.items():
        if not name.startswith("__") and (score := _score(name, wanted)):
            definition = "\n".join(_without_descriptions(print_type(kind)))
            found.append((-score, len(name), name, definition[:_MOST_DEFINITION]))
    found.sort()
    shown = [{"name": name, "definition": definition} for *_, name, definition in found[:limit]]
    return {"matches": shown, "more": max(0, len(found) - limit)}


def _score(name: str, wanted: set[str]) -> int:
    words = {word.lower() for word in _WORD.findall(name)}
    stems = {word.rstrip("s") for word in words}
    hits = sum(1 for word in wanted if word in words or word.rstrip("s") in stems)
    return hits * 10 + (5 if "".join(sorted(wanted)) == "".join(sorted(words)) else 0) if hits == len(wanted) else 0


def _without_descriptions(definition: str) -> list[str]:
    lines: list[str] = []
    inside = False
    for line in definition.splitlines():
        bare = line.strip()
        if bare.startswith('"""'):
            inside = not inside if bare.count('"""') == 1 else inside
        elif not inside and bare and not (bare.startswith('"') and bare.endswith('"')):
            lines.append(line)
    return lines


def _weigh(checked: Checked, nodes: list[Node], connector: Connector) -> None:
    rule = Complexity(**connector.complexity) if connector.complexity else Complexity()
    for node in every(nodes):
        if node.is_connection and not isinstance(node.size(), int | str):
            checked.errors.append(
                {"message": f"The connection {node.key} needs an explicit `first`.", **_place(node.ast)}
            )
    checked.complexity = cost_of(nodes, rule, {})
    if checked.complexity > rule.max:
        message = f"The document costs {checked.complexity:g} points; {rule.max:g} are allowed."
        checked.errors.append({"message": message, "line": 1, "column": 1})


def _error(broken: BaseException) -> dict[str, Any]:
    where = (getattr(broken, "locations", None) or [None])[0]
    message = getattr(broken, "message", None) or "The document is nested too deeply."
    return {"message": message, "line": where.line if where else 1, "column": where.column if where else 1}


def _place(node: Any) -> dict[str, int]:
    start = node.loc.start_token if node.loc else None
    return {"line": start.line if start else 1, "column": start.column if start else 1}


class _Closed(Visitor):
    """Finds what the provider marks as internal, unfinished or on its way out."""

    def __init__(self, info: TypeInfo, connector: Connector) -> None:
        super().__init__()
        self.info = info
        self._closed = connector.closed
        self.errors: list[dict[str, Any]] = []

    def enter_field(self, node: Any, *_: Any) -> None:
        """Look at one selected field."""
        parent = self.info.get_parent_type()
        why = is_closed(self.info.get_field_def())
        if not why and parent is not None and f"{parent.name}.{node.name.value}" in self._closed:
            why = "internal"
        if why:
            message = f"{node.name.value} is marked {why} by the provider."
            self.errors.append({"message": message, **_place(node)})
