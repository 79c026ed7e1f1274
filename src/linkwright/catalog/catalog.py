"""All connectors of this hub, loaded once from their locks."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, Protocol

from linkwright.connectors.compiled import Action, Connector
from linkwright.connectors.errors import LockInvalid
from linkwright.connectors.loading import load_connector
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
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


class Catalog:
    """Connectors by key, and their actions by id."""

    def __init__(self, connectors: Iterable[Connector]) -> None:
        self._connectors = {connector.key: connector for connector in connectors}
        self._actions = {
            action_id: action
            for connector in self._connectors.values()
            for action in connector.actions.values()
            for action_id in (action.id, *(f"{connector.key}_{alias}" for alias in action.aliases))
        }

    @classmethod
    def load(cls) -> Catalog:
        """The connectors that ship with the hub.

        Raises:
            LockInvalid: a lock is missing or damaged.
        """
        return cls(load_connector(read_lock(key, LOCK_FILE)) for key in SHIPPED)

    def get(self, key: str) -> Connector | None:
        """The connector of that key."""
        return self._connectors.get(key)

    def connectors(self) -> list[Connector]:
        """All of them, by name."""
        return sorted(self._connectors.values(), key=lambda connector: connector.name.lower())

    def action(self, action_id: str) -> Action | None:
        """The action of that full id, such as `linear_create_issue`."""
        return self._actions.get(action_id)

    def twin(self, key: str, seed: str, clock: Clock) -> Twin | None:
        """A fresh twin of that connector, None if it has none; the same seed gives the same world."""
        if key not in self._connectors or key not in TWINS:
            return None
        module, name = TWINS[key]
        # Twins bring graphql-core, which a process that serves only live accounts never needs.
        kind = getattr(importlib.import_module(module), name)
        made: Twin = kind(seed=seed, clock=clock, contract=read_lock(key, CONTRACT_FILE))
        return made


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
