"""Members of the console: one-time links, and signing in with e-mail and password."""

from __future__ import annotations

from datetime import timedelta

from linkwright.access import repository
from linkwright.access.entering import repository as entering
from linkwright.access.entering.entrance import Entered, Entrance
from linkwright.access.errors import ClaimLinkDead, EmailTaken, PasswordsOff, SignInRefused
from linkwright.access.passwords import Passwords
from linkwright.access.sessions.model import NOWHERE, Seen
from linkwright.access.tries.brake import Brake
from linkwright.errors import Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id, new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_principal
from linkwright.store.database import Database, Tx
from linkwright.store.faults import RowRefused

CLAIM_LIFETIME = timedelta(days=7)


async def server_link(
    tx: Tx, clock: Clock, organization_id: str, role: str = "owner", email: str | None = None
) -> Secret:
    """Make a one-time link's token on the server: its bearer becomes a member of that role, within seven days.

    Whoever runs the server may do anything, so a member that there is already may set a new password by such a link.
    """
    token, now = new_token(), clock.now()
    await repository.add_claim_link(
        tx,
        {
            "token_hash": token_hash(token),
            "id": new_id("inv"),
            "organization_id": organization_id,
            "role": role,
            "email": email,
            "resets": True,
            "created_by": "server",
            "created_at": now,
            "expires_at": now + CLAIM_LIFETIME,
        },
    )
    return Secret(token)


class MemberService:
    """The rules of becoming a member and of signing in."""

    def __init__(
        self, database: Database, clock: Clock, passwords: Passwords, entrance: Entrance, brake: Brake
    ) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._entrance = entrance
        self._brake = brake

    async def invite(self, tx: Tx, organization_id: str, role: str = "owner", email: str | None = None) -> Secret:
        """Make a link on the server; see `server_link`."""
        return await server_link(tx, self._clock, organization_id, role, email)

    async def invitation(self, tx: Tx, token: Secret) -> repository.Row:
        """What a one-time link is for: role, e-mail if it is for one only, organization.

        Raises:
            ClaimLinkDead: the link is unknown, spent or too old.
        """
        link = await repository.find_claim_link(tx, token_hash(token.reveal()), self._clock.now())
        if link is None:
            raise ClaimLinkDead
        return link

    async def claim(self, token: Secret, email: str, name: str, password: Secret, seen: Seen = NOWHERE) -> Entered:
        """Use a one-time link: become a member, or set a new password by a link that was made on the server.

        Raises:
            ClaimLinkDead: the link is unknown, spent or too old.
            Unprocessable: the e-mail address or the name cannot be used; the link stays good.
            EmailTaken: there is a member of that e-mail, and the link is for new ones; it stays good.
            linkwright.access.errors.PasswordTooWeak: choose another; the link stays good.
        """
        email, name = checked_email(email), checked_name(name)
        async with self._database.read() as tx:
            link = await repository.find_claim_link(tx, token_hash(token.reveal()), self._clock.now())
        near = link["organization_name"] if link is not None else ""
        hashed = await self._passwords.hash(password, name, email, near)
        async with self._database.write() as tx:
            known = await repository.member_by_email(tx, email)
            member_id = known["id"] if known else new_id("mem")
            note_principal(f"member:{member_id}", name, None, None)
            link = await repository.spend_claim_link(tx, token_hash(token.reveal()), self._clock.now())
            if link is None:
                raise ClaimLinkDead
            if link["email"] is not None and link["email"] != email:
                raise Unprocessable(f"This link is for {link['email']}.", extra={"field": "email"})
            if known and not (link["resets"] and known["organization_id"] == link["organization_id"]):
                # Or whoever invites a viewer could take over an owner.
                raise EmailTaken(extra={"field": "email"})
            if known:
                await repository.set_password(tx, known["id"], hashed)
                await entering.end_steps_of(tx, known["id"])
                return await self._entrance.enter(tx, known, seen, "link")
            member = {
                "id": member_id,
                "organization_id": link["organization_id"],
                "email": email,
                "name": name,
                "role": link["role"],
                "password_hash": hashed,
                "created_at": self._clock.now(),
            }
            try:
                await repository.add_member(tx, member)
            except RowRefused:
                raise EmailTaken(extra={"field": "email"}) from None
            return await self._entrance.enter(tx, member, seen, "link")

    async def sign_in(
        self,
        email: str,
        password: Secret,
        seen: Seen = NOWHERE,
        device: str | None = None,
    ) -> Entered:
        """Check e-mail and password. `device` is what the browser kept of an earlier sign-in.

        Raises:
            SignInRefused: they do not go together; the answer does not tell which part.
            PasswordsOff: they do, but the organization has its members sign in through its provider only.
            linkwright.access.errors.TooManyTries: the brake on guessing is on.
        """
        email = email.strip().lower()
        counted = await self._brake.of_sign_in(email, seen.address, device)
        await self._brake.take(counted)
        member = None
        # An address that no member can have must not get as far as a database that chokes on it.
        if email.isprintable():
            async with self._database.read() as tx:
                member = await repository.member_by_email(tx, email)
        if member is not None:
            # Whose account it is, not who asks: the record says which member's door was tried, never what was typed.
            note_principal(f"member:{member['id']}", member["name"], None, member["organization_id"])
        if not await self._passwords.check(member["password_hash"] if member else None, password) or member is None:
            raise SignInRefused
        await self._brake.passed(counted)
        async with self._database.write() as tx:
            wanted = await entering.settings_of(tx, member["organization_id"])
            if wanted is not None and not wanted["passwords"]:
                raise PasswordsOff
            return await self._entrance.enter(tx, member, seen, "password")


def checked_name(text: str) -> str:
    """A member's name.

    Raises:
        Unprocessable: it is empty, too long, or holds what cannot be shown.
    """
    name = text.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise Unprocessable("Give a name of 1 to 100 characters.", extra={"field": "name"})
    return name


def checked_email(text: str) -> str:
    """An e-mail address in the form in which it is kept.

    Raises:
        Unprocessable: it is none.
    """
    email = text.strip().lower()
    local, at, domain = email.partition("@")
    if (
        not at
        or not local
        or "." not in domain.strip(".")
        or len(email) > 254
        or not email.isprintable()
        or " " in email
    ):
        raise Unprocessable(f"“{text.strip()[:80]}” is not an e-mail address.", extra={"field": "email"})
    return email
