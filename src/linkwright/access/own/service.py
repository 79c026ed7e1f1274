"""The rules of one's own password and two-step sign-in, for who is signed in."""

from __future__ import annotations

from linkwright.access import repository
from linkwright.access.entering.repository import end_steps_of, settings_of
from linkwright.access.errors import SignInRefused, TwoStepRequired
from linkwright.access.passwords import Passwords
from linkwright.access.sessions import repository as sessions
from linkwright.access.sessions.model import SignedIn
from linkwright.access.tries.brake import Brake
from linkwright.access.two_step.service import Person, TwoStep
from linkwright.kit.secret import Secret
from linkwright.store.database import Database


class OwnAccount:
    """Changes the password, and switches two-step sign-in off."""

    def __init__(self, database: Database, passwords: Passwords, two_step: TwoStep, brake: Brake) -> None:
        self._database = database
        self._passwords = passwords
        self._two_step = two_step
        self._brake = brake

    async def change_password(self, member: SignedIn, old: Secret, new: Secret) -> int:
        """Set a new password; all other sessions end. Gives how many those were.

        Raises:
            SignInRefused: the old one is wrong.
            linkwright.access.errors.PasswordTooWeak: choose another.
            linkwright.access.errors.TooManyTries: the brake on guessing is on.
        """
        await self._check(member, old)
        hashed = await self._passwords.hash(new, member.name, member.email, member.organization_name)
        async with self._database.write() as tx:
            await repository.keep_password(tx, member.member_id, hashed)
            await end_steps_of(tx, member.member_id)
            return await sessions.end_all(tx, member.member_id, keep=member.session_id)

    async def switch_off(self, member: SignedIn, code: str) -> None:
        """Switch two-step sign-in off; needs a code of the app, or a recovery code.

        Raises:
            TwoStepRequired: the organization wants it.
            linkwright.access.errors.CodeRefused: the code is wrong or was used.
            linkwright.access.errors.TooManyTries: the brake on guessing is on.
        """
        async with self._database.read() as tx:
            wanted = await settings_of(tx, member.organization_id)
        if wanted is not None and wanted["require_two_step"]:
            raise TwoStepRequired
        await self._two_step.check(person_of(member), code)
        async with self._database.write() as tx:
            await self._two_step.switch_off(tx, member.member_id)

    async def _check(self, member: SignedIn, old: Secret) -> None:
        counted = self._brake.of_password(member.member_id)
        await self._brake.take(counted)
        async with self._database.read() as tx:
            row = await repository.member_by_email(tx, member.email)
        if row is None or not await self._passwords.check(row["password_hash"], old):
            raise SignInRefused("That is not your present password.", hint="Type the password that you signed in with.")
        await self._brake.passed(counted)


def person_of(member: SignedIn) -> Person:
    """Whose second step it is."""
    return Person(member.member_id, member.organization_id, member.email, member.organization_name)
