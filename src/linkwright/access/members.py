"""Members of the console: one-time links, sign-in, sessions."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta

from linkwright.access import repository
from linkwright.access.errors import ClaimLinkDead, CsrfRefused, SignInRefused, Unauthenticated
from linkwright.access.passwords import Passwords, TryBrake
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.errors import Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id, new_token, random_text, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_principal
from linkwright.store.database import Database, Tx

_CLAIM_LIFETIME = timedelta(days=7)
# A session's end moves with its use, but is not written on every request.
_TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member with an open console session."""

    member_id: str
    name: str
    email: str
    role: str
    organization_id: str
    organization_name: str
    organization_wire_id: int
    csrf_token: str

    def principal(self, project_id: str) -> Principal:
        """The member as the principal in one of the organization's projects."""
        return Principal(
            kind="member",
            id=self.member_id,
            name=self.name,
            project_id=project_id,
            organization_id=self.organization_id,
            organization_wire_id=self.organization_wire_id,
            scopes=ROLES[self.role],
            role=self.role,
        )


class MemberService:
    """The rules of members and their sessions."""

    def __init__(self, database: Database, clock: Clock, passwords: Passwords, session_lifetime: int) -> None:
        """`session_lifetime`: seconds a session lasts without being used."""
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._brake = TryBrake(clock)
        self._lifetime = timedelta(seconds=session_lifetime)

    async def invite(self, tx: Tx, organization_id: str, role: str = "owner") -> Secret:
        """Make a one-time link's token; it lets its bearer become a member of that role, within seven days."""
        token = new_token()
        now = self._clock.now()
        await repository.add_claim_link(
            tx,
            {
                "token_hash": token_hash(token),
                "organization_id": organization_id,
                "role": role,
                "created_at": now,
                "expires_at": now + _CLAIM_LIFETIME,
            },
        )
        return Secret(token)

    async def claim(self, token: Secret, email: str, name: str, password: Secret) -> Secret:
        """Use a one-time link: become a member (or set a new password), signed in. Gives the session's token.

        Raises:
            ClaimLinkDead: the link is unknown, spent or too old.
            Unprocessable: the e-mail address or the name cannot be used; the link stays good.
            linkwright.access.errors.PasswordTooWeak: choose another; the link stays good.
        """
        email, name = _email(email), name.strip()
        if not name or len(name) > 100 or not name.isprintable():
            raise Unprocessable("Give a name of 1 to 100 characters.", extra={"field": "name"})
        hashed = await self._passwords.hash(password)
        async with self._database.write() as tx:
            known = await repository.member_by_email(tx, email)
            member_id = known["id"] if known else new_id("mem")
            note_principal(f"member:{member_id}", name, None, None)
            link = await repository.spend_claim_link(tx, token_hash(token.reveal()), self._clock.now())
            if link is None:
                raise ClaimLinkDead
            if known:
                await repository.set_password(tx, member_id, hashed)
            else:
                await repository.add_member(
                    tx,
                    {
                        "id": member_id,
                        "organization_id": link["organization_id"],
                        "email": email,
                        "name": name,
                        "role": link["role"],
                        "password_hash": hashed,
                        "created_at": self._clock.now(),
                    },
                )
            return await self._open_session(tx, member_id)

    async def sign_in(self, email: str, password: Secret) -> Secret:
        """Check e-mail and password; gives the token of a new session.

        Raises:
            SignInRefused: they do not go together; the answer does not tell which part.
            linkwright.access.errors.TooManyTries: the brake on guessing is on.
        """
        email = email.strip().lower()
        self._brake.check(email)
        member = None
        # An address that no member can have must not get as far as a database that chokes on it.
        if email.isprintable():
            async with self._database.read() as tx:
                member = await repository.member_by_email(tx, email)
        if member is not None:
            # Whose account it is, not who asks: the record says which member's door was tried, never what was typed.
            note_principal(f"member:{member['id']}", member["name"], None, member["organization_id"])
        if not await self._passwords.check(member["password_hash"] if member else None, password) or member is None:
            self._brake.failed(email)
            raise SignInRefused
        self._brake.passed(email)
        async with self._database.write() as tx:
            return await self._open_session(tx, member["id"])

    async def signed_in(self, token: str | None) -> SignedIn:
        """The member behind a session cookie.

        Raises:
            Unauthenticated: no session, or it has ended.
        """
        now = self._clock.now()
        if not token:
            raise Unauthenticated("You are not signed in.", hint="Sign in to the console.")
        async with self._database.read() as tx:
            row = await repository.find_member_session(tx, token_hash(token))
        if row is None or row["expires_at"] <= now:
            raise Unauthenticated("Your session has ended.", hint="Sign in again.")
        if now - row["used_at"] > _TOUCH_EVERY:
            async with self._database.write() as tx:
                await repository.touch_member_session(tx, row["token_hash"], now, now + self._lifetime)
        note_principal(f"member:{row['id']}", row["name"], None, row["organization_id"])
        return SignedIn(
            member_id=row["id"],
            name=row["name"],
            email=row["email"],
            role=row["role"],
            organization_id=row["organization_id"],
            organization_name=row["organization_name"],
            organization_wire_id=row["organization_wire_id"],
            csrf_token=row["csrf_token"],
        )

    async def sign_out(self, token: str) -> None:
        """End the session behind a cookie."""
        async with self._database.write() as tx:
            await repository.delete_member_session(tx, token_hash(token))

    async def _open_session(self, tx: Tx, member_id: str) -> Secret:
        token = new_token()
        now = self._clock.now()
        await repository.add_member_session(
            tx,
            {
                "token_hash": token_hash(token),
                "member_id": member_id,
                "csrf_token": random_text(40),
                "created_at": now,
                "used_at": now,
                "expires_at": now + self._lifetime,
            },
        )
        return Secret(token)


def check_csrf(member: SignedIn, sent: str | None) -> None:
    """A change must carry the session's own token in a header, which no other site can read.

    Raises:
        CsrfRefused: the header is missing or wrong.
    """
    if not sent or not hmac.compare_digest(member.csrf_token.encode(), sent.encode()):
        raise CsrfRefused


def _email(text: str) -> str:
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
