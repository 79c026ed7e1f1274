"""The ledger's rules, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa
import structlog

from linkwright.ledger import keys
from linkwright.ledger.errors import KeyReused, StillRunning
from linkwright.ledger.model import Begun, Intent, Recorded, WriteKey
from linkwright.ledger.service import Ledger
from linkwright.ledger.work import Abandoned, sweep_writes
from linkwright.logs import repository as logs
from linkwright.store.tables import writes
from tests.contract.ledger.conftest import HOURS, ledger_of
from tests.contract.linking.world import World

pytestmark = pytest.mark.anyio
BODY = b'{"data":{"id":"c1","body":"nobody may read this in the table"}}'


def intent(
    world: World, key: WriteKey | str = "k-1", text: str = "Hi", *, run: str = "run_1", account: str = "acc_1"
) -> Intent:
    """A comment that somebody wants to write."""
    marks = keys.fingerprint(account, "linear_create_comment", {"body": text})
    known = keys.given(key) if isinstance(key, str) else key
    who = {"face": "rpc", "name": "server", "id": "key_main"}
    return Intent(known, world.project.id, account, "linear_create_comment", marks, run, 60.0, who)


def derived(world: World, request_id: object, text: str = "Hi", *, run: str = "run_1") -> Intent:
    """The same over MCP, without a key."""
    marks = keys.fingerprint("acc_1", "linear_create_comment", {"body": text})
    return intent(world, keys.derived("key_main", request_id, marks), text, run=run)


async def begun(ledger: Ledger, wanted: Intent) -> Begun:
    found = await ledger.begin(wanted, 0.0)
    assert isinstance(found, Begun)
    return found


async def recorded(ledger: Ledger, wanted: Intent) -> tuple[str, bytes]:
    found = await ledger.begin(wanted, 0.0)
    assert isinstance(found, Recorded)
    return found.run_id, found.body


async def done_and_told(ledger: Ledger, wanted: Intent) -> None:
    first = await begun(ledger, wanted)
    assert not first.doubtful
    await ledger.done(first, BODY)
    await ledger.told(wanted.project_id, wanted.key.hash, first.fence)


@pytest.mark.promise("writes.once")
async def test_a_repeat_is_answered_with_what_the_first_one_was_answered_with(world: World, ledger: Ledger) -> None:
    first = await begun(ledger, intent(world))
    assert not first.doubtful
    await ledger.done(first, BODY)
    assert await recorded(ledger, intent(world, run="run_2")) == ("run_1", BODY)
    # Another process of the same hub knows it as well.
    assert await recorded(ledger_of(world), intent(world, run="run_3")) == ("run_1", BODY)


async def test_a_recorded_answer_is_sealed(world: World, ledger: Ledger) -> None:
    await ledger.done(await begun(ledger, intent(world)), BODY)
    async with world.database.read() as tx:
        stored = (await tx.execute(sa.select(writes.c.answer))).scalar_one()
    assert b"nobody may read" not in bytes(stored)


@pytest.mark.parametrize(("text", "account"), [("Other", "acc_1"), ("Hi", "acc_2")])
async def test_a_key_belongs_to_one_call(world: World, ledger: Ledger, text: str, account: str) -> None:
    await ledger.done(await begun(ledger, intent(world)), BODY)
    with pytest.raises(KeyReused) as refused:
        await ledger.begin(intent(world, text=text, account=account), 0.0)
    assert refused.value.extra == {"run_id": "run_1"}


async def test_who_is_limited_to_some_accounts_hears_nothing_of_a_write_on_another(
    world: World, ledger: Ledger
) -> None:
    await ledger.done(await begun(ledger, intent(world)), BODY)
    for account, told in (("acc_2", {}), ("acc_1", {"run_id": "run_1"})):
        with pytest.raises(KeyReused) as refused:
            await ledger.begin(replace(intent(world, text="Other", account=account), narrow=True), 0.0)
        assert refused.value.extra == told
        assert ("account" in refused.value.message, "linear" in refused.value.message) == (False, bool(told))


async def test_keys_of_two_projects_have_nothing_to_do_with_each_other(world: World, ledger: Ledger) -> None:
    await ledger.done(await begun(ledger, intent(world)), BODY)
    world.project = await world.add_project("other")
    assert not (await begun(ledger, intent(world, text="Other"))).doubtful


async def test_a_refused_write_may_be_tried_again_with_its_key(world: World, ledger: Ledger) -> None:
    first = await begun(ledger, intent(world))
    await ledger.refused(first)
    second = await begun(ledger, intent(world, run="run_2"))
    assert (second.doubtful, second.seed) == (False, first.seed)
    assert second.fence > first.fence


async def test_a_write_of_unknown_outcome_is_looked_for_with_the_ids_of_its_first_try(
    world: World, ledger: Ledger
) -> None:
    first = await begun(ledger, intent(world))
    await ledger.unknown(first)
    second = await begun(ledger, intent(world, run="run_2"))
    assert (second.doubtful, second.seed, second.earlier) == (True, first.seed, "run_1")


async def test_of_many_at_once_one_is_sent_and_the_others_get_its_answer(world: World) -> None:
    ledgers = [ledger_of(world) for _ in range(8)]
    sent: list[str] = []

    async def one(number: int) -> bytes:
        found = await ledgers[number].begin(intent(world, run=f"run_{number}"), 1_000.0)
        if isinstance(found, Recorded):
            return found.body
        sent.append(found.intent.run_id)
        await ledgers[number].done(found, BODY)
        return BODY

    assert set(await asyncio.gather(*(one(number) for number in range(8)))) == {BODY}
    assert len(sent) == 1


async def test_one_that_is_under_way_is_waited_for_only_so_long(world: World, ledger: Ledger) -> None:
    await begun(ledger, intent(world))
    with pytest.raises(StillRunning) as running:
        await ledger_of(world).begin(intent(world, run="run_2"), 5.0)
    assert running.value.headers == {"Retry-After": "2"}


async def test_one_whose_process_is_gone_is_doubted_when_its_lease_is_over_and_its_late_word_counts_no_more(
    world: World, ledger: Ledger
) -> None:
    first = await begun(ledger, intent(world))
    world.clock.advance(66)
    second = await begun(ledger_of(world), intent(world, run="run_2"))
    assert (second.doubtful, second.earlier) == (True, "run_1")
    await ledger.done(first, b'{"data":"late"}')
    async with world.database.read() as tx:
        assert (await tx.execute(sa.select(writes.c.state))).scalar_one() == "open"


async def test_a_killed_write_has_a_row_in_the_run_log(world: World, ledger: Ledger) -> None:
    await begun(ledger, intent(world))
    world.clock.advance(66)
    abandoned = Abandoned(world.database, world.clock)
    assert [await abandoned.look(), await abandoned.look()] == [1, 0]
    async with world.database.read() as tx:
        row = await logs.find(tx, world.project.id, "run_1")
    assert row is not None
    assert (row["status"], row["caller"], row["face"]) == (409, "server", "rpc")
    assert row["detail"]["error"]["code"] == "outcome_unknown"
    assert (await begun(ledger, intent(world, run="run_2"))).doubtful


async def test_only_where_one_process_can_work_is_everything_taken_back_at_the_start(
    world: World, ledger: Ledger
) -> None:
    await begun(ledger, intent(world))
    taken = await Abandoned(world.database, world.clock).take_back()
    assert taken == (1 if world.database.dialect == "sqlite" else 0)


@pytest.mark.parametrize(("kind", "seconds"), [("given", 24 * HOURS), ("derived", 60.0)])
async def test_a_key_is_forgotten_when_its_time_is_over(
    world: World, ledger: Ledger, kind: str, seconds: float
) -> None:
    def wanted(run: str) -> Intent:
        return intent(world, run=run) if kind == "given" else derived(world, 7, run=run)

    await done_and_told(ledger, wanted("run_1"))
    world.clock.advance(seconds - 1)
    assert await sweep_writes(world.database, world.clock) == 0
    assert await recorded(ledger, wanted("run_2")) == ("run_1", BODY)
    world.clock.advance(2)
    # Whether it was swept by then or not.
    await done_and_told(ledger, wanted("run_3"))
    world.clock.advance(seconds + 1)
    assert await sweep_writes(world.database, world.clock) == 1


async def test_a_request_that_is_sent_twice_over_mcp_is_known_by_its_id_and_another_one_is_not(
    world: World, ledger: Ledger
) -> None:
    await done_and_told(ledger, derived(world, 7))
    assert await recorded(ledger, derived(world, 7, run="run_2")) == ("run_1", BODY)
    await done_and_told(ledger, derived(world, 8, run="run_3"))
    await done_and_told(ledger, derived(world, "7", run="run_4"))


async def test_a_new_request_with_the_same_words_waits_for_the_one_that_is_under_way(
    world: World, ledger: Ledger
) -> None:
    first = await begun(ledger, derived(world, 7))
    with pytest.raises(StillRunning):
        await ledger_of(world).begin(derived(world, 8, run="run_2"), 5.0)
    world.clock.advance(66)
    again = await begun(ledger_of(world), derived(world, 9, run="run_3"))
    assert (again.doubtful, again.seed) == (True, first.seed)


@pytest.mark.promise("writes.agents-repeat")
async def test_a_model_that_repeats_a_write_of_unknown_outcome_with_a_new_request_does_not_do_it_twice(
    world: World, ledger: Ledger
) -> None:
    first = await begun(ledger, derived(world, 7))
    await ledger.unknown(first)
    world.clock.advance(600)
    again = await begun(ledger, derived(world, 8, run="run_2"))
    assert (again.doubtful, again.seed) == (True, first.seed)
    await ledger.done(again, BODY)
    # Nobody heard of it yet, so that the next request is a repeat as well.
    assert await recorded(ledger, derived(world, 9, run="run_3")) == ("run_2", BODY)
    await ledger.told(first.intent.project_id, first.intent.key.hash, again.fence)
    # Now that it is known, the same wish in a new request is a new write.
    assert not (await begun(ledger, derived(world, 10, run="run_4"))).doubtful


async def test_what_nobody_can_repeat_keeps_no_answer(world: World, ledger: Ledger) -> None:
    await ledger.done(await begun(ledger, intent(world, keys.unrepeatable("run_1"))), BODY)
    async with world.database.read() as tx:
        row = (await tx.execute(sa.select(writes.c.answer, writes.c.state))).one()
    assert tuple(row) == (None, "done")


async def test_what_is_recorded_names_its_key_its_run_and_its_try(world: World, ledger: Ledger) -> None:
    first = await begun(ledger, intent(world))
    await ledger.done(first, BODY)
    assert await ledger.begin(intent(world, run="run_2"), 0.0) == Recorded(
        intent(world).key.hash, first.fence, "run_1", BODY
    )
    bare = intent(world, keys.unrepeatable("run_9"), run="run_9")
    other = await begun(ledger, bare)
    await ledger.done(other, BODY)
    assert await ledger.begin(bare, 0.0) == Recorded(bare.key.hash, other.fence, "run_9", b"")


@pytest.mark.parametrize(
    ("text", "account", "action", "told"),
    [
        ("Other", "acc_1", "linear_create_comment", "linear_create_comment with other arguments"),
        ("Hi", "acc_2", "linear_create_comment", "another account"),
        ("Hi", "acc_2", "linear_create_issue", "another account"),
        ("Hi", "acc_1", "linear_create_issue", "linear_create_comment"),
    ],
)
async def test_a_key_that_is_used_again_says_what_it_was_used_for(
    world: World, ledger: Ledger, text: str, account: str, action: str, told: str
) -> None:
    await ledger.done(await begun(ledger, intent(world)), BODY)
    marks = keys.fingerprint(account, action, {"body": text})
    other = replace(intent(world, account=account), action=action, fingerprint=marks)
    with pytest.raises(KeyReused) as refused:
        await ledger.begin(other, 0.0)
    assert refused.value.message == f"This idempotency key was used for {told}."


async def test_waiting_grows_up_to_a_second_and_never_beyond_what_is_left(world: World, ledger: Ledger) -> None:
    await begun(ledger, intent(world))
    naps: list[float] = []
    other = ledger_of(world)

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        world.clock.advance(seconds)

    other._sleep = sleep
    began = world.clock.monotonic()
    with pytest.raises(StillRunning):
        await other.begin(intent(world, run="run_2"), 4.0)
    assert naps == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0]
    assert world.clock.monotonic() - began < 4.0


async def test_every_process_is_an_owner_of_its_own(world: World, ledger: Ledger) -> None:
    other = ledger_of(world)
    assert ledger.owner != other.owner
    assert ledger.owner.startswith("own_")
    first = await begun(ledger, intent(world))
    await other.done(first, b"{}")
    async with world.database.read() as tx:
        row = (await tx.execute(sa.select(writes.c.state, writes.c.lease_owner))).one()
    assert tuple(row) == ("open", ledger.owner)


@pytest.mark.parametrize("end", ["done", "unknown"])
async def test_what_nobody_heard_of_is_kept_for_a_quarter_of_an_hour_at_least(
    world: World, ledger: Ledger, end: str
) -> None:
    first = await begun(ledger, derived(world, 7))
    if end == "done":
        await ledger.done(first, BODY)
    else:
        await ledger.unknown(first)
    async with world.database.read() as tx:
        until = (await tx.execute(sa.select(writes.c.expires_at))).scalar_one()
    assert (until - world.clock.now()).total_seconds() == 15 * 60


async def test_a_late_word_is_logged_and_a_word_in_time_is_not(world: World, ledger: Ledger) -> None:
    first = await begun(ledger, intent(world))
    with structlog.testing.capture_logs() as quiet:
        await ledger.done(first, BODY)
    assert quiet == []
    with structlog.testing.capture_logs() as told:
        await ledger.refused(first)
    assert [(one["event"], one["run"]) for one in told] == [("write.taken_over", "run_1")]
