"""Key services are asked by their own blocking clients, in threads of their own, so that the event loop never waits for them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from linkwright.vault.errors import VaultLocked

T = TypeVar("T")
# Their own, so that a service that hangs takes no thread away from anything else.
_threads = ThreadPoolExecutor(4, thread_name_prefix="key-service")


async def beside_the_loop(call: Callable[[], T], seconds: float, service: str) -> T:
    """What a blocking call gives, waited for at most so many seconds.

    Raises:
        VaultLocked: it took longer.
    """
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.get_running_loop().run_in_executor(_threads, call)
    except TimeoutError:
        raise VaultLocked(
            f"{service} did not answer in {seconds:g} seconds.",
            hint="Check that it runs and can be reached. Data keys that are open already go on working.",
        ) from None


def id_of(kind: str, *parts: str) -> str:
    """The id of a master key that is known by name only: the same in every process that names it the same."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"mk_{kind}_{digest[:32]}"


def extra_missing(extra: str, module: str) -> VaultLocked:
    """The error for a key service whose client is not installed."""
    return VaultLocked(
        f"The key provider {extra} needs the package {module}, which is not installed.",
        hint=f"Run: pip install 'linkwright[{extra}]'",
    )
