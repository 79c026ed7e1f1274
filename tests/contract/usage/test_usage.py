"""The usage figures, the same on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI, Request

from linkwright.access.principals import Principal
from linkwright.kit.clock import FixedClock
from linkwright.logs.recorder import RunRecorder
from linkwright.rest import errors
from linkwright.store.database import Database
from linkwright.usage import routes
from linkwright.usage.service import UsageService
from tests.contract.logs.test_run_log import FAILED, _world
from tests.unit.logs.test_rows import AT, call, run

pytestmark = pytest.mark.anyio
NOW = AT + timedelta(minutes=30)
HOUR = timedelta(hours=1)


class Figures:
    """The endpoint over one database, with two projects and one account."""

    def __init__(self, database: Database) -> None:
        self.recorder = RunRecorder(database)
        self.principal = Principal("key", "key_1", "planner", "prj_1", scopes=frozenset({"platform:read"}))
        app, clock = FastAPI(), FixedClock(NOW)
        errors.install(app, clock)

        async def caller(_request: Request) -> Principal:
            return self.principal

        app.include_router(routes.router(UsageService(clock), self.recorder.flush, caller, database))
        self.http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="https://hub.example")

    def put(self, *given: Any) -> None:
        for one in given:
            self.recorder.put(one)

    async def get(self, status: int = 200, **params: Any) -> Any:
        reply = await self.http.get("/usage", params=params)
        assert reply.status_code == status, reply.text
        return reply.json()


@pytest.fixture
async def figures(database: Database) -> AsyncIterator[Figures]:
    await _world(database)
    found = Figures(database)
    yield found
    await found.http.aclose()
    await found.recorder.close()


@pytest.mark.promise("usage.figures")
async def test_runs_errors_and_percentiles_are_counted_over_the_range(figures: Figures) -> None:
    for number in range(1, 101):
        bad = FAILED if number > 90 else {}
        figures.put(run(id=f"run_{number:03}", duration_ms=float(number) + 40.5, **bad))
    told = await figures.get(interval="hour")
    assert told["total"] == {
        "runs": 100,
        "errors": 10,
        "upstream_calls": 100,
        "p50_ms": 90.5,
        # Of the row of durations from 135 to 145; the exact one is 135.5.
        "p95_ms": 140.5,
        "own_mean_ms": 50.5,
    }


async def test_of_a_single_run_all_percentiles_are_its_own_duration(figures: Figures) -> None:
    figures.put(run(duration_ms=77.0))
    total = (await figures.get())["total"]
    assert (total["p50_ms"], total["p95_ms"]) == (77.0, 77.0)


@pytest.mark.promise("usage.figures")
async def test_every_hour_of_the_range_is_there_whether_anything_ran_or_not(figures: Figures) -> None:
    figures.put(
        run(id="run_1"),
        run(id="run_2", started_at=AT - timedelta(milliseconds=1)),
        run(id="run_3", started_at=AT + timedelta(minutes=29), **FAILED),
        run(id="run_old", started_at=AT - 30 * HOUR),
    )
    told = await figures.get(interval="hour")
    assert (told["start"], told["end"]) == ("2026-11-23T13:00:00Z", "2026-11-24T13:00:00Z")
    assert len(told["series"]) == 24
    assert [(point["start"], point["runs"], point["errors"]) for point in told["series"][-2:]] == [
        ("2026-11-24T11:00:00Z", 1, 0),
        ("2026-11-24T12:00:00Z", 2, 1),
    ]
    assert (told["series"][0]["start"], told["series"][0]["p50_ms"]) == (told["start"], None)
    assert told["total"]["runs"] == sum(point["runs"] for point in told["series"]) == 3


async def test_by_the_day_it_is_thirty_whole_days_of_utc(figures: Figures) -> None:
    figures.put(run(started_at=AT - timedelta(days=3)))
    told = await figures.get()
    assert (told["start"], told["end"], len(told["series"])) == ("2026-10-26T00:00:00Z", "2026-11-25T00:00:00Z", 30)
    assert [point["start"] for point in told["series"] if point["runs"]] == ["2026-11-21T00:00:00Z"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("account", [("acc_1", "Acme Ltd", 2), ("acc_gone", None, 1), (None, None, 1)]),
        ("key", [("key_1", "planner", 3), ("key_2", "agent", 1)]),
        ("provider", [("linear", None, 3), (None, None, 1)]),
        ("action", [("linear_list_teams", None, 3), ("odd", None, 1)]),
        ("source", [("rpc", None, 3), ("mcp", None, 1)]),
    ],
)
async def test_runs_are_grouped_with_the_busiest_first(figures: Figures, by: str, expected: list[Any]) -> None:
    figures.put(
        run(id="run_1"),
        run(id="run_2"),
        run(id="run_3", account_id="acc_gone"),
        run(
            id="run_4",
            account_id=None,
            caller_id="key_2",
            caller="agent",
            connector_key=None,
            action="odd",
            face="mcp",
            calls=[],
        ),
    )
    told = [(one["key"], one["name"], one["runs"]) for one in (await figures.get(by=by))["groups"]]
    assert sorted(told, key=str) == sorted(expected, key=str)
    assert [runs for *_, runs in told] == sorted((runs for *_, runs in told), reverse=True)


async def test_groups_end_somewhere_and_say_so(figures: Figures) -> None:
    figures.put(*(run(id=f"run_{number}", action=f"a{number:02}") for number in range(51)))
    told = await figures.get(by="action")
    assert (len(told["groups"]), told["more_groups"]) == (50, True)


async def test_accounts_and_connectors_narrow_it(figures: Figures) -> None:
    figures.put(run(id="run_1"), run(id="run_2", account_id="acc_2"), run(id="run_3", connector_key="desk"))
    assert (await figures.get(account_ids="acc_2,acc_3"))["total"]["runs"] == 1
    assert (await figures.get(providers="desk"))["total"]["runs"] == 1
    assert (await figures.get(account_ids="acc_9"))["total"] == {
        "runs": 0,
        "errors": 0,
        "upstream_calls": 0,
        "p50_ms": None,
        "p95_ms": None,
        "own_mean_ms": None,
    }


@pytest.mark.promise("usage.figures")
async def test_another_projects_runs_are_not_counted(figures: Figures) -> None:
    figures.put(run(id="run_1"), run(id="run_2", project_id="prj_2", account_id=None))
    assert (await figures.get())["total"]["runs"] == 1
    figures.principal = Principal("key", "key_2", "x", "prj_2", scopes=frozenset({"platform:read"}))
    told = await figures.get()
    assert (told["total"]["runs"], told["budgets"]) == (1, [])


async def test_what_is_left_at_the_provider_is_what_its_latest_answer_said(figures: Figures) -> None:
    earlier, later = call(), call()
    later.limits = {"requests": {"remaining": 4812, "limit": 5000, "reset": 1795523520000}, "cost": 14}
    figures.put(
        run(id="run_1", calls=[earlier]),
        run(id="run_2", calls=[later], started_at=AT + timedelta(minutes=5)),
        run(id="run_3", calls=[], started_at=AT + timedelta(minutes=6)),
        run(id="run_4", account_id="acc_gone", calls=[later]),
    )
    assert (await figures.get())["budgets"] == [
        {
            "account_id": "acc_1",
            "owner_name": "Acme Ltd",
            "provider": "linear",
            "told_at": "2026-11-24T12:05:00Z",
            "limits": [
                {"name": "requests", "remaining": 4812, "limit": 5000, "resets_at": "2026-11-24T11:12:00Z"}
                | {"resets_at": datetime.fromtimestamp(1795523520, UTC).isoformat().replace("+00:00", "Z")}
            ],
        }
    ]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"start_date": "2026-11-24", "end_date": "2026-11-23"}, "usage_query_invalid"),
        ({"interval": "hour", "start_date": "2026-11-01"}, "usage_query_invalid"),
        ({"start_date": "2020-01-01"}, "usage_query_invalid"),
        ({"start_date": "0001-01-01T00:00:00Z"}, "usage_query_invalid"),
        ({"end_date": "9999-12-31T23:59:59Z", "start_date": "9999-12-31"}, "usage_query_invalid"),
        ({"account_ids": ",".join(f"a{n}" for n in range(201))}, "usage_query_invalid"),
        ({"by": "colour"}, "invalid_request"),
        ({"interval": "minute"}, "invalid_request"),
        ({"start_date": "soon"}, "invalid_request"),
    ],
)
async def test_what_cannot_be_counted_is_refused(figures: Figures, params: dict[str, str], code: str) -> None:
    told = await figures.get(400, **params)
    assert told["code"] == code or code == "invalid_request"


async def test_the_figures_need_the_scope_of_the_log(figures: Figures) -> None:
    figures.principal = Principal("key", "key_2", "x", "prj_1", scopes=frozenset({"actions:execute"}))
    assert (await figures.get(403))["code"] == "forbidden"
