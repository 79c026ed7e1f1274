"""`linkwright profiles`: which actions of a connector a project may use."""

from __future__ import annotations

from pathlib import Path

import typer

from linkwright.catalog.catalog import Catalog
from linkwright.cli.context import DATA, JSON, in_database, project_named, show, table
from linkwright.errors import NotFound
from linkwright.kit.clock import SystemClock
from linkwright.kit.words import did_you_mean
from linkwright.profiles.model import Profile, enabled_actions
from linkwright.profiles.service import ProfileService
from linkwright.settings import Settings
from linkwright.store.database import Tx

app = typer.Typer(help="Connector profiles.", no_args_is_help=True)
PROJECT = typer.Option("default", "--project", help="The project.")


@app.command("list")
def list_profiles(project: str = PROJECT, data: Path | None = DATA, json: bool = JSON) -> None:
    """List a project's profiles."""

    async def work(tx: Tx, _settings: Settings) -> list[Profile]:
        found = await project_named(tx, project)
        return await ProfileService(Catalog.load(), SystemClock()).list(tx, found.id)

    profiles = in_database(data, work)
    rows = [["ID", "CONNECTOR", "NAME", "STATE", "ACTIONS"]]
    rows += [[p.id, p.connector_key, p.name, "on" if p.enabled else "off", _choice(p)] for p in profiles]
    show([_view(profile) for profile in profiles], table(rows), as_json=json)


@app.command("update")
def update(
    connector: str = typer.Argument(help="The connector's key, such as linear, or a profile's id."),
    actions: str | None = typer.Option(None, "--actions", help="read, core, all, or ids separated by commas."),
    enabled: bool | None = typer.Option(None, "--enable/--disable", help="Switch the profile on or off."),
    project: str = PROJECT,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Choose a profile's actions, or switch it on or off; a running server follows at once."""
    catalog = Catalog.load()
    service = ProfileService(catalog, SystemClock())

    async def work(tx: Tx, _settings: Settings) -> Profile:
        found = await service.list(tx, (await project_named(tx, project)).id)
        for profile in found:
            if connector in {profile.connector_key, profile.id}:
                chosen = _parsed(actions)
                return await service.update(tx, profile, actions=chosen, enabled=enabled)
        raise NotFound(
            f"There is no profile of {connector}.{did_you_mean(connector, [p.connector_key for p in found])}"
        )

    profile = in_database(data, work)
    compiled = catalog.get(profile.connector_key)
    count = len(enabled_actions(profile.actions, compiled)) if compiled else 0
    state = "on" if profile.enabled else "off"
    show(_view(profile), f"{profile.name} is {state}, with {count} actions ({_choice(profile)}).", as_json=json)


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
        "actions": profile.actions if isinstance(profile.actions, str) else list(profile.actions),
    }
