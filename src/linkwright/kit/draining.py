"""Reads what a client still sends before it is refused: closing a line under a sender hides the answer from it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

MOST_BYTES = 16 * 1024 * 1024
MOST_SECONDS = 5.0


async def drain(receive: Callable[[], Awaitable[MutableMapping[str, Any]]]) -> None:
    """Take and drop the rest of an ASGI request's body, up to 16 MiB and five seconds."""
    try:
        async with asyncio.timeout(MOST_SECONDS):
            left = MOST_BYTES
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
    except TimeoutError:
        # Who sends this slowly has had its time; the answer goes out all the same.
        return
