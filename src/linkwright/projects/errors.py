"""Errors of projects."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class ProjectExists(LinkwrightError):
    """There is a project of that name already."""

    code = "project_exists"
    status = 409
    hint = "Choose another name. `linkwright projects list` shows the ones there are."
