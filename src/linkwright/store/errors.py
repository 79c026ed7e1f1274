"""Errors of the store."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class DatabaseUnavailable(LinkwrightError):
    """The database cannot be reached."""

    code = "database_unavailable"
    status = 503
    hint = (
        "Nothing was changed. Check that the database runs and that LINKWRIGHT_DATABASE_URL is right, then try again."
    )


class DatabaseTooNew(LinkwrightError):
    """The database was written by a newer Linkwright."""

    code = "database_too_new"
    status = 500
    hint = "Install the version that wrote it, or restore a backup made before the upgrade."


class FolderInUse(LinkwrightError):
    """Another Linkwright already serves from this data folder."""

    code = "folder_in_use"
    status = 500
    hint = "Stop the other one, or name another folder with --data. To run several processes, use PostgreSQL."
