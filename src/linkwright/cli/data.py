"""`linkwright data`: take out, or erase, everything that is held about an owner of accounts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import typer

from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.app import build_hub
from linkwright.app.hub import Hub
from linkwright.cli.asking import ask_passphrase
from linkwright.cli.context import DATA, JSON, command_line, existing_hub, project_named, show
from linkwright.cli.errors import FileExists
from linkwright.errors import BadRequest
from linkwright.kit.logs import configure
from linkwright.settings import Settings
from linkwright.store.acting import act_as

T = TypeVar("T")
app = typer.Typer(help="Everything that is held about one owner of accounts.", no_args_is_help=True)
_OWNER = typer.Option(..., "--owner", help="The owner's origin_owner_id.")
_PROJECT = typer.Option("default", "--project", help="The project.")


@app.command("export")
def export(
    owner: str = _OWNER,
    project: str = _PROJECT,
    output: Path | None = typer.Option(
        None, "--output", help="A file to write; it must not exist. Default: standard output."
    ),
    data: Path | None = DATA,
) -> None:
    """Write everything that is held about an owner as JSON lines, without secrets; taking it is recorded."""

    async def work(hub: Hub, principal: Principal) -> None:
        lines = await hub.exporting.export(principal, owner)
        if output is None:
            async for part in lines:
                typer.echo(part, nl=False)
            return
        try:
            with output.open("xb") as handle:
                async for part in lines:
                    handle.write(part)
        except FileExistsError:
            raise FileExists(f"{output} is there already.") from None

    _with_hub(data, project, work)


@app.command("erase")
def erase(
    owner: str = _OWNER,
    project: str = _PROJECT,
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Delete the owner's accounts, have their providers end the credentials, and erase whatever else is held; once and for all."""
    if not yes:
        if not sys.stdin.isatty():
            raise BadRequest("Nobody is there to be asked.", hint="Say --yes if it is meant.")
        typer.confirm(f"Erase everything about {owner} in the project {project}?", abort=True, err=True)

    async def work(hub: Hub, principal: Principal) -> dict[str, Any]:
        return await hub.erasing.erase(principal, owner)

    receipt = _with_hub(data, project, work)
    erased = [f"{table}: {rows}" for table, rows in receipt["erased"].items() if rows]
    kept = [f"kept {one['what']}: {one['rows']}. {one['why']}" for one in receipt["kept"]]
    told = [f"{one['account_id']} at {one['connector_key']}: {one['revocation']}" for one in receipt["accounts"]]
    show(receipt, "\n".join([f"Erased, receipt {receipt['id']}.", *told, *erased, *kept]), as_json=json)


def _with_hub(data: Path | None, project: str, work: Callable[[Hub, Principal], Awaitable[T]]) -> T:
    async def run(settings: Settings) -> T:
        configure(settings.log_level, settings.log_format)
        act_as(command_line())
        hub = await build_hub(settings, ask=ask_passphrase)
        await hub.rows.start()
        try:
            async with hub.database.read() as tx:
                found = await project_named(tx, project)
            who = Principal(
                "member", "server", "The server", found.id, found.organization_id, scopes=ROLES["owner"], role="owner"
            )
            return await work(hub, who)
        finally:
            await hub.recorder.flush()
            await hub.live.close()
            await hub.rows.close()
            await hub.database.close()

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))
