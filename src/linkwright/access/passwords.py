"""Passwords: argon2id off the event loop, and a brake on guessing."""

from __future__ import annotations

import asyncio
import math

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from linkwright.access.errors import PasswordTooWeak, TooManyTries
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret

LEAST = 12
_MOST = 1024
_FREE_TRIES = 5
_MOST_WAIT = 900.0
_MOST_NAMES = 10_000


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        # Checked against when there is no such member, so that the answer takes equally long.
        self._nobody = self._hasher.hash("nobody has this password")

    async def hash(self, password: Secret) -> str:
        """The argon2id hash to store.

        Raises:
            PasswordTooWeak: shorter than 12 characters, longer than 1,024, or one character repeated.
        """
        text = password.reveal()
        if len(text) < LEAST or len(set(text)) < 4:
            raise PasswordTooWeak
        if len(text) > _MOST:
            raise PasswordTooWeak("A password may have at most 1,024 characters.", hint="Choose a shorter one.")
        return await asyncio.to_thread(self._hasher.hash, text)

    async def check(self, stored: str | None, password: Secret) -> bool:
        """Whether the password fits; takes as long when there is nothing to compare with."""
        return await asyncio.to_thread(self._check, stored, password.reveal()[:_MOST])

    def _check(self, stored: str | None, text: str) -> bool:
        try:
            return self._hasher.verify(stored or self._nobody, text) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


class TryBrake:
    """Slows guessing: five free tries a name, then waits that double up to 15 minutes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failed: dict[str, tuple[int, float]] = {}

    def check(self, name: str) -> None:
        """Refuse while the wait lasts.

        Raises:
            TooManyTries: with `Retry-After` in seconds.
        """
        count, since = self._failed.get(name, (0, 0.0))
        if count < _FREE_TRIES:
            return
        left = since + min(_MOST_WAIT, 2.0 ** (count - _FREE_TRIES + 1)) - self._clock.monotonic()
        if left > 0:
            wait = math.ceil(left)
            raise TooManyTries(
                f"Too many wrong tries. Try again in {wait} seconds.",
                headers={"Retry-After": str(wait)},
                extra={"retry_after": wait},
            )

    def failed(self, name: str) -> None:
        """Count a wrong try."""
        if len(self._failed) >= _MOST_NAMES:
            self._failed.pop(next(iter(self._failed)))
        self._failed[name] = (self._failed.get(name, (0, 0.0))[0] + 1, self._clock.monotonic())

    def passed(self, name: str) -> None:
        """Forget the wrong tries of a name."""
        self._failed.pop(name, None)
