from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.linear.twin.twin import SLOW_SECONDS, LinearTwin
from linkwright.kit.clock import FixedClock, SystemClock
from linkwright.outbound.errors import AnswerTooLarge, UpstreamTimeout, UpstreamUnreachable
from tests.unit.catalog.twin.twin_desk import Desk

pytestmark = pytest.mark.anyio
MIDDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
EVERYTHING = """{ issues(first: 250, includeArchived: true) { nodes { id identifier title description createdAt updatedAt
  state { id } labels(first: 5) { nodes { id } } comments(first: 5) { nodes { id body } } } } users { nodes { id email } } }"""


def fresh(contract: dict[str, Any], seed: str = "tests", at: datetime = MIDDAY, **more: Any) -> Desk:
    clock = FixedClock(at)
    return Desk(LinearTwin(seed, clock, contract, **more), clock)


async def test_the_same_seed_gives_the_same_bytes_and_keys(contract: dict[str, Any]) -> None:
    one, two = fresh(contract), fresh(contract)
    assert one.twin.snapshot() == two.twin.snapshot()
    assert one.twin.keys == two.twin.keys
    assert (await one.ask(EVERYTHING)).body == (await two.ask(EVERYTHING)).body
    assert (await one.create())["id"] == (await two.create())["id"]
    assert one.twin.snapshot() == two.twin.snapshot()


async def test_the_data_does_not_depend_on_the_hour(contract: dict[str, Any]) -> None:
    early = fresh(contract, at=MIDDAY.replace(hour=0, minute=1))
    assert early.twin.snapshot() == fresh(contract).twin.snapshot()


async def test_another_seed_gives_other_ids_and_keys(contract: dict[str, Any]) -> None:
    one, two = fresh(contract), fresh(contract, seed="other")
    assert not set(one.twin.keys.values()) & set(two.twin.keys.values())
    listing = "{ issues(first: 250) { nodes { id } } }"
    ids = [{node["id"] for node in (await d.ask(listing)).data["issues"]["nodes"]} for d in (one, two)]
    assert not ids[0] & ids[1]


async def test_a_snapshot_brings_back_the_data_and_reset_the_start(desk: Desk) -> None:
    start = desk.twin.snapshot()
    await desk.create()
    kept = desk.twin.snapshot()
    await desk.create()
    desk.twin.restore(kept)
    assert desk.twin.snapshot() == kept
    assert (await desk.create())["identifier"] == "ENG-22"
    desk.twin.reset()
    assert desk.twin.snapshot() == start
    assert desk.twin.calls.count == 0


async def test_calls_are_counted_and_named(desk: Desk) -> None:
    await desk.ask("{ viewer { name } organization { name } }")
    await desk.ask('mutation { commentCreate(input: {issueId: "ENG-1", body: "x"}) { success } }')
    await desk.ask("{ nonsense")
    assert desk.twin.calls.count == 3
    assert list(desk.twin.calls.operations) == ["query viewer organization", "mutation commentCreate"]
    assert list(desk.twin.calls.mutations) == ["commentCreate"]


async def test_the_next_requests_can_be_made_to_fail(desk: Desk) -> None:
    desk.twin.fail_next(status=502, times=2)
    assert [(await desk.ask("{ viewer { name } }")).status for _ in range(3)] == [502, 502, 200]
    desk.twin.fail_next(error=UpstreamUnreachable())
    with pytest.raises(UpstreamUnreachable):
        await desk.ask("{ viewer { name } }")


async def test_a_failing_request_does_nothing_unless_only_its_answer_is_lost(desk: Desk) -> None:
    mutation = 'mutation { commentCreate(input: {issueId: "ENG-1", body: "x"}) { success } }'
    desk.twin.fail_next()
    assert (await desk.ask(mutation)).says[1] == "INTERNAL_SERVER_ERROR"
    assert list(desk.twin.calls.mutations) == []
    desk.twin.fail_next(error=UpstreamTimeout(), after=True)
    with pytest.raises(UpstreamTimeout):
        await desk.ask(mutation)
    assert list(desk.twin.calls.mutations) == ["commentCreate"]


