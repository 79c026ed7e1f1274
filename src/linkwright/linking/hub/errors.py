"""Errors of linking in the Hub. None is a 401 or 403: the published Hub takes those for an ended session, or for success."""

from __future__ import annotations

from linkwright.accounts.errors import AccountNotFound
from linkwright.errors import Conflict, LinkwrightError, NotFound, Unprocessable


class KeyRefused(Unprocessable):
    """The provider did not accept this credential."""

    code = "credential_refused"
    hint = (
        "It may have been deleted, cut off when copying, or its owner suspended. Nothing was saved. "
        "Make a new one with the steps in the guide, then enter it here."
    )


class CannotRead(Unprocessable):
    """The provider accepts this credential, but it may not read."""

    code = "missing_right"
    hint = "Nothing was saved. Make a credential that also has the right to read."


class PlanTooSmall(Unprocessable):
    """The workspace's plan at the provider does not include this."""

    code = "not_on_plan"
    hint = "Nothing was saved. The workspace's plan there has to change before this can work."


class NotTried(Unprocessable):
    """The provider did not let the credential be tried."""

    code = "credential_not_tried"
    hint = "Nothing was saved. Try again; if it lasts, give support the provider's words."


class ProviderSilent(LinkwrightError):
    """The provider is not answering."""

    code = "upstream_unreachable"
    status = 502
    hint = "The credential may be fine; it could not be checked, so nothing was saved. Try again in a minute."


class ProviderBroken(LinkwrightError):
    """The provider failed while the credential was tried."""

    code = "provider_fault"
    status = 502
    hint = "The credential may be fine; it could not be checked, so nothing was saved. Try again in a minute."


class ProviderBusy(LinkwrightError):
    """The provider asks to wait."""

    code = "provider_rate_limited"
    status = 429
    hint = "Its limit for this account is used up. Nothing was saved. Try again after the time in retry_after."


class OtherWorkspace(Unprocessable):
    """This credential belongs to another workspace than the account."""

    code = "other_workspace"
    hint = "Nothing was changed. Use a credential of the account's workspace, or link this one as a new account."


class AccountBusy(Conflict):
    """The account is being changed by others at the same time."""

    code = "account_busy"
    hint = "Nothing was saved. Try again."


class NotInSession(AccountNotFound):
    """This connect session has no such account."""

    code = "not_in_session"
    hint = "A session reaches its own owner's accounts only. Make one with account_id for the account that you mean."


class NotOffered(NotFound):
    """This connect session does not offer that connector."""

    code = "not_offered"
    hint = "GET /hub/connectors lists what the session offers."


class EnterAllAgain(Unprocessable):
    """The connector calls another host now, so what is stored cannot be kept."""

    code = "enter_all_again"
    hint = "Enter every field again. Nothing was sent and nothing was changed."


class NoApp(LinkwrightError):
    """The project has not entered its app at the provider yet."""

    code = "no_app"
    status = 412
    hint = "In the console, open the connector profile and follow its set-up guide."


class AttemptEnded(Conflict):
    """This attempt was cancelled, or has ended."""

    code = "attempt_ended"
    hint = "Nothing was linked. Start again."


class Interrupted(LinkwrightError):
    """The hub was interrupted while the account was linked."""

    code = "sign_in_interrupted"
    status = 503
    hint = "Nothing was saved. Start again."


class SignInInstead(Unprocessable):
    """This connector is linked by signing in at the provider, not by a form."""

    code = "sign_in_instead"
    hint = "Begin with POST /hub/sign_in and open the address that it answers with."
