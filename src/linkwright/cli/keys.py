"""`linkwright keys`: make, list and revoke API keys, also beside a running server."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from linkwright.access.keys import ApiKey, KeyService, Limits
from linkwright.cli.context import DATA, JSON, in_database, project_named, show, table
from linkwright.errors import Unprocessable
from linkwright.kit.clock import SystemClock, iso
from linkwright.kit.secret import Secret
from linkwright.settings import Settings
from linkwright.store.database import Tx

app = typer.Typer(help="API keys.", no_args_is_help=True)
_SPAN = re.compile(r"(\d{1,5})([hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@app.command("create")
def create(
    name: str = typer.Option(..., "--name", help="What uses the key."),
    project: str = typer.Option("default", "--project", help="The project it acts in."),
    scope: list[str] = typer.Option([], "--scope", help="A scope or preset; repeat for several. Default: full."),
    expires: str | None = typer.Option(None, "--expires", help="A span such as 12h, 90d, 4w, or an ISO date."),
    account: list[str] = typer.Option([], "--account", help="An account that it may act on; repeat. Default: all."),
    profile: list[str] = typer.Option(
        [], "--profile", help="A connector profile whose accounts it may act on; repeat. Default: all."
    ),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Make an API key. It is shown this once."""

    async def work(tx: Tx, _settings: Settings) -> tuple[ApiKey, Secret]:
        found = await project_named(tx, project)
        return await KeyService(SystemClock()).create(
            tx, found.id, name, scope, _end(expires), Limits.of(account or None, profile or None)
        )

    key, secret = in_database(data, work)
    text = f"{secret.reveal()}\n\nThis is the only time the key is shown. Its id is {key.id}."
    show({"id": key.id, "key": secret.reveal()}, text, as_json=json)


@app.command("list")
def list_keys(
    project: str = typer.Option("default", "--project", help="The project."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """List a project's keys."""

    async def work(tx: Tx, _settings: Settings) -> list[ApiKey]:
        return await KeyService(SystemClock()).list(tx, (await project_named(tx, project)).id)

    keys = in_database(data, work)
    rows = [["ID", "NAME", "KEY", "SCOPES", "LAST USED", "STATE"]]
    rows += [[k.id, k.name, f"{k.prefix}…", " ".join(k.scopes), _when(k.used_at), _state(k)] for k in keys]
    value = [
        {
            "id": k.id,
            "name": k.name,
            "prefix": k.prefix,
            "scopes": list(k.scopes),
            "effects": list(k.effects) if k.effects else None,
            "created_at": iso(k.created_at),
            "expires_at": iso(k.expires_at) if k.expires_at else None,
            "revoked_at": iso(k.revoked_at) if k.revoked_at else None,
            "last_used_at": iso(k.used_at) if k.used_at else None,
            "accounts": list(k.limits.accounts) if k.limits.accounts is not None else None,
            "profiles": list(k.limits.profiles) if k.limits.profiles is not None else None,
        }
        for k in keys
    ]
    show(value, table(rows) if keys else "There are no keys in this project.", as_json=json)


@app.command("revoke")
def revoke(
    key_id: str = typer.Argument(help="The key's id (key_…)."), data: Path | None = DATA, json: bool = JSON
) -> None:
    """End a key at once, also in a server that is running."""

    async def work(tx: Tx, _settings: Settings) -> None:
        await KeyService(SystemClock()).revoke(tx, key_id)

    in_database(data, work)
    show({"id": key_id, "revoked": True}, f"{key_id} is revoked. Calls with it are refused from now on.", as_json=json)


def _end(text: str | None) -> datetime | None:
    if text is None:
        return None
    span = _SPAN.fullmatch(text.strip())
    if span:
        return datetime.now(UTC) + int(span[1]) * _UNITS[span[2]]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unprocessable(f"“{text}” is not an end: give a span such as 12h, 90d or 4w, or an ISO date.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _when(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else "never"


def _state(key: ApiKey) -> str:
    if key.revoked_at:
        return "revoked"
    if key.expires_at and key.expires_at <= datetime.now(UTC):
        return "expired"
    return f"ends {_when(key.expires_at)}" if key.expires_at else "active"
