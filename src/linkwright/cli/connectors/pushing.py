"""`linkwright connector push`, `versions` and `withdraw`: a project's own connectors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import typer

from linkwright.cli.connectors.findings import counted, say, show_findings
from linkwright.cli.connectors.folders import CONTRACTS
from linkwright.cli.connectors.hubs import ask, in_hub
from linkwright.cli.connectors.parcels import files_of
from linkwright.cli.context import DATA, JSON, show, table
from linkwright.cli.errors import HubRefused
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding

if TYPE_CHECKING:
    from linkwright.access.principals import Principal
    from linkwright.publishing.service import PublishingService
    from linkwright.store.database import Database

PROJECT = typer.Option("default", "--project", help="The project, in the hub of --data.")
URL = typer.Option(None, "--url", envvar="LINKWRIGHT_API_URL", help="Address of a hub. Default: the one of --data.")
KEY = typer.Option(
    None, "--key", envvar="LINKWRIGHT_API_KEY", help="API key for --url; it decides the project. connectors:write."
)


def push(
    folder: Path = typer.Argument(help="The connector's folder."),
    contracts: Path | None = CONTRACTS,
    project: str = PROJECT,
    url: str | None = URL,
    key: str | None = KEY,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Publish a connector in a project under the version in connector.yaml, or say every mistake in it."""
    files = files_of(folder, contracts)
    try:
        made = ask(url, key, "POST", "/connectors", {"files": files}) if url else _push_here(data, project, files)
    except ConnectorInvalid as wrong:
        show_findings(wrong.findings, folder, as_json=json)
        raise typer.Exit(1) from None
    except HubRefused as no:
        if no.extra.get("code") != ConnectorInvalid.code:
            raise
        show_findings([Finding(**one) for one in no.extra.get("findings", ())], folder, as_json=json)
        raise typer.Exit(1) from None
    if json:
        show(made, "", as_json=True)
        return
    say("\n".join(_told(made)))


def versions(
    connector: str = typer.Argument(metavar="KEY", help="The connector's key."),
    project: str = PROJECT,
    url: str | None = URL,
    key: str | None = KEY,
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
    key: str | None = KEY,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Offer a version no more; the next one that fits takes its place. The last one that accounts have stays."""
    path = f"/connectors/{quote(connector, safe='')}/versions/{quote(version, safe='')}"
    gone = ask(url, key, "DELETE", path) if url else _withdraw_here(data, project, connector, version)
    show(gone, f"{connector} {version} is withdrawn.", as_json=json)


def _push_here(data: Path | None, project: str, files: dict[str, str]) -> dict[str, Any]:
    from linkwright.publishing.schemas import publication_view

    async def work(service: PublishingService, principal: Principal, _database: Database) -> dict[str, Any]:
        return publication_view(await service.publish(principal, files))

    return in_hub(data, project, work)


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


def _told(made: dict[str, Any]) -> list[str]:
    name = f"{made['key']} {made['version']}"
    if not made["created"]:
        return [f"{name} is published already, with just this content. Nothing changed."]
    lines = [typer.style(f"Published {name} with {counted(made['actions'], 'action')}.", fg="green")]
    if made["replaces_shipped"]:
        lines.append(f"In this project it takes the place of the {made['key']} that ships with the hub.")
    if made["bump"] and made["bump"] != "none":
        lines.append(f"Since {made['previous_version']}, a {made['bump']} change:")
        lines += [f"  {reason}" for reason in made["reasons"]]
    lines += [typer.style(note, fg="yellow") for note in made["notes"]]
    return lines
