"""The rules of the second step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from linkwright.access.errors import CodeRefused, TwoStepAlreadyOn, TwoStepNotBegun
from linkwright.access.tries.brake import Brake
from linkwright.access.two_step import codes, repository
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.store.database import Database, Tx
from linkwright.vault.vault import Vault

FIELD = "two_step_secret"
_DIGITS = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Person:
    """Whose second step it is."""

    member_id: str
    organization_id: str
    email: str
    organization_name: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an app needs to be told: the secret to type, and a picture of it to scan."""

    secret: Secret
    picture: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TwoStepState:
    """Whether it is on, and how many recovery codes are left."""

    on: bool
    codes_left: int


class TwoStep:
    """Sets it up, checks codes, switches it off. The secret lies in the vault, sealed for the organization."""

    def __init__(self, database: Database, vault: Vault, brake: Brake, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._brake = brake
        self._clock = clock

    async def state(self, tx: Tx, member_id: str) -> TwoStepState:
        """How it stands."""
        row = await repository.find(tx, member_id)
        on = row is not None and row["confirmed_at"] is not None
        return TwoStepState(on, await repository.codes_left(tx, member_id) if on else 0)

    async def begin(self, person: Person) -> Beginning:
        """A fresh secret, good for nothing until a first code shows that the app has it.

        Raises:
            TwoStepAlreadyOn: switch it off first.
        """
        secret, now = codes.new_secret(), self._clock.now()
        # Version and secret are new each time, so that a code of an earlier picture does not fit.
        version = int(now.timestamp() * 1000) % 2**31
        record = await self._vault.seal(
            secret, project_id=person.organization_id, account_id=person.member_id, field=FIELD, version=version
        )
        async with self._database.write() as tx:
            values = {"member_id": person.member_id, "record": record, "version": version, "last_step": 0}
            if not await repository.replace(tx, {**values, "created_at": now, "confirmed_at": None}):
                raise TwoStepAlreadyOn
        address = codes.address_of(secret, person.email, person.organization_name)
        return Beginning(secret, codes.picture_of(address))

    async def confirm(self, person: Person, code: str) -> list[Secret]:
        """Switch it on with a first code; gives the recovery codes, this once.

        Raises:
            TwoStepNotBegun: no secret was made, or it is on already.
            CodeRefused: the code is not the app's.
            linkwright.access.errors.TooManyTries: the brake on guessing is on.
        """
        counted = self._brake.of_code(person.member_id)
        await self._brake.take(counted)
        async with self._database.read() as tx:
            row = await repository.find(tx, person.member_id)
        if row is None or row["confirmed_at"] is not None:
            raise TwoStepNotBegun
        step = codes.step_of(await self._secret(person, row), _plain(code), self._clock.now())
        fresh = codes.new_recovery_codes()
        async with self._database.write() as tx:
            taken = step is not None and await repository.take_step(
                tx, person.member_id, row["version"], step, self._clock.now()
            )
            if not taken:
                raise CodeRefused
            await repository.put_codes(tx, person.member_id, [codes.recovery_hash(one.reveal()) for one in fresh])
        await self._brake.passed(counted)
        return fresh

    async def check(self, person: Person, code: str) -> None:
        """Take a code of the app, or a recovery code; either works once.

        Raises:
            CodeRefused: it is neither, or was used.
            linkwright.access.errors.TooManyTries: the brake on guessing is on.
        """
        counted = self._brake.of_code(person.member_id)
        await self._brake.take(counted)
        async with self._database.read() as tx:
            row = await repository.find(tx, person.member_id)
        if row is None or row["confirmed_at"] is None or not await self._taken(person, row, _plain(code)):
            raise CodeRefused
        await self._brake.passed(counted)

    async def fresh_codes(self, person: Person, code: str) -> list[Secret]:
        """New recovery codes in place of the old ones; needs a code.

        Raises:
            CodeRefused, linkwright.access.errors.TooManyTries: as for `check`.
        """
        await self.check(person, code)
        fresh = codes.new_recovery_codes()
        async with self._database.write() as tx:
            await repository.put_codes(tx, person.member_id, [codes.recovery_hash(one.reveal()) for one in fresh])
        return fresh

    async def switch_off(self, tx: Tx, member_id: str) -> bool:
        """Forget app and recovery codes; False if it was off."""
        return await repository.remove(tx, member_id)

    async def _taken(self, person: Person, row: repository.Row, code: str) -> bool:
        if _DIGITS.fullmatch(code):
            step = codes.step_of(await self._secret(person, row), code, self._clock.now())
            if step is None:
                return False
            async with self._database.write() as tx:
                return await repository.take_step(tx, person.member_id, row["version"], step)
        async with self._database.write() as tx:
            return await repository.take_code(tx, person.member_id, codes.recovery_hash(code), self._clock.now())

    async def _secret(self, person: Person, row: repository.Row) -> Secret:
        return await self._vault.open(
            bytes(row["record"]),
            project_id=person.organization_id,
            account_id=person.member_id,
            field=FIELD,
            version=row["version"],
        )


def _plain(code: str) -> str:
    # People type blanks into the middle; a half surrogate pair could not even be compared.
    return "".join(code.split()).encode("utf-8", "replace").decode()
