"""The rules of console sessions: how they begin, go on and end."""

from __future__ import annotations

import hmac
from datetime import timedelta

from linkwright.access.errors import CsrfRefused, SignInAgain, Unauthenticated
from linkwright.access.sessions import repository
from linkwright.access.sessions.model import ConsoleSession, Seen, SignedIn
from linkwright.errors import NotFound
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, new_id, new_token, random_text, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_principal
from linkwright.store.database import Database, Tx

# How long signing in counts for what may be done only by who has just shown who they are.
_PROOF_LASTS = timedelta(minutes=10)
# A session's end moves with its use, but is not written on every request.
_TOUCH_EVERY = timedelta(minutes=5)


class ConsoleSessions:
    """Opens, finds, lists and ends sessions."""

    def __init__(self, database: Database, clock: Clock, idle: int, longest: int) -> None:
        """A session ends `idle` seconds after its last use, and `longest` seconds after its beginning in any case."""
        self._database = database
        self._clock = clock
        self._idle = timedelta(seconds=idle)
        self._longest = timedelta(seconds=longest)

    async def open(self, tx: Tx, member_id: str, seen: Seen, way: str) -> Secret:
        """Begin a session; gives its token, for the browser alone."""
        token, now = new_token(), self._clock.now()
        await repository.add(
            tx,
            {
                "token_hash": token_hash(token),
                "id": new_id("mses"),
                "member_id": member_id,
                "csrf_token": random_text(40),
                "way": way,
                "address": seen.address,
                "device": seen.device,
                "created_at": now,
                "used_at": now,
                "expires_at": now + self._idle,
                "ends_at": now + self._longest,
            },
        )
        return Secret(token)

    async def signed_in(self, token: str | None) -> SignedIn:
        """The member behind a session cookie.

        Raises:
            Unauthenticated: no session, or it has ended.
        """
        now = self._clock.now()
        if not token:
            raise Unauthenticated("You are not signed in.", hint="Sign in to the console.")
        async with self._database.read() as tx:
            row = await repository.find(tx, token_hash(token))
        if row is None or row["expires_at"] <= now or row["ends_at"] <= now:
            raise Unauthenticated("Your session has ended.", hint="Sign in again.")
        if now - row["used_at"] > _TOUCH_EVERY:
            async with self._database.write() as tx:
                await repository.touch(tx, row["token_hash"], now, now + self._idle)
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
            session_id=row["session_id"],
            since=row["since"],
        )

    def recently_proved(self, member: SignedIn) -> None:
        """Have whoever sits there show once more that they are the member, before something that outlasts the session.

        Signing in again is how: it takes the password, and the second step where there is one, or the way through the
        provider; it begins a new session and ends this one.

        Raises:
            SignInAgain: they signed in for this session longer ago than ten minutes.
        """
        if member.since is None or self._clock.now() - member.since > _PROOF_LASTS:
            raise SignInAgain

    async def list(self, tx: Tx, member: SignedIn) -> list[ConsoleSession]:
        """The member's open sessions, the one used last first."""
        rows = await repository.open_of(tx, member.member_id, self._clock.now())
        return [
            ConsoleSession(
                id=row["id"],
                way=row["way"],
                address=row["address"],
                device=row["device"],
                created_at=row["created_at"],
                used_at=row["used_at"],
                ends_at=min(row["expires_at"], row["ends_at"]),
            )
            for row in rows
        ]

    async def end(self, tx: Tx, member: SignedIn, session_id: str) -> None:
        """End one of the member's own sessions.

        Raises:
            NotFound: the member has none of that id.
        """
        if not is_id(session_id) or not await repository.end_one(tx, member.member_id, session_id):
            raise NotFound("That session is not open any more.", hint="Load the list again.")

    async def end_others(self, tx: Tx, member: SignedIn) -> int:
        """End all of the member's sessions but this one; counts them."""
        return await repository.end_all(tx, member.member_id, keep=member.session_id)

    async def sign_out(self, token: str) -> None:
        """End the session behind a cookie."""
        async with self._database.write() as tx:
            await repository.end(tx, token_hash(token))

    async def end_earlier(self, hashed: str) -> None:
        """End the session that a browser had before it signed in again, by its token's hash; none is fine, too."""
        async with self._database.write() as tx:
            await repository.end(tx, hashed)

    async def sweep(self) -> None:
        """Remove the sessions that have ended."""
        async with self._database.write() as tx:
            await repository.sweep(tx, self._clock.now())


def check_csrf(member: SignedIn, sent: str | None) -> None:
    """A change must carry the session's own token in a header, which no other site can read.

    Raises:
        CsrfRefused: the header is missing or wrong.
    """
    if not sent or not hmac.compare_digest(member.csrf_token.encode(), sent.encode()):
        raise CsrfRefused
