"""Errors of screening."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class GuardNotInstalled(LinkwrightError):
    """LINKWRIGHT_GUARD is on, and the package that it needs is not there."""

    code = "guard_not_installed"
    status = 500
    hint = "Install linkwright[guard], or take LINKWRIGHT_GUARD away."
