"""Errors of approvals."""

from __future__ import annotations

from linkwright.access.errors import Forbidden
from linkwright.errors import Conflict, LinkwrightError, NotFound

_WAIT = (
    "Nothing was sent. Wait, then send this very call again: once it is approved it runs, and only once. "
    "Do not try to reach the same by another call."
)


class ApprovalRequired(Conflict):
    """This call waits until a person approves it."""

    code = "approval_required"
    hint = _WAIT


class ApprovalOutdated(Conflict):
    """This call was approved, and what it would change has changed since; a person has to look at it again."""

    code = "approval_outdated"
    hint = _WAIT


class ApprovalRefused(LinkwrightError):
    """A person refused this call."""

    code = "approval_refused"
    status = 403
    hint = "Nothing was sent. Do not try to reach the same by another call; tell the person whom you work for."


class ApprovalNotFound(NotFound):
    """There is no such approval."""

    code = "approval_not_found"
    hint = "An approval is seen by the members of its project, and by whoever asked for it."


class ApprovalDiffers(Conflict):
    """The approval is for another call, or for other rules than those of now."""

    code = "approval_differs"
    hint = "Nothing was sent. Leave approval_id out: the call then says what it waits for."


class ApprovalOver(Conflict):
    """The approval was used before, or its time is over."""

    code = "approval_over"
    hint = "Nothing was sent. Send the call without approval_id, and it asks for another approval."


class TooManyApprovals(Conflict):
    """This caller waits for as many approvals as it may."""

    code = "too_many_approvals"
    hint = "Nothing was sent. Wait until people have decided about some of them."


class AlreadyDecided(Conflict):
    """Somebody decided about this already, or its time is over."""

    code = "approval_decided"
    hint = "Load the page again to see how it ended."


class OwnRequest(Forbidden):
    """Whoever asks for an approval cannot give it."""

    code = "approval_own_request"
    hint = "Ask another member, or have one make a link for somebody else."


class ApprovalLinkDead(LinkwrightError):
    """This link is unknown, was replaced, or has been used."""

    code = "approval_link_dead"
    status = 410
    hint = "Ask whoever sent it whether the call was decided about, and for another link if it was not."
