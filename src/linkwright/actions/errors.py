"""Errors of running actions."""

from __future__ import annotations

from linkwright.engine.errors import EngineError
from linkwright.errors import BadRequest, LinkwrightError, NotFound


class AccountMissing(BadRequest):
    """The call does not say which account to act on."""

    code = "account_missing"
    hint = "Send the linked account's id in the header x-account-id."


class AccountNotFound(NotFound):
    """There is no such account in this project."""

    code = "account_not_found"
    hint = "Check the id in x-account-id. GET /accounts lists the accounts of the key's project."


class AccountNotUsable(LinkwrightError):
    """The account cannot be used now."""

    code = "account_not_usable"
    status = 412
    hint = "The message says why. The Accounts page shows what to do."


class UnknownAction(NotFound):
    """There is no such action."""

    code = "unknown_action"
    hint = "GET /actions lists the actions of every connector, POST /actions/search finds one by what it does."


class ActionDisabled(LinkwrightError):
    """This action is switched off for the account's connector profile."""

    code = "action_disabled"
    status = 403
    hint = "Switch it on in the connector profile."


class NotAvailable(LinkwrightError):
    """This version does not offer that."""

    code = "not_available"
    status = 501
    hint = "Leave it out. docs/api.md says what this version offers."


class OptionsInvalid(BadRequest):
    """What was said about how to take the call means nothing, or contradicts itself."""

    code = "options_invalid"
    hint = "docs/api.md describes mode, plan_hash, fields, max_tokens and read_from. Each may be left out."


class UnknownField(BadRequest):
    """The action gives no such field."""

    code = "unknown_field"
    hint = "The action's output schema lists all of them."


class CursorInvalid(BadRequest):
    """The cursor cannot be read."""

    code = "cursor_unusable"
    hint = "Send next of an answer as it was given, in the same call; or begin without a cursor."


class PlanDiffers(EngineError):
    """The plan_hash is not that of this call: account, action, arguments or the connector's version differ."""

    code = "plan_differs"
    status = 409
    hint = "Nothing was sent that writes. Send the arguments of the plan, or make a new plan of these."


class PlanOutdated(EngineError):
    """What the plan was made for has changed since."""

    code = "plan_outdated"
    status = 409
    hint = "Nothing was sent that writes. `plan` holds the plan of now: look at it, and apply it by its own plan_hash."


class PostOnly(LinkwrightError):
    """This address takes POST only."""

    code = "post_only"
    status = 405
    hint = "Send the call with POST."


class CallCancelled(LinkwrightError):
    """The caller went away before the answer."""

    code = "cancelled"
    status = 499
    hint = "Nothing to do; the call was a read."
