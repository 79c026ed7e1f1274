"""The rows of writes, column by column: who may end a try, what is doubtful, what is swept, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.ledger import keys, repository, work
from linkwright.ledger.model import Begun, Intent
from linkwright.ledger.service import Ledger
from linkwright.ledger.work import Abandoned, sweep_writes
from linkwright.logs import repository as logs
from linkwright.store.tables import writes
from tests.contract.ledger.conftest import ledger_of
from tests.contract.ledger.test_ledger import BODY, begun, derived, intent
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio
S = timedelta(seconds=1)


async def rows(world: World) -> list[dict[str, Any]]:
    async with world.database.read() as tx:
        found = await tx.execute(sa.select(writes).order_by(writes.c.created_at, writes.c.run_id))
        return [dict(one) for one in found.mappings()]


async def change(world: World, wanted: Intent, **values: Any) -> None:
    async with world.database.write() as tx:
        await tx.execute(sa.update(writes).where(writes.c.key_hash == wanted.key.hash).values(**values))


async def test_a_first_try_is_noted_with_all_that_it_is(world: World, ledger: Ledger) -> None:
    wanted = intent(world)
    first = await begun(ledger, wanted)
    now = world.clock.now()
    assert await rows(world) == [
        {
            "project_id": world.project.id,
            "key_hash": wanted.key.hash,
            "key_kind": "given",
            "account_id": "acc_1",
            "action": "linear_create_comment",
            "fingerprint": wanted.fingerprint,
            "run_id": "run_1",
            "caller": {"face": "rpc", "name": "server", "id": "key_main"},
            "state": "open",
            "seed": first.seed,
            "lease_owner": ledger.owner,
            "lease_fence": first.fence,
            "lease_until": now + 65 * S,
            "answer": None,
            "told": False,
            "created_at": now,
            "finished_at": None,
            "expires_at": now + timedelta(days=1),
        }
    ]
    assert len(first.seed) == 64
    assert 1 <= first.fence <= 1_000_000_000


async def test_another_try_keeps_seed_and_beginning_and_takes_the_next_fence(world: World, ledger: Ledger) -> None:
    first = await begun(ledger, intent(world))
    began = world.clock.now()
    await ledger.unknown(first)
    (ended,) = await rows(world)
    assert (ended["state"], ended["lease_owner"], ended["lease_until"]) == ("unknown", None, None)
    assert (ended["finished_at"], ended["expires_at"]) == (began, began + timedelta(days=1))
    world.clock.advance(100)
    other = await begun(ledger_of(world), intent(world, run="run_2"))
    (row,) = await rows(world)
    assert (other.fence, other.seed) == (first.fence + 1, first.seed)
    assert (row["created_at"], row["run_id"], row["lease_fence"]) == (began, "run_2", first.fence + 1)
    assert (row["finished_at"], row["state"]) == (None, "open")


async def test_only_who_holds_the_lease_writes_down_how_its_own_write_ended(world: World, ledger: Ledger) -> None:
    first = await begun(ledger, intent(world))
    await begun(ledger, intent(world, "k-2", run="run_2"))
    before = await rows(world)
    strangers: list[tuple[str, Begun]] = [
        ("own_other", first),
        (ledger.owner, replace(first, fence=first.fence + 1)),
        (ledger.owner, replace(first, intent=intent(world, "k-3"))),
        (ledger.owner, replace(first, intent=replace(first.intent, project_id="prj_other"))),
    ]
    async with world.database.write() as tx:
        for owner, claim in strangers:
            assert not await repository.finish(tx, owner, claim, {"state": "refused"})
    assert await rows(world) == before
    async with world.database.write() as tx:
        assert await repository.finish(tx, ledger.owner, first, {"state": "refused"})
    after = await rows(world)
    assert [row["state"] for row in after] == ["refused", "open"]
    assert after[1] == before[1]


async def test_that_an_answer_was_given_is_noted_of_that_try_of_a_derived_key_only(
    world: World, ledger: Ledger
) -> None:
    made = {}
    for wanted in (derived(world, 1), derived(world, 2, "Other", run="run_2"), intent(world, run="run_3")):
        made[wanted.run_id] = await begun(ledger, wanted)
        await ledger.done(made[wanted.run_id], BODY)
    first = made["run_1"]
    before = await rows(world)
    for project, key, fence in (
        ("prj_other", first.intent.key.hash, first.fence),
        (world.project.id, first.intent.key.hash, first.fence + 1),
        (world.project.id, "0" * 64, first.fence),
        (world.project.id, made["run_3"].intent.key.hash, made["run_3"].fence),
    ):
        await ledger.told(project, key, fence)
    assert await rows(world) == before
    await ledger.told(world.project.id, first.intent.key.hash, first.fence)
    told = await rows(world)
    assert [row["told"] for row in told] == [True, False, False]
    assert told[0]["expires_at"] == world.clock.now() + 60 * S


async def test_a_repeated_wish_is_doubted_by_its_own_caller_project_and_words_only(
    world: World, ledger: Ledger
) -> None:
    first = await begun(ledger, derived(world, 1))
    await ledger.unknown(first)
    wish = derived(world, 2, run="run_2")
    another = replace(wish, caller={**wish.caller, "id": "key_other"})
    now = world.clock.now()
    async with world.database.write() as tx:
        found = await repository.doubtful(tx, wish, now)
        assert found is not None
        assert found.run_id == "run_1"
        for other in (
            another,
            replace(wish, project_id="prj_other"),
            derived(world, 2, "Other"),
        ):
            assert await repository.doubtful(tx, other, now) is None


@pytest.mark.parametrize(
    ("state", "told", "kind", "left", "doubted"),
    [
        ("unknown", False, "derived", 0, True),
        ("unknown", False, "derived", -1, False),
        ("open", False, "derived", -1, True),
        ("done", False, "derived", 1, True),
        ("done", True, "derived", 1, False),
        ("refused", False, "derived", 1, False),
        ("unknown", False, "given", 1, False),
        ("unknown", False, "none", 1, False),
    ],
)
async def test_a_wish_is_doubted_while_its_caller_cannot_know_what_came_of_it(
    world: World, ledger: Ledger, state: str, told: bool, kind: str, left: int, doubted: bool
) -> None:
    wish = derived(world, 1)
    await begun(ledger, wish)
    now = world.clock.now()
    await change(world, wish, state=state, told=told, key_kind=kind, expires_at=now + left * S)
    async with world.database.write() as tx:
        found = await repository.doubtful(tx, derived(world, 2), now)
    assert (found is not None) is doubted


async def test_of_several_doubtful_writes_the_newest_is_meant(world: World, ledger: Ledger) -> None:
    for number in (1, 2):
        wish = derived(world, number, run=f"run_{number}")
        async with world.database.write() as tx:
            values = {
                "state": "unknown", "seed": "s", "lease_owner": None, "lease_fence": 1, "lease_until": None, "answer": None,
                "told": False, "finished_at": None, "expires_at": world.clock.now() + 900 * S, "created_at": world.clock.now(),
            }  # fmt: skip
            await repository.add(tx, wish, values)
        world.clock.advance(1)
    async with world.database.write() as tx:
        found = await repository.doubtful(tx, derived(world, 3), world.clock.now())
    assert found is not None
    assert found.run_id == "run_2"


@pytest.mark.parametrize(("late", "marked"), [(64, 0), (65, 0), (66, 1)])
async def test_a_try_is_given_up_once_its_lease_is_over(world: World, ledger: Ledger, late: float, marked: int) -> None:
    first = await begun(ledger, intent(world))
    world.clock.advance(late)
    assert await Abandoned(world.database, world.clock).look() == marked
    (row,) = await rows(world)
    if not marked:
        assert row["state"] == "open"
        return
    assert (row["state"], row["lease_owner"], row["lease_until"]) == ("unknown", None, None)
    assert row["lease_fence"] == first.fence + 1
    assert row["expires_at"] == row["created_at"] + timedelta(days=1)


async def test_a_write_that_is_given_up_is_kept_a_quarter_of_an_hour_at_least(world: World, ledger: Ledger) -> None:
    await begun(ledger, derived(world, 1))
    world.clock.advance(66)
    await Abandoned(world.database, world.clock).look()
    (row,) = await rows(world)
    assert row["expires_at"] == world.clock.now() + timedelta(minutes=15)


async def test_all_that_were_given_up_are_found_however_few_are_taken_at_once(
    world: World, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_AT_ONCE", 2)
    for number in range(5):
        await begun(ledger, intent(world, f"k-{number}", run=f"run_{number}"))
    await ledger.refused(await begun(ledger, intent(world, "k-5", run="run_5")))
    world.clock.advance(66)
    abandoned = Abandoned(world.database, world.clock)
    assert [await abandoned.look(), await abandoned.look()] == [5, 0]


class Kept:
    """Takes the place of the record of calls."""

    def __init__(self) -> None:
        self.runs: list[Any] = []
        self.added: list[Any] = []

    def of(self, run: Any) -> Any:
        self.runs.append(run)
        return "record"

    async def add(self, tx: Any, records: list[Any]) -> None:
        self.added += records


async def test_a_write_that_was_given_up_is_told_in_the_run_log_and_in_the_record(world: World, ledger: Ledger) -> None:
    wanted = intent(world)
    await begun(ledger, replace(wanted, caller={**wanted.caller, "kind": "key"}))
    await begun(ledger, intent(world, "k-2", run="run_2"))
    began = world.clock.now()
    world.clock.advance(100)
    kept: Any = Kept()
    assert await Abandoned(world.database, world.clock, kept).look() == 2
    one, two = sorted(kept.runs, key=lambda run: run.id)
    assert kept.added == ["record", "record"]
    assert (one.id, one.project_id, one.account_id) == ("run_1", world.project.id, "acc_1")
    assert (one.action, one.connector_key, one.effect, one.status) == ("linear_create_comment", "linear", "write", 409)
    assert (one.face, one.caller, one.caller_id, one.caller_kind) == ("rpc", "server", "key_main", "key")
    assert (one.started_at, one.duration_ms, two.caller_kind) == (began, 100_000.0, "unknown")
    assert one.error["code"] == "outcome_unknown"
    assert one.error["message"] == (
        "The hub was stopped in the middle of this write: whether it happened is not known."
    )
    assert one.error["hint"]
    async with world.database.read() as tx:
        for run in ("run_1", "run_2"):
            assert await logs.find(tx, world.project.id, run) is not None


async def test_a_run_that_has_its_row_already_gets_no_second_one(world: World, ledger: Ledger) -> None:
    await begun(ledger, intent(world))
    world.clock.advance(66)
    await Abandoned(world.database, world.clock).look()
    again = await begun(ledger, intent(world))
    assert again.doubtful
    world.clock.advance(66)
    kept: Any = Kept()
    assert await Abandoned(world.database, world.clock, kept).look() == 1
    assert (kept.runs, kept.added) == ([], [])


@pytest.mark.parametrize(
    ("state", "left", "gone"),
    [("done", -1, 1), ("done", 0, 0), ("refused", -1, 1), ("unknown", -1, 1), ("open", -1, 0)],
)
async def test_an_entry_is_forgotten_when_its_time_is_over_and_nobody_works_on_it(
    world: World, ledger: Ledger, state: str, left: int, gone: int
) -> None:
    await begun(ledger, intent(world))
    await begun(ledger, intent(world, "k-2", run="run_2"))
    await change(world, intent(world), state=state, expires_at=world.clock.now() + left * S)
    assert await sweep_writes(world.database, world.clock) == gone
    assert {row["run_id"] for row in await rows(world)} == ({"run_2"} if gone else {"run_1", "run_2"})


async def test_only_so_many_are_forgotten_at_a_time(world: World, ledger: Ledger) -> None:
    for number in range(3):
        wanted = intent(world, f"k-{number}", run=f"run_{number}")
        await ledger.done(await begun(ledger, wanted), BODY)
    world.clock.advance(2 * 86_400)
    async with world.database.write() as tx:
        assert await repository.sweep(tx, 2, now=world.clock.now()) == 2
        assert await repository.sweep(tx, 2, now=world.clock.now()) == 1


async def test_an_approved_call_is_known_by_its_approval(world: World, ledger: Ledger) -> None:
    wanted = intent(world, keys.approved("apr_1"))
    first = await begun(ledger, wanted)
    await ledger.done(first, BODY)
    assert await ledger.begin(intent(world, keys.approved("apr_1"), run="run_2"), 0.0) != first
    assert (await begun(ledger, intent(world, keys.approved("apr_2"), run="run_3"))).doubtful is False
