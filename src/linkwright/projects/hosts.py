"""Which project a request's host stands for: read once, kept in memory until a project changes."""

from __future__ import annotations

from dataclasses import dataclass

from linkwright.projects.addresses import host_of, hosts_told
from linkwright.store.hot import HotRows, Row

_SELECT = "SELECT id, own_url FROM projects WHERE own_url IS NOT NULL"
_KEY = "hosts of projects"


@dataclass(frozen=True, slots=True)
class _Known:
    by_host: dict[str, str]
    own_urls: dict[str, str]


class ProjectHosts:
    """Finds the project whose own address a host is, and the address of a project."""

    def __init__(self, rows: HotRows, hub: str) -> None:
        """Take the cached rows, and the hub's public address."""
        self._rows = rows
        self._hub = hub

    async def project_at(self, host: str) -> str | None:
        """The id of the project with exactly this host (and port) in its own address; None for any other host."""
        by_host = (await self._known()).by_host
        return next((by_host[one] for one in hosts_told(host) if one in by_host), None) if by_host else None

    async def base(self, project_id: str) -> str:
        """Where a project's public addresses begin: its own, else the hub's."""
        return (await self._known()).own_urls.get(project_id, self._hub)

    async def _known(self) -> _Known:
        found: _Known = await self._rows.get(_KEY, _SELECT, (), _known)
        return found


def _known(rows: list[Row]) -> _Known:
    return _Known(
        by_host={host_of(own_url): project_id for project_id, own_url in rows},
        own_urls=dict(rows),
    )
