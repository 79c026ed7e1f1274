"""A brake on guessing: some free tries of each name, then waits that double.

Signing in is counted by device where the browser shows that its owner has signed in on it before, else by e-mail and
address together, by address, and by e-mail. So whoever guesses at somebody's password from elsewhere slows down only browsers
that nobody has signed in on yet, and never the owner's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address

from linkwright.access.errors import TooManyTries
from linkwright.access.tries import repository
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.database import Database, Tx

_MOST_WAIT = 900.0
_FORGOTTEN_AFTER = timedelta(hours=24)
_DEVICE_KEPT = timedelta(days=180)
_FREE = 5
_FREE_OF_MANY = 50
_IPV6_HOME = 64


@dataclass(frozen=True, slots=True)
class Counted:
    """What a try is counted under, and how many are free."""

    name: str
    free: int


class Brake:
    """Counts tries before they are made, so that many at once are no more than many one after another."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of_sign_in(self, email: str, address: str, device: str | None) -> tuple[Counted, ...]:
        """What a try to sign in is counted under; the first is that of the person, and forgotten once they are in."""
        if device:
            known = _name("device", email, device)
            async with self._database.read() as tx:
                if await repository.there(tx, known):
                    return (Counted(known, _FREE),)
        place = _place(address)
        return (
            Counted(_name("pair", email, place), _FREE),
            Counted(_name("address", place), _FREE_OF_MANY),
            Counted(_name("email", email), _FREE_OF_MANY),
        )

    @staticmethod
    def of_code(member_id: str) -> tuple[Counted, ...]:
        """What a try of a second step is counted under. Who gets so far knows the password."""
        return (Counted(_name("code", member_id), 10),)

    @staticmethod
    def of_password(member_id: str) -> tuple[Counted, ...]:
        """What a try of the old password by who is signed in is counted under."""
        return (Counted(_name("password", member_id), _FREE),)

    async def take(self, counted: tuple[Counted, ...]) -> None:
        """Count a try.

        Raises:
            TooManyTries: one of the waits is not over; `Retry-After` says for how many seconds.
        """
        async with self._database.write() as tx:
            now = self._clock.now()
            known = await repository.held(tx, [one.name for one in counted], now)
            counts, waits = {}, [0.0]
            for one in counted:
                count, tried_at = known[one.name]
                age = now - tried_at
                count = 0 if age > _FORGOTTEN_AFTER else count
                counts[one.name] = count + 1
                if count >= one.free:
                    # The exponent is bounded: a float has an end.
                    pause = min(_MOST_WAIT, 2.0 ** min(count - one.free + 1, 32))
                    waits.append(pause - age.total_seconds())
            if max(waits) > 0:
                raise _refusal(math.ceil(max(waits)))
            for name, count in counts.items():
                await repository.put(tx, name, count, now)

    async def passed(self, counted: tuple[Counted, ...]) -> None:
        """It was right: the person's own tries are forgotten, and the others have one less."""
        async with self._database.write() as tx:
            first, *others = counted
            await repository.put(tx, first.name, 0, self._clock.now())
            await repository.give_back(tx, [one.name for one in others])

    async def remember(self, tx: Tx, email: str) -> Secret:
        """A token by which the browser shows later that this person has signed in on it."""
        token = new_token("lwd_")
        await repository.add(tx, _name("device", email, token), self._clock.now())
        return Secret(token)

    async def sweep(self) -> None:
        """Forget old tries and devices."""
        async with self._database.write() as tx:
            await repository.sweep(tx, self._clock.now() - _DEVICE_KEPT)


def _refusal(wait: int) -> TooManyTries:
    return TooManyTries(
        f"Too many wrong tries. Try again in {wait} seconds.",
        headers={"Retry-After": str(wait)},
        extra={"retry_after": wait},
    )


def _name(*parts: str) -> str:
    # A zero byte is in none of them, so no two lists give the same text.
    return token_hash("\0".join(part.encode("utf-8", "replace").decode() for part in parts))


def _place(address: str) -> str:
    """One home, rather than one of the many addresses that an IPv6 home has."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 6 and known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(known) if known.version == 4 else str(int(known) >> (128 - _IPV6_HOME))
