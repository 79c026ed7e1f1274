"""Every route that takes something leaves a record, or stands in the list of those that do not, with the reason."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from linkwright.audit.tables import FOLLOWED, NOT_FOLLOWED
from linkwright.audit.vocabulary import EVENTS
from linkwright.mcp.endpoint import McpEndpoint
from linkwright.rest.application import Dispatcher
from linkwright.store.tables import audit_records, metadata
from tests.contract.audit.routes import LEAVES, SILENT, Walk
from tests.contract.consents.world import World

pytestmark = pytest.mark.anyio
_SAFE = {"GET", "HEAD", "OPTIONS"}


def test_every_table_is_followed_or_there_is_a_reason_why_not() -> None:
    assert set(FOLLOWED) & set(NOT_FOLLOWED) == set()
    assert set(FOLLOWED) | set(NOT_FOLLOWED) == set(metadata.tables)


def test_what_is_followed_exists_and_no_column_that_may_hold_a_secret_is_shown() -> None:
    for name, one in FOLLOWED.items():
        columns = set(metadata.tables[name].columns.keys())
        named = {*one.shown, *one.quiet, *one.events, one.target, *([one.account] if one.account else [])}
        assert named - columns == set(), name
        for column in one.shown:
            kind = metadata.tables[name].columns[column].type
            assert not isinstance(kind, sa.LargeBinary), (name, column)
            words = (
                () if isinstance(kind, sa.Boolean | sa.Integer) else ("secret", "token", "password", "record", "email")
            )
            assert not any(word in column for word in words), (name, column)


def test_every_event_that_tables_name_is_in_the_vocabulary() -> None:
    named = {
        event for one in FOLLOWED.values() for event in (one.created, one.changed, one.deleted, *one.events.values())
    }
    assert named - {""} - set(EVENTS) == set()


@pytest.mark.promise("audit.every-route")
async def test_every_route_that_takes_something_stands_in_the_table(world: World) -> None:
    found = {f"{method} {path}" for method, path in _inventory(world)}
    listed = {name.removesuffix(" plan").removesuffix(" apply") for name in LEAVES} | set(SILENT)
    assert found - listed == set(), "say what record they leave, in tests/contract/audit/routes.py"
    assert {one for one in listed - found if not one.startswith("MCP ")} == set()
    methods = {f"MCP {name}" for name in _mcp_methods(world)}
    assert methods == {one for one in listed if one.startswith("MCP ")}


@pytest.mark.promise("audit.every-route")
@pytest.mark.timeout(300)
async def test_every_route_leaves_the_records_that_the_table_names_under_its_callers_name(world: World) -> None:
    walk = Walk(world)
    wrong: dict[str, Any] = {}
    for name, leaves in LEAVES.items():
        before = await _newest(world)
        try:
            answer = await leaves.call(walk)
        except (AssertionError, KeyError, IndexError) as broken:
            # The others are of interest too.
            wrong[name] = repr(broken)[:300]
            continue
        left = await _left(world, before)
        mine = {event for event, principal, sealed in left if principal.partition(":")[0] == leaves.principal}
        if answer.status_code >= 400 and "rerun" not in name:
            wrong[name] = (answer.status_code, answer.text[:300])
        elif not set(leaves.events) <= mine:
            wrong[name] = left
    assert wrong == {}, [f"{name}: {one}" for name, one in wrong.items()]
    assert (await world.hub.audit.service.verify()).finish().bad is None


def _inventory(world: World) -> set[tuple[str, str]]:
    """Methods and paths of the running application, but for those that only read."""
    dispatcher = _inside(world.hub.asgi, Dispatcher)
    app = _inside(dispatcher._rest, FastAPI)
    found = {("POST", path) for path in dispatcher._hot}
    return found | {(method, path) for path, methods in _routes(app.routes) for method in methods - _SAFE}


def _inside(app: Any, kind: type) -> Any:
    while not isinstance(app, kind):
        app = getattr(app, "app", None) or app._app
    return app


def _routes(routes: Any) -> list[tuple[str, set[str]]]:
    found: list[tuple[str, set[str]]] = []
    for route in routes:
        if hasattr(route, "effective_candidates"):
            found += _routes(route.effective_candidates())
        elif getattr(route, "methods", None):
            found.append((route.path, set(route.methods)))
    return found


def _mcp_methods(world: World) -> set[str]:
    endpoint = _inside(world.hub.asgi, Dispatcher)._hot["/mcp"]
    assert isinstance(endpoint, McpEndpoint)
    return {*endpoint._methods._handshake, *endpoint._methods._stateless}


async def _newest(world: World) -> int:
    await _settle(world)
    async with world.hub.database.read() as tx:
        return (await tx.execute(sa.select(sa.func.max(audit_records.c.noted)))).scalar() or 0


async def _left(world: World, before: int) -> list[tuple[str, str, str]]:
    await _settle(world)
    columns = (audit_records.c.event, audit_records.c.principal, audit_records.c.outcome)
    async with world.hub.database.read() as tx:
        rows = await tx.execute(sa.select(*columns).where(audit_records.c.noted > before))
        return [(row.event, row.principal, row.outcome) for row in rows]


async def _settle(world: World) -> None:
    await world.hub.recorder.flush()
    await world.hub.audit.denials.flush()
