"""The rules of who belongs to an organization. Every change is one method, in the caller's one transaction."""

from __future__ import annotations

from datetime import timedelta

from linkwright.access import repository as access
from linkwright.access.decide import Resource, require
from linkwright.access.entering.repository import end_steps_of, hold_organization
from linkwright.access.errors import EmailTaken, LastOwner
from linkwright.access.members import CLAIM_LIFETIME, checked_email
from linkwright.access.principals import Principal
from linkwright.access.scopes import MEMBERS_WRITE, OWNER, OWNERS_WRITE, ROLES
from linkwright.access.sessions import repository as sessions
from linkwright.access.team import repository
from linkwright.access.team.model import Invitation, Member, NewInvitation, Removed
from linkwright.access.two_step import repository as two_step
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, new_id, new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.kit.words import did_you_mean
from linkwright.store.database import Tx

_MOST_DAYS = 30
_MOST_OPEN = 200


class TeamService:
    """Lists, invites, promotes, demotes and removes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def members(self, tx: Tx, principal: Principal) -> list[Member]:
        """The members of the principal's organization, oldest first.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not see them.
        """
        require(principal, "read", Resource("member"))
        rows = await repository.members_of(tx, principal.organization_id)
        on = await two_step.on_of(tx, [row["id"] for row in rows])
        return [_member(row, row["id"] in on, row["used_at"]) for row in rows]

    async def invite(
        self, tx: Tx, principal: Principal, role: str, email: str | None = None, days: int | None = None
    ) -> NewInvitation:
        """Make a one-time link by which somebody new becomes a member.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not give that role.
            Unprocessable: there is no such role, the e-mail is none, or the days are not 1 to 30.
            EmailTaken: there is a member of that e-mail.
        """
        role = checked_role(role)
        require(principal, "write", Resource("member", role=role))
        address = checked_email(email) if email else None
        if days is not None and not 1 <= days <= _MOST_DAYS:
            raise Unprocessable(f"An invitation works for 1 to {_MOST_DAYS} days.", extra={"field": "days"})
        await hold_organization(tx, principal.organization_id)
        if address and await access.member_by_email(tx, address):
            raise EmailTaken(extra={"field": "email"})
        now, token = self._clock.now(), new_token()
        if len(await repository.invitations(tx, principal.organization_id, now)) >= _MOST_OPEN:
            raise Unprocessable(f"There are {_MOST_OPEN} open invitations. Revoke some first.")
        made = Invitation(
            id=new_id("inv"),
            role=role,
            email=address,
            created_by=principal.reference,
            created_at=now,
            expires_at=now + (timedelta(days=days) if days else CLAIM_LIFETIME),
        )
        await access.add_claim_link(
            tx,
            {
                "token_hash": token_hash(token),
                "organization_id": principal.organization_id,
                "resets": False,
                **{name: getattr(made, name) for name in Invitation.__slots__},
            },
        )
        return NewInvitation(made, Secret(token))

    async def invitations(self, tx: Tx, principal: Principal) -> list[Invitation]:
        """Links that work still, newest first.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not see them.
        """
        require(principal, "read", Resource("member"))
        rows = await repository.invitations(tx, principal.organization_id, self._clock.now())
        return [Invitation(**{name: row[name] for name in Invitation.__slots__}) for row in rows]

    async def revoke(self, tx: Tx, principal: Principal, invitation_id: str) -> None:
        """Make a link worthless.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not give the link's role, so not take it back either.
            NotFound: there is none of that id, or it has been used.
        """
        require(principal, "write", Resource("member"))
        organization = principal.organization_id
        found = await repository.invitation(tx, organization, invitation_id) if is_id(invitation_id) else None
        if found is None:
            raise NotFound("There is no such open invitation.", hint="It may have been used. Load the list again.")
        require(principal, "write", Resource("member", role=found["role"]))
        if not await repository.drop_invitation(tx, invitation_id):
            raise NotFound("There is no such open invitation.", hint="It may have been used. Load the list again.")

    async def change_role(self, tx: Tx, principal: Principal, member_id: str, role: str) -> Member:
        """Give a member another role; it counts from their next request on.

        Invitations of theirs that the new role could not make stop working, or they would come back by them.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not change that member, or not give that role.
            Unprocessable: there is no such role.
            NotFound: the organization has no such member.
            LastOwner: nobody would be owner any more.
        """
        role = checked_role(role)
        row = await self._held(tx, principal, member_id, role)
        if row["role"] == OWNER and role != OWNER:
            await self._keep_an_owner(tx, principal)
        await repository.update(tx, member_id, {"role": role})
        await repository.drop_invitations_by(tx, f"member:{member_id}", kept=_may_invite(role))
        on = bool(await two_step.on_of(tx, [member_id]))
        return _member({**row, "role": role}, on, None)

    async def remove(self, tx: Tx, principal: Principal, member_id: str) -> Removed:
        """Remove a member: sessions, MCP clients that they let in and invitations that they made end at once.

        API keys that they made belong to the project and stay.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not remove that member.
            NotFound: the organization has no such member.
            LastOwner: nobody would be owner any more.
        """
        row = await self._held(tx, principal, member_id)
        if row["role"] == OWNER:
            await self._keep_an_owner(tx, principal)
        clients = await repository.end_clients(tx, member_id)
        ended = await sessions.end_all(tx, member_id)
        invitations = await repository.drop_invitations_by(tx, f"member:{member_id}")
        await repository.remove(tx, member_id)
        return Removed(ended, clients, invitations)

    async def reset_two_step(self, tx: Tx, principal: Principal, member_id: str) -> bool:
        """Switch off the two-step sign-in of a member who lost the app; ends their sessions. False if it was off.

        Raises:
            linkwright.access.errors.Forbidden: the principal is no owner.
            NotFound: the organization has no such member.
        """
        require(principal, "write", Resource("member", role=OWNER))
        await self._held(tx, principal, member_id)
        was_on = await two_step.remove(tx, member_id)
        await sessions.end_all(tx, member_id)
        await end_steps_of(tx, member_id)
        return was_on

    async def _held(self, tx: Tx, principal: Principal, member_id: str, role: str | None = None) -> access.Row:
        """The member, with the organization's members held so that nobody else changes them meanwhile."""
        require(principal, "write", Resource("member", role=role))
        await hold_organization(tx, principal.organization_id)
        row = await repository.find(tx, principal.organization_id, member_id) if is_id(member_id) else None
        if row is None:
            raise NotFound("There is no such member.", hint="Load the list again.")
        require(principal, "write", Resource("member", role=row["role"]))
        return row

    async def _keep_an_owner(self, tx: Tx, principal: Principal) -> None:
        if await repository.owners(tx, principal.organization_id) < 2:
            raise LastOwner


def checked_role(role: str) -> str:
    """A role that there is.

    Raises:
        Unprocessable: there is none of that name; the nearest is suggested.
    """
    if role not in ROLES:
        raise Unprocessable(f"There is no role '{role[:40]}'.{did_you_mean(role, ROLES)}", extra={"field": "role"})
    return role


def _may_invite(role: str) -> list[str]:
    """The roles that a member of this role may give to new members."""
    if OWNERS_WRITE in ROLES[role]:
        return list(ROLES)
    return [one for one in ROLES if one != OWNER] if MEMBERS_WRITE in ROLES[role] else []


def _member(row: access.Row | dict[str, object], two_step_on: bool, used_at: object) -> Member:
    values = {name: row[name] for name in ("id", "name", "email", "role", "created_at")}
    return Member(**values, two_step=two_step_on, used_at=used_at)  # type: ignore[arg-type]
