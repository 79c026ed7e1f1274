"""The run log over HTTP, the same on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI, Request

from linkwright.access.principals import Principal
from linkwright.catalog.catalog import Catalog
from linkwright.kit.clock import FixedClock
from linkwright.logs import repository, routes
from linkwright.logs.bodies import Bodies, Keeps
from linkwright.logs.model import Run
from linkwright.logs.recorder import RunRecorder
from linkwright.logs.retention import sweep_runs
from linkwright.logs.service import LogService
from linkwright.logs.views import RunViews
from linkwright.rest import errors
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.tables import accounts, connector_profiles, organizations, projects, runs
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.key_file import MasterKey
from linkwright.vault.vault import Vault
from tests.unit.logs.test_rows import call, run

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
CATALOG = Catalog.load()
LINEAR = CATALOG.get("linear")
assert LINEAR is not None


class Log:
    """The run log of one database, with two projects and one account."""

    def __init__(self, database: Database) -> None:
        self.database = database
        clock = FixedClock(AT)
        vault = Vault(MasterKey("mk_test", b"m" * 32), DataKeyRows(database, clock, WrappedDataKey))
        self.bodies = Bodies(vault, "all")
        self.recorder = RunRecorder(database, bodies=self.bodies)
        self.principal = Principal("key", "key_1", "planner", "prj_1", scopes=frozenset({"platform:read"}))
        app = FastAPI()
        errors.install(app, clock)
        service = LogService(database, self.recorder, RunViews(CATALOG, "https://hub.example"), self.bodies)

        async def caller(_request: Request) -> Principal:
            return self.principal

        app.include_router(routes.router(service, caller, database))
        self.http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="https://hub.example")

    async def get(self, path: str, status: int = 200, **params: Any) -> Any:
        reply = await self.http.get(path, params=params)
        assert reply.status_code == status, reply.text
        return reply.json()

    async def ids(self, **params: Any) -> list[str]:
        return [entry["request_id"] for entry in (await self.get("/requests/logs", **params))["data"]]

    async def walk(self, **params: Any) -> list[str]:
        """Every id, page by page."""
        found: list[str] = []
        following: str | None = None
        while True:
            page = await self.get("/requests/logs", **params, **({"next": following} if following else {}))
            found += [entry["request_id"] for entry in page["data"]]
            following = page["next"]
            if following is None:
                return found


async def _world(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(sa.insert(organizations).values(id="org_1", wire_id=1, name="Acme", created_at=AT))
        for number in (1, 2):
            row = {"id": f"prj_{number}", "organization_id": "org_1", "name": f"p{number}", "app_name": "App"}
            await tx.execute(sa.insert(projects).values(**row, brand={}, created_at=AT))
        profile = {"id": "prof_1", "project_id": "prj_1", "connector_key": "linear", "name": "Linear"}
        more = {"auth_method": "api_key", "is_default": True, "enabled": True, "actions": "core"}
        await tx.execute(sa.insert(connector_profiles).values(**profile, **more, created_at=AT, updated_at=AT))
        account = {
            "id": "acc_1",
            "project_id": "prj_1",
            "profile_id": "prof_1",
            "connector_key": "linear",
            "connector_version": "1.0.0",
            "auth_method": "api_key",
            "origin_owner_id": "o1",
            "origin_owner_name": "Acme Ltd",
            "slot": "",
            "status": "active",
            "status_reasons": [],
            "type": "production",
            "upstream": "live",
            "identity": {},
            "rights": [],
            "setup_information": {},
            "shared": True,
            "created_at": AT,
            "updated_at": AT,
        }
        await tx.execute(sa.insert(accounts).values(account))


@pytest.fixture
async def log(database: Database) -> AsyncIterator[Log]:
    await _world(database)
    found = Log(database)
    yield found
    await found.http.aclose()
    await found.recorder.close()


FAILED: dict[str, Any] = {
    "status": 404,
    "error": {"code": "provider_not_found", "message": "There is no such issue.", "hint": "Check the id."},
    "calls": [call("There is no such issue.")],
}


def put(log: Log, *given: Run) -> None:
    for one in given:
        log.recorder.put(one)


async def test_a_run_is_listed_as_soon_as_it_is_done_in_the_contracts_words(log: Log) -> None:
    put(log, run(definition=LINEAR.hash, effect="read"))
    page = await log.get("/requests/logs")
    entry = page["data"][0]
    assert page["next"] is None
    assert page["linkwright"] == {"runs_lost": 0}
    assert entry["linkwright"] == {
        "run_id": "run_1",
        "owner_name": "Acme Ltd",
        "effect": "read",
        "error": None,
        "own_ms": 9.5,
        "upstream_ms": 40.5,
        "upstream_calls": 1,
    }
    del entry["linkwright"]
    assert entry == {
        "request_id": "run_1",
        "event_datetime": "2026-11-24T12:00:00.000Z",
        "start_time": "2026-11-24T12:00:00.000Z",
        "end_time": "2026-11-24T12:00:00.050Z",
        "account_id": "acc_1",
        "project_id": "prj_1",
        "http_method": "POST",
        "path": "/actions/rpc",
        "url": "https://hub.example/actions/rpc",
        "status": 200,
        "duration": 50.0,
        "success": True,
        "provider": "linear",
        "service": None,
        "resource": None,
        "child_resource": None,
        "sub_resource": None,
        "action": "linear_list_teams",
        "is_worker": False,
        "source_type": "rpc",
        "source_value": "planner",
        "source_id": "key_1",
        "source_ip": None,
    }


async def test_one_run_tells_everything_and_its_calls_where_asked(log: Log) -> None:
    put(
        log,
        run(definition=LINEAR.hash, arguments={"first": 25}, result=b'{"data":[]}', result_bytes=11, warnings=["w"]),
    )
    plain = await log.get("/requests/logs/run_1")
    assert "step_requests" not in plain
    assert plain["linkwright"]["arguments"] == {"first": 25}
    assert plain["linkwright"]["result_excerpt"] == '{"data":[]}'
    assert [stage["name"] for stage in plain["linkwright"]["stages"]] == ["Allowed", "Run at Linear"]
    assert plain["linkwright"]["warnings"] == ["w"]
    assert (plain["request"]["body"], plain["response"]["body"]) == (None, None)
    full = await log.get("/requests/logs/run_1", include=["step_logs", "advanced_logs"])
    assert full["request"]["url"] == {
        "url": "https://hub.example/actions/rpc",
        "hostname": "hub.example",
        "path": "/actions/rpc",
        "query_params": None,
    }
    assert (full["request"]["body"], full["response"]["body"]) == ({"first": 25}, '{"data":[]}')
    step = full["step_requests"][0]
    assert (step["id"], step["http_method"], step["status"], step["success"]) == ("run_1.1", "POST", 200, True)
    assert step["linkwright"]["document"] == LINEAR.actions["linear_list_teams"].call.document
    assert step["linkwright"]["variables"] == {"first": 25}
    assert (step["linkwright"]["started_ms"], step["linkwright"]["duration_ms"]) == (2.0, 40.5)
    assert step["linkwright"]["limits"] == {"requests": {"remaining": 9}}


async def test_the_document_of_another_definition_is_not_made_up(log: Log) -> None:
    put(log, run(definition="older"))
    step = (await log.get("/requests/logs/run_1", include="step_logs"))["step_requests"][0]
    assert step["linkwright"]["document"] is None


async def test_a_failed_run_shows_its_error_and_keeps_its_document(log: Log) -> None:
    put(log, run(**FAILED))
    found = await log.get("/requests/logs/run_1", include="step_logs,advanced_logs")
    assert found["linkwright"]["error"] == FAILED["error"]
    assert found["response"]["body"] == FAILED["error"]
    assert found["step_requests"][0]["linkwright"]["document"] == "query{teams}"
    assert found["step_requests"][0]["success"] is False


async def test_steps_of_many_runs_are_listed(log: Log) -> None:
    put(log, run(id="run_1"), run(id="run_2", calls=[call(), call()], started_at=AT + timedelta(seconds=1)))
    page = await log.get("/requests/logs/steps")
    assert [step["id"] for step in page["data"]] == ["run_2.1", "run_2.2", "run_1.1"]
    listed = await log.get("/requests/logs", include="step_logs")
    assert [len(entry["step_requests"]) for entry in listed["data"]] == [2, 1]


async def test_platform_logs_are_an_empty_page(log: Log) -> None:
    assert await log.get("/requests/platform-logs", page_size=5) == {"next": None, "data": []}


async def test_another_projects_runs_are_not_there(log: Log) -> None:
    put(log, run(id="run_1"), run(id="run_2", project_id="prj_2"))
    assert await log.ids() == ["run_1"]
    told = await log.get("/requests/logs/run_2", 404)
    assert told["code"] == "run_not_found"
    log.principal = Principal("key", "key_2", "x", "prj_2", scopes=frozenset({"platform:read"}))
    found = await log.get("/requests/logs/run_2")
    assert found["linkwright"]["owner_name"] is None


@pytest.mark.parametrize(
    "path", ["/requests/logs", "/requests/logs/run_1", "/requests/logs/steps", "/requests/platform-logs"]
)
async def test_reading_the_log_needs_its_scope(log: Log, path: str) -> None:
    log.principal = Principal("key", "key_2", "x", "prj_1", scopes=frozenset({"actions:execute"}))
    assert (await log.get(path, 403))["code"] == "forbidden"


async def test_an_id_with_odd_characters_is_not_found(log: Log) -> None:
    for odd in ("%00", "x" * 2_000, "%F0%9F%A6%84", "'; drop table runs"):
        assert (await log.get(f"/requests/logs/{odd}", 404))["statusCode"] == 404


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"account_ids": "acc_1"}, {"run_a", "run_b"}),
        ({"filter[account_ids]": "acc_1,acc_9"}, {"run_a", "run_b"}),
        ({"actions": "linear_create_issue"}, {"run_b"}),
        ({"success": "false"}, {"run_b", "run_c"}),
        ({"success": "true", "providers": "linear"}, {"run_a"}),
        ({"status_codes": "404"}, {"run_b"}),
        ({"status_codes": "2xx,5xx"}, {"run_a", "run_c"}),
        ({"providers": "linear"}, {"run_a", "run_b"}),
        ({"start_date": "2026-11-24T12:00:01Z"}, {"run_b", "run_c"}),
        ({"end_date": "2026-11-24T12:00:01.000Z"}, {"run_a", "run_b"}),
        ({"source_types": "mcp"}, {"run_c"}),
        ({"source_values": "other"}, {"run_c"}),
        ({"request_ids": "run_a,run_c"}, {"run_a", "run_c"}),
        ({"services": "x"}, set()),
        ({"account_ids": "acc_%"}, set()),
    ],
)
async def test_filters_choose_runs(log: Log, params: dict[str, str], expected: set[str]) -> None:
    put(
        log,
        run(id="run_a"),
        run(id="run_b", action="linear_create_issue", started_at=AT + timedelta(seconds=1), **FAILED),
        run(
            id="run_c",
            account_id=None,
            connector_key=None,
            face="mcp",
            caller="other",
            status=500,
            error={"code": "internal", "message": "m", "hint": "h"},
            started_at=AT + timedelta(seconds=2),
        ),
    )
    assert set(await log.ids(**params)) == expected


async def _many(log: Log) -> None:
    for number in range(23):
        # Groups of four share a moment, a status and a duration, so that the id has to settle the order.
        group = number // 4
        put(
            log,
            run(
                id=f"run_{number:02}",
                started_at=AT + timedelta(milliseconds=group),
                duration_ms=100.0 / (group + 3),
                status=200 + group,
                connector_key=["linear", None, "asana"][group % 3],
            ),
        )


@pytest.mark.parametrize("by", ["eventDatetime", "status", "duration", "provider", "service"])
@pytest.mark.parametrize("direction", ["asc", "desc"])
async def test_pages_hold_every_run_once_in_every_order(log: Log, by: str, direction: str) -> None:
    await _many(log)
    walked = await log.walk(order_by=by, order_direction=direction, page_size=5)
    assert len(walked) == len(set(walked)) == 23
    assert walked == await log.ids(order_by=by, order_direction=direction, page_size=200)
    other = "asc" if direction == "desc" else "desc"
    assert walked == list(reversed(await log.walk(order_by=by, order_direction=other, page_size=7)))


async def test_the_latest_come_first(log: Log) -> None:
    await _many(log)
    assert (await log.ids())[0] == "run_22"


async def test_runs_that_come_meanwhile_do_not_disturb_a_walk(log: Log) -> None:
    await _many(log)
    page = await log.get("/requests/logs", page_size=10)
    put(log, run(id="run_new", started_at=AT + timedelta(hours=1)))
    following = await log.get("/requests/logs", page_size=10, next=page["next"])
    assert following["data"][0]["request_id"] == "run_12"


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"next": "garbage"}, "cursor_invalid"),
        ({"order_by": "size"}, "filter_invalid"),
        ({"page_size": "many"}, "filter_invalid"),
        ({"status_codes": "1000"}, "filter_invalid"),
    ],
)
async def test_what_cannot_be_read_is_a_400_that_names_it(log: Log, params: dict[str, str], code: str) -> None:
    told = await log.get("/requests/logs", 400, **params)
    assert told["code"] == code
    assert told["hint"]


async def test_runs_are_forgotten_after_their_days(log: Log) -> None:
    for number in range(1_500):
        put(log, run(id=f"old_{number}", started_at=AT - timedelta(days=31), calls=[]))
    put(log, run(id="run_kept", started_at=AT - timedelta(days=29)))
    await log.recorder.flush()
    assert await sweep_runs(log.database, FixedClock(AT), 30) == 1_500
    assert await log.ids() == ["run_kept"]
    assert await sweep_runs(log.database, FixedClock(AT), 30) == 0


async def test_a_run_whose_project_is_gone_does_not_take_its_batch_with_it(log: Log) -> None:
    put(log, run(id="run_1"), run(id="run_2", project_id="prj_gone"), run(id="run_3"))
    page = await log.get("/requests/logs")
    assert {entry["request_id"] for entry in page["data"]} == {"run_1", "run_3"}
    assert page["linkwright"] == {"runs_lost": 1}
    async with log.database.read() as tx:
        assert (await tx.execute(sa.select(sa.func.count()).select_from(runs))).scalar_one() == 2


async def _stored(log: Log) -> list[Any]:
    await log.recorder.flush()
    async with log.database.read() as tx:
        return list((await tx.execute(sa.select(runs.c.bodies, runs.c.detail).order_by(runs.c.id))).all())


@pytest.mark.promise("runs.bodies")
@pytest.mark.parametrize(("keeps", "kept"), [("none", []), ("failures", ["run_2"]), ("all", ["run_1", "run_2"])])
async def test_what_callers_said_is_kept_as_the_setting_says(log: Log, keeps: Keeps, kept: list[str]) -> None:
    log.bodies.keeps = keeps
    said: dict[str, Any] = {"arguments": {"title": "Maple Street"}, "result": b'{"data":"Maple Street"}'}
    put(log, run(id="run_1", **said), run(id="run_2", **said, **FAILED))
    for run_id in ("run_1", "run_2"):
        told = (await log.get(f"/requests/logs/{run_id}", include="step_logs"))["linkwright"]
        assert told["bodies"] == {"kept": run_id in kept, "keeps": keeps}
        assert told["arguments"] == (said["arguments"] if run_id in kept else None)


@pytest.mark.promise("runs.bodies")
async def test_what_is_kept_is_sealed(log: Log) -> None:
    put(log, run(arguments={"title": "Maple Street"}, result=b'{"data":"Maple Street"}', calls=[call(excerpt="Maple")]))
    sealed, detail = (await _stored(log))[0]
    assert b"Maple" not in sealed
    assert "Maple" not in str(detail)
    assert (await log.get("/requests/logs/run_1"))["linkwright"]["arguments"] == {"title": "Maple Street"}


async def test_what_was_said_in_one_run_does_not_open_as_another(log: Log) -> None:
    put(log, run(id="run_1", arguments={"title": "one"}), run(id="run_2", arguments={"title": "two"}))
    first = (await _stored(log))[0].bodies
    async with log.database.write() as tx:
        await tx.execute(sa.update(runs).where(runs.c.id == "run_2").values(bodies=first))
    told = (await log.get("/requests/logs/run_2"))["linkwright"]
    assert (told["arguments"], told["bodies"]["kept"]) == (None, False)


@pytest.mark.promise("runs.bodies")
async def test_what_was_said_goes_with_the_account_and_the_run_stays(log: Log) -> None:
    put(log, run(id="run_1", arguments={"title": "one"}), run(id="run_2", account_id=None, arguments={"title": "two"}))
    await log.recorder.flush()
    async with log.database.write() as tx:
        await repository.forget_bodies(tx, "acc_1")
    assert [row.bodies is None for row in await _stored(log)] == [True, False]
    assert set(await log.ids()) == {"run_1", "run_2"}


async def test_what_a_call_said_that_ended_after_its_account_was_deleted_goes_with_the_next_sweep(log: Log) -> None:
    put(log, run(id="run_1", arguments={"title": "one"}), run(id="run_2", account_id="acc_gone", arguments={"t": "x"}))
    await log.recorder.flush()
    await sweep_runs(log.database, FixedClock(AT + timedelta(minutes=50)), days=30)
    assert [row.bodies is None for row in await _stored(log)] == [False, True]
