"""The table and the application hold the same: no route without a row, no row without a route, no id without a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from linkwright.access import decide as deciding
from linkwright.access.decide import Resource, decide
from linkwright.access.principals import Principal
from linkwright.access.scopes import PRESETS as GRANTS
from linkwright.access.scopes import ROLES as ROLE_SCOPES
from linkwright.kit import jsons
from linkwright.store import tables
from tests.walls.__main__ import PAGE, told
from tests.walls.asking import ask
from tests.walls.callers import CALLERS
from tests.walls.cells import cells_of
from tests.walls.inventory import inventory_of
from tests.walls.rights import PRESETS, RIGHTS, ROLES, SCOPES, key_may, role_may
from tests.walls.row import Row
from tests.walls.rows import ROWS
from tests.walls.world import World

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("walls")]
# Names that end like those of ids, and are the developer's or the provider's own, or a secret that no project is asked for by.
_NO_IDS = frozenset({"origin_owner_id", "origin_owner_ids", "client_id", "plan_hash", "external_id"})
_LIKE_ID = re.compile(r"_ids?$|^created_by$|^token$|^account$|^run$|^target$")


@pytest.mark.promise("walls.every-route")
async def test_every_route_has_a_row_and_every_row_a_route(world: World) -> None:
    known = {(row.method, row.path) for row in ROWS}
    assert sorted(inventory_of(world.hub.asgi).routes ^ known) == []


async def test_every_method_of_mcp_has_a_row_and_every_row_a_method(world: World) -> None:
    assert sorted(inventory_of(world.hub.asgi).rpc ^ {row.rpc for row in ROWS if row.rpc}) == []


async def test_every_tool_that_is_no_action_has_a_row(world: World) -> None:
    rows = {row.name: row for row in ROWS}
    found: set[str] = set()
    for name in ("handshake: tools/list", "handshake: tools/list by search"):
        answer, _ = await world.ask(rows[name], "key full", {})
        found |= {tool["name"] for tool in jsons.loads(answer.body)["result"]["tools"]}
    connector = await world.hub.catalogs.of(world.ids["home"]["project"])
    actions = {action for one in connector.connectors() for action in one.actions}
    assert found - actions == {row.tool for row in ROWS if row.tool} - actions


async def test_titles_tell_rows_apart() -> None:
    titles = [row.title for row in ROWS]
    assert sorted(title for title in set(titles) if titles.count(title) > 1) == []


async def test_wherever_an_id_can_stand_the_row_has_a_place(world: World) -> None:
    document = inventory_of(world.hub.asgi).document
    lacking = [
        f"{method.upper()} {path}: {address}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        for address in _ids_in(document, operation)
        if not any(
            address == place.partition("#")[0].removesuffix("[]")
            for row in _rows(method.upper(), path)
            for place, _ in row.places()
        )
    ]
    assert lacking == []


def _rows(method: str, path: str) -> list[Row]:
    return [row for row in ROWS if (row.method, row.path) == (method, path)]


def _ids_in(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[str]:
    for one in operation.get("parameters", ()):
        if (
            one["in"] in {"query", "header"}
            and _LIKE_ID.search(one["name"].replace("-", "_"))
            and one["name"] not in _NO_IDS
        ):
            yield f"{one['in']}.{one['name']}"
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name in schema.get("properties", {}):
        if (_LIKE_ID.search(name) or name in {"accounts", "profiles"}) and name not in _NO_IDS:
            yield f"body.{name}"


async def test_every_table_of_projects_has_rows_of_all_three(world: World) -> None:
    empty = []
    async with world.hub.database.read() as tx:
        for table in tables.metadata.sorted_tables:
            if "project_id" in table.c and table.name not in _OF_COMMANDS:
                found = {row.project_id for row in await tx.execute(table.select())}
                empty += [f"{table.name} of {name}" for name in _PROJECTS if world.ids[name]["project"] not in found]
    assert empty == []


# Written and read on the server alone; no route leads there.
_OF_COMMANDS = frozenset({"key_rotations"})
_PROJECTS = ("home", "sister", "stranger")


@pytest.mark.parametrize("pair", RIGHTS, ids=" ".join)
async def test_what_is_decided_is_what_the_second_table_says(pair: tuple[str, str]) -> None:
    verb, _, effect = pair[1].partition(" ")
    role_meant = effect if pair[0] == "member" else ""
    wanted = Resource(pair[0], "prj_1", effect=(effect if not role_meant else "") or None, role=role_meant or None)
    decided: dict[str, bool] = {}
    expected: dict[str, bool] = {}
    for name in (*PRESETS, *SCOPES):
        effects = GRANTS[name].effects if name in GRANTS else None
        scopes = frozenset(PRESETS.get(name, (name,)))
        key = Principal("key", "key_1", "k", "prj_1", scopes=scopes, effects=frozenset(effects) if effects else None)
        decided[name] = decide(key, verb, wanted).allowed  # type: ignore[arg-type]
        expected[name] = key_may(PRESETS.get(name, (name,)), name, pair)
    for role in ROLES:
        member = Principal("member", "mem_1", "m", "prj_1", scopes=ROLE_SCOPES[role], role=role)
        decided[role] = decide(member, verb, wanted).allowed  # type: ignore[arg-type]
        expected[role] = role_may(role, pair)
    assert decided == expected


# Nothing asks for these yet; a route that does takes them out of here.
_NO_ROUTES = frozenset({("project", "write"), ("project", "destroy"), ("organization", "write")})


async def test_everything_that_can_be_decided_is_decided_by_a_cell_both_ways() -> None:
    pairs = {pair for row in ROWS for need in row.needs for pair in (need if isinstance(need, frozenset) else [need])}
    table = {*deciding._NEEDED, *deciding._NEEDED_BY_ROLE} - _NO_ROUTES
    assert sorted(table - pairs) == []
    assert sorted({pair for pair in pairs if pair[1] != "link"} ^ set(RIGHTS)) == []
    for pair in table:
        rows = [row for row in ROWS if pair in row.needs]
        ends = {cell.expected is None for row in rows for cell in cells_of(row) if cell.sort == "caller"}
        assert ends == {True, False}, pair


async def test_scopes_and_roles_are_those_that_there_are() -> None:
    assert {name: grant.scopes for name, grant in GRANTS.items()} == PRESETS
    assert tuple(ROLE_SCOPES) == ROLES


@pytest.mark.parametrize("path", ["/actions/rpc", "/console/api/actions/rpc", "/unified/proxy", "/mcp", "/mcp/"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_a_hot_path_takes_one_method(world: World, path: str, method: str) -> None:
    caller = "member owner" if path.startswith("/console") else "key full"
    row = next(row for row in ROWS if row.path == path)
    request = {"path": path, "query": {}, "header": {}, "body": None}
    answer = await ask(world.hub.asgi, method, request, CALLERS[caller].headers(world, row))
    assert answer.status == 405


async def test_the_size_of_the_matrix_stands_in_the_docs(record_property: Any) -> None:
    record_property("told", told())
    # `make docs` writes it.
    assert told() in PAGE.read_text(encoding="utf-8")
