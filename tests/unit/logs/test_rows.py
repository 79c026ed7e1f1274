"""From a run to its row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from linkwright.engine.results import UpstreamCall
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.logs.bounds import ARGUMENT_BYTES
from linkwright.logs.model import RESULT_BYTES, Run
from linkwright.logs.rows import COLUMNS, row_of
from linkwright.vault.vault import Sealer

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
LINEAR_KEY = "lin_" + "api_" + "a1B2" * 10


def call(error: str | None = None, excerpt: str = "{}") -> UpstreamCall:
    return UpstreamCall(
        method="POST",
        url="https://api.linear.app/graphql",
        operation="query teams",
        status=200,
        started_at=AT + timedelta(milliseconds=2),
        duration_ms=40.5,
        request={"document": "query{teams}", "variables": {"first": 25}},
        response_excerpt=excerpt,
        response_bytes=2,
        limits={"requests": {"remaining": 9}},
        error=error,
    )


def run(**values: object) -> Run:
    given: dict[str, object] = {
        "id": "run_1",
        "project_id": "prj_1",
        "account_id": "acc_1",
        "action": "linear_list_teams",
        "connector_key": "linear",
        "face": "rpc",
        "caller": "planner",
        "caller_id": "key_1",
        "status": 200,
        "started_at": AT,
        "duration_ms": 50.0,
        "definition": "h1",
        "calls": [call()],
        "stages": [("Allowed", 0, 250), ("Run at Linear", 250, 45_000)],
    }
    return Run(**(given | values))  # type: ignore[arg-type]


class Glass:
    """Seals nothing, so that one sees what would be sealed."""

    def seal(self, secret: Secret, **_place: object) -> bytes:
        return secret.reveal().encode()


GLASS: Sealer = cast("Sealer", Glass())


def told(one: Run) -> dict[str, Any]:
    """The row by column, its detail parsed and its bodies back in it."""
    row = dict(zip(COLUMNS, row_of(one, GLASS), strict=True))
    detail, bodies = jsons.loads(row["detail"]), jsons.loads(row["bodies"])
    calls = [{**a, **b} for a, b in zip(detail["calls"], bodies["calls"], strict=True)]
    return row | {"detail": {**detail, **bodies, "calls": calls}}


def test_times_are_kept_as_milliseconds_from_the_start() -> None:
    row = told(run())
    assert (row["upstream_ms"], row["upstream_calls"], row["success"]) == (40.5, 1, True)
    assert row["detail"]["calls"][0]["started_ms"] == 2.0
    assert row["detail"]["stages"] == [
        {"name": "Allowed", "started_ms": 0.0, "duration_ms": 0.25},
        {"name": "Run at Linear", "started_ms": 0.25, "duration_ms": 44.75},
    ]


def test_the_document_is_kept_only_where_it_cannot_be_read_from_the_connector() -> None:
    assert told(run())["detail"]["calls"][0]["document"] is None
    failed = run(status=502, error={"code": "provider_fault", "message": "m", "hint": "h"}, calls=[call("no")])
    assert told(failed)["detail"]["calls"][0]["document"] == "query{teams}"


def test_no_secret_gets_into_a_row_wherever_it_stands() -> None:
    error = {"code": "x", "message": f"bad {LINEAR_KEY}", "hint": f"see {LINEAR_KEY}"}
    odd = run(
        arguments={"title": f"my key {LINEAR_KEY}", "api_key": LINEAR_KEY},
        result=f'{{"data":"{LINEAR_KEY}"}}'.encode(),
        error=error,
        calls=[call(f"said {LINEAR_KEY}", f"Authorization: {LINEAR_KEY}")],
        warnings=[LINEAR_KEY],
    )
    assert LINEAR_KEY not in str(row_of(odd, GLASS))
    assert LINEAR_KEY not in str(row_of(odd))


def test_a_secret_in_a_run_that_went_well_is_found_too() -> None:
    fine = run(arguments={"title": f"my key {LINEAR_KEY}"}, calls=[call(excerpt=f"Bearer {LINEAR_KEY}")])
    detail = told(fine)["detail"]
    assert detail["arguments"] == {"title": "my key **"}
    assert detail["calls"][0]["response_excerpt"] == "**"


def test_a_run_that_went_well_is_kept_as_it_was() -> None:
    detail = told(run(arguments={"title": "Fix “login” 🦄"}, result=b'{"data":{"key":"ENG"}}', warnings=["w"]))[
        "detail"
    ]
    assert detail["arguments"] == {"title": "Fix “login” 🦄"}
    assert (detail["result"], detail["warnings"], detail["error"]) == ('{"data":{"key":"ENG"}}', ["w"], None)


def test_large_arguments_are_cut_and_the_rest_stays() -> None:
    big = {"body": "x" * 100_000}
    slow = call()
    slow.request = {"document": "d", "variables": {"input": big}}
    row = row_of(run(arguments=big, calls=[slow], result=b"r" * 90_000), GLASS)
    bodies = jsons.loads(row[-1])
    assert len(row[-1]) < 3 * ARGUMENT_BYTES
    assert bodies["arguments"]["body"].endswith("(100000 characters)")
    assert len(bodies["result"]) == RESULT_BYTES


def test_arguments_that_json_cannot_write_do_not_lose_the_row() -> None:
    assert told(run(arguments={"n": 2**70}))["detail"]["arguments"] == str({"n": 2**70})


def test_names_fit_their_columns() -> None:
    row = told(run(action="x" * 500 + "\x00", caller="\x00" + "y" * 500))
    assert (len(row["action"]), len(row["caller"])) == (128, 200)
    assert "\x00" not in row["action"] + row["caller"]


def test_without_a_sealer_nothing_is_kept_of_what_was_said() -> None:
    row = row_of(run(arguments={"title": "Fix the login"}, result=b'{"data":"Mira"}', calls=[call(excerpt="Mira")]))
    assert row[-1] is None
    assert [word for word in ("Fix the login", "Mira", "query{teams}") if word in str(row)] == []


@pytest.mark.parametrize(
    ("arguments", "whole"),
    [
        ({"id": "ENG-1"}, True),
        (None, True),
        ({"id": LINEAR_KEY}, False),
        ({"secret": "**"}, False),
        ({"text": "x" * 100_000}, False),
        ({"n": 2**70}, False),
    ],
)
def test_arguments_that_were_shortened_or_hidden_are_not_called_whole(
    arguments: dict[str, Any] | None, whole: bool
) -> None:
    assert told(run(arguments=arguments))["detail"]["whole"] is whole


def test_a_limit_that_json_cannot_write_does_not_lose_the_row() -> None:
    odd = call()
    odd.limits = {"requests": {"remaining": 2**70}}
    assert str(2**70) in told(run(calls=[odd]))["detail"]["calls"][0]["limits"]["told"]
