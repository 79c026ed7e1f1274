"""Approvals as calls meet them: asked for, waited for, taken, used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from linkwright.approvals import repository
from linkwright.approvals.errors import ApprovalDiffers, ApprovalNotFound, ApprovalOver, TooManyApprovals
from linkwright.approvals.model import (
    APPROVED,
    CLAIMED,
    EXPIRED,
    GRACE,
    OUTDATED,
    PENDING,
    REFUSED,
    USED,
    Approval,
    Asked,
)
from linkwright.approvals.sealing import PlanSealing
from linkwright.events.outbox import Event, emit
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import is_id, new_id
from linkwright.store.database import Database
from linkwright.store.faults import RowRefused

MOST_PENDING = 50
"""So many calls of one caller wait at most: what nobody can look through is approved unread."""
_NOT_USABLE = frozenset({USED, OUTDATED, EXPIRED})


class Approvals:
    """What the way of a call asks."""

    def __init__(self, database: Database, sealing: PlanSealing, clock: Clock, public_url: str) -> None:
        self._database = database
        self._sealing = sealing
        self._clock = clock
        self._public_url = public_url

    async def standing(self, asked: Asked, approval_id: str = "") -> tuple[Approval, str] | None:
        """The approval that there is for this very call, and how it stands; None where one has to be asked for.

        Without an id it is looked for by the call. One that was used gives nothing more, except its answer to the
        idempotency key that it was used with.

        Raises:
            ApprovalNotFound: this caller has asked for none of that id.
            ApprovalDiffers: it is for another call.
            ApprovalOver: it was used, or its time is over.
        """
        async with self._database.read() as tx:
            if approval_id:
                found = await repository.find(tx, asked.project_id, approval_id) if is_id(approval_id) else None
            else:
                found = await repository.bound(tx, asked.project_id, asked.binding)
        if approval_id:
            if found is None or found.caller != asked.caller:
                raise ApprovalNotFound
            if found.binding != asked.binding:
                raise ApprovalDiffers
        if found is None or found.binding != asked.binding:
            return None
        standing = found.standing(self._clock.now())
        if standing == USED and (approval_id or (asked.key_hash is not None and asked.key_hash == found.used_key)):
            return found, USED
        if standing not in _NOT_USABLE:
            return found, standing
        if approval_id:
            raise ApprovalOver
        return None

    async def own(self, project_id: str, caller: str, approval_id: str) -> Approval:
        """An approval for whoever asked for it.

        Raises:
            ApprovalNotFound: this caller has asked for none of that id.
        """
        found = None
        if is_id(approval_id):
            async with self._database.read() as tx:
                found = await repository.find(tx, project_id, approval_id)
        if found is None or found.caller != caller:
            raise ApprovalNotFound
        return found

    async def request(self, asked: Asked, plan: Mapping[str, Any], plan_hash: str) -> Approval:
        """Ask for one; where the same is asked for at the same time, it is one.

        Raises:
            TooManyApprovals: this caller waits for as many as it may.
        """
        now, approval_id = self._clock.now(), new_id("apr")
        shown = await self._sealing.seal(asked.project_id, asked.account_id, approval_id, plan)
        approval = Approval(
            id=approval_id,
            project_id=asked.project_id,
            account_id=asked.account_id,
            action=asked.action,
            effect=asked.effect,
            binding=asked.binding,
            plan_hash=plan_hash,
            policy_version=asked.policy_version,
            rule=asked.rule,
            caller=asked.caller,
            caller_name=asked.caller_name,
            caller_member=asked.member,
            face=asked.face,
            run_id=asked.run_id,
            state=PENDING,
            created_at=now,
            expires_at=now + timedelta(minutes=int(asked.rule["minutes"])),
            shown=shown,
        )
        try:
            async with self._database.write() as tx:
                if await repository.pending_of(tx, asked.project_id, now, asked.caller) >= MOST_PENDING:
                    raise TooManyApprovals
                await repository.expire(tx, asked.binding, now, now - GRACE)
                await repository.add(tx, approval)
                await emit(tx, now, self._event("approval.requested", approval, asked.owner))
        except RowRefused:
            async with self._database.read() as tx:
                found = await repository.bound(tx, asked.project_id, asked.binding)
            if found is None:
                raise
            return found
        return approval

    async def claim(self, approval: Approval, asked: Asked, *, once: bool) -> bool:
        """Take an approved one for a run, so that no other has it; whether it was there to be taken.

        What is not noted in the ledger is used `once` and for all by being taken.
        """
        now = self._clock.now()
        values = {
            "state": USED if once else CLAIMED,
            "used_at": now,
            "used_run_id": asked.run_id,
            "used_key": asked.key_hash,
        }
        async with self._database.write() as tx:
            return approval.state == APPROVED and await repository.move(tx, approval, values, since=now)

    async def used(self, approval: Approval) -> None:
        """Write down that the call was made."""
        await self._end(approval, USED)

    async def outdated(self, approval: Approval) -> None:
        """Write down that it is for something that is no longer so."""
        await self._end(approval, OUTDATED)

    async def _end(self, approval: Approval, state: str) -> None:
        async with self._database.write() as tx:
            found = await repository.find(tx, approval.project_id, approval.id)
            if found is not None and found.state in (PENDING, APPROVED, CLAIMED):
                await repository.move(tx, found, {"state": state})

    def _event(self, kind: str, approval: Approval, owner: str | None) -> Event:
        return Event(approval.project_id, kind, event_data(approval, self._public_url, owner), approval.account_id)


def event_data(approval: Approval, public_url: str, owner: str | None) -> dict[str, Any]:
    """What is told of an approval: enough to find it, and nothing of what the call says."""
    return {
        "approval_id": approval.id,
        "status": approval.state,
        "action": approval.action,
        "effect": approval.effect,
        "account_id": approval.account_id,
        "origin_owner_name": owner,
        "caller": approval.caller,
        "caller_name": approval.caller_name,
        "rule_name": approval.rule.get("name") or "",
        "expires_at": iso(approval.expires_at),
        "decided_by": approval.decided_name,
        "console_url": f"{public_url}/console/approvals/{approval.id}",
    }


__all__ = ["APPROVED", "CLAIMED", "PENDING", "REFUSED", "USED", "Approvals", "event_data"]
