"""What the commands share: settings, an open database beside a running server, output as text or JSON."""

from __future__ import annotations

import asyncio
import getpass
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from linkwright.access import repository
from linkwright.audit.opening import Opened, open_recorded
from linkwright.cli.serve import ADDRESS_FILE, PRIVATE
from linkwright.errors import NotFound
from linkwright.kit import jsons
from linkwright.kit.clock import SystemClock
from linkwright.kit.logs import configure
from linkwright.projects.service import Project, ProjectService
from linkwright.settings import Settings, load_settings
from linkwright.store.acting import Acting
from linkwright.store.database import Database, Tx
from linkwright.store.hot import open_hot_rows
from linkwright.store.migrate import migrate

if TYPE_CHECKING:
    from linkwright.catalog.of_projects import ProjectCatalogs
    from linkwright.projects.brands import Brands

T = TypeVar("T")
DATA = typer.Option(None, "--data", help="The hub's data folder.", show_default=".linkwright")
JSON = typer.Option(False, "--json", help="Print JSON for programs.")


@contextmanager
def existing_hub(data: Path | None) -> Iterator[Settings]:
    """The settings of a hub that has been started before.

    Raises:
        NotFound: there is no database there yet.
    """
    os.umask(PRIVATE)
    settings = load_settings(data=data)
    if settings.database_url is None and not (settings.data / "linkwright.db").is_file():
        raise NotFound(
            f"There is no Linkwright in {settings.data.absolute()} yet.",
            hint="Start it once with `linkwright serve`, or name its folder with --data.",
        )
    yield settings


def recorded(settings: Settings) -> Opened:
    """The hub's database, for commands that change something: what they change stands in the record under their name."""
    return open_recorded(settings, SystemClock(), command_line())


def command_line() -> Acting:
    """Who acts in a command."""
    return Acting("cli", principal="cli", name=f"Command line ({_user()})")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number that no name belongs to.
        return str(os.getuid())


def in_database(data: Path | None, work: Callable[[Tx, Settings], Awaitable[T]]) -> T:
    """Run `work` in one write transaction of the hub's database, which may be serving at the same time."""

    async def run(settings: Settings) -> T:
        database = recorded(settings).database
        try:
            await migrate(database)
            async with database.write() as tx:
                return await work(tx, settings)
        finally:
            await database.close()

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))


@asynccontextmanager
async def project_catalogs(settings: Settings) -> AsyncIterator[tuple[Database, ProjectCatalogs]]:
    """A hub's database, brought to this version's tables, and the connectors of its projects."""
    from linkwright.catalog.catalog import Catalog
    from linkwright.catalog.of_projects import ProjectCatalogs

    configure(settings.log_level, settings.log_format)
    database = recorded(settings).database
    try:
        await migrate(database)
        rows = open_hot_rows(database)
        await rows.start()
        try:
            yield database, ProjectCatalogs(Catalog.load(), rows)
        finally:
            await rows.close()
    finally:
        await database.close()


def with_catalogs(data: Path | None, work: Callable[[Tx, ProjectCatalogs], Awaitable[T]]) -> T:
    """As `in_database`, for work that has to know the connectors of projects."""

    async def run(settings: Settings) -> T:
        async with project_catalogs(settings) as (database, catalogs), database.write() as tx:
            return await work(tx, catalogs)

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))


async def project_named(tx: Tx, name: str) -> Project:
    """The project of that name.

    Raises:
        NotFound: there is none; the nearest name is suggested.
    """
    organization = await repository.first_organization(tx)
    if organization is None:
        raise NotFound("This database holds no organization yet.", hint="Start the hub once with `linkwright serve`.")
    return await ProjectService(SystemClock()).named(tx, organization["id"], name)


def with_brands(data: Path | None, name: str, work: Callable[[Brands, Project], Awaitable[T]]) -> T:
    """Run `work` on a project's brand, beside a running server too; an address that it fetches is called the guarded way."""
    from linkwright.outbound.client import AiohttpTransport
    from linkwright.outbound.origins import OriginMap
    from linkwright.projects.brands import Brands
    from linkwright.projects.logos import Logos

    async def run(settings: Settings) -> T:
        configure(settings.log_level, settings.log_format)
        database, clock = recorded(settings).database, SystemClock()
        transport = AiohttpTransport(OriginMap.of(settings.outbound_origins), clock=clock)
        try:
            await migrate(database)
            async with database.read() as tx:
                project = await project_named(tx, name)
            projects = ProjectService(clock)
            logos = Logos(projects, transport, clock)
            brands = Brands(database, projects, logos, public_address(settings), settings.hub_names)
            return await work(brands, project)
        finally:
            await transport.close()
            await database.close()

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))


def public_address(settings: Settings) -> str:
    """Where people reach the hub: as it is set, else as the hub itself noted when it last started."""
    noted = settings.data / ADDRESS_FILE
    if settings.public_url is None and noted.is_file():
        return noted.read_text(encoding="utf-8").strip()
    return settings.public()


def show(value: Any, text: str, *, as_json: bool) -> None:
    """Print for a person, or for a program."""
    typer.echo(jsons.dumps(value) if as_json else text)


def table(rows: list[list[str]]) -> str:
    """Columns aligned by blanks."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
