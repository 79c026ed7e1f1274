"""What an imported action publishes: the fields of input types, and the plain comparisons of a filter by name."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping

from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    get_nullable_type,
)

from linkwright.connectors.documents import is_closed
from linkwright.connectors.filling import FILL_IN
from linkwright.connectors.model import Header
from linkwright.connectors.shapes import TooDeep, input_schema

_EQUALITIES = ("eqIgnoreCase", "eq")
_MOST_FILTERS = 12
_WIDTH = 106


class Inputs:
    """The inputs of one imported action.

    Attributes:
        used: arguments that the document passes; a filter without plain comparisons is left out.
    """

    def __init__(self, arguments: Mapping[str, GraphQLArgument], header: Header | None) -> None:
        self.used: set[str] = set()
        self._inputs: list[str] = []
        self._names: list[str] = []
        self._described = _described(header)
        for name, argument in arguments.items():
            bare = get_nullable_type(argument.type)
            if not isinstance(bare, GraphQLInputObjectType):
                self.used.add(name)
                self._names.append(name)
            elif isinstance(argument.type, GraphQLNonNull) or not _is_filter(bare):
                self._picks(name, bare)
            else:
                self._filters(name, bare)

    def lines(self) -> list[str]:
        """The `inputs` and `describe` of the action."""
        lines = ["  inputs:", *self._inputs] if self._inputs else []
        missing = [name for name in dict.fromkeys(self._names) if name not in self._described]
        if missing:
            lines += ["  describe:", *(f"    {name}: {FILL_IN}" for name in missing)]
        return lines

    def _picks(self, name: str, kind: GraphQLInputObjectType) -> None:
        self.used.add(name)
        fields = {key: field for key, field in kind.fields.items() if _pickable(kind, key, field)}
        ordered = sorted(fields, key=lambda key: not isinstance(fields[key].type, GraphQLNonNull))
        marked = [key + "!" * isinstance(fields[key].type, GraphQLNonNull) for key in ordered]
        head = f"    ${name}: ["
        text = ", ".join(marked) + "]"
        self._inputs += textwrap.wrap(text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
        self._names += ordered

    def _filters(self, name: str, kind: GraphQLInputObjectType) -> None:
        found = [one for key, field in kind.fields.items() if (one := _comparison(name, key, field))]
        if found:
            self.used.add(name)
        for published, path in found[:_MOST_FILTERS]:
            about = "" if published in self._described else f", about: {FILL_IN}"
            self._inputs.append(f"    {published}: {{bind: {path}{about}}}")


def _described(header: Header | None) -> set[str]:
    if header is None:
        return set()
    return {*header.describe, *(name for words in header.names.values() for name in words.fills)}


def _is_filter(kind: GraphQLInputObjectType) -> bool:
    try:
        input_schema(kind)
    except TooDeep:
        return True
    return False


def _pickable(kind: GraphQLInputObjectType, name: str, field: GraphQLInputField) -> bool:
    if is_closed(field) or (name == "id" and kind.name.endswith("CreateInput")):
        return False
    try:
        input_schema(field.type)
    except TooDeep:
        return isinstance(field.type, GraphQLNonNull)
    return True


def _comparison(variable: str, name: str, field: GraphQLInputField) -> tuple[str, str] | None:
    """The published name and the path of a filter's field that compares plain values."""
    kind = get_nullable_type(field.type)
    if is_closed(field) or not isinstance(kind, GraphQLInputObjectType):
        return None
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    after = kind.fields.get("gte")
    if after is not None and "Date" in str(after.type):
        return snake.removesuffix("_at") + "_since", f"${variable}.{name}.gte"
    for operator in _EQUALITIES:
        if operator in kind.fields and _is_plain(kind.fields[operator]):
            return snake, f"${variable}.{name}.{operator}"
    return None


def _is_plain(field: GraphQLInputField) -> bool:
    return not isinstance(get_nullable_type(field.type), GraphQLInputObjectType)
