"""Errors of connect sessions and auth links."""

from __future__ import annotations

from linkwright.errors import LinkwrightError, NotFound, Unprocessable


class SessionExpired(LinkwrightError):
    """This connect session has ended, was revoked, or is not known here."""

    code = "session_expired"
    status = 401
    hint = "Make a new one with POST /connect_sessions and open the Hub with its token."


class SessionExpiredOnChange(SessionExpired):
    """This connect session has ended, so nothing was changed."""

    # The published Hub takes 401 and 403 on a change for success.
    status = 410


class LinkDead(LinkwrightError):
    """This link no longer works."""

    code = "link_dead"
    status = 410
    hint = "Links are good for one use and for a limited time. Ask the person who sent it for a new one."


class SessionNotFound(NotFound):
    """There is no such connect session in this project."""

    code = "session_not_found"
    hint = "Use the number or the ses_ id that POST /connect_sessions answered."


class UnknownConnector(Unprocessable):
    """There is no such connector."""

    code = "unknown_connector"
    hint = "GET /connectors/meta lists the connectors of this hub by their keys."


class UnknownProfile(NotFound):
    """There is no such connector profile in this project."""

    code = "unknown_profile"
    hint = "GET /auth_configs lists the project's profiles."


class ProfileOff(LinkwrightError):
    """The project has switched this connector off."""

    code = "profile_off"
    status = 412
    hint = "Switch a profile of this connector on, in the console or with `linkwright profiles update`."


class SessionContradicts(Unprocessable):
    """Two fields of the session do not go together."""

    code = "session_contradicts"
    hint = "Leave one of the two out, or make them name the same connector."


class OtherUpstream(Unprocessable):
    """This owner has an account of the other type here."""

    code = "other_upstream"
    hint = "Delete that account first, use another owner, or make the session with multiple: true."
