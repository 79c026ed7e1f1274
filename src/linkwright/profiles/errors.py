"""Errors of connector profiles."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class UnknownActions(LinkwrightError):
    """The list names actions that the connector does not have."""

    code = "unknown_actions"
    status = 422
    hint = "Use a preset (read, core, all) or ids as GET /actions lists them."
