"""`linkwright profiles`: which actions of a connector a project may use, and which version runs."""

from __future__ import annotations

from pathlib import Path

import typer

from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.cli.context import DATA, JSON, project_named, show, table, with_catalogs
from linkwright.connectors.compiled import Connector
from linkwright.errors import NotFound
from linkwright.kit.clock import SystemClock
from linkwright.kit.words import did_you_mean
from linkwright.profiles.model import Profile, enabled_actions
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Tx

app = typer.Typer(help="Connector profiles.", no_args_is_help=True)
PROJECT = typer.Option("default", "--project", help="The project.")


@app.command("list")
def list_profiles(project: str = PROJECT, data: Path | None = DATA, json: bool = JSON) -> None:
    """List a project's profiles."""

    async def work(tx: Tx, catalogs: ProjectCatalogs) -> list[Profile]:
        found = await project_named(tx, project)
        return await ProfileService(catalogs, SystemClock()).list(tx, found.id)

    profiles = with_catalogs(data, work)
    rows = [["ID", "CONNECTOR", "NAME", "STATE", "VERSION", "ACTIONS"]]
    rows += [[p.id, p.connector_key, p.name, "on" if p.enabled else "off", p.version, _choice(p)] for p in profiles]
    show([_view(profile) for profile in profiles], table(rows), as_json=json)


@app.command("update")
def update(
    connector: str = typer.Argument(help="The connector's key, such as linear, or a profile's id."),
    actions: str | None = typer.Option(None, "--actions", help="read, core, all, or ids separated by commas."),
    version: str | None = typer.Option(
        None, "--version", help="Which version of the connector runs: latest, 1.x.x, 1.2.x or 1.2.0."
    ),
    enabled: bool | None = typer.Option(None, "--enable/--disable", help="Switch the profile on or off."),
    project: str = PROJECT,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Choose a profile's actions or version, or switch it on or off; a running server follows at once."""

    async def work(tx: Tx, catalogs: ProjectCatalogs) -> tuple[Profile, Connector | None]:
        service = ProfileService(catalogs, SystemClock())
        found = await service.list(tx, (await project_named(tx, project)).id)
        for profile in found:
            if connector in {profile.connector_key, profile.id}:
                chosen = _parsed(actions)
                changed = await service.update(tx, profile, actions=chosen, enabled=enabled, version=version)
                return changed, await catalogs.find(changed.project_id, changed.connector_key, changed.version)
        raise NotFound(
            f"There is no profile of {connector}.{did_you_mean(connector, [p.connector_key for p in found])}"
        )

    profile, compiled = with_catalogs(data, work)
    count = len(enabled_actions(profile.actions, compiled)) if compiled else 0
    state = "on" if profile.enabled else "off"
    runs = f"{compiled.version} ({profile.version})" if compiled else profile.version
    text = f"{profile.name} is {state}, with {count} actions ({_choice(profile)}) of version {runs}."
    show(_view(profile), text, as_json=json)


def _parsed(actions: str | None) -> str | list[str] | None:
    if actions is None or "," not in actions:
        return actions
    return [part.strip() for part in actions.split(",") if part.strip()]


def _choice(profile: Profile) -> str:
    return profile.actions if isinstance(profile.actions, str) else f"{len(profile.actions)} chosen"


def _view(profile: Profile) -> dict[str, object]:
    return {
        "id": profile.id,
        "connector_key": profile.connector_key,
        "name": profile.name,
        "enabled": profile.enabled,
        "version": profile.version,
        "actions": profile.actions if isinstance(profile.actions, str) else list(profile.actions),
    }
