"""Errors of the command line."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class PortTaken(LinkwrightError):
    """Another program listens on that port."""

    code = "port_taken"
    status = 500
    hint = "Choose another with --port, or stop the other program."


class FileExists(LinkwrightError):
    """There is a file of that name already."""

    code = "file_exists"
    status = 409
    hint = "Choose another name."


class ArchiveDamaged(LinkwrightError):
    """The backup is damaged or not one of Linkwright."""

    code = "archive_damaged"
    status = 422
    hint = "Nothing was restored. Use another backup."


class NotEmpty(LinkwrightError):
    """There is a Linkwright in that place already."""

    code = "not_empty"
    status = 409
    hint = "Restore into an empty folder or database, so that nothing is overwritten."


class HubRefused(LinkwrightError):
    """The hub refused the command."""

    code = "hub_refused"
    status = 502
    hint = "The message is the hub's own. Check --url and --key."


class FileUnreadable(LinkwrightError):
    """A file given to a command does not hold what the command needs."""

    code = "file_unreadable"
    status = 422
    hint = "Name another file, or correct this one."


class ActionExists(LinkwrightError):
    """The action file has an action of that name already."""

    code = "action_exists"
    status = 409
    hint = "Take it out first, or import without --into and copy what you need."


class FolderNotOurs(LinkwrightError):
    """The data folder is used for something else."""

    code = "folder_not_ours"
    status = 409
    hint = "Name a folder that is empty or does not exist yet with --data; it will be closed to other users."


class TooSlow(LinkwrightError):
    """The request was sent too slowly."""

    code = "too_slow"
    status = 408
    hint = "Send it again. An operator sets how long the hub waits with LINKWRIGHT_SLOW_CLIENT_SECONDS."
