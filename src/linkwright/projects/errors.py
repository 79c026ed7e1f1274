"""Errors of projects."""

from __future__ import annotations

from linkwright.errors import LinkwrightError, Unprocessable


class ProjectExists(LinkwrightError):
    """There is a project of that name already."""

    code = "project_exists"
    status = 409
    hint = "Choose another name. `linkwright projects list` shows the ones there are."


class AddressTaken(LinkwrightError):
    """Another project is reached at that address already."""

    code = "address_taken"
    status = 409
    hint = "Give each project an address of its own; a further name of the same host is enough."


class LogoRefused(Unprocessable):
    """This cannot be a logo."""

    code = "logo_refused"
    hint = "Use a PNG, JPEG, WebP or SVG picture of at most 256 kB, without scripts. Nothing was changed."


class LogoUnreachable(Unprocessable):
    """The address of the logo could not be read."""

    code = "logo_unreachable"
    hint = "Give the address of the picture itself, or upload the file. Nothing was changed."
