"""Choices and identifiers that look random and are the same for the same seed, on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from linkwright.kit.ids import ALPHABET

T = TypeVar("T")


class Dice:
    """Draws from a seed. Each draw depends on the seed and on how many came before it."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0

    def below(self, bound: int) -> int:
        """A whole number from 0 up to but not including `bound`."""
        self._drawn += 1
        return int.from_bytes(_digest(self._seed, str(self._drawn))[:8], "big") % bound

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]


def uuid_for(seed: str, kind: str, number: int) -> str:
    """The version 4 UUID of the entity with that number."""
    return str(UUID(bytes=_digest(seed, kind, str(number))[:16], version=4))


def text_for(seed: str, name: str, length: int) -> str:
    """So many letters and digits for a name."""
    stretched = hashlib.shake_256("\0".join((seed, name)).encode()).digest(length)
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in stretched)


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()
