"""Errors of linked accounts."""

from __future__ import annotations

from linkwright.errors import Conflict, NotFound, Unprocessable


class AccountNotFound(NotFound):
    """There is no such account in this project."""

    code = "account_not_found"
    hint = "Check the id, and that you ask in the project that holds the account. GET /accounts lists them."


class StatusConflict(Conflict):
    """The account's status does not allow this."""

    code = "account_status"
    hint = "Read the account: its status_reasons say what holds it there."


class NotChecked(Conflict):
    """Nothing calls for this account now, so it is not checked either: it is suspended, archived, inactive or gone."""

    code = "account_not_checked"
    hint = "Resume the account or switch its connector profile on, then check it."


class ReceiptNotFound(NotFound):
    """No account of that id was deleted in this project."""

    code = "receipt_not_found"
    hint = "Check the id. GET /accounts/{id} shows an account that is still there."


class OwnerTaken(Conflict):
    """That owner already has an account at this connector."""

    code = "owner_taken"
    hint = "Change or delete the other account first, or keep the two owners apart by id or name."


class CredentialsByLinking(Unprocessable):
    """Credentials cannot be changed here."""

    code = "credentials_by_linking"
    hint = "Create a connect session with this account's account_id and let the owner enter them in the Hub, where they are tried first."


class FieldFixed(Unprocessable):
    """A field of the account was fixed when it was linked."""

    code = "field_fixed"
    hint = "Link the account again to change it. `type` is changed by POST /accounts/{id}/convert."
