"""Rate limits: leaky buckets of requests and of complexity points for each person, told in headers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linkwright.catalog.linear.twin.refusals import Refused, rate_limited, too_complex

HOUR = 3600.0
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of a twin; lower them to test what happens at the edge.

    Attributes:
        requests: requests an hour for a person.
        complexity: points an hour for a person.
        one_query: points that a single query may cost.
        searches: calls a minute of each search field.
        anonymous_requests: requests an hour for those without a key.
        anonymous_complexity: points an hour for those without a key.
    """

    requests: int = 2_500
    complexity: int = 3_000_000
    one_query: int = 10_000
    searches: int = 30
    anonymous_requests: int = 600
    anonymous_complexity: int = 100_000


class Bucket:
    """Holds `limit` units and refills evenly within `period` seconds."""

    def __init__(self, limit: int, period: float) -> None:
        self.limit = limit
        self.period = period
        self._left = float(limit)
        self._at: float | None = None

    def left(self, now: datetime) -> int:
        """Whole units left at that time."""
        at = now.timestamp()
        if self._at is not None:
            self._left = min(float(self.limit), self._left + max(0.0, at - self._at) * self.limit / self.period)
        self._at = at
        # A hair above, so that sums of fractions do not lose a unit that has fully come back.
        return math.floor(self._left + 1e-6)

    def take(self, amount: int, now: datetime) -> bool:
        """Take so many units; nothing is taken, and the answer is no, if there are fewer."""
        if self.left(now) < amount:
            return False
        self._left -= amount
        return True

    def drain(self, now: datetime) -> None:
        """Take everything."""
        self._at = now.timestamp()
        self._left = 0.0

    def reset(self, now: datetime) -> int:
        """When it will be full again, in milliseconds since the epoch."""
        missing = self.limit - self.left(now) if self.limit else 0
        seconds = missing * self.period / self.limit if self.limit else self.period
        return math.ceil((now.timestamp() + seconds) * 1000)


@dataclass(slots=True)
class Budget:
    """One person's buckets."""

    requests: Bucket
    complexity: Bucket
    searches: int
    endpoints: dict[str, Bucket] = field(default_factory=dict)
    endpoint: str | None = None

    def spend_request(self, now: datetime) -> None:
        """Count one request.

        Raises:
            Refused: there are none left.
        """
        self.endpoint = None
        if not self.requests.take(1, now):
            raise self._over(self.requests, "requests", 1, now)

    def weigh(self, points: int, most: int, now: datetime) -> None:
        """Count a query's points, of which one query may have so many.

        Raises:
            Refused: it has more, or there are too few left.
        """
        if points > most:
            raise too_complex(points, most)
        if not self.complexity.take(points, now):
            raise self._over(self.complexity, "complexity", points, now)

    def spend_search(self, name: str, now: datetime) -> None:
        """Count one use of a root field that has a limit of its own.

        Raises:
            Refused: there are none left this minute.
        """
        self.endpoint = name
        bucket = self.endpoints.setdefault(name, Bucket(self.searches, MINUTE))
        if not bucket.take(1, now):
            raise self._over(bucket, name, 1, now)

    def headers(self, complexity: int, now: datetime) -> dict[str, str]:
        """The header lines that stand on every reply, with lower-case names."""
        told = {"x-complexity": str(complexity)}
        told |= _told("x-ratelimit-requests", self.requests, now)
        told |= _told("x-ratelimit-complexity", self.complexity, now)
        if self.endpoint:
            told |= _told("x-ratelimit-endpoint-requests", self.endpoints[self.endpoint], now)
            told["x-ratelimit-endpoint-name"] = self.endpoint
        return told

    @staticmethod
    def _over(bucket: Bucket, name: str, wanted: int, now: datetime) -> Refused:
        return rate_limited({"rateLimitResult": status(name, bucket, wanted, now)})


def budget(limits: Limits, *, anonymous: bool = False) -> Budget:
    """Full buckets for a person, or for those who come without a key."""
    requests = limits.anonymous_requests if anonymous else limits.requests
    complexity = limits.anonymous_complexity if anonymous else limits.complexity
    return Budget(Bucket(requests, HOUR), Bucket(complexity, HOUR), limits.searches)


def status(name: str, bucket: Bucket, wanted: int, now: datetime) -> dict[str, Any]:
    """One bucket as Linear's `rateLimitStatus` shows it; times in milliseconds."""
    return {
        "type": name,
        "requestedAmount": wanted,
        "allowedAmount": bucket.limit,
        "period": int(bucket.period * 1000),
        "remainingAmount": bucket.left(now),
        "reset": bucket.reset(now),
    }


def _told(prefix: str, bucket: Bucket, now: datetime) -> dict[str, str]:
    return {
        f"{prefix}-limit": str(bucket.limit),
        f"{prefix}-remaining": str(bucket.left(now)),
        f"{prefix}-reset": str(bucket.reset(now)),
    }
