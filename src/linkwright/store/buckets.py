"""Buckets of calls that several processes draw from: a row each, filled evenly by the time since it was last touched."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.kit.clock import Clock
from linkwright.store.database import Database

_FULL, _WANTED, _NOW = (f"CAST(:{name} AS BIGINT)" for name in ("full", "wanted", "now"))
_SINCE = f"({_NOW} - rate_buckets.touched_ms)"
_FILLED = (
    f"(CASE WHEN {_SINCE} <= 0 THEN rate_buckets.left_milli "
    f"WHEN rate_buckets.left_milli + {_SINCE} * {_FULL} / 60000 > {_FULL} THEN {_FULL} "
    f"ELSE rate_buckets.left_milli + {_SINCE} * {_FULL} / 60000 END)"
)
# Whole calls only; what is left of one stays.
_TAKEN = f"(CASE WHEN {_FILLED} >= {_WANTED} THEN {_WANTED} ELSE ({_FILLED} / 1000) * 1000 END)"
# One statement, so that two processes cannot take the same calls. What is left is kept in thousandths, as whole numbers.
_TAKE = sa.text(
    f"""
    INSERT INTO rate_buckets (name, left_milli, taken_milli, touched_ms)
    VALUES (:name, {_FULL} - {_WANTED}, {_WANTED}, {_NOW})
    ON CONFLICT (name) DO UPDATE SET
      taken_milli = {_TAKEN},
      left_milli = {_FILLED} - {_TAKEN},
      touched_ms = CASE WHEN {_SINCE} > 0 THEN {_NOW} ELSE rate_buckets.touched_ms END
    RETURNING taken_milli
    """  # noqa: S608 - nothing in it comes from outside
)
_FORGET = sa.text("DELETE FROM rate_buckets WHERE touched_ms < :before")
_FULL_AGAIN_MS = 120_000


class RowBuckets:
    """Buckets in the table `rate_buckets`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Nothing is read until the first take."""
        self._database = database
        self._clock = clock

    async def take(self, name: str, per_minute: int, wanted: int) -> int:
        """Take at most so many calls of a bucket that holds `per_minute` when full; how many were taken.

        Raises:
            linkwright.store.errors.DatabaseUnavailable: the database cannot be reached.
        """
        values = {
            "name": name[:128],
            "full": per_minute * 1000,
            "wanted": min(wanted, per_minute) * 1000,
            "now": self._now(),
        }
        async with self._database.write() as tx:
            taken = (await tx.execute(_TAKE, values)).scalar_one()
        return int(taken) // 1000

    async def forget(self) -> None:
        """Delete buckets that are full again; a new row is full, too."""
        async with self._database.write() as tx:
            await tx.execute(_FORGET, {"before": self._now() - _FULL_AGAIN_MS})

    def _now(self) -> int:
        return int(self._clock.now().timestamp() * 1000)
