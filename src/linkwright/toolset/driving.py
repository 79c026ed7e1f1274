"""Drives flows: blocking, or in an event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from linkwright.toolset.errors import HubUnreachable
from linkwright.toolset.wire import AsyncTransport, Flow, Pause, Response, T, Transport


def drive(flow: Flow[T], transport: Transport, sleep: Callable[[float], None]) -> T:
    """Carry a flow to its end in this thread."""
    try:
        step = next(flow)
        while True:
            if isinstance(step, Pause):
                sleep(step.seconds)
                step = flow.send(None)
                continue
            try:
                response: Response = transport.send(step)
            except HubUnreachable as lost:
                step = flow.throw(lost)
            else:
                step = flow.send(response)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        # Whoever is interrupted here is still told so, at once.
        flow.close()


async def drive_async(flow: Flow[T], transport: AsyncTransport, sleep: Callable[[float], Awaitable[object]]) -> T:
    """Carry a flow to its end in the running event loop."""
    try:
        step = next(flow)
        while True:
            if isinstance(step, Pause):
                await sleep(step.seconds)
                step = flow.send(None)
                continue
            try:
                response: Response = await transport.send(step)
            except HubUnreachable as lost:
                step = flow.throw(lost)
            else:
                step = flow.send(response)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        # Whoever is interrupted here is still told so, at once.
        flow.close()
