"""A limit of calls per API key, kept in this process; off unless a setting switches it on."""

from __future__ import annotations

import math

from linkwright.access.errors import RateLimited
from linkwright.kit.clock import Clock

_MOST_KEYS = 50_000


class KeyLimiter:
    """A token bucket per key: `per_minute` calls, refilled evenly. 0 switches it off."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._rate = per_minute / 60
        self._burst = float(per_minute)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key_id: str) -> None:
        """Count one call.

        Raises:
            RateLimited: the bucket is empty; `Retry-After` says for how many seconds.
        """
        if not self._rate:
            return
        now = self._clock.monotonic()
        left, since = self._buckets.get(key_id, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        if left < 1:
            wait = math.ceil((1 - left) / self._rate)
            raise RateLimited(headers={"Retry-After": str(wait)})
        if len(self._buckets) >= _MOST_KEYS:
            self._buckets.clear()
        self._buckets[key_id] = (left - 1, now)
