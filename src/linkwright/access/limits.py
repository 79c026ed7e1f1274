"""How often and how much at once: calls a minute for a key or an account, and calls that run at the same time."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from linkwright.access.errors import TooManyAtOnce
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.store.errors import DatabaseUnavailable

_log = structlog.get_logger()
_MOST_NAMES = 50_000
_PORTION = 50
"""A process takes this part of a minute's calls from the shared bucket at a time."""


class SharedBuckets(Protocol):
    """Buckets that several processes draw from."""

    async def take(self, name: str, per_minute: int, wanted: int) -> int:
        """Take at most so many of what is left in the bucket of that name, which fills evenly; how many were taken."""
        ...


@dataclass(slots=True)
class _Bucket:
    """What this process may still give, and since when that is so; after a refusal, until when it asks no more."""

    left: float
    since: float
    shut_until: float = 0.0
    asking: asyncio.Lock | None = None


class RateLimiter:
    """At most so many calls a minute for each name, evenly refilled; 0 switches it off.

    One process counts in memory. Several take portions of a fiftieth from shared buckets, so that the limit holds for all
    of them together, to within one portion a process, and most calls ask nobody.
    """

    def __init__(
        self,
        per_minute: int,
        clock: Clock,
        *,
        kind: str = "key",
        refusal: Callable[[dict[str, str]], LinkwrightError],
        shared: SharedBuckets | None = None,
    ) -> None:
        """`kind` tells the names of one limiter from another's; `refusal` makes the error, given its headers."""
        self.on = per_minute > 0
        self._per_minute = per_minute
        self._rate = per_minute / 60
        self._portion = max(1, per_minute // _PORTION)
        self._clock = clock
        self._kind = kind
        self._refusal = refusal
        self._shared = shared
        self._buckets: dict[str, _Bucket] = {}

    async def take(self, name: str) -> None:
        """Count one call.

        Raises:
            LinkwrightError: the limit's own refusal; `Retry-After` says for how many seconds.
        """
        if not self.on:
            return
        now = self._clock.monotonic()
        bucket = self._buckets.get(name)
        if bucket is None:
            bucket = self._new(name, now)
        if self._shared is None:
            self._from_memory(bucket, now)
        else:
            await self._from_shared(self._shared, name, bucket, now)

    def _new(self, name: str, now: float) -> _Bucket:
        if len(self._buckets) >= _MOST_NAMES:
            self._buckets.clear()
        bucket = self._buckets[name] = _Bucket(0.0 if self._shared else float(self._per_minute), now)
        return bucket

    def _from_memory(self, bucket: _Bucket, now: float) -> None:
        bucket.left = min(float(self._per_minute), bucket.left + (now - bucket.since) * self._rate)
        bucket.since = now
        if bucket.left < 1:
            raise self._refused((1 - bucket.left) / self._rate)
        bucket.left -= 1

    async def _from_shared(self, shared: SharedBuckets, name: str, bucket: _Bucket, now: float) -> None:
        if bucket.left < 1:
            bucket.asking = bucket.asking or asyncio.Lock()
            async with bucket.asking:
                # Whoever waited here finds what the one before it has taken.
                if bucket.left < 1 and now >= bucket.shut_until:
                    await self._ask(shared, name, bucket)
        if bucket.left < 1:
            raise self._refused(max(bucket.shut_until - now, 1 / self._rate))
        bucket.left -= 1

    async def _ask(self, shared: SharedBuckets, name: str, bucket: _Bucket) -> None:
        try:
            bucket.left += await shared.take(f"{self._kind}:{name}", self._per_minute, self._portion)
        except DatabaseUnavailable:
            # The limit protects; it must not be what stops calls that need nothing else of the database.
            _log.warning("rate_limit_not_shared", kind=self._kind)
            bucket.left += self._portion
        if bucket.left < 1:
            bucket.shut_until = self._clock.monotonic() + 1 / self._rate

    def _refused(self, wait: float) -> LinkwrightError:
        return self._refusal({"Retry-After": str(max(1, math.ceil(wait)))})


class AtOnce:
    """Bounds the calls that run at the same time, in this process: in all, and of one caller."""

    def __init__(self, most: int, most_of_one: int) -> None:
        """0 means no bound."""
        self._most, self._most_of_one = most, most_of_one
        self._running = 0
        self._of: dict[str, int] = {}

    def enter(self, caller: str) -> None:
        """Count a call in; each needs its `leave`.

        Raises:
            TooManyAtOnce: too many run already, of this caller or in all.
        """
        if self._most and self._running >= self._most:
            raise TooManyAtOnce("The hub runs as many calls as it may at once.", headers={"Retry-After": "1"})
        of_one = self._of.get(caller, 0)
        if self._most_of_one and of_one >= self._most_of_one:
            raise TooManyAtOnce(headers={"Retry-After": "1"})
        self._running += 1
        self._of[caller] = of_one + 1

    def leave(self, caller: str) -> None:
        """Count a call out."""
        self._running -= 1
        of_one = self._of[caller] - 1
        if of_one:
            self._of[caller] = of_one
        else:
            del self._of[caller]
