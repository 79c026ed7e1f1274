"""Errors of connector profiles."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class UnknownActions(LinkwrightError):
    """The list names actions that the connector does not have."""

    code = "unknown_actions"
    status = 422
    hint = "Use a preset (read, core, all) or ids as GET /actions lists them."


class PinFitsNothing(LinkwrightError):
    """The version pin fits no version of the connector."""

    code = "pin_fits_nothing"
    status = 422
    hint = "Use latest, 1.x.x, 1.2.x or an exact version. `linkwright connector versions KEY` lists what there is."
