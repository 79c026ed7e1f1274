"""Lists as they are answered: without the archived, filtered, in pages."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLResolveInfo, get_named_type

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.filtering import fits
from linkwright.catalog.linear.twin.paging import page
from linkwright.catalog.linear.twin.refusals import not_carried_out
from linkwright.catalog.linear.twin.world import Row


def connect(call: Call, rows: list[Row], info: GraphQLResolveInfo[Any], args: dict[str, Any]) -> dict[str, Any]:
    """One page of a connection.

    Raises:
        Refused: the arguments ask for what is not there to be had.
    """
    known = info.parent_type.fields[info.field_name].args
    if args.get("sort") or args.get("sorts"):
        raise not_carried_out("the argument sort, which Linear marks as internal")
    if not args.get("includeArchived"):
        rows = [row for row in rows if not row.get("archivedAt")]
    if "includeDisabled" in known and not args.get("includeDisabled"):
        rows = [row for row in rows if row.get("active", True)]
    wanted = args.get("filter")
    if wanted:
        kind = get_named_type(known["filter"].type).name
        rows = [row for row in rows if fits(call, row, wanted, kind)]
    return page(rows, args)


def plain(rows: list[Any]) -> list[Any]:
    """A list that has no pages; what is archived is left out."""
    return [row for row in rows if not (isinstance(row, dict) and row.get("archivedAt"))]
