"""A project's brand as colours that can be read, as a stylesheet, and as what the guard did to them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from linkwright.projects.colors import MODES, Mode, Roles, findings, guarded
from linkwright.projects.service import Project


def color_of(project: Project, mode: Mode) -> str | None:
    """The brand colour of one theme, as it was given; None for ours."""
    color: str | None = project.brand["color"]
    dark: str | None = project.brand["color_dark"]
    return dark if mode == "dark" and dark else color


def roles(project: Project) -> dict[Mode, Roles | None]:
    """The colours of both themes after the guard."""
    return {mode: guarded(color, mode) if (color := color_of(project, mode)) else None for mode in MODES}


def theme_view(project: Project) -> dict[str, Any]:
    """`theme`: the colours in use, by theme; `findings`: what the guard did, in sentences."""
    used = {mode: color_of(project, mode) for mode in MODES}
    if used["light"] == used["dark"]:
        said = findings(used["light"]) if used["light"] else []
    else:
        said = [one for mode, color in used.items() if color for one in findings(color, [mode])]
    return {
        "theme": {mode: asdict(found) if found else None for mode, found in roles(project).items()},
        "findings": list(dict.fromkeys(said)),
    }


def stylesheet(project: Project) -> str:
    """The custom properties that the brand sets, as CSS for the pages that the server renders; empty for no brand."""
    found = roles(project)
    lines: list[str] = []
    for mode, query in (("light", "(prefers-color-scheme: light)"), ("dark", "(prefers-color-scheme: dark)")):
        part = found[mode]  # type: ignore[index]
        if part is not None:
            body = "".join(f"{name}:{value};" for name, value in part.css().items())
            lines.append(f"@media {query}{{:root:not([data-theme]){{{body}}}}}")
            lines.append(f':root[data-theme="{mode}"]{{{body}}}')
    corner = project.brand["corner"]
    if corner is not None:
        sizes = (round(corner * 0.6), corner, round(corner * 1.5), corner * 2)
        lines.append(":root{" + "".join(f"--r-{step}:{size}px;" for step, size in enumerate(sizes, 1)) + "}")
    return "\n".join(lines) + "\n" if lines else ""
