"""From a root field of a GraphQL contract to the short action that an author starts from, as text of an action file.

Nothing of the provider's prose is copied: descriptions, scopes and effects that need judgement are marked to be filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from linkwright.connectors.calls import MOST_NESTED, page_variables
from linkwright.connectors.documents import is_closed
from linkwright.connectors.errors import FieldUnknown
from linkwright.connectors.filling import FILL_IN
from linkwright.connectors.importing_inputs import Inputs
from linkwright.connectors.importing_selection import entity, fields_of, is_connection, record, selection
from linkwright.connectors.model import Header
from linkwright.kit.words import did_you_mean

_VERBS = frozenset(
    [
        "create",
        "update",
        "delete",
        "archive",
        "unarchive",
        "remove",
        "add",
        "set",
        "reset",
        "rotate",
        "revoke",
        "resolve",
        "unresolve",
        "subscribe",
        "unsubscribe",
        "merge",
        "move",
        "rename",
        "suspend",
        "unsuspend",
        "restore",
        "trash",
        "start",
        "stop",
        "complete",
        "cancel",
        "disable",
        "enable",
        "sync",
        "import",
        "upsert",
    ]
)
_DESTROYS = frozenset(["delete", "trash", "merge", "rotate", "revoke", "suspend"])
_ABOUT = f"{FILL_IN}: one or two sentences of your own that tell it from its neighbours"
_SCOPE = f"{FILL_IN}: the scope of connector.yaml that it needs"
_PAGE_ARGUMENTS = ("first", "after", "last", "before")


def import_field(schema: GraphQLSchema, field_name: str, header: Header | None = None) -> str:
    """The YAML of one action that calls a root field.

    Args:
        schema: the provider's contract.
        field_name: a field of the query or mutation type; `query.x` or `mutation.x` where both have one of that name.
        header: the connector it is for; what that describes already is not marked to be described.

    Raises:
        FieldUnknown: the contract has no such root field, or marks it as closed.
    """
    kind, field = _root(schema, field_name)
    return _Action(kind, field_name.rpartition(".")[2], field, header).text()


def action_name(kind: str, field_name: str, *, many: bool) -> str:
    """The name of an action for a root field: `issueCreate` is `create_issue`, a list `issues` is `list_issues`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]", field_name)
    words = [word.lower() for word in words]
    if kind == "mutation":
        verb = words[-1] if words[-1] in _VERBS else ""
        return "_".join([verb, *words[:-1]] if verb and len(words) > 1 else words)
    if words[0] in ("search", "get", "list", "find"):
        return "_".join(words)
    return "_".join(["list" if many else "get", *words])


def _root(schema: GraphQLSchema, name: str) -> tuple[str, GraphQLField]:
    asked, _, bare = name.rpartition(".")
    roots = {"query": schema.query_type, "mutation": schema.mutation_type}
    fields = {kind: root.fields for kind, root in roots.items() if root and asked in ("", kind)}
    found = [kind for kind in fields if bare in fields[kind]]
    if not found:
        known = [one for kind in fields for one in fields[kind]]
        raise FieldUnknown(f"The contract has no root field {name}.{did_you_mean(bare, known)}")
    if len(found) > 1:
        raise FieldUnknown(f"{name} is a query and a mutation. Write query.{name} or mutation.{name}.")
    if why := is_closed(fields[found[0]][bare]):
        raise FieldUnknown(f"{name} is marked {why} by the provider.")
    return found[0], fields[found[0]][bare]


class _Action:
    """One action on its way to text."""

    def __init__(self, kind: str, field_name: str, field: GraphQLField, header: Header | None) -> None:
        self._kind, self._field_name, self._field, self._header = kind, field_name, field, header
        self._listed = is_connection(field)
        self._paged = self._listed and "after" in field.args
        many = self._listed or is_list_type(get_nullable_type(field.type))
        self._name = action_name(kind, field_name, many=many)
        cursor, size = page_variables(header) if header else ("", "")
        self._size, self._cursor = size or "first", cursor or "after"

    def text(self) -> str:
        arguments = {name: argument for name, argument in self._field.args.items() if self._wanted(name, argument)}
        inputs = Inputs(arguments, self._header)
        lines = [
            f"{self._name}:",
            f"  label: {self._name.replace('_', ' ').capitalize()}",
            f'  about: "{_ABOUT}"',
            f"  effect: {self._effect()}",
            f'  scopes: ["{_SCOPE}"]',
            "  query: |",
            *(f"    {line}" for line in self._document(arguments, inputs)),
            *inputs.lines(),
            *self._end(),
        ]
        return "\n".join(lines) + "\n"

    def _wanted(self, name: str, argument: GraphQLArgument) -> bool:
        if self._listed and name in _PAGE_ARGUMENTS:
            return False
        named = get_named_type(argument.type)
        if isinstance(named, GraphQLInputObjectType) and is_list_type(get_nullable_type(argument.type)):
            # A list of objects is published whole only if somebody wants that; the author adds it.
            return isinstance(argument.type, GraphQLNonNull)
        return not is_closed(argument)

    def _effect(self) -> str:
        if self._kind == "query":
            return "read"
        return "destroy" if self._name.split("_", 1)[0] in _DESTROYS else "write"

    def _document(self, arguments: dict[str, GraphQLArgument], inputs: Inputs) -> list[str]:
        declared = [f"${name}: {argument.type}" for name, argument in arguments.items() if name in inputs.used]
        passed = [f"{name}: ${name}" for name in arguments if name in inputs.used]
        if self._paged:
            declared += [f"${self._size}: Int", f"${self._cursor}: String"]
            passed += [f"first: ${self._size}", f"after: ${self._cursor}"]
        elif self._listed:
            passed += [f"first: {MOST_NESTED}"]
        head = f"{self._kind} ({', '.join(declared)})" if declared else self._kind
        call = self._field_name + (f"({', '.join(passed)})" if passed else "")
        inner = self._selected()
        if not inner:
            return [f"{head} {{", f"  {call}", "}"]
        return [f"{head} {{", f"  {call} {{", *(f"    {line}" for line in inner), "  }", "}"]

    def _selected(self) -> list[str]:
        named = get_named_type(self._field.type)
        if self._listed:
            node = get_named_type(fields_of(named)["nodes"].type)
            info = "hasNextPage endCursor" if self._paged else "hasNextPage"
            return [*selection("nodes", record(node)), f"pageInfo {{ {info} }}"]
        if is_leaf_type(named):
            return []
        found = entity(named) if self._kind == "mutation" else None
        if found is None:
            return record(named)
        success = ["success"] if "success" in fields_of(named) else []
        return [*success, *selection(found, record(get_named_type(fields_of(named)[found].type)))]

    def _end(self) -> Iterable[str]:
        named = get_named_type(self._field.type)
        if self._paged:
            return [f"  page: {self._field_name}"]
        if is_leaf_type(named):
            return [f'  result: "{{value: {self._field_name}}}"']
        found = entity(named) if self._kind == "mutation" else None
        return [f"  result: {self._field_name}.{found}"] if found else []
