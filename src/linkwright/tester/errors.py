"""Errors of running things again."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class RunNotRepeatable(LinkwrightError):
    """This run cannot be run again."""

    code = "run_not_repeatable"
    status = 409
    hint = "Only reads can, and only while everything they were called with is kept: see LINKWRIGHT_RUN_BODIES."
