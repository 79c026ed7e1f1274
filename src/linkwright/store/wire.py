"""Numbers for the wire: the contract wants integers where we have ids.

They are counted, so that none comes twice, and scattered by a secret of this database, so that nobody can read from their own
how many others were given out meanwhile.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import counters

# Nine digits; a version of the hub that did not scatter gave out smaller ones.
_FIRST, _PAST = 100_000_000, 1_000_000_000
_HALF_BITS, _ROUNDS = 15, 4
_HALF = (1 << _HALF_BITS) - 1
_SEED = "wire_seed"


async def next_wire_id(tx: Tx) -> int:
    """A fresh number of nine digits, unique in this database; two transactions never get the same."""
    statement = (
        sa.update(counters)
        .where(counters.c.name == "wire")
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    )
    # The row just changed is held until this transaction ends, so no two make a seed at once.
    counted = int((await tx.execute(statement)).scalar_one())
    seed = (await tx.execute(sa.select(counters.c.value).where(counters.c.name == _SEED))).scalar_one_or_none()
    if seed is None:
        seed = secrets.randbits(62)
        await tx.execute(sa.insert(counters).values(name=_SEED, value=seed))
    return scattered(counted, int(seed))


def scattered(number: int, seed: int) -> int:
    """The number's place among those of nine digits, in an order that only the seed tells: no two numbers have the same."""
    key, value = seed.to_bytes(8, "big"), _FIRST + number % (_PAST - _FIRST)
    while True:
        value = _stirred(value, key)
        if _FIRST <= value < _PAST:
            return value


def _stirred(value: int, key: bytes) -> int:
    """A permutation of the numbers of thirty bits: a Feistel network."""
    left, right = value >> _HALF_BITS, value & _HALF
    for turn in range(_ROUNDS):
        digest = hmac.digest(key, bytes((turn,)) + right.to_bytes(2, "big"), hashlib.sha256)
        left, right = right, left ^ (int.from_bytes(digest[:2], "big") & _HALF)
    return left << _HALF_BITS | right
