"""The limits of all accounts that call, in this process."""

from __future__ import annotations

from collections import OrderedDict

from linkwright.connectors.compiled import Connector
from linkwright.engine.account_limits import AccountLimits
from linkwright.kit.clock import Clock

_MOST_ACCOUNTS = 10_000


class RateLimits:
    """The limits of all accounts that call; beyond 10,000 the one that called least lately is forgotten."""

    def __init__(self, clock: Clock, most: int = _MOST_ACCOUNTS) -> None:
        self._clock = clock
        self._most = most
        self._accounts: OrderedDict[tuple[str, str], AccountLimits] = OrderedDict()

    def of(self, connector: Connector, counted_as: str) -> AccountLimits:
        """The limits of whom the provider counts: accounts of the same person share them."""
        key = (connector.hash, counted_as)
        found = self._accounts.get(key)
        if found is None:
            found = self._accounts[key] = AccountLimits(connector, self._clock)
            self._drop()
        self._accounts.move_to_end(key)
        return found

    def _drop(self) -> None:
        """Forget the one that called least lately; if a call of it is under way, the next one's turn comes later."""
        while len(self._accounts) > self._most:
            key, eldest = self._accounts.popitem(last=False)
            if eldest.busy:
                self._accounts[key] = eldest
                return
