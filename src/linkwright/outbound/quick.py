"""The hub's client: reads through libcurl, which takes half the work, and everything else through aiohttp."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiohttp.resolver import ThreadedResolver

from linkwright.errors import NotReady
from linkwright.outbound.addresses import split_address
from linkwright.outbound.client import PIECE_BYTES, AiohttpTransport, path_and_query
from linkwright.outbound.curl import CurlPool
from linkwright.outbound.gate import GuardedResolver
from linkwright.outbound.sending import check_headers
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

_QUICK = frozenset(("GET", "POST"))


class QuickTransport(AiohttpTransport):
    """Sends what may be sent twice through libcurl, and everything else through aiohttp: writes, files, streams.

    The same guard, caps and errors hold for both ways.
    """

    _pool: CurlPool | None = None

    def send(self, request: OutboundRequest) -> Coroutine[Any, Any, OutboundResponse]:
        """Send a request and read its answer, whatever the status; raises what the default client does."""
        if not request.repeatable or request.method not in _QUICK or request.file is not None:
            return super().send(request)
        if request.body is not None and len(request.body) > PIECE_BYTES:
            return super().send(request)
        check_headers(request.headers)
        head, rest = split_address(request.url)
        decision = self._decisions.get(head) or self._decide(head)
        pool = self._pool or self._open_pool()
        return pool.exchange(decision.target, decision.base, path_and_query(rest), request)

    async def close(self) -> None:
        """Close both pools; nothing can be sent afterwards."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()
        await super().close()

    def _open_pool(self) -> CurlPool:
        if self._closed:
            raise NotReady
        resolver = GuardedResolver(self._resolver or ThreadedResolver(), self._gate)
        self._pool = CurlPool(self._gate, resolver, self._clock, connections=self._connections, agent=self._user_agent)
        return self._pool
