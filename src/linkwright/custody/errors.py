"""Errors of changing and destroying keys."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class KeyStillNeeded(LinkwrightError):
    """The key is still needed, so it is not destroyed."""

    code = "key_still_needed"
    status = 409
    hint = "Do what the message says, then try again. `linkwright vault status` shows what still needs which key."


class KeyUnknown(LinkwrightError):
    """The vault has no key of that id."""

    code = "key_unknown"
    status = 404
    hint = "`linkwright vault status` names the keys: mk_… are master keys, dk_… data keys."


class RotationPending(LinkwrightError):
    """Another rotation has begun and has not ended."""

    code = "rotation_pending"
    status = 409
    hint = "Run `linkwright vault rewrap`, which finishes it; then begin the next."


class MasterKeyAway(LinkwrightError):
    """A master key that is in use is not at hand here, so what is made now could not be opened with it."""

    code = "master_key_away"
    status = 409
    hint = "Run the command where every master key is at hand, or destroy the one that is not needed any more first."


class VaultDamaged(LinkwrightError):
    """Some stored records or data keys do not open, so nothing is destroyed."""

    code = "vault_damaged"
    status = 409
    hint = "`linkwright vault verify` names each. Have those accounts linked again, or restore the rows from a backup."


class AccountStillLinked(LinkwrightError):
    """The account is still linked, so its records are not shredded."""

    code = "account_still_linked"
    status = 409
    hint = "Delete the account first (in the console or with DELETE /accounts/{id}), so that its provider is told."
