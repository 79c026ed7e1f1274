"""Approvals as people meet them: seen, decided about in the console or by a link. Never by whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from linkwright.access.decide import Resource, decide, require
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.approvals import repository
from linkwright.approvals.errors import AlreadyDecided, ApprovalLinkDead, ApprovalNotFound, OwnRequest
from linkwright.approvals.model import APPROVED, PENDING, REFUSED, Approval
from linkwright.approvals.sealing import PlanSealing
from linkwright.approvals.service import event_data
from linkwright.errors import LinkwrightError, Unprocessable
from linkwright.events.outbox import Event, emit
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_principal
from linkwright.store.database import Database, Tx


class Deciding:
    """What people do about approvals."""

    def __init__(self, database: Database, sealing: PlanSealing, clock: Clock, public_url: str) -> None:
        self._database = database
        self._sealing = sealing
        self._clock = clock
        self._public_url = public_url

    async def page(
        self, tx: Tx, principal: Principal, *, pending: bool | None, cursor: str | None, size: int
    ) -> tuple[list[Approval], str | None, int]:
        """A page, the cursor of the next one, and how many wait in all.

        Raises:
            Unprocessable: the cursor is none.
        """
        require(principal, "read", Resource("approval", principal.project_id))
        now, after = self._clock.now(), _after(cursor)
        found = list(
            await repository.page(tx, principal.project_id, pending=pending, now=now, after=after, size=size + 1)
        )
        waiting = await repository.pending_of(tx, principal.project_id, now)
        following = None
        if len(found) > size:
            found = found[:size]
            following = f"{found[-1].created_at.isoformat()}~{found[-1].id}"
        return found, following, waiting

    async def get(self, tx: Tx, principal: Principal, approval_id: str) -> Approval:
        """One: any for a member, its own for whoever asked.

        Raises:
            ApprovalNotFound: there is none of that id that the principal may see.
        """
        found = await repository.find(tx, principal.project_id, approval_id) if is_id(approval_id) else None
        if found is None:
            raise ApprovalNotFound
        if found.caller != principal.reference:
            if principal.kind != "member":
                raise ApprovalNotFound
            require(principal, "read", Resource("approval", principal.project_id))
        return found

    async def plan(self, approval: Approval) -> dict[str, Any] | None:
        """What the call would do, as it was when it was asked for; None where that cannot be opened."""
        return await self._sealing.opened(approval)

    def why_not(self, principal: Principal, approval: Approval) -> LinkwrightError | None:
        """Why this member may not decide about it; None if they may."""
        try:
            self._check(principal, approval)
        except LinkwrightError as refused:
            return refused
        return None

    async def decide(self, principal: Principal, approval_id: str, *, approve: bool) -> Approval:
        """Approve or refuse.

        Raises:
            ApprovalNotFound: there is none of that id.
            linkwright.access.errors.Forbidden: the member's role may not.
            OwnRequest: the member asked for it, or a client on their behalf.
            AlreadyDecided: it does not wait any more.
        """
        async with self._database.write() as tx:
            approval = await self.get(tx, principal, approval_id)
            self._check(principal, approval)
            return await self._decided(tx, approval, approve, principal.reference, principal.name)

    async def link(self, principal: Principal, approval_id: str) -> tuple[Secret, Approval]:
        """Make the link by which whoever has it can decide; one made before ends.

        Raises:
            As for `decide`.
        """
        token = new_token()
        async with self._database.write() as tx:
            approval = await self.get(tx, principal, approval_id)
            self._check(principal, approval)
            values = {"link_hash": token_hash(token), "link_by": principal.id, "link_name": principal.name}
            if not await repository.move(tx, approval, values, since=self._clock.now()):
                raise AlreadyDecided
        return Secret(token), approval

    async def at_link(self, token: Secret) -> Approval:
        """The approval that a link leads to. Looking uses nothing up.

        Raises:
            ApprovalLinkDead: it leads nowhere any more.
        """
        async with self._database.read() as tx:
            return await self._behind(tx, token)

    async def decide_at_link(self, token: Secret, *, approve: bool) -> Approval:
        """Approve or refuse by the link, which ends with that.

        Raises:
            ApprovalLinkDead: it leads nowhere any more.
        """
        async with self._database.write() as tx:
            approval = await self._behind(tx, token)
            name = f"A link from {approval.link_name}"
            note_principal(f"link:{approval.link_by}", name, approval.project_id, None)
            try:
                return await self._decided(tx, approval, approve, f"link:{approval.link_by}", name)
            except AlreadyDecided:
                raise ApprovalLinkDead from None

    async def _behind(self, tx: Tx, token: Secret) -> Approval:
        """The approval behind a link. A link decides for the member who made it, so it ends where that member may not decide.

        Raises:
            ApprovalLinkDead: it leads nowhere any more.
        """
        approval = await repository.by_link(tx, token_hash(token.reveal()))
        if approval is None or approval.standing(self._clock.now()) != PENDING:
            raise ApprovalLinkDead
        role = await repository.role_behind(tx, approval)
        maker = Principal(
            "member", str(approval.link_by), "", approval.project_id, scopes=ROLES.get(str(role), frozenset())
        )
        if not decide(maker, "write", Resource("approval", approval.project_id)).allowed:
            raise ApprovalLinkDead
        return approval

    def _check(self, principal: Principal, approval: Approval) -> None:
        require(principal, "write", Resource("approval", approval.project_id))
        if approval.caller == principal.reference or approval.caller_member == principal.id:
            raise OwnRequest
        if approval.standing(self._clock.now()) != PENDING:
            raise AlreadyDecided

    async def _decided(self, tx: Tx, approval: Approval, approve: bool, by: str, name: str) -> Approval:
        now = self._clock.now()
        # The time to use it begins now; so does that for which a refusal stands.
        until = now + timedelta(minutes=int(approval.rule["minutes"]))
        values: dict[str, Any] = {
            "state": APPROVED if approve else REFUSED,
            "decided_at": now,
            "decided_by": by,
            "decided_name": name,
            "expires_at": until,
            "link_hash": None,
        }
        if not await repository.move(tx, approval, values, since=now):
            raise AlreadyDecided
        decided = replace(approval, **values)
        data = event_data(decided, self._public_url, decided.owner_name)
        await emit(tx, now, Event(decided.project_id, "approval.decided", data, decided.account_id))
        return decided


def may_see(principal: Principal) -> bool:
    """Whether the principal sees what the project's approvals are about."""
    return decide(principal, "read", Resource("approval", principal.project_id)).allowed


def _after(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    moment, _, approval_id = cursor.partition("~")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not is_id(approval_id):
        raise Unprocessable("The cursor cannot be read.", hint="Begin without one.")
    return at, approval_id
