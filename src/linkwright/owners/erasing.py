"""Erasing an owner, step by step: each step is a transaction and may be done again, so that a kill costs nothing but time.

What was asked for is written down first. Sessions go before accounts, so that nobody links one meanwhile; accounts are deleted
as ever, with their providers told; then what was said in runs and events goes, and last the owner's id on the receipts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.accounts.deleting import Deleting
from linkwright.accounts.errors import AccountNotFound
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import new_id
from linkwright.owners import repository
from linkwright.owners.errors import ErasureNotFound, OwnerNotFound
from linkwright.owners.model import DONE, KEPT, OPEN, Erasure, mark_of
from linkwright.store.database import Database, Tx, many_rows

_log = structlog.get_logger()
_AT_ONCE = 200
_DELETIONS = 8
_MOST_SHOWN = 200
# Longer than a step takes, with a provider that does not answer.
_LEFT = timedelta(seconds=90)
# Twice the longest call: what was under way writes its run after the erasure.
_LATE = timedelta(minutes=30)
Settle = Callable[[], Awaitable[None]]


class Erasing:
    """Erases owners and gives receipts."""

    def __init__(self, database: Database, deleting: Deleting, settle: Settle, clock: Clock) -> None:
        """`settle` has the run log written up to now."""
        self._database = database
        self._deleting = deleting
        self._settle = settle
        self._clock = clock

    async def erase(self, principal: Principal, owner: str) -> dict[str, Any]:
        """Erase everything about an owner; the receipt. What was erased before and has not come back gives the same one.

        Raises:
            linkwright.access.errors.Forbidden: the caller may not.
            OwnerNotFound: there is nothing about the owner, and there never was.
        """
        require(principal, "destroy", Resource("owner", principal.project_id))
        erasure = await self._begun(principal, owner)
        if erasure.state == OPEN:
            # A caller who goes away does not leave it half done.
            await asyncio.shield(self._work(erasure, principal))
        return await self.receipt(principal, erasure.id)

    async def receipt(self, principal: Principal, erasure_id: str) -> dict[str, Any]:
        """The receipt of an erasure.

        Raises:
            ErasureNotFound: the project has none of that id.
        """
        require(principal, "read", Resource("owner", principal.project_id))
        async with self._database.read() as tx:
            found = await repository.find(tx, principal.project_id, erasure_id)
            if found is None:
                raise ErasureNotFound
            return _view(found, await repository.receipts_of(tx, found.accounts))

    async def receipts(self, principal: Principal) -> list[dict[str, Any]]:
        """The project's newest receipts, at most 200, the latest first."""
        require(principal, "read", Resource("owner", principal.project_id))
        async with self._database.read() as tx:
            found = await repository.page(tx, principal.project_id, _MOST_SHOWN)
            return [_view(one, await repository.receipts_of(tx, one.accounts)) for one in found]

    async def look(self) -> None:
        """Finish what a process left open, and empty the runs that ended after their owner was erased."""
        now = self._clock.now()
        async with self._database.read() as tx:
            left = await repository.left_open(tx, now - _LEFT)
            late = await repository.finished_since(tx, now - _LATE)
        for one in left:
            kind, _, who = one.asked_by.partition(":")
            # Whoever asked was allowed to when they did.
            asked = Principal(
                "key" if kind == "key" else "member", who, one.asked_by_name, one.project_id, scopes=ROLES["owner"]
            )
            await self._work(one, asked)
        for one in late:
            await self._empty(one.id, one.accounts)

    async def _begun(self, principal: Principal, owner: str) -> Erasure:
        project_id, now = principal.project_id, self._clock.now()
        mark = await mark_of(project_id, owner)
        async with self._database.write() as tx:
            known = await repository.hold_project(tx, project_id, mark)
            if known is not None and known.state == OPEN:
                return known
            if not await repository.is_known(tx, project_id, owner):
                if known is None:
                    raise OwnerNotFound
                return known
            ids = await repository.account_ids(tx, project_id, owner)
            going = await repository.count_with_accounts(tx, ids)
            erasure = Erasure(
                id=new_id("ers"),
                project_id=project_id,
                owner=owner,
                state=OPEN,
                accounts=tuple(ids),
                counts={"erased": going, "kept": {}},
                asked_by=principal.reference,
                asked_by_name=principal.name,
                asked_at=now,
                finished_at=None,
            )
            values = {name: getattr(erasure, name) for name in Erasure.__dataclass_fields__}
            await repository.add(tx, {**values, "accounts": ids, "mark": mark, "touched_at": now})
        return erasure

    async def _work(self, erasure: Erasure, principal: Principal) -> None:
        owner = erasure.owner
        assert owner is not None  # it is open
        ids: tuple[str, ...] = erasure.accounts
        await self._repeat(
            erasure.id, lambda tx: repository.delete_sessions(tx, _AT_ONCE, erasure.project_id, owner, ids)
        )
        await self._delete_accounts(principal, owner)
        async with self._database.write() as tx:
            ids = tuple(sorted({*ids, *await repository.account_ids(tx, erasure.project_id, owner)}))
            await repository.count(tx, erasure.id, self._clock.now(), {}, ids)
        await self._empty(erasure.id, ids)
        async with self._database.write() as tx:
            many_rows(tx)
            now = self._clock.now()
            emptied = await repository.empty_receipts(tx, erasure.project_id, owner, erasure.asked_at)
            await repository.count(tx, erasure.id, now, emptied)
            await repository.finish(tx, erasure.id, now, ids)
        await self._database.forget_deleted()
        _log.info("owner.erased", erasure=erasure.id, project=erasure.project_id, accounts=len(ids))

    async def _delete_accounts(self, principal: Principal, owner: str) -> None:
        gate = asyncio.Semaphore(_DELETIONS)

        async def one(account_id: str) -> None:
            async with gate:
                # Somebody else may have deleted it meanwhile.
                with suppress(AccountNotFound):
                    await self._deleting.delete(principal, account_id)

        while True:
            async with self._database.read() as tx:
                ids = await repository.living_ids(tx, principal.project_id, owner)
            if not ids:
                return
            async with asyncio.TaskGroup() as group:
                for account_id in ids:
                    group.create_task(one(account_id))

    async def _empty(self, erasure_id: str, ids: tuple[str, ...]) -> None:
        await self._settle()
        await self._repeat(erasure_id, lambda tx: repository.empty_runs(tx, _AT_ONCE, ids))
        await self._repeat(erasure_id, lambda tx: repository.empty_events(tx, _AT_ONCE, ids))
        async with self._database.write() as tx:
            await repository.count(tx, erasure_id, self._clock.now(), await repository.delete_left(tx, ids))

    async def _repeat(self, erasure_id: str, step: Callable[[Tx], Awaitable[dict[str, int]]]) -> None:
        """Do a step until there is nothing left to do; what it did is counted where it is done."""
        while True:
            async with self._database.write() as tx:
                many_rows(tx)
                done = await step(tx)
                if not done:
                    return
                await repository.count(tx, erasure_id, self._clock.now(), done)


def _view(erasure: Erasure, accounts: list[dict[str, Any]]) -> dict[str, Any]:
    kept = erasure.counts.get("kept") or {}
    finished = erasure.finished_at
    return {
        "id": erasure.id,
        "project_id": erasure.project_id,
        "state": erasure.state,
        "asked_by": erasure.asked_by,
        "asked_by_name": erasure.asked_by_name,
        "asked_at": iso(erasure.asked_at),
        "finished_at": None if finished is None else iso(finished),
        "accounts": accounts,
        "erased": erasure.counts["erased"],
        "kept": [{"what": what, "rows": kept.get(what, 0), "why": why} for what, why in KEPT]
        if erasure.state == DONE
        else [],
    }
