"""`linkwright profiles`: which actions of a connector a project may use, and which version runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.cli.context import DATA, JSON, project_named, show, table, with_catalogs
from linkwright.cli.profile_hub import SECRET_VARIABLE, ProfilesOfHub, Shown, secret_from_outside, with_profiles
from linkwright.connectors.compiled import Connector
from linkwright.errors import NotFound
from linkwright.kit.clock import SystemClock
from linkwright.kit.words import did_you_mean
from linkwright.profiles.model import Profile, asked_scopes, enabled_actions, proxy_on
from linkwright.profiles.schemas import ProfileChange, ProfileWish
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Tx

app = typer.Typer(help="Connector profiles.", no_args_is_help=True)
PROJECT = typer.Option("default", "--project", help="The project.")
CLIENT_ID = typer.Option(None, "--client-id", help="Of the project's own app at the provider.")
CLIENT_SECRET = typer.Option(
    False,
    "--client-secret",
    help=f"Take the app's secret from standard input, or from {SECRET_VARIABLE}; arguments are seen by other processes.",
)
PARAMETER = typer.Option([], "--parameter", help="A choice of the way of connecting, such as actor=app; repeatable.")
PROXY = typer.Option(
    None, "--proxy/--no-proxy", help="Whether POST /unified/proxy may be used; unsaid: where all actions are on."
)
SCOPE = typer.Option([], "--scope", help="A scope to ask for beside those that the actions need; repeatable.")


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


@app.command("create")
def create(
    connector: str = typer.Argument(help="The connector's key, such as linear."),
    method: str = typer.Option(..., "--method", help="How accounts are linked, such as api_key or oauth."),
    name: str | None = typer.Option(None, "--name", help="What people call the profile."),
    client_id: str | None = CLIENT_ID,
    client_secret: bool = CLIENT_SECRET,
    parameter: list[str] = PARAMETER,
    scope: list[str] = SCOPE,
    actions: str | None = typer.Option(None, "--actions", help="read, core, all, or ids separated by commas."),
    default: bool = typer.Option(False, "--default", help="Make it the connector's default."),
    project: str = PROJECT,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Make a profile of a connector, with the project's own app at the provider where that is needed."""
    said = _app_wish(client_id, client_secret, parameter, scope)
    said |= {"name": name, "actions": _parsed(actions)} | ({"default": True} if default else {})
    wish = ProfileWish(connector_key=connector, auth_method=method, **{k: v for k, v in said.items() if v is not None})

    async def work(hub: ProfilesOfHub) -> Shown:
        profile = await hub.editor.create(await hub.project_id(project), wish)
        return await hub.shown(profile)

    profile, compiled, redirect = with_profiles(data, work)
    lines = [f"Made {profile.name} ({profile.id})."]
    lines += [f"Register this callback address at the provider: {redirect}"] if redirect else []
    show(_view(profile, compiled), "\n".join(lines), as_json=json)


@app.command("update")
def update(
    connector: str = typer.Argument(help="The connector's key, such as linear, or a profile's id."),
    actions: str | None = typer.Option(None, "--actions", help="read, core, all, or ids separated by commas."),
    version: str | None = typer.Option(
        None, "--version", help="Which version of the connector runs: latest, 1.x.x, 1.2.x or 1.2.0."
    ),
    enabled: bool | None = typer.Option(None, "--enable/--disable", help="Switch the profile on or off."),
    name: str | None = typer.Option(None, "--name", help="What people call the profile."),
    proxy: bool | None = PROXY,
    client_id: str | None = CLIENT_ID,
    client_secret: bool = CLIENT_SECRET,
    parameter: list[str] = PARAMETER,
    scope: list[str] = SCOPE,
    default: bool = typer.Option(False, "--default", help="Make it the connector's default."),
    project: str = PROJECT,
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Choose a profile's actions, version or app, or switch it on or off; a running server follows at once."""
    said = _app_wish(client_id, client_secret, parameter, scope)
    said |= {"name": name, "actions": _parsed(actions), "version": version, "enabled": enabled, "proxy": proxy}
    said |= {"default": True} if default else {}
    change = ProfileChange(**{key: value for key, value in said.items() if value is not None})

    async def work(hub: ProfilesOfHub) -> Shown:
        project_id = await hub.project_id(project)
        found = await hub.list(project_id)
        for profile in found:
            if connector in {profile.connector_key, profile.id}:
                return await hub.shown(await hub.editor.change(project_id, profile.id, change))
        raise NotFound(
            f"There is no profile of {connector}.{did_you_mean(connector, [p.connector_key for p in found])}"
        )

    profile, compiled, _ = with_profiles(data, work)
    count = len(enabled_actions(profile.actions, compiled)) if compiled else 0
    state = "on" if profile.enabled else "off"
    runs = f"{compiled.version} ({profile.version})" if compiled else profile.version
    text = f"{profile.name} is {state}, with {count} actions ({_choice(profile)}) of version {runs}."
    show(_view(profile, compiled), text, as_json=json)


def _app_wish(client_id: str | None, client_secret: bool, parameters: list[str], scopes: list[str]) -> dict[str, Any]:
    wish: dict[str, Any] = {}
    if client_id is not None:
        wish["client_id"] = client_id
    if client_secret:
        wish["client_secret"] = secret_from_outside()
    if parameters:
        pairs = [one.partition("=") for one in parameters]
        wish["parameters"] = {key.strip(): value.strip() for key, _, value in pairs}
    if scopes:
        wish["more_scopes"] = [part.strip() for one in scopes for part in one.split(",") if part.strip()]
    return wish


def _parsed(actions: str | None) -> str | list[str] | None:
    if actions is None or "," not in actions:
        return actions
    return [part.strip() for part in actions.split(",") if part.strip()]


def _choice(profile: Profile) -> str:
    return profile.actions if isinstance(profile.actions, str) else f"{len(profile.actions)} chosen"


def _view(profile: Profile, connector: Connector | None = None) -> dict[str, object]:
    method = connector.auth.get(profile.auth_method) if connector else None
    return {
        "id": profile.id,
        "connector_key": profile.connector_key,
        "name": profile.name,
        "auth_method": profile.auth_method,
        "default": profile.is_default,
        "enabled": profile.enabled,
        "version": profile.version,
        "actions": profile.actions if isinstance(profile.actions, str) else list(profile.actions),
        "proxy_on": proxy_on(profile.proxy, profile.actions),
        "client_id": profile.client_id,
        "parameters": dict(profile.parameters),
        "more_scopes": list(profile.more_scopes),
        **({"scopes": [one.name for one in asked_scopes(profile, connector)]} if connector else {}),
        **({"ready": not profile.lacks_app(method)} if method else {}),
    }
