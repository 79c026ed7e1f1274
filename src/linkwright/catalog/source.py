"""What services ask for connectors: the one answer to which connector of a key a project has."""

from __future__ import annotations

from typing import Protocol

from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Connector


class CatalogSource(Protocol):
    """Answers which connector of a key a project has, in the version that a pin chooses: the one place that does."""

    @property
    def shipped(self) -> Catalog:
        """The connectors that ship with the hub."""
        ...

    def peek(self, project_id: str) -> Catalog | None:
        """The project's catalogue if it is in memory and still true; never waits."""
        ...

    async def of(self, project_id: str) -> Catalog:
        """The project's catalogue, with the versions that its profiles are pinned to."""
        ...

    async def find(self, project_id: str, key: str, pin: str) -> Connector | None:
        """A connector by a pin that no profile has yet; None if the pin fits no version."""
        ...
