"""All connectors of this hub, loaded once from their locks."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence

from linkwright.catalog.shipped import CONTRACT_FILE, LOCK_FILE, SHIPPED, TWINS, Twin, read_lock
from linkwright.connectors.compiled import Action, Connector
from linkwright.connectors.loading import load_connector
from linkwright.connectors.versions import LATEST, matches
from linkwright.kit.clock import Clock

Own = Mapping[str, Mapping[str, Connector | None]]
"""A project's own connectors: by key, then by pin; None for one that does not load."""


class Catalog:
    """Connectors by key, and their actions by id: those of the hub, with a project's own in their place."""

    def __init__(
        self,
        connectors: Iterable[Connector],
        own: Own | None = None,
        versions: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Take the hub's connectors; `own` and `versions` are a project's, the latter by key."""
        self._connectors = {connector.key: connector for connector in connectors}
        self._own = own or {}
        self._versions = versions or {}
        self._named: dict[str, dict[str, Action]] = {}

    @classmethod
    def load(cls) -> Catalog:
        """The connectors that ship with the hub.

        Raises:
            LockInvalid: a lock is missing or damaged.
        """
        return cls(load_connector(read_lock(key, LOCK_FILE)) for key in SHIPPED)

    def peek(self, project_id: str) -> Catalog | None:  # noqa: ARG002 - see CatalogSource
        """Itself: without connectors of projects every project has the same."""
        return self

    async def of(self, project_id: str) -> Catalog:  # noqa: ARG002 - see CatalogSource
        """Itself."""
        return self

    async def find(self, project_id: str, key: str, pin: str) -> Connector | None:  # noqa: ARG002 - see CatalogSource
        """The same as `get`."""
        return self.get(key, pin)

    @property
    def shipped(self) -> Catalog:
        """The connectors that ship with the hub alone."""
        return Catalog(self._connectors.values()) if self._own else self

    def get(self, key: str, pin: str = LATEST) -> Connector | None:
        """The connector of that key, in the version that the pin chooses; None if there is none.

        A project's own connector beats the hub's of the same key, in every version.
        """
        own = self._own.get(key)
        if own is not None:
            return own.get(pin)
        found = self._connectors.get(key)
        return found if found is None or pin == LATEST or matches(pin, found.version) else None

    def defined(self, key: str, hashed: str | None) -> Connector | None:
        """The connector of that key with exactly this definition, of those at hand."""
        known = [*self._own[key].values()] if key in self._own else [self._connectors.get(key)]
        return next((one for one in known if one is not None and one.hash == hashed), None)

    def versions(self, key: str) -> Sequence[str]:
        """The versions that a pin may choose of; empty if there is no such connector."""
        if key in self._own:
            return self._versions[key]
        found = self._connectors.get(key)
        return (found.version,) if found else ()

    def connectors(self) -> list[Connector]:
        """The latest version of every connector, by name."""
        keys = {*self._connectors, *self._own}
        found = [connector for key in keys if (connector := self.get(key)) is not None]
        return sorted(found, key=lambda connector: (connector.name.lower(), connector.key))

    def action(self, action_id: str, pin: str = LATEST) -> Action | None:
        """The action of that full id, such as `linear_create_issue`; by any of its names."""
        connector = self.get(action_id.partition("_")[0], pin)
        return self.named(connector, action_id) if connector else None

    def named(self, connector: Connector, action_id: str) -> Action | None:
        """The connector's action of that full id; by any of its names."""
        known = self._named.get(connector.hash)
        if known is None:
            known = self._named[connector.hash] = {
                name: action
                for action in connector.actions.values()
                for name in (action.id, *(f"{connector.key}_{alias}" for alias in action.aliases))
            }
        return known.get(action_id)

    def has_twin(self, key: str) -> bool:
        """Whether the hub's connector of that key has a twin."""
        return key in self._connectors and key in TWINS

    def twin(self, key: str, seed: str, clock: Clock) -> Twin | None:
        """A fresh twin of one of the hub's connectors, None if it has none; the same seed gives the same world."""
        if not self.has_twin(key):
            return None
        module, name = TWINS[key]
        # Twins bring graphql-core, which a process that serves only live accounts never needs.
        kind = getattr(importlib.import_module(module), name)
        made: Twin = kind(seed=seed, clock=clock, contract=read_lock(key, CONTRACT_FILE))
        return made
