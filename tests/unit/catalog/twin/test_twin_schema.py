"""Every type and field that the twin serves is Linear's own, and the check of that can fail."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, get_introspection_query
from graphql import build_schema as from_sdl
from graphql.utilities import build_client_schema

from linkwright.catalog.linear.twin.derived import DERIVED
from linkwright.catalog.linear.twin.mutations import MUTATIONS
from linkwright.catalog.linear.twin.queries import ASKED, QUERIES
from linkwright.catalog.linear.twin.roots import widened
from linkwright.connectors.contract import build_schema, build_table
from tests.unit.catalog.twin.schema_differences import differences
from tests.unit.catalog.twin.twin_desk import Desk

pytestmark = pytest.mark.anyio


@cache
def linears(path: Path) -> GraphQLSchema:
    return from_sdl(path.read_text(encoding="utf-8"), assume_valid=True)


async def told(desk: Desk) -> GraphQLSchema:
    """The schema as the twin tells it to whoever asks."""
    query = get_introspection_query(descriptions=False, input_value_deprecation=True, one_of=True)
    return build_client_schema((await desk.ask(query, key=None)).data)


@pytest.mark.shared
@pytest.mark.promise("twin.schema-is-linears")
async def test_every_type_field_and_argument_that_is_served_is_linears_own(desk: Desk, shared: Path) -> None:
    served = await told(desk)
    assert len(served.type_map) > 700
    assert differences(served, linears(shared / "linear" / "schema.graphql")) == []


async def test_what_is_served_is_the_contract_of_the_lock_with_the_added_roots(
    desk: Desk, contract: dict[str, Any]
) -> None:
    served, kept = await told(desk), build_schema(widened(contract))
    assert differences(served, kept) == []
    assert differences(kept, served) == []


def test_all_that_the_twin_works_out_or_does_by_a_rule_of_its_own_is_in_the_contract(contract: dict[str, Any]) -> None:
    types = widened(contract)["types"]

    def known(kind: str) -> set[str]:
        # A filter asks for more than a type shows, such as whether an issue has a parent.
        about = types.get(kind, {})
        named = [f"{name}Filter" for name in (kind, f"Nullable{kind}", *about.get("interfaces", ()))]
        filters = [types.get(name, {}) for name in named]
        return set().union(*(one.get("fields", ()) for one in (about, *filters)))

    places = [*DERIVED, *ASKED, *(("Query", name) for name in QUERIES), *(("Mutation", name) for name in MUTATIONS)]
    assert [f"{kind}.{name}" for kind, name in places if name not in known(kind)] == []


def _without(table: dict[str, Any]) -> str:
    del table["types"]["Issue"]["fields"]["title"]
    return "Issue.title: missing"


def _invented(table: dict[str, Any]) -> str:
    table["types"]["Issue"]["fields"]["titel"] = "String"
    return "Issue.titel: not the provider's"


def _laxer(table: dict[str, Any]) -> str:
    table["types"]["Issue"]["fields"]["title"] = "String"
    return "Issue.title: String, not String!"


def _other_argument(table: dict[str, Any]) -> str:
    arguments = table["types"]["Issue"]["fields"]["comments"]["args"]
    arguments["number"] = arguments.pop("first")
    return "Issue.comments.number: not the provider's"


def _argument_of_another_type(table: dict[str, Any]) -> str:
    table["types"]["Issue"]["fields"]["comments"]["args"]["first"] = "Float"
    return "Issue.comments(first): Float, not Int"


def _input_laxer(table: dict[str, Any]) -> str:
    table["types"]["IssueCreateInput"]["fields"]["teamId"] = "String"
    return "IssueCreateInput(teamId): String, not String!"


def _other_default(table: dict[str, Any]) -> str:
    table["types"]["IssueCreateInput"]["fields"]["title"] = {"type": "String", "default": '"x"'}
    return 'IssueCreateInput(title): by default "x", not None'


def _enum(table: dict[str, Any]) -> str:
    table["types"]["PaginationOrderBy"]["values"].append("priority")
    return "PaginationOrderBy.priority: not the provider's"


def _interface(table: dict[str, Any]) -> str:
    table["types"]["Issue"]["interfaces"] = []
    return "Issue implements [], not ['Node']"


def _kind(table: dict[str, Any]) -> str:
    table["types"]["TimelessDate"] = {"kind": "enum", "values": ["today"]}
    return "TimelessDate: GraphQLEnumType, not GraphQLScalarType"


def _root(table: dict[str, Any]) -> str:
    table["types"]["Query"]["fields"]["everything"] = "String"
    return "Query.everything: not the provider's"


def _type(table: dict[str, Any]) -> str:
    table["types"]["Riddle"] = {"kind": "enum", "values": ["one"]}
    table["types"]["Issue"]["fields"]["title"] = "Riddle!"
    return "Riddle: no such type"


@pytest.mark.parametrize(
    "spoil",
    [
        _without, _invented, _laxer, _other_argument, _argument_of_another_type, _input_laxer, _other_default, _enum,
        _interface, _kind, _root, _type,
    ],
)  # fmt: skip
def test_a_table_that_was_tampered_with_is_found_out(
    contract: dict[str, Any], spoil: Callable[[dict[str, Any]], str]
) -> None:
    original = build_schema(contract)
    names = {"query_fields": original.query_type.fields, "mutation_fields": original.mutation_type.fields}  # type: ignore[union-attr]
    spoiled = build_table(original, **names)
    expected = spoil(spoiled)
    assert expected in differences(build_schema(spoiled), original)
