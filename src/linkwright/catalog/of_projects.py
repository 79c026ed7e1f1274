"""Catalogues with projects' own connectors in them, kept until something changes: which connector K has project P at pin V."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.parcels import lock_of
from linkwright.connectors.compiled import Connector
from linkwright.connectors.errors import ConnectorInvalid, LockInvalid
from linkwright.connectors.loading import load_connector
from linkwright.connectors.versions import LATEST, choose
from linkwright.store.hot import HotRows, Row

_log = structlog.get_logger()
_MOST_BYTES = 256 * 1024 * 1024
"""Of packed locks behind the catalogues that are kept; unpacked they are several times that."""

_SHELF = (
    "SELECT connector_key, version, hash, '' FROM connector_versions WHERE project_id = ? AND withdrawn_at IS NULL "
    "UNION ALL SELECT connector_key, '', '', version FROM connector_profiles WHERE project_id = ? AND version <> 'latest'"
)
_LOCK = "SELECT lock, files FROM connector_versions WHERE project_id = ? AND connector_key = ? AND version = ?"


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A project's own versions (key to version to hash) and the pins of its profiles (key to pins)."""

    versions: Mapping[str, Mapping[str, str]]
    pins: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Kept:
    shelf: _Shelf
    catalog: Catalog
    loaded: dict[str, Connector | None]
    size: int


class ProjectCatalogs:
    """The one place that knows which connectors a project has."""

    def __init__(self, shipped: Catalog, rows: HotRows) -> None:
        self._shipped = shipped
        self._rows = rows
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._making = asyncio.Lock()

    @property
    def shipped(self) -> Catalog:
        """The connectors that ship with the hub."""
        return self._shipped

    def peek(self, project_id: str) -> Catalog | None:
        """The project's catalogue if it is in memory and still true; never waits."""
        shelf = self._rows.peek(("connectors", project_id))
        if shelf is None:
            return None
        return self._known(project_id, shelf)

    async def of(self, project_id: str) -> Catalog:
        """The project's catalogue, with the versions that its profiles are pinned to."""
        key = ("connectors", project_id)
        shelf = self._rows.peek(key) or await self._rows.get(key, _SHELF, (project_id, project_id), _shelf)
        known = self._known(project_id, shelf)
        if known is not None:
            return known
        async with self._making:
            return self._known(project_id, shelf) or await self._made(project_id, shelf)

    async def find(self, project_id: str, key: str, pin: str) -> Connector | None:
        """A connector by a pin that no profile has yet; None if the pin fits no version."""
        catalog = await self.of(project_id)
        found = catalog.get(key, pin)
        version = choose(pin, catalog.versions(key))
        if found is not None or version is None:
            return found
        loaded, _ = await self._load(project_id, key, version)
        return loaded

    def _known(self, project_id: str, shelf: _Shelf) -> Catalog | None:
        if not shelf.versions:
            return self._shipped
        kept = self._kept.get(project_id)
        if kept is None or (kept.shelf is not shelf and kept.shelf != shelf):
            return None
        kept.shelf = shelf
        self._kept.move_to_end(project_id)
        return kept.catalog

    async def _made(self, project_id: str, shelf: _Shelf) -> Catalog:
        before = self._kept.pop(project_id, None)
        loaded: dict[str, Connector | None] = {}
        size = 0
        own: dict[str, dict[str, Connector | None]] = {}
        for key, versions in shelf.versions.items():
            for pin in {LATEST, *shelf.pins.get(key, ())}:
                version = choose(pin, versions)
                if version is None:
                    continue
                name = f"{key} {versions[version]}"
                if name not in loaded:
                    if before is not None and name in before.loaded:
                        loaded[name] = before.loaded[name]
                    else:
                        loaded[name], added = await self._load(project_id, key, version)
                        size += added
                own.setdefault(key, {})[pin] = loaded[name]
        catalog = Catalog(
            self._shipped.connectors(), own, {key: tuple(versions) for key, versions in shelf.versions.items()}
        )
        self._kept[project_id] = _Kept(shelf, catalog, loaded, size + (before.size if before else 0))
        while len(self._kept) > 1 and sum(one.size for one in self._kept.values()) > _MOST_BYTES:
            self._kept.popitem(last=False)
        return catalog

    async def _load(self, project_id: str, key: str, version: str) -> tuple[Connector | None, int]:
        """A version ready to run, and how large its lock is. One that does not load must not take the others with it."""
        rows = await self._rows.read(_LOCK, (project_id, key, version))
        if not rows:
            return None, 0
        lock, files = bytes(rows[0][0]), bytes(rows[0][1])
        try:
            return await asyncio.to_thread(_opened, project_id, lock, files), len(lock)
        except (LockInvalid, ConnectorInvalid, ValueError) as broken:
            _log.error("connector_does_not_load", project=project_id, connector=key, version=version, why=str(broken))
            return None, len(lock)


def _opened(project_id: str, packed: bytes, files: bytes) -> Connector:
    return replace(load_connector(lock_of(packed, files)), owner=project_id)


def _shelf(rows: list[Row]) -> _Shelf:
    versions: dict[str, dict[str, str]] = {}
    pins: dict[str, set[str]] = {}
    for key, version, hashed, pin in rows:
        if version:
            versions.setdefault(key, {})[version] = hashed
        else:
            pins.setdefault(key, set()).add(pin)
    return _Shelf(versions, {key: frozenset(found) for key, found in pins.items()})
