"""Writes the reference pages below docs/ from the code and the connectors themselves. `make docs` runs it; a test checks it."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import typer.main

import linkwright
from linkwright.catalog.shipped import LOCK_FILE, SHIPPED, read_lock
from linkwright.cli.connectors.folders import shipped
from linkwright.cli.connectors.measuring import whole_page
from linkwright.connectors.editing import schema_files
from linkwright.errors import LinkwrightError
from linkwright.settings import PREFIX, Settings
from scripts import api_types
from scripts.language import language_page

DOCS = Path(__file__).resolve().parent.parent / "docs"


def pages() -> dict[str, Callable[[], str]]:
    """What makes each generated page, by its file name; a connector's page takes seconds, as its actions run for it."""
    return {
        "errors.md": errors_page,
        "settings.md": settings_page,
        "commands.md": commands_page,
        "connectors/language.md": language_page,
        **{f"connectors/schemas/{name}": text.decode for name, text in schema_files().items()},
        **{f"connectors/{key}.md": partial(_connector_page, key) for key in SHIPPED},
    }


def _connector_page(key: str) -> str:
    return whole_page(shipped(key), read_lock(key, LOCK_FILE))


def error_classes() -> list[type[LinkwrightError]]:
    """Every error class of the package, by code."""
    for module in pkgutil.walk_packages(linkwright.__path__, "linkwright."):
        if ".migrations." not in module.name:
            importlib.import_module(module.name)

    def below(parent: type[LinkwrightError]) -> set[type[LinkwrightError]]:
        return {parent}.union(*(below(child) for child in parent.__subclasses__()))

    ours = {
        cls for cls in below(LinkwrightError) if cls.__module__.startswith("linkwright.") and cls is not LinkwrightError
    }
    return sorted(ours, key=lambda cls: (cls.code, cls.__name__, cls.__module__))


def errors_page() -> str:
    """The errors, each with status, sentence and remedy."""
    lines = [
        "# Errors",
        "",
        "Every refusal, on every face, is one JSON object: `statusCode`, `message` and `timestamp`, as the clients of the",
        "contract read them, and beside them `code` (stable, for programs) and `hint` (what to do). Some carry more, such as",
        "`provider_errors` with what the other system answered, or `retry_after` in seconds.",
        "",
        "<!-- Made by `make docs` from the error classes. -->",
    ]
    for cls in error_classes():
        sentence = " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split())
        lines += ["", f"## `{cls.code}`", "", f"HTTP {cls.status}. {sentence}"]
        if cls.hint:
            lines += ["", f"What to do: {cls.hint}"]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """The settings with types, defaults and meaning."""
    lines = [
        "# Settings",
        "",
        "Set them by environment variable, or by the same names in lower case without the prefix in `linkwright.toml` in the",
        "data folder (or the file that `LINKWRIGHT_CONFIG` names). The command line wins over the environment, that over the file.",
        "A name that is not known stops the start and the nearest known name is suggested. What takes several is written with",
        "commas in the environment (`LINKWRIGHT_EMBED_ORIGINS=https://a.example,https://b.example`), and as an array in the file.",
        "",
        "<!-- Made by `make docs` from the settings class. -->",
    ]
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        said = ",".join(map(str, default)) if isinstance(default, list) else default
        shown = "none" if default is None else f"`{said}`" if default not in ([], {}) else "empty"
        lines += ["", f"## `{PREFIX}{name.upper()}`", "", str(field.description), "", f"Default: {shown}."]
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """The help of every command."""
    from linkwright.cli.main import app

    lines = ["# Commands", "", "<!-- Made by `make docs` from the command line's own help. -->"]
    root = typer.main.get_command(app)
    for path, command in _walk(root, ()):
        if not isinstance(command, click.Group) and not hasattr(command, "commands"):
            lines += ["", f"## `{' '.join(('linkwright', *path))}`", "", str(command.help or "").strip(), ""]
            lines += _parameters(command)
    return "\n".join(lines).rstrip() + "\n"


def _walk(command: click.Command, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], click.Command]]:
    found = [(path, command)]
    for name, child in sorted(getattr(command, "commands", {}).items()):
        found += _walk(child, (*path, name))
    return found


def _parameters(command: click.Command) -> list[str]:
    rows = []
    for parameter in command.params:
        names = " ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
        if parameter.param_type_name == "argument":
            names = f"`{(parameter.name or '').upper()}`"
        if parameter.name != "help":
            rows.append(f"| {names} | {getattr(parameter, 'help', '') or ''} |")
    return ["| option | meaning |", "|---|---|", *rows] if rows else []


if __name__ == "__main__":
    for file_name, make in pages().items():
        (DOCS / file_name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / file_name).write_text(make(), encoding="utf-8")
        sys.stdout.write(f"docs/{file_name}\n")
    if api_types.TOOL.exists():
        api_types.TYPES.write_text(api_types.types(), encoding="utf-8")
        sys.stdout.write(f"{api_types.TYPES.relative_to(DOCS.parent)}\n")
    else:
        sys.stdout.write("The console's API types were left as they are: `make ui` installs what makes them.\n")
