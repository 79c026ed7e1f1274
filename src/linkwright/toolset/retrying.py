"""Sends again what may be sent again. Every write carries an idempotency key, so the hub does it once all the same."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from itertools import count

from linkwright.toolset.errors import HubUnreachable
from linkwright.toolset.refusals import HOPELESS, RETRIED
from linkwright.toolset.wire import Flow, Pause, Request, Response


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and after which pauses a call is sent again.

    Attributes:
        most: how often after the first time; 0 for never.
        first: seconds of the first pause; each further one is twice as long, and half of each is left to chance.
        longest: seconds of the longest pause.
        longest_told: the longest `Retry-After` that is waited for, in seconds; after a longer one the error comes at once.
    """

    most: int = 5
    first: float = 0.5
    longest: float = 8.0
    longest_told: float = 30.0
    chance: Callable[[], float] = field(default=random.random, repr=False)
    now: Callable[[], float] = field(default=time.monotonic, repr=False)

    def pause(self, tried: int) -> float:
        """Seconds before the next try, after `tried` pauses."""
        full = min(self.longest, self.first * 2.0 ** min(tried, 30))
        return full * (0.5 + self.chance() / 2)


def exchange(request: Request, retries: Retries, patience: float) -> Flow[Response]:
    """Send a request that may be sent again, until it is answered; no new try begins after `patience` seconds.

    Raises:
        HubUnreachable: it never was.
    """
    ends = retries.now() + patience
    for tried in count():
        wait = retries.pause(tried)
        try:
            response = yield request
        except HubUnreachable as lost:
            if not lost.retryable or tried >= retries.most or retries.now() + wait > ends:
                raise
        else:
            assert response is not None
            if response.status not in RETRIED or _code(response) in HOPELESS or tried >= retries.most:
                return response
            told = retry_after(response)
            if told is not None and told > retries.longest_told:
                return response
            wait = max(wait, told or 0.0)
            if retries.now() + wait > ends:
                return response
        yield Pause(wait)
    raise AssertionError("counting ends with an answer or an error")


def retry_after(response: Response) -> float | None:
    """Seconds of `Retry-After`, which may also be a date (RFC 9110, 10.2.3); None where there is none to be read."""
    told = response.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _code(response: Response) -> str | None:
    try:
        body = json.loads(response.body)
    except ValueError:
        return None
    found = body.get("code") if isinstance(body, dict) else None
    return found if isinstance(found, str) else None
