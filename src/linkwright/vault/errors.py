"""Errors of the vault. None of them ever holds key material or a credential."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class VaultLocked(LinkwrightError):
    """There is no master key, so the vault stays locked."""

    code = "vault_locked"
    status = 503
    hint = "Put the key file back where the message says. Without it stored credentials cannot be opened by anybody."


class KeyFileUnsafe(LinkwrightError):
    """The key file can be reached by others, so it is not used."""

    code = "key_file_unsafe"
    status = 500
    hint = "Make it a plain file of the user who runs Linkwright, readable by that user only: chmod 600."


class KeyFileDamaged(LinkwrightError):
    """The key file is not what Linkwright wrote."""

    code = "key_file_damaged"
    status = 500
    hint = "Restore the key file from a backup. Do not make a new one: it would not open what is stored."


class KeyFileExists(LinkwrightError):
    """A key file is already there, and is never overwritten."""

    code = "key_file_exists"
    status = 409
    hint = "Use the file that is there, or choose another path. What its key has sealed opens with that key only."


class WrongMasterKey(LinkwrightError):
    """The master key is not the one under which the data keys were wrapped."""

    code = "wrong_master_key"
    status = 503
    hint = "Start with the key file that belongs to this data, for instance the one in the same backup."


class RecordDoesNotOpen(LinkwrightError):
    """A stored credential does not open: it was altered, or moved here from another place."""

    code = "record_does_not_open"
    status = 500
    hint = "Restore the record from a backup, or have the account linked again."


class DataKeyMissing(RecordDoesNotOpen):
    """A stored credential names a data key that is not here."""

    code = "data_key_missing"
    hint = "Restore credentials and data keys from the same backup, or have the account linked again."


class PassphraseTooShort(LinkwrightError):
    """The passphrase of a new master key has fewer than 12 characters."""

    code = "passphrase_too_short"
    status = 422
    hint = (
        "Choose a longer one, best of five or more words drawn at random. Whoever guesses it can read every credential."
    )


class KeyParametersUnusable(LinkwrightError):
    """What is stored of a master key is not what Linkwright wrote."""

    code = "key_parameters_unusable"
    status = 500
    hint = "Restore the database from a backup: its table master_keys was altered."
