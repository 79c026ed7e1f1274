"""The connectors that ship with the hub: their keys, their locks, and which of them have a twin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any, Protocol, runtime_checkable

from linkwright.connectors.errors import LockInvalid
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

SHIPPED = ("linear",)
TWINS: Mapping[str, tuple[str, str]] = {"linear": ("linkwright.catalog.linear.twin.twin", "LinearTwin")}
LOCK_FILE = "connector.lock.json"
CONTRACT_FILE = "contract.lock.json"


class Twin(Protocol):
    """A provider's offline stand-in: a transport, and a set of credentials that it accepts."""

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Answer one request as the provider would."""
        ...

    def credentials(self) -> dict[str, str]:
        """A working set of credentials, by field key."""
        ...

    def app(self) -> tuple[str, Secret]:
        """Client id and client secret of the app that may ask for tokens there."""
        ...


@runtime_checkable
class PostingTwin(Twin, Protocol):
    """A twin that posts events: `post` is called with address, headers and body of each."""

    post: Callable[[str, Mapping[str, str], bytes], None] | None


def read_lock(key: str, file: str) -> dict[str, Any]:
    """One of the lock files of a shipped connector.

    Raises:
        LockInvalid: it is missing or is not JSON.
    """
    source = resources.files("linkwright.catalog").joinpath(key, file)
    try:
        parsed = jsons.loads(source.read_bytes())
    except FileNotFoundError as missing:
        raise LockInvalid(f"The lock {file} of {key} is missing.") from missing
    except ValueError as broken:
        raise LockInvalid(f"The lock {file} of {key} is not JSON.") from broken
    if not isinstance(parsed, dict):
        raise LockInvalid(f"The lock {file} of {key} is not an object.")
    return parsed
