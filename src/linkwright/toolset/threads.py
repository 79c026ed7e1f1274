"""An event loop's way to a blocking transport: each request in a thread of its own pool, ended when its task is cancelled."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from linkwright.toolset.holder import Holder
from linkwright.toolset.http_transport import HttpTransport
from linkwright.toolset.wire import Request, Response

_MOST_AT_ONCE = 32


class ThreadedTransport:
    """`HttpTransport` for `AsyncToolset`; up to 32 requests at once, further ones wait."""

    def __init__(self, inner: HttpTransport | None = None) -> None:
        """Take the transport to use, or make one."""
        self._inner = inner or HttpTransport()
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, "linkwright-toolset")

    async def send(self, request: Request) -> Response:
        """The answer. A task that is cancelled ends its connection at once.

        Raises:
            linkwright.toolset.errors.HubUnreachable: there is none.
        """
        holder = Holder()
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._inner.send, request, holder)
        try:
            return await running
        except asyncio.CancelledError:
            holder.end()
            raise

    async def close(self) -> None:
        """Let go of connections and threads."""
        self._inner.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
