"""Passwords: argon2id off the event loop."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from linkwright.access.errors import PasswordTooWeak
from linkwright.kit.secret import Secret

LEAST = 12
_MOST = 1024


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
