"""One resolver for every field, led by the contract's types: what has no data is empty, never a crash."""

from __future__ import annotations

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    get_named_type,
)

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.filtering import fits
from linkwright.catalog.linear.twin.mutations import MUTATIONS
from linkwright.catalog.linear.twin.paging import page
from linkwright.catalog.linear.twin.queries import QUERIES
from linkwright.catalog.linear.twin.reading import MISSING, read
from linkwright.catalog.linear.twin.refusals import not_carried_out, not_found
from linkwright.catalog.linear.twin.world import Row

_BLANKS: dict[str, Any] = {"Boolean": False, "Int": 0, "Float": 0, "String": "", "JSON": {}, "JSONObject": {}}


def resolve_field(source: Any, info: GraphQLResolveInfo[Any], **args: Any) -> Any:
    """The value of any field of any type."""
    call: Call = info.context
    if source is None:
        value = _root(call, info, args)
    elif "__typename" in source:
        value = read(call, source, info.field_name)
    else:
        value = source.get(info.field_name, MISSING)
    if value is MISSING:
        return _blank(info.return_type, source, info)
    if isinstance(value, list) and _is_connection(get_named_type(info.return_type)):
        return _connect(call, value, info, args)
    return value


def resolve_type(value: Any, *_: Any) -> str | None:
    """The object type behind an interface or union."""
    return value.get("__typename") if isinstance(value, dict) else None


def _root(call: Call, info: GraphQLResolveInfo[Any], args: dict[str, Any]) -> Any:
    name = info.field_name
    if info.operation.operation.value == "mutation":
        if name not in MUTATIONS:
            call.demand("write")
            raise not_carried_out(name)
        answer = MUTATIONS[name](call, args)
        call.mutations.append(name)
        return answer
    call.demand("read")
    if name in QUERIES:
        return QUERIES[name](call, args)
    named: Any = get_named_type(info.return_type)
    if _is_connection(named):
        return call.world.of(str(get_named_type(named.fields["nodes"].type)))
    if isinstance(named, GraphQLObjectType) and "id" in args:
        row = call.world.get(named.name, args["id"])
        if row is None:
            raise not_found(named.name)
        return row
    return MISSING


def _connect(call: Call, rows: list[Row], info: GraphQLResolveInfo[Any], args: dict[str, Any]) -> dict[str, Any]:
    known = info.parent_type.fields[info.field_name].args
    if args.get("sort"):
        raise not_carried_out("the argument sort, which Linear marks as internal")
    if not args.get("includeArchived"):
        rows = [row for row in rows if not row["archivedAt"]]
    if "includeDisabled" in known and not args.get("includeDisabled"):
        rows = [row for row in rows if row["active"]]
    wanted = args.get("filter")
    if wanted:
        kind = get_named_type(known["filter"].type).name
        rows = [row for row in rows if fits(call, row, wanted, kind)]
    return page(rows, args)


def _is_connection(named: Any) -> bool:
    return isinstance(named, GraphQLObjectType) and "pageInfo" in named.fields and "nodes" in named.fields


def _blank(kind: Any, source: Any, info: GraphQLResolveInfo[Any]) -> Any:
    """The emptiest value that a type allows."""
    if not isinstance(kind, GraphQLNonNull):
        return None
    kind = kind.of_type
    if isinstance(kind, GraphQLList):
        return []
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLScalarType):
        made = source.get("createdAt") if source else None
        return _BLANKS.get(kind.name, made or "2020-01-01T00:00:00.000Z")
    if _is_connection(kind):
        return page([], {})
    if isinstance(kind, GraphQLObjectType) and "id" not in kind.fields:
        return {}
    raise not_carried_out(f"{info.parent_type.name}.{info.field_name}")
