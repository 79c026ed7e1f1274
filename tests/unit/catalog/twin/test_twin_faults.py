"""Faults on demand, one kind at a time: what is answered, and whether the write took effect."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.cli.twin_server import serve_twin
from linkwright.kit.clock import FixedClock
from linkwright.outbound.errors import UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest
from tests.unit.catalog.twin.twin_desk import URL, Desk

pytestmark = pytest.mark.anyio
WRITE = b'{"query": "mutation { commentCreate(input: {issueId: \\"ENG-1\\", body: \\"A fault\\"}) { success } }"}'
BOTH = pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])


async def write(desk: Desk) -> tuple[int, bytes]:
    came = await desk.twin.send(OutboundRequest("POST", URL, {"Authorization": desk.twin.keys["full"]}, WRITE))
    return came.status, came.body


def written(desk: Desk) -> int:
    return sum(1 for row in desk.twin.rows("Comment") if row["body"] == "A fault")


@BOTH
@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_fault_of_the_server_has_the_status_and_linears_body(desk: Desk, status: int, after: bool) -> None:
    desk.twin.fail_next(status=status, after=after)
    found, body = await write(desk)
    assert (found, b"INTERNAL_SERVER_ERROR" in body, written(desk)) == (status, True, int(after))
    assert (await write(desk))[0] == 200


@BOTH
@pytest.mark.parametrize("error", [UpstreamUnreachable, UpstreamTimeout])
async def test_a_line_that_is_cut_or_a_wait_that_is_too_long_raises(
    desk: Desk, error: type[Exception], after: bool
) -> None:
    desk.twin.fail_next(error=error(), after=after)
    with pytest.raises(error):
        await write(desk)
    assert written(desk) == int(after)


@BOTH
@pytest.mark.parametrize(("kind", "status"), [("malformed", None), ("malformed", 502), ("empty", None), ("empty", 504)])
async def test_an_answer_may_be_broken_json_or_nothing(desk: Desk, kind: Any, status: int | None, after: bool) -> None:
    desk.twin.fail_next(answer=kind, status=status, after=after)
    found, body = await write(desk)
    assert found == (status or 200)
    assert body == (b'{"data":{"vie' if kind == "malformed" else b"")
    assert written(desk) == int(after)


async def test_a_mutation_may_say_that_it_did_not_succeed(desk: Desk) -> None:
    desk.twin.fail_next(answer="unsuccessful")
    assert await write(desk) == (200, b'{"data":{"commentCreate":{"success":false}}}')
    assert await write(desk) == (200, b'{"data":{"commentCreate":{"success":true}}}')
    assert written(desk) == 1


async def test_a_late_answer_is_the_right_one_unless_patience_ends_before(
    contract: dict[str, Any], clock: FixedClock
) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    desk = Desk(LinearTwin("tests", clock, contract, sleep=sleep), clock)
    desk.twin.fail_next(delay=12.0, answer=None)
    assert (await write(desk))[0] == 200
    desk.twin.fail_next(delay=31.0, answer=None)
    with pytest.raises(UpstreamTimeout):
        await write(desk)
    assert (waited, written(desk)) == ([12.0, 30.0], 1)


async def test_faults_come_in_the_order_they_were_ordered_and_can_be_forgotten(desk: Desk) -> None:
    desk.twin.fail_next(status=502)
    desk.twin.fail_next(status=503, times=2)
    desk.twin.fail_next(status=504)
    assert [(await write(desk))[0] for _ in range(3)] == [502, 503, 503]
    desk.twin.forget_failures()
    assert (await write(desk))[0] == 200


@BOTH
def test_over_http_a_lost_answer_is_a_line_that_ends_early(twin: LinearTwin, after: bool) -> None:
    with TestClient(serve_twin(twin, "https://api.linear.app"), raise_server_exceptions=False) as client:
        ordered = client.post("/twin/faults", json={"lost": "reset", "after": after})
        assert ordered.status_code == 204
        headers = {"Authorization": twin.keys["full"]}
        cut = client.post("/graphql", content=WRITE, headers=headers)
        assert (cut.headers["content-length"], cut.content) == ("2", b"")
        assert client.post("/graphql", content=WRITE, headers=headers).json()["data"]["commentCreate"]["success"]
    assert sum(1 for row in twin.rows("Comment") if row["body"] == "A fault") == 1 + after


@pytest.mark.parametrize("given", [{"lost": "sometimes"}, {"staus": 500}, [500]])
def test_a_fault_that_is_not_known_is_refused_and_none_is_ordered(twin: LinearTwin, given: Any) -> None:
    with TestClient(serve_twin(twin, "https://api.linear.app")) as client:
        assert client.post("/twin/faults", json=given).status_code == 400
        assert client.post("/graphql", content=WRITE, headers={"Authorization": twin.keys["full"]}).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {"status": "many"}, {"status": 99}, {"status": 600}, {"times": 0}, {"times": "x"}, {"times": 1e9}, {"delay": -1},
        {"delay": "x"}, {"after": 1}, {"answer": "riddle"},
    ],
)  # fmt: skip
def test_a_fault_with_values_that_make_no_sense_is_refused(twin: LinearTwin, given: Any) -> None:
    with TestClient(serve_twin(twin, "https://api.linear.app"), raise_server_exceptions=False) as client:
        refused = client.post("/twin/faults", json=given)
        assert refused.status_code == 400
        assert next(iter(given)) in refused.json()["errors"][0]["message"]
        assert client.post("/graphql", content=WRITE, headers={"Authorization": twin.keys["full"]}).status_code == 200


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"home": 1}', b'{"home": "{}"}', b"\xff"])
def test_a_snapshot_that_is_none_is_refused_and_the_data_stay(twin: LinearTwin, content: bytes) -> None:
    before = twin.snapshot()
    with TestClient(serve_twin(twin, "https://api.linear.app"), raise_server_exceptions=False) as client:
        assert client.put("/twin/snapshot", content=content).status_code == 400
    assert twin.snapshot() == before
