"""`linkwright projects`: make, list and change projects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from linkwright.access import repository
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.catalog.catalog import Catalog
from linkwright.cli.context import DATA, JSON, in_database, project_named, show, table, with_brands
from linkwright.errors import NotFound
from linkwright.kit.clock import SystemClock
from linkwright.profiles.service import ProfileService
from linkwright.projects.branding import NO_BRAND
from linkwright.projects.brands import Brands
from linkwright.projects.logos import FIELDS
from linkwright.projects.networks import networks_of, set_networks
from linkwright.projects.pictures import MOST_BYTES
from linkwright.projects.service import BUDGETS, Project, ProjectService
from linkwright.settings import Settings
from linkwright.store.database import Tx

app = typer.Typer(help="Projects: walls inside the organization.", no_args_is_help=True)


@app.command("create")
def create(
    name: str = typer.Argument(help="Lower-case letters, digits and hyphens."),
    app_name: str | None = typer.Option(None, "--app-name", help="What end users see in the Hub."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Make a project, with a default profile of every connector."""

    async def work(tx: Tx, _settings: Settings) -> Project:
        organization = await repository.first_organization(tx)
        if organization is None:
            raise NotFound(
                "This database holds no organization yet.", hint="Start the hub once with `linkwright serve`."
            )
        project = await ProjectService(SystemClock()).create(tx, organization["id"], name, app_name)
        await ProfileService(Catalog.load(), SystemClock()).ensure_defaults(tx, project.id)
        return project

    project = in_database(data, work)
    show(_view(project), f"Project {project.name} is made: {project.id}.", as_json=json)


@app.command("list")
def list_projects(data: Path | None = DATA, json: bool = JSON) -> None:
    """List the projects."""

    async def work(tx: Tx, _settings: Settings) -> list[Project]:
        organization = await repository.first_organization(tx)
        return await ProjectService(SystemClock()).list(tx, organization["id"]) if organization else []

    projects = in_database(data, work)
    rows = [["NAME", "ID", "APP NAME"], *([p.name, p.id, p.app_name] for p in projects)]
    show([_view(project) for project in projects], table(rows), as_json=json)


@app.command("show")
def show_project(name: str = typer.Argument(help="The project."), data: Path | None = DATA, json: bool = JSON) -> None:
    """Show a project with its brand and its address."""

    async def work(brands: Brands, project: Project) -> dict[str, Any]:
        return brands.view(project)

    view = with_brands(data, name, work)
    lines = [
        f"{key.replace('_', ' ')}: {value}" for key, value in view.items() if key not in _FOLDED and value is not None
    ]
    show(view, "\n".join([*lines, *view["findings"]]), as_json=json)


@app.command("update")
def update(
    name: str = typer.Argument(help="The project."),
    app_name: str | None = typer.Option(None, help="What end users see in the Hub."),
    color: str | None = typer.Option(None, help="Brand colour, such as #0B5C8F; its contrast is seen to."),
    color_dark: str | None = typer.Option(None, help="Another one for the dark theme."),
    corner: int | None = typer.Option(None, help="Rounding of corners, 0 to 12 px."),
    mode: str | None = typer.Option(None, help="Theme of the Hub: auto, light or dark."),
    logo: Path | None = typer.Option(None, help="A PNG, JPEG, WebP or SVG file of at most 256 kB."),
    logo_dark: Path | None = typer.Option(None, help="The same for the dark theme."),
    logo_url: str | None = typer.Option(None, help="Address of a logo, which is fetched once and kept."),
    logo_dark_url: str | None = typer.Option(None, help="The same for the dark theme."),
    support_url: str | None = typer.Option(None, help="Where people find help: an address, or mailto:…"),
    home_url: str | None = typer.Option(None, help="The app's own page."),
    terms_url: str | None = typer.Option(None, help="Its terms."),
    privacy_url: str | None = typer.Option(None, help="Its privacy notice."),
    hide_brand: bool | None = typer.Option(None, "--hide-brand/--show-brand", help="Whether our name is left out."),
    screening: str | None = typer.Option(None, help="Text that is meant for a model: off, annotate or block."),
    rest_max_tokens: int | None = typer.Option(
        None, help="Tokens that an answer over REST may have; 0 for any number."
    ),
    mcp_max_tokens: int | None = typer.Option(
        None, help="The same over MCP; 0 for any number, -1 for what each action says."
    ),
    public_url: str | None = typer.Option(None, help="The project's own address, such as https://link.example.com."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Change what end users see of a project, and how answers are given. An empty text takes a field back."""
    given = {key: value for key, value in locals().items() if key in _FIELDS and value is not None}
    given |= {key: None for key in BUDGETS if given.get(key) == -1}
    files = {theme: path for theme, path in (("light", logo), ("dark", logo_dark)) if path is not None}

    async def work(brands: Brands, project: Project) -> dict[str, Any]:
        if given or not files:
            project = await brands.change(project.id, given)
        for theme, path in files.items():
            project = await brands.put_logo(project.id, theme, _read(path))
        return brands.view(project)

    view = with_brands(data, name, work)
    told = [f"End users now see “{view['app_name']}” at {view['address']}.", *view["findings"]]
    show(view, "\n".join(told), as_json=json)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as failed:
        raise NotFound(f"{path} cannot be read: {failed.strerror}.", hint="Name a picture that is there.") from None


def _view(project: Project) -> dict[str, Any]:
    return {"id": project.id, "name": project.name, "app_name": project.app_name}


_FIELDS = frozenset({"app_name", "public_url", "screening", *BUDGETS, *NO_BRAND, *FIELDS})
_FOLDED = frozenset({"theme", "findings"})


@app.command("networks")
def networks(
    name: str = typer.Argument("default", help="The project's name or id."),
    allow: list[str] = typer.Option([], "--allow", help="A network, such as 203.0.113.0/24; repeat for several."),
    anywhere: bool = typer.Option(
        False, "--anywhere", help="Take the list away: the project may be used from anywhere."
    ),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Show or change the networks that a project may be used from; the way back in for who locked everybody out."""

    async def work(tx: Tx, _settings: Settings) -> list[str] | None:
        project = await project_named(tx, name)
        server = Principal(
            "member", "server", "The server", project.id, project.organization_id, scopes=ROLES["owner"], role="owner"
        )
        if allow or anywhere:
            return await set_networks(tx, server, [] if anywhere else allow, None)
        return await networks_of(tx, server)

    found = in_database(data, work)
    show({"networks": found or []}, "\n".join(found) if found else "It may be used from anywhere.", as_json=json)
