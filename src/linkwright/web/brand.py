"""What the pages that the server renders say of the project they speak for."""

from __future__ import annotations

from typing import Any

from linkwright.projects.logos import logo_path
from linkwright.projects.service import Project
from linkwright.projects.theme import stylesheet


def brand_of(project: Project | None) -> dict[str, Any]:
    """The part of a page's context that is the project's; empty where a page speaks for nobody."""
    if project is None:
        return {}
    brand = project.brand
    mode = brand["mode"]
    return {
        "app_name": project.app_name,
        "white_label": brand["hide_brand"],
        "theme": mode if mode in ("light", "dark") else None,
        "theme_css": f"/brand/{project.id}/theme.css" if stylesheet(project) else None,
        "logo_url": logo_path(project, "light"),
        "logo_dark_url": logo_path(project, "dark"),
        **{name: brand[name] for name in ("home_url", "support_url", "terms_url", "privacy_url")},
    }