async def test_the_key_down_answers_500(desk: Desk) -> None:
    answer = await desk.ask("{ viewer { name } }", key="down")
    assert (answer.status, answer.error["extensions"]["type"]) == (500, "internal error")


async def test_latency_waits_and_more_than_the_requests_patience_times_out(contract: dict[str, Any]) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    desk = fresh(contract, sleep=sleep)
    desk.twin.latency = 0.25
    assert (await desk.ask("{ viewer { name } }")).status == 200
    with pytest.raises(UpstreamTimeout):
        await desk.ask("{ viewer { name } }", key="slow")
    assert waited == [0.25, 30.0]
    assert SLOW_SECONDS > 30
    assert not desk.twin.calls.mutations


async def test_an_answer_larger_than_the_request_takes_is_refused(desk: Desk) -> None:
    with pytest.raises(AnswerTooLarge):
        await desk.send(b'{"query": "{ __typename }"}', {"authorization": desk.twin.keys["full"]}, max_bytes=10)


async def test_the_catalogue_hands_out_a_twin_that_works() -> None:
    twin = Catalog.load().twin("linear", "from the catalogue", SystemClock())
    assert isinstance(twin, LinearTwin)
    assert (await Desk(twin, FixedClock(MIDDAY)).ask("{ viewer { isMe } }")).data == {"viewer": {"isMe": True}}


WRITES = (
    'commentCreate(input: {issueId: "ENG-1", body: "x"})', 'issueUpdate(id: "ENG-2", input: {title: "Other", priority: 1})',
    'issueArchive(id: "ENG-3")', 'issueDelete(id: "ENG-4")', 'issueDelete(id: "ENG-5", permanentlyDelete: true)',
    'fileUpload(contentType: "text/plain", filename: "a.txt", size: 5)', 'organizationUpdate(input: {name: "Hill"})',
    'webhookCreate(input: {url: "https://example.com", resourceTypes: ["Issue"], allPublicTeams: true})',
)  # fmt: skip


@pytest.mark.parametrize("write", WRITES)
async def test_restoring_gives_the_same_bytes_and_the_same_answers_after_any_write(desk: Desk, write: str) -> None:
    await desk.ask("{ viewer { id } }", key="other_workspace")
    kept, seen = desk.twin.snapshot(), (await desk.ask(EVERYTHING)).body
    first = (await desk.ask(f"mutation {{ {write} {{ success lastSyncId }} }}")).data
    changed = desk.twin.snapshot()
    assert changed != kept
    desk.twin.restore(kept)
    assert desk.twin.snapshot() == kept
    assert (await desk.ask(EVERYTHING)).body == seen
    assert (await desk.ask(f"mutation {{ {write} {{ success lastSyncId }} }}")).data == first
    assert desk.twin.snapshot() == changed


async def test_a_snapshot_goes_into_another_twin_whole(contract: dict[str, Any], desk: Desk) -> None:
    await desk.create("Carried over")
    other = fresh(contract, seed="other")
    other.twin.restore(desk.twin.snapshot())
    assert other.twin.snapshot() == desk.twin.snapshot()
    assert (await other.ask(EVERYTHING)).body == (await desk.ask(EVERYTHING)).body


async def test_reset_is_as_a_new_twin_in_every_respect(contract: dict[str, Any]) -> None:
    used, new = fresh(contract), fresh(contract)
    used.twin.add_key("more")
    used.twin.fail_next()
    for text in ("{ issues { nodes { id } } }", *(f"mutation {{ {write} {{ success }} }}" for write in WRITES)):
        await used.ask(text)
    used.twin.reset()
    assert used.twin.snapshot() == new.twin.snapshot()
    assert used.twin.keys == new.twin.keys
    assert not used.twin.outbox
    one, two = await used.ask(EVERYTHING), await new.ask(EVERYTHING)
    assert (one.status, one.headers, one.body) == (two.status, two.headers, two.body)
