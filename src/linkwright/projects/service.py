"""The rules of projects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linkwright.connectors.vocabulary import LEAST_TOKENS, MOST_TOKENS
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.words import did_you_mean, listed
from linkwright.projects import repository
from linkwright.projects.branding import NO_BRAND, checked, checked_name
from linkwright.projects.errors import AddressTaken, ProjectExists
from linkwright.screening.model import ANNOTATE, MODES
from linkwright.store.database import Tx
from linkwright.store.faults import RowRefused

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
DEFAULT_NAME = "default"
DEFAULT_APP_NAME = "My app"
BUDGETS = ("rest_max_tokens", "mcp_max_tokens")
LOGOS = "logos"
"""Beside the fields of a brand, the names of its logos; kept with them so that a project is one read."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project.

    Attributes:
        app_name: what end users see.
        brand: the fields of `branding.NO_BRAND`.
        screening: what is done about text that is meant for a model: `off`, `annotate` or `block`.
        rest_max_tokens: how large an answer over REST may be where its call does not say; 0 and None for as large as it is.
        mcp_max_tokens: the same over MCP, where None means what the action says.
        own_url: its own public address, without a trailing slash; None where it is reached at the hub's.
        logos: `light` and `dark` to the name under which that logo is served, where there is one.
    """

    id: str
    organization_id: str
    name: str
    app_name: str
    brand: dict[str, Any]
    created_at: datetime
    own_url: str | None = None
    screening: str = ANNOTATE
    rest_max_tokens: int | None = None
    mcp_max_tokens: int | None = None
    logos: Mapping[str, str] = field(default_factory=dict)

    def base(self, hub: str) -> str:
        """Where its links, callbacks, guides and scripts begin: its own address, else the hub's public one."""
        return self.own_url or hub


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
            new_id("prj"), organization_id, name, app_name or DEFAULT_APP_NAME, dict(NO_BRAND), self._clock.now()
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

    async def update(self, tx: Tx, project_id: str, changes: Mapping[str, Any]) -> Project:
        """Change the app name and the brand; a field that is absent stays.

        Raises:
            Unprocessable: a value cannot be used; the message names it.
            NotFound: there is no such project.
        """
        project = await self.get(tx, project_id)
        app_name = checked_name(changes.get("app_name", project.app_name))
        screening = _checked_screening(changes.get("screening", project.screening))
        tokens = {name: _checked_tokens(name, changes.get(name, getattr(project, name))) for name in BUDGETS}
        apart = ("app_name", "screening", *BUDGETS)
        changed = {name: checked(name, value) for name, value in changes.items() if name not in apart}
        brand = {**project.brand, **changed, LOGOS: dict(project.logos)}
        await repository.update(
            tx, project_id, {"app_name": app_name, "brand": brand, "screening": screening, **tokens}
        )
        return await self.get(tx, project_id)

    async def move(self, tx: Tx, project_id: str, own_url: str | None) -> None:
        """Give the project an address of its own (as `addresses.own_address` spells it), or the hub's with None.

        Raises:
            AddressTaken: another project has it.
        """
        if own_url is not None:
            holder = await repository.at_address(tx, own_url)
            if holder not in (None, project_id):
                raise AddressTaken(f"Another project is reached at {own_url} already.", extra={"field": "public_url"})
        try:
            await repository.update(tx, project_id, {"own_url": own_url})
        except RowRefused:
            raise AddressTaken(
                f"Another project is reached at {own_url} already.", extra={"field": "public_url"}
            ) from None

    async def note_logo(self, tx: Tx, project_id: str, theme: str, name: str | None) -> None:
        """Note under which name the logo of a theme is served; None for no logo."""
        project = await self.get(tx, project_id)
        logos = {key: value for key, value in {**project.logos, theme: name}.items() if value}
        await repository.update(tx, project_id, {"brand": {**project.brand, LOGOS: logos}})


def _checked_screening(value: Any) -> str:
    if value not in MODES:
        raise Unprocessable(f"screening is {listed(MODES)}.", extra={"field": "screening"})
    return str(value)


def _checked_tokens(name: str, value: Any) -> int | None:
    if value is None or (type(value) is int and (value == 0 or LEAST_TOKENS <= value <= MOST_TOKENS)):
        return value
    raise Unprocessable(
        f"{name} is a whole number, {LEAST_TOKENS} to {MOST_TOKENS}, 0 for as large as answers are, or null.",
        extra={"field": name},
    )


def _project(row: repository.Row) -> Project:
    kept = dict(row["brand"])
    return Project(
        id=row["id"],
        organization_id=row["organization_id"],
        name=row["name"],
        app_name=row["app_name"],
        brand={name: kept.get(name, nothing) for name, nothing in NO_BRAND.items()},
        created_at=row["created_at"],
        own_url=row["own_url"],
        screening=row["screening"],
        **{name: row[name] for name in BUDGETS},
        logos=dict(kept.get(LOGOS) or {}),
    )
