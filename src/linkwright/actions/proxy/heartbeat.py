"""Keeps a connection alive while an answer is waited for: newlines, which JSON lets stand before it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from linkwright.actions.wire import Send
from linkwright.kit.answer_headers import OF_DATA

APPLIED = (b"preference-applied", b"heartbeat")


@dataclass(slots=True)
class Answer:
    """What is answered in the end."""

    status: int
    body: bytes
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)


def wanted(prefer: str | None) -> bool:
    """Whether a `Prefer` header (RFC 7240) asks for it."""
    return prefer is not None and any(
        one.partition(";")[0].partition("=")[0].strip().lower() == "heartbeat" for one in prefer.split(",")
    )


async def beat(
    send: Send,
    work: Awaitable[Answer],
    seconds: float,
    *,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Answer | None:
    """The answer, where it is there before the first beat; else it is sent behind the beats, and None is given.

    Once a beat was sent the status is 200 whatever happens, so the body's own `status` or `statusCode` is what counts.
    """
    running = asyncio.ensure_future(work)
    begun = False
    try:
        while True:
            pause = asyncio.ensure_future(sleep(seconds))
            await asyncio.wait({running, pause}, return_when=asyncio.FIRST_COMPLETED)
            pause.cancel()
            if running.done():
                break
            if not begun:
                lines = [(b"content-type", b"application/json"), *OF_DATA, APPLIED]
                await send({"type": "http.response.start", "status": 200, "headers": lines})
                begun = True
            await send({"type": "http.response.body", "body": b"\n", "more_body": True})
    except BaseException:
        running.cancel()
        raise
    answer = running.result()
    if not begun:
        return answer
    await send({"type": "http.response.body", "body": answer.body})
    return None
