"""Errors of the record."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class AuditNotWritten(LinkwrightError):
    """The change could not be written into the audit record, so it was not made."""

    code = "audit_not_written"
    status = 503
    hint = "Try again. If it stays so, the database refuses to store records: its log says why."


class AuditKeyMissing(LinkwrightError):
    """There is no audit key here."""

    code = "audit_key_missing"
    status = 409
    hint = "Start the hub once, or name the file with LINKWRIGHT_AUDIT_KEY_FILE. A key that was lost is replaced by a new one at the next start."


class PublicKeyInvalid(LinkwrightError):
    """This is no public key of an audit record."""

    code = "audit_public_key_invalid"
    status = 422
    hint = "Use what `linkwright audit public-key` prints."


class RecordTampered(LinkwrightError):
    """The record is not as it was written."""

    code = "audit_tampered"
    status = 409
    hint = "Keep the file and the database as they are. docs/audit.md says what each finding means."


class RecordNotFound(LinkwrightError):
    """The audit holds no record of that id here."""

    code = "audit_record_not_found"
    status = 404
    hint = "GET /audit lists the records. Old ones are deleted after LINKWRIGHT_AUDIT_RETENTION_DAYS."


class AuditCursorInvalid(LinkwrightError):
    """This cursor was not made by this list."""

    code = "audit_cursor_invalid"
    status = 400
    hint = "Begin without a cursor, and pass on what `next` gives."
