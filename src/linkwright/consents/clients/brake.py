"""How many clients may register from one place."""

from __future__ import annotations

import math
from ipaddress import IPv6Address, ip_address, ip_network

from linkwright.consents.clients.errors import RegistrationLimited
from linkwright.kit.clock import Clock

_BURST = 10


_SECONDS_EACH = 60.0


_MOST_PLACES = 10_000


class Brake:
    """Ten registrations at once from a place, then one a minute. A place is an IPv4 address or a network of IPv6."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, peer: str) -> None:
        """Count one registration from an address.

        Raises:
            RegistrationLimited: with `Retry-After` in seconds.
        """
        place, now = _place(peer), self._clock.monotonic()
        left, since = self._left.get(place, (float(_BURST), now))
        left = min(float(_BURST), left + (now - since) / _SECONDS_EACH)
        if left < 1:
            wait = math.ceil((1 - left) * _SECONDS_EACH)
            raise RegistrationLimited(headers={"Retry-After": str(wait)})
        if len(self._left) >= _MOST_PLACES:
            self._left.pop(next(iter(self._left)))
        self._left[place] = (left - 1, now)


def _place(peer: str) -> str:
    try:
        address = ip_address(peer)
    except ValueError:
        return peer[:64]
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
