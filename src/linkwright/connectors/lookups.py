"""How a create whose answer was lost is found again: the query by id that hands out the same thing in the same shape."""

from __future__ import annotations

from typing import Any

from graphql import (
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNonNull,
    GraphQLSchema,
    Node,
    Visitor,
    get_named_type,
    parse,
    print_ast,
    strip_ignored_characters,
    validate,
    visit,
)

from linkwright.connectors.documents import Document, is_closed
from linkwright.connectors.model import Header
from linkwright.connectors.own_ids import EACH
from linkwright.connectors.rates import counted
from linkwright.connectors.selection import Node as Selected
from linkwright.connectors.selection import find


def lookup(
    document: Document, schema: GraphQLSchema, header: Header, ids: list[list[str]], result: list[str]
) -> dict[str, Any] | None:
    """The lock's entry of the query that finds what the document creates; None where the provider has none.

    `ids` are the places of our own ids, `result` that of the thing in the answer.
    """
    if len(ids) != 1 or EACH in ids[0] or len(document.roots) != 1 or len(result) != 2:
        return None
    made = find(document.roots, tuple(result))
    if made is None or made.is_list or made.ast.selection_set is None:
        return None
    root = _finder(schema, made.named.name)
    if root is None:
        return None
    text = _text(document, made, root)
    if validate(schema, parse(text)):
        # What is selected takes variables of the create.
        return None
    return {
        "operation": f"query {root}",
        "root": root,
        "roots": [root],
        "document": text,
        "url": header.base_url + (header.graphql.endpoint if header.graphql else ""),
        "rates": counted([root], header.limits),
    }


def _finder(schema: GraphQLSchema, type_name: str) -> str | None:
    """The root field that takes an id, and nothing else that is needed, and gives one thing of that type."""
    fields = schema.query_type.fields if schema.query_type else {}
    found = [name for name, field in fields.items() if _finds(field, type_name)]
    own = type_name[:1].lower() + type_name[1:]
    return own if own in found else next(iter(found), None)


def _finds(field: GraphQLField, type_name: str) -> bool:
    kind = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    id_ = field.args.get("id")
    return (
        getattr(kind, "name", None) == type_name
        and id_ is not None
        and get_named_type(id_.type).name in ("String", "ID")
        and all(name == "id" or not isinstance(one.type, GraphQLNonNull) for name, one in field.args.items())
        and not is_closed(field)
    )


def _text(document: Document, made: Selected, root: str) -> str:
    assert made.ast.selection_set is not None  # the caller has looked
    known = {one.name.value: one for one in parse(document.text).definitions if isinstance(one, FragmentDefinitionNode)}
    parts = [f"query($id:String!){{{root}(id:$id){print_ast(made.ast.selection_set)}}}"]
    waiting, seen = _spreads(made.ast.selection_set), set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        parts.append(print_ast(known[name]))
        waiting += _spreads(known[name])
    return strip_ignored_characters("\n".join(parts))


def _spreads(node: Node) -> list[str]:
    found: list[str] = []

    class _Walk(Visitor):
        def enter_fragment_spread(self, one: FragmentSpreadNode, *_: object) -> None:
            found.append(one.name.value)

    visit(node, _Walk())
    return found
