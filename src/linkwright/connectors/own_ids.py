"""Where a create takes an id of the caller's choosing: the hub sends one, so that a lost answer can be found again."""

from __future__ import annotations

from graphql import GraphQLInputObjectType, GraphQLList, GraphQLNonNull, get_named_type, get_nullable_type

from linkwright.connectors.documents import Document, is_closed

EACH = "*"


def own_ids(document: Document) -> list[list[str]]:
    """Paths into the variables; `*` stands for every item of a list."""
    if document.operation != "mutation":
        return []
    found: list[list[str]] = []
    for name, kind in document.variables.items():
        bare = get_nullable_type(kind)
        if not isinstance(bare, GraphQLInputObjectType):
            continue
        if _takes_id(bare):
            found.append([name, "id"])
        for field_name, field in bare.fields.items():
            inner = get_nullable_type(field.type)
            named = get_named_type(field.type)
            if isinstance(inner, GraphQLList) and isinstance(named, GraphQLInputObjectType) and _takes_id(named):
                found.append([name, field_name, EACH, "id"])
    return found


def _takes_id(kind: GraphQLInputObjectType) -> bool:
    field = kind.fields.get("id")
    return (
        kind.name.endswith("CreateInput")
        and field is not None
        and not isinstance(field.type, GraphQLNonNull)
        and str(field.type) in ("String", "ID")
        and not is_closed(field)
    )
