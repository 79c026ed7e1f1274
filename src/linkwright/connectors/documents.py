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
from linkwright.connectors.fragments import Fragments, place, text_of
from linkwright.connectors.selection import Node, select
from linkwright.connectors.source import Source

CLOSED = ("[internal", "[alpha", "[deprecated")


@dataclass(slots=True)
class Document:
    """A valid document: its minified text, what it does, its variables and its selection.

    Attributes:
        base: the line of its file on which its first line stands.
    """

    text: str
    operation: str
    variables: dict[str, GraphQLInputType]
    roots: list[Node]
    root_fields: list[str]
    file: str
    base: int

    def finding(self, node: Node, message: str, remedy: str = "") -> Finding:
        """A mistake at one selected field, in the document's own file or in the one of a shared fragment."""
        return Finding(*_where(self.file, self.base, node.ast), message, remedy)


def read_document(
    schema: GraphQLSchema, source: Source, *path: Any, fragments: Fragments | None = None
) -> Document | list[Finding]:
    """The document at this path of the file, or every mistake in it with its own line."""
    text = source.data
    for step in path:
        text = text[step]
    base = source.text_line(*path)
    try:
        own = parse(text)
    except (GraphQLError, RecursionError) as broken:
        return [_finding(source.file, base, broken)]
    operations = [one for one in own.definitions if isinstance(one, OperationDefinitionNode)]
    if len(operations) != 1:
        return [source.finding("The document must hold exactly one operation.", *path)]
    ast, missing = (fragments or Fragments()).complete(own)
    if missing:
        return [Finding(*_where(source.file, base, node), message) for node, message in missing]
    errors = validate(schema, ast, max_errors=20)
    if errors:
        return [_finding(source.file, base, error) for error in errors]
    closed = _Closed(source.file, base)
    info = TypeInfo(schema)
    visit(ast, TypeInfoVisitor(info, closed.attach(info)))
    if closed.findings:
        return closed.findings
    return _document(schema, ast, operations[0], source.file, base)


def _where(file: str, base: int, node: Any) -> tuple[str, int]:
    """File and line of a part of a document whose own text begins on line `base` of `file`."""
    name, line = place(node)
    return (name, line) if name.endswith(".graphql") else (file, base + line - 1)


def _document(
    schema: GraphQLSchema, ast: DocumentNode, operation: OperationDefinitionNode, file: str, base: int
) -> Document:
    fragments = {one.name.value: one for one in ast.definitions if isinstance(one, FragmentDefinitionNode)}
    kind = operation.operation.value
    root = schema.query_type if kind == "query" else schema.mutation_type
    assert root is not None  # a valid document has a root type
    roots = select(schema, root, operation.selection_set, fragments)
    variables: dict[str, GraphQLInputType] = {}
    for one in operation.variable_definitions or ():
        kind_of = type_from_ast(schema, one.type)
        variables[one.variable.name.value] = kind_of  # type: ignore[assignment]
    text = strip_ignored_characters(text_of(ast.definitions))
    return Document(text, kind, variables, roots, [node.ast.name.value for node in roots], file, base)


def _finding(file: str, base: int, error: BaseException) -> Finding:
    message = getattr(error, "message", None) or "The document is nested too deeply."
    nodes = getattr(error, "nodes", None)
    if nodes:
        return Finding(*_where(file, base, nodes[0]), message)
    locations = getattr(error, "locations", None) or []
    return Finding(file, base + (locations[0].line - 1 if locations else 0), message)


def is_closed(thing: Any) -> str:
    """Why a part of the contract should not be used: `internal`, `alpha`, `deprecated`, or empty."""
    if getattr(thing, "deprecation_reason", None) is not None:
        return "deprecated"
    description = (getattr(thing, "description", None) or "").lstrip().lower()
    return next((mark[1:] for mark in CLOSED if description.startswith(mark)), "")


class _Closed(Visitor):
    """Finds fields and arguments that the provider marks as internal, unfinished or on their way out."""

    def __init__(self, file: str, base: int) -> None:
        super().__init__()
        self._file, self._base = file, base
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
            message = f"{node.name.value} is marked {why} by the provider."
            self.findings.append(Finding(*_where(self._file, self._base, node), message, "Leave it out."))
