"""`linkwright projects`: make, list and change projects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from linkwright.access import repository
from linkwright.catalog.catalog import Catalog
from linkwright.cli.context import DATA, JSON, in_database, project_named, show, table
from linkwright.errors import NotFound
from linkwright.kit.clock import SystemClock
from linkwright.profiles.service import ProfileService
from linkwright.projects.service import Project, ProjectService
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


@app.command("update")
def update(
    name: str = typer.Argument(help="The project."),
    app_name: str = typer.Option(..., "--app-name", help="What end users see in the Hub."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Change what end users see of a project."""

    async def work(tx: Tx, _settings: Settings) -> Project:
        project = await project_named(tx, name)
        return await ProjectService(SystemClock()).update(tx, project.id, {"app_name": app_name})

    project = in_database(data, work)
    show(_view(project), f"End users now see “{project.app_name}”.", as_json=json)


def _view(project: Project) -> dict[str, Any]:
    return {"id": project.id, "name": project.name, "app_name": project.app_name}
