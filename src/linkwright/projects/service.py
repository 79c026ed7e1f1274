"""The rules of projects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.words import did_you_mean
from linkwright.projects import repository
from linkwright.projects.errors import ProjectExists
from linkwright.store.database import Tx

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_NAME = "default"
DEFAULT_APP_NAME = "My app"


@dataclass(frozen=True, slots=True)
class Project:
    """A project. `app_name` is what end users see; `brand` holds support_url, privacy_url, hide_brand, color, logo_url."""

    id: str
    organization_id: str
    name: str
    app_name: str
    brand: dict[str, Any]
    created_at: datetime


class ProjectService:
    """Makes, finds and changes projects."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def create(self, tx: Tx, organization_id: str, name: str, app_name: str | None = None) -> Project:
        """Make a project.

        Raises:
            Unprocessable: the name is not 1 to 63 lower-case letters, digits and hyphens.
            ProjectExists: there is one of that name.
        """
        if not _NAME.fullmatch(name):
            raise Unprocessable(
                f"“{name[:80]}” is not a project name: use 1 to 63 lower-case letters, digits and hyphens."
            )
        if await repository.find_named(tx, organization_id, name):
            raise ProjectExists(f"There is a project named {name} already.")
        project = Project(
            new_id("prj"), organization_id, name, app_name or DEFAULT_APP_NAME, dict(_NO_BRAND), self._clock.now()
        )
        await repository.add(
            tx,
            {
                "id": project.id,
                "organization_id": organization_id,
                "name": name,
                "app_name": project.app_name,
                "brand": project.brand,
                "created_at": project.created_at,
            },
        )
        return project

    async def get(self, tx: Tx, project_id: str) -> Project:
        """The project of that id.

        Raises:
            NotFound: there is none.
        """
        row = await repository.find(tx, project_id)
        if row is None:
            raise NotFound("There is no such project.")
        return _project(row)

    async def named(self, tx: Tx, organization_id: str, name: str) -> Project:
        """The project of that name or id.

        Raises:
            NotFound: there is none; the message suggests the nearest name.
        """
        known = await self.list(tx, organization_id)
        for project in known:
            if name in {project.name, project.id}:
                return project
        raise NotFound(
            f"There is no project named {name}.{did_you_mean(name, [project.name for project in known])}",
            hint="`linkwright projects list` shows the projects there are.",
        )

    async def list(self, tx: Tx, organization_id: str) -> list[Project]:
        """The organization's projects, oldest first."""
        return [_project(row) for row in await repository.list_of(tx, organization_id)]

    async def update(self, tx: Tx, project_id: str, changes: dict[str, Any]) -> Project:
        """Change the app name and the brand; a field that is absent stays.

        Raises:
            Unprocessable: a value cannot be used; the message names it.
            NotFound: there is no such project.
        """
        project = await self.get(tx, project_id)
        app_name = changes.pop("app_name", project.app_name)
        if not isinstance(app_name, str) or not 1 <= len(app_name.strip()) <= 60 or not app_name.isprintable():
            raise Unprocessable("The app's name must have 1 to 60 characters.", extra={"field": "app_name"})
        brand = {**project.brand, **{name: _checked(name, value) for name, value in changes.items()}}
        await repository.update(tx, project_id, {"app_name": app_name.strip(), "brand": brand})
        return await self.get(tx, project_id)


_NO_BRAND: dict[str, Any] = {
    "logo_url": None,
    "support_url": None,
    "privacy_url": None,
    "hide_brand": False,
    "color": None,
}


def _checked(name: str, value: Any) -> Any:
    if name not in _NO_BRAND:
        raise Unprocessable(f"There is no branding field {name}.{did_you_mean(name, _NO_BRAND)}", extra={"field": name})
    if name == "hide_brand":
        if not isinstance(value, bool):
            raise Unprocessable("hide_brand is true or false.", extra={"field": name})
        return value
    if value is None or value == "":
        return None
    if name == "color" and not _COLOR.fullmatch(str(value)):
        raise Unprocessable("The colour must be written like #0B5C8F.", extra={"field": name})
    if name.endswith("_url") and not _is_address(str(value)):
        raise Unprocessable(
            "The address must begin with https:// or http:// and have at most 500 characters.", extra={"field": name}
        )
    return str(value)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return len(text) <= 500 and text.isprintable() and parts.scheme in {"https", "http"} and bool(parts.hostname)


def _project(row: repository.Row) -> Project:
    return Project(
        id=row["id"],
        organization_id=row["organization_id"],
        name=row["name"],
        app_name=row["app_name"],
        brand={**_NO_BRAND, **row["brand"]},
        created_at=row["created_at"],
    )
