"""Errors of the run log."""

from __future__ import annotations

from linkwright.errors import BadRequest, NotFound


class FilterInvalid(BadRequest):
    """A filter of the run log cannot be read."""

    code = "filter_invalid"
    hint = "Correct the parameter that the message names. docs/api.md lists all of them."


class CursorInvalid(BadRequest):
    """That is not a cursor of this list."""

    code = "cursor_invalid"
    hint = "Send `next` exactly as the page before gave it, with the same order, or leave it out to begin anew."


class RunNotFound(NotFound):
    """There is no such run in this project."""

    code = "run_not_found"
    hint = "Check the id. Runs are kept for as many days as LINKWRIGHT_RUN_RETENTION_DAYS says."
