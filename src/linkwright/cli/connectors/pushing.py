"""`linkwright connector push`: a connector into a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from linkwright.cli.connectors.findings import counted, say, show_findings
from linkwright.cli.connectors.folder_hubs import in_hub
from linkwright.cli.connectors.folders import CONTRACTS
from linkwright.cli.connectors.hubs import API_KEY, PROJECT, URL, ask
from linkwright.cli.connectors.parcels import files_of
from linkwright.cli.context import DATA, JSON, show
from linkwright.cli.errors import HubRefused
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding

if TYPE_CHECKING:
    from linkwright.access.principals import Principal
    from linkwright.publishing.service import PublishingService
    from linkwright.store.database import Database


def push(
    folder: Path = typer.Argument(help="The connector's folder."),
    contracts: Path | None = CONTRACTS,
    project: str = PROJECT,
    url: str | None = URL,
    key: str | None = API_KEY,
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


def _push_here(data: Path | None, project: str, files: dict[str, str]) -> dict[str, Any]:
    from linkwright.publishing.schemas import publication_view

    async def work(service: PublishingService, principal: Principal, _database: Database) -> dict[str, Any]:
        return publication_view(await service.publish(principal, files))

    return in_hub(data, project, work)


def _told(made: dict[str, Any]) -> list[str]:
    name = f"{made['key']} {made['version']}"
    if made["restored"]:
        return [typer.style(f"{name} was withdrawn, and is offered again with the same content.", fg="green")]
    if not made["created"]:
        return [f"{name} is published already, with just this content. Nothing changed."]
    lines = [typer.style(f"Published {name} with {counted(made['actions'], 'action')}.", fg="green")]
    lines.append(f"The preset core, which new profiles have, switches {made['core_actions']} of them on.")
    if made["replaces_shipped"]:
        lines.append(f"In this project it takes the place of the {made['key']} that ships with the hub.")
    if made["bump"] and made["bump"] != "none":
        lines.append(f"Since {made['previous_version']}, a {made['bump']} change:")
        lines += [f"  {reason}" for reason in made["reasons"]]
    lines += [typer.style(note, fg="yellow") for note in made["notes"]]
    return lines
