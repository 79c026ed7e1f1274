"""Lets in who was recognised: with a session, or with the half of one and what is still needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from linkwright.access.entering import repository
from linkwright.access.errors import StepEnded
from linkwright.access.sessions.model import Seen
from linkwright.access.sessions.service import ConsoleSessions
from linkwright.access.tries.brake import Brake
from linkwright.access.two_step.service import Beginning, Person, TwoStep
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_principal
from linkwright.store.database import Database, Tx

# A member's row as it was read, or as it has just been written.
Row = repository.Row | Mapping[str, Any]
Stage = Literal["in", "code", "setup"]
Way = Literal["password", "link", "provider"]
STEP_LIFETIME = timedelta(minutes=10)
_MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Entered:
    """How far a person has come.

    Attributes:
        token: of the session, or of the half-done sign-in.
        stage: `in`; or what is needed still: a `code`, or the `setup` of two-step sign-in.
        device: by which the browser shows later that this person has signed in on it; None until they are in.
    """

    token: Secret
    stage: Stage = "in"
    device: Secret | None = None


class Entrance:
    """Opens sessions, with the second step before where the member has one or the organization wants one."""

    def __init__(
        self, database: Database, clock: Clock, sessions: ConsoleSessions, two_step: TwoStep, brake: Brake
    ) -> None:
        self._database = database
        self._clock = clock
        self._sessions = sessions
        self._two_step = two_step
        self._brake = brake

    async def enter(self, tx: Tx, member: Row, seen: Seen, way: Way) -> Entered:
        """Let a member in who was recognised. `member` is its row."""
        stage = await self._stage(tx, member, way)
        if stage == "in":
            token = await self._sessions.open(tx, member["id"], seen, way)
            return Entered(token, "in", await self._brake.remember(tx, member["email"]))
        half, now = new_token("lwh_"), self._clock.now()
        await repository.add_step(
            tx,
            {
                "token_hash": token_hash(half),
                "member_id": member["id"],
                "stage": stage,
                "way": way,
                "tries": 0,
                "created_at": now,
                "expires_at": now + STEP_LIFETIME,
            },
        )
        return Entered(Secret(half), stage)

    async def finish(self, token: str | None, code: str, seen: Seen) -> Entered:
        """Take the code of a half-done sign-in.

        Raises:
            StepEnded: it is not known, too old, or has had five tries.
            linkwright.access.errors.CodeRefused: the code is wrong or was used.
            linkwright.access.errors.TooManyTries: the brake on guessing is on.
        """
        row = await self._half(token, "code", counts=True)
        await self._two_step.check(_person(row), code)
        return await self._through(str(token), row, seen)

    async def begin_setup(self, token: str | None) -> Beginning:
        """The secret for the app of who must set up two-step sign-in before going on.

        Raises:
            StepEnded: the half-done sign-in is not known or too old.
        """
        return await self._two_step.begin(_person(await self._half(token, "setup")))

    async def finish_setup(self, token: str | None, code: str, seen: Seen) -> tuple[Entered, list[Secret]]:
        """Switch two-step sign-in on with a first code, and go on; gives the recovery codes, this once.

        Raises:
            StepEnded, linkwright.access.errors.CodeRefused, linkwright.access.errors.TooManyTries: as for `finish`.
            linkwright.access.errors.TwoStepNotBegun: no secret was made.
        """
        row = await self._half(token, "setup", counts=True)
        codes = await self._two_step.confirm(_person(row), code)
        return await self._through(str(token), row, seen), codes

    async def sweep(self) -> None:
        """Remove half-done sign-ins that have ended."""
        async with self._database.write() as tx:
            await repository.sweep(tx, self._clock.now())

    async def _stage(self, tx: Tx, member: Row, way: Way) -> Stage:
        if (await self._two_step.state(tx, member["id"])).on:
            return "code"
        wanted = await repository.settings_of(tx, member["organization_id"])
        # Who comes from the organization's provider has done there whatever it asks for.
        return "setup" if wanted is not None and wanted["require_two_step"] and way != "provider" else "in"

    async def _half(self, token: str | None, stage: Stage, *, counts: bool = False) -> repository.Row:
        if not token:
            raise StepEnded
        hashed = token_hash(token)
        async with self._database.write() as tx:
            row = await repository.find_step(tx, hashed, self._clock.now())
            if row is None or row["stage"] != stage:
                raise StepEnded
            note_principal(f"member:{row['id']}", row["name"], None, row["organization_id"])
            if not counts or await repository.count_try(tx, hashed, _MOST_TRIES):
                return row
            await repository.end_step(tx, hashed)
        raise StepEnded("That were five wrong codes.")

    async def _through(self, token: str, row: repository.Row, seen: Seen) -> Entered:
        async with self._database.write() as tx:
            if not await repository.end_step(tx, token_hash(token)):
                raise StepEnded
            session = await self._sessions.open(tx, row["id"], seen, row["way"])
            return Entered(session, "in", await self._brake.remember(tx, row["email"]))


def _person(row: repository.Row) -> Person:
    return Person(row["id"], row["organization_id"], row["email"], row["organization_name"])
