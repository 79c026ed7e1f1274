"""Carries out one GraphQL request: parse, validate, weigh, run; and says which HTTP status the answer has."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    execute_sync,
    get_operation_ast,
    parse,
    validate,
    value_from_ast_untyped,
)

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.complexity import cost
from linkwright.catalog.linear.twin.refusals import Refused, malformed, server_fault, unfit
from linkwright.catalog.linear.twin.resolving import resolve_field, resolve_type

_log = logging.getLogger(__name__)
MOST_TOKENS = 8_000
_REMEMBERED = 128


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request body asks for; `operation` is valid and `complexity` counted."""

    document: DocumentNode = field(repr=False)
    operation: OperationDefinitionNode = field(repr=False)
    variables: Mapping[str, Any] = field(repr=False)
    complexity: int

    @property
    def name(self) -> str:
        """Such as `query issues` or `mutation issueCreate commentCreate`: the kind and its root fields."""
        chosen = self.operation.selection_set.selections
        return " ".join([self.operation.operation.value, *(n.name.value for n in chosen if isinstance(n, FieldNode))])

    @property
    def only_describes(self) -> bool:
        """Whether it asks for nothing but the schema, which needs no key."""
        chosen = self.operation.selection_set.selections
        return all(isinstance(node, FieldNode) and node.name.value.startswith("__") for node in chosen)


class Reader:
    """Reads request bodies against a schema; documents seen lately are not parsed and validated again."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._seen: OrderedDict[str, DocumentNode] = OrderedDict()

    def read(self, body: Any) -> Asked:
        """Understand a request.

        Raises:
            Refused: it is not a GraphQL request, or does not fit the schema.
        """
        if not isinstance(body, dict) or not isinstance(body.get("query"), str) or not body["query"].strip():
            raise malformed("A GraphQL query must be given as a string under `query`.")
        variables = body.get("variables") or {}
        if not isinstance(variables, dict):
            raise malformed("`variables` must be an object.")
        try:
            document = self._document(body["query"])
            operation = get_operation_ast(document, body.get("operationName"))
            if operation is None:
                raise malformed("The request must name one operation of its document under `operationName`.")
            weighed = cost(self._schema, document, operation, _with_defaults(operation, variables))
        except RecursionError:
            raise _nested() from None
        return Asked(document, operation, variables, weighed)

    def _document(self, text: str) -> DocumentNode:
        if text in self._seen:
            self._seen.move_to_end(text)
            return self._seen[text]
        try:
            document = parse(text, max_tokens=MOST_TOKENS)
        except GraphQLError as error:
            raise _Several([error], "GRAPHQL_PARSE_FAILED") from error
        problems = validate(self._schema, document, max_errors=20)
        if problems:
            raise _Several(problems, "GRAPHQL_VALIDATION_FAILED")
        self._seen[text] = document
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return document


class _Several(Refused):
    """The document does not fit, for one reason or more, each with its place."""

    def __init__(self, problems: list[GraphQLError], code: str) -> None:
        super().__init__(problems[0].message, kind="graphql error", code=code, http=400)
        self._problems = problems
        self._code = code

    def body(self) -> dict[str, Any]:
        """All of them."""
        return {
            "errors": [_formatted(problem, unfit(_quoted(problem.message), self._code)) for problem in self._problems]
        }


def run(schema: GraphQLSchema, asked: Asked, call: Call) -> tuple[int, dict[str, Any]]:
    """Carry it out and give HTTP status and body."""
    try:
        result = execute_sync(
            schema,
            asked.document,
            None,
            call,
            dict(asked.variables),
            asked.operation.name.value if asked.operation.name else None,
            field_resolver=resolve_field,
            type_resolver=resolve_type,
        )
    except RecursionError:
        raise _nested() from None
    if not result.errors:
        return 200, {"data": _tidy(result.data)}
    return _with_errors(result)


def _with_errors(result: ExecutionResult) -> tuple[int, dict[str, Any]]:
    causes = [_cause(error) for error in result.errors or ()]
    shown = [_formatted(error, cause) for error, cause in zip(result.errors or (), causes, strict=True)]
    return max(cause.http for cause in causes), {"errors": shown, "data": _tidy(result.data)}


def _cause(error: GraphQLError) -> Refused:
    if isinstance(error.original_error, Refused):
        return error.original_error
    if isinstance(error.original_error, RecursionError):
        return _nested()
    if not error.path:
        # It came up before any field ran: the variables do not fit.
        return unfit(_quoted(error.message), "BAD_USER_INPUT")
    _log.error("the twin of Linear failed at %s", error.path, exc_info=error.original_error)
    return server_fault()


def _nested() -> Refused:
    return unfit("The document or its variables are nested too deeply.", "BAD_USER_INPUT")


def _quoted(message: str) -> str:
    """The message with double quotes, as the JavaScript library that Linear runs on writes it."""
    return message.replace("'", '"')


def _formatted(error: GraphQLError, cause: Refused) -> dict[str, Any]:
    shown: dict[str, Any] = {"message": cause.message}
    if error.path:
        shown["path"] = error.path
    if error.locations:
        shown["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    return shown | {"extensions": cause.extensions}


def _with_defaults(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    declared = {
        each.variable.name.value: value_from_ast_untyped(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value
    }
    return declared | dict(variables)


def _tidy(value: Any) -> Any:
    """Whole floats as whole numbers, as JavaScript writes them."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _tidy(each) for name, each in value.items()}
    return [_tidy(each) for each in value] if isinstance(value, list) else value
