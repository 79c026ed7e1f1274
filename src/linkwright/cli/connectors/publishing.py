"""`linkwright connector versions` and `withdraw`: what a project has published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import typer

from linkwright.cli.connectors.folder_hubs import in_hub
from linkwright.cli.connectors.hubs import API_KEY, PROJECT, URL, ask
from linkwright.cli.context import DATA, JSON, show, table

if TYPE_CHECKING:
    from linkwright.access.principals import Principal
    from linkwright.publishing.service import PublishingService
    from linkwright.store.database import Database


def versions(
    connector: str = typer.Argument(metavar="KEY", help="The connector's key."),
    project: str = PROJECT,
    url: str | None = URL,
    key: str | None = API_KEY,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """List the versions of a connector that a project has published, newest first."""
    path = f"/connectors/{quote(connector, safe='')}/versions"
    found = ask(url, key, "GET", path)["data"] if url else _versions_here(data, project, connector)
    rows = [["VERSION", "STATE", "PUBLISHED", "BY", "HASH"]]
    rows += [
        [
            one["version"],
            "withdrawn" if one["withdrawn_at"] else "offered",
            one["published_at"][:16].replace("T", " "),
            one["published_by"]["name"],
            one["hash"][:12],
        ]
        for one in found
    ]
    text = (
        table(rows) if found else f"{connector} ships with the hub; this project has published no version of its own."
    )
    show(found, text, as_json=json)


def withdraw(
    connector: str = typer.Argument(metavar="KEY", help="The connector's key."),
    version: str = typer.Argument(help="The version, such as 1.0.0."),
    project: str = PROJECT,
    url: str | None = URL,
    key: str | None = API_KEY,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Offer a version no more; the next one that fits takes its place. The last one that accounts have stays."""
    path = f"/connectors/{quote(connector, safe='')}/versions/{quote(version, safe='')}"
    gone = ask(url, key, "DELETE", path) if url else _withdraw_here(data, project, connector, version)
    show(gone, f"{connector} {version} is withdrawn.", as_json=json)


def _versions_here(data: Path | None, project: str, connector: str) -> list[dict[str, Any]]:
    from linkwright.publishing.schemas import version_view

    async def work(service: PublishingService, principal: Principal, database: Database) -> list[dict[str, Any]]:
        async with database.read() as tx:
            return [version_view(one) for one in await service.versions(tx, principal.project_id, connector)]

    return in_hub(data, project, work)


def _withdraw_here(data: Path | None, project: str, connector: str, version: str) -> dict[str, Any]:
    from linkwright.publishing.schemas import version_view

    async def work(service: PublishingService, principal: Principal, database: Database) -> dict[str, Any]:
        async with database.write() as tx:
            return version_view(await service.withdraw(tx, principal, connector, version))

    return in_hub(data, project, work)
