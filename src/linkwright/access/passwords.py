"""Passwords: argon2id off the event loop."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from linkwright.access.errors import PasswordTooWeak
from linkwright.access.guessable import is_common, made_of_near, near_words
from linkwright.kit.secret import Secret

LEAST = 12
_MOST = 1024


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        # Checked against when there is no such member, so that the answer takes equally long.
        self._nobody = self._hasher.hash("nobody has this password")

    async def hash(self, password: Secret, *named: str) -> str:
        """The argon2id hash to store; `named` are the names and e-mail addresses that stand near the person.

        Raises:
            PasswordTooWeak: shorter than 12 characters, longer than 1,024, one character repeated, one of the commonest,
                or made of a word that stands near.
        """
        text = password.reveal()
        if len(text) < LEAST or len(set(text)) < 4:
            raise PasswordTooWeak
        if len(text) > _MOST:
            raise PasswordTooWeak("A password may have at most 1,024 characters.", hint="Choose a shorter one.")
        near = near_words(*named)
        if word := made_of_near(text, near):
            raise PasswordTooWeak(
                f"This password is made of “{word}”, which others can guess.",
                hint="Leave out names and e-mail addresses, or add a few unrelated words.",
            )
        if await asyncio.to_thread(is_common, text, near):
            raise PasswordTooWeak(
                "This is one of the passwords that are tried first.",
                hint="Choose one that nobody else has; a few unrelated words in a row are easy to remember.",
            )
        return await asyncio.to_thread(self._hasher.hash, text)

    async def check(self, stored: str | None, password: Secret) -> bool:
        """Whether the password fits; takes as long when there is nothing to compare with."""
        text = password.reveal()
        # What is longer was never taken as a password, so it fits none; and it must not cost more for being long.
        return await asyncio.to_thread(self._check, stored if len(text) <= _MOST else None, text[:_MOST])

    def _check(self, stored: str | None, text: str) -> bool:
        try:
            return self._hasher.verify(stored or self._nobody, text) and stored is not None
        except (VerificationError, InvalidHashError):
            return False
