"""Reads a GraphQL document out of a connector file and checks it against the provider's schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInputType,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    strip_ignored_characters,
    type_from_ast,
    validate,
    visit,
)

from linkwright.connectors.findings import Finding
from linkwright.connectors.selection import Node, select
from linkwright.connectors.source import Source

CLOSED = ("[internal", "[alpha", "[deprecated")


@dataclass(slots=True)
class Document:
    """A valid document: its minified text, what it does, its variables and its selection."""

    text: str
    operation: str
    variables: dict[str, GraphQLInputType]
    roots: list[Node]
    root_fields: list[str]


def read_document(schema: GraphQLSchema, source: Source, *path: Any) -> Document | list[Finding]:
    """The document at this path of the file, or every mistake in it with its own line."""
    text = source.data
    for step in path:
        text = text[step]
    base = source.text_line(*path)
    try:
        ast = parse(text)
    except (GraphQLError, RecursionError) as broken:
        return [_finding(source, base, broken)]
    operations = [one for one in ast.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) != 1:
        return [source.finding("The document must hold exactly one operation.", *path)]
    errors = validate(schema, ast, max_errors=20)
    if errors:
        return [_finding(source, base, error) for error in errors]
    closed = _Closed(source, base)
    info = TypeInfo(schema)
    visit(ast, TypeInfoVisitor(info, closed.attach(info)))
    if closed.findings:
        return closed.findings
    return _document(schema, ast, operations[0], text)


def _document(schema: GraphQLSchema, ast: DocumentNode, operation: OperationDefinitionNode, text: str) -> Document:
    fragments = {one.name.value: one for one in ast.definitions if isinstance(one, FragmentDefinitionNode)}
    kind = operation.operation.value
    root = schema.query_type if kind == "query" else schema.mutation_type
    assert root is not None  # a valid document has a root type
    roots = select(schema, root, operation.selection_set, fragments)
    variables: dict[str, GraphQLInputType] = {}
    for one in operation.variable_definitions or ():
        kind_of = type_from_ast(schema, one.type)
        variables[one.variable.name.value] = kind_of  # type: ignore[assignment]
    return Document(strip_ignored_characters(text), kind, variables, roots, [node.ast.name.value for node in roots])


def _finding(source: Source, base: int, error: BaseException) -> Finding:
    locations = getattr(error, "locations", None) or []
    line = base + (locations[0].line - 1 if locations else 0)
    message = getattr(error, "message", None) or "The document is nested too deeply."
    return Finding(source.file, line, message)


def is_closed(thing: Any) -> str:
    """Why a part of the contract should not be used: `internal`, `alpha`, `deprecated`, or empty."""
    if getattr(thing, "deprecation_reason", None) is not None:
        return "deprecated"
    description = (getattr(thing, "description", None) or "").lstrip().lower()
    return next((mark[1:] for mark in CLOSED if description.startswith(mark)), "")


class _Closed(Visitor):
    """Finds fields and arguments that the provider marks as internal, unfinished or on their way out."""

    def __init__(self, source: Source, base: int) -> None:
        super().__init__()
        self._source, self._base = source, base
        self._info: TypeInfo | None = None
        self.findings: list[Finding] = []

    def attach(self, info: TypeInfo) -> _Closed:
        """Give it the type information that the walk keeps up to date."""
        self._info = info
        return self

    def enter_field(self, node: Any, *_: Any) -> None:
        """Look at one selected field."""
        assert self._info is not None  # attached before the walk
        self._look(node, self._info.get_field_def())

    def enter_argument(self, node: Any, *_: Any) -> None:
        """Look at one argument."""
        assert self._info is not None  # attached before the walk
        self._look(node, self._info.get_argument())

    def _look(self, node: Any, definition: GraphQLField | GraphQLArgument | None) -> None:
        why = is_closed(definition)
        if why:
            line = self._base + node.loc.start_token.line - 1
            message = f"{node.name.value} is marked {why} by the provider."
            self.findings.append(Finding(self._source.file, line, message, "Leave it out."))
