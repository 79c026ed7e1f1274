"""What a repeated write may be told."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class KeyInvalid(LinkwrightError):
    """The idempotency key cannot be used."""

    code = "idempotency_key_invalid"
    status = 400
    hint = "Send 1 to 255 printable ASCII characters, such as a UUID: a new one for each write that you mean, the same one when you repeat it."


class KeyReused(LinkwrightError):
    """The idempotency key was used for another call."""

    code = "idempotency_key_reused"
    status = 422
    hint = "A key belongs to one call: account, action and arguments. Send a new key for a new call."


class StillRunning(LinkwrightError):
    """The same write is under way."""

    code = "write_in_progress"
    status = 409
    hint = "Repeat the call with the same key after Retry-After: it is answered then with what the first one did."


class OutcomeUnknown(LinkwrightError):
    """Nobody knows whether an earlier try of this write happened, and it cannot be found out."""

    code = "outcome_unknown"
    status = 409
    hint = "Look at the provider whether it happened. If it did not, send the call again with a new key."


class DoneBefore(LinkwrightError):
    """An earlier try of this write happened; its answer was lost."""

    code = "write_done_before"
    status = 409
    hint = "Nothing is left to do. Read the thing by the id that this answer names, if it names one."
