"""Commands whose modules are loaded when they are asked for: most of the hub's code is of no use to most commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS = {
    "serve": "serve:serve",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "support-bundle": "support.command:support_bundle",
    "keys": "keys:app",
    "projects": "projects:app",
    "members": "members:app",
    "profiles": "profiles:app",
    "connector": "connectors.group:app",
    "audit": "audit:app",
    "data": "data:app",
    "twin": "twin:app",
    "vault": "vault:app",
}
"""Names of commands and groups, and where below `linkwright.cli` each is."""


class LazyCommands(Mapping[str, Any]):
    """Commands by name; each is loaded the first time it is looked at."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = _loaded(name, self._places[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class LazyGroup(TyperGroup):
    """The root of the command line."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        # Nothing is ever added to it.
        self.commands = LazyCommands(COMMANDS)  # type: ignore[assignment]


def _loaded(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(f"linkwright.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        found.rich_markup_mode = None
        group = typer.main.get_group(found)
        group.name = name
        return group
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name)(found)
    return typer.main.get_command(single)
