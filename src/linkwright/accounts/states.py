"""The statuses of an account, and what moves it from which to which; docs/accounts.md has the same table for people.

| event | from | to |
|---|---|---|
| linked | any | active; suspended stays |
| suspended | any but archived | suspended |
| resumed | suspended | what the remaining reasons say: expired, error or active |
| the provider refuses the credential, or it opens another account | active, inactive, error | error; any other stays, with the reason noted |
| the grant has ended | active, inactive, error | expired; any other stays, with the reason noted |
| its grant was renewed after all | expired | what the remaining reasons say |
| a check finds that it works | error, expired, inactive | active; suspended and archived stay, without what was wrong |

An active account whose profile is switched off is shown as inactive; nothing is stored for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from linkwright.accounts.errors import StatusConflict
from linkwright.kit.clock import iso

SUSPENDED = "suspended"
CREDENTIAL_REFUSED = "credential_refused"
GRANT_ENDED = "grant_ended"
ANOTHER_ACCOUNT = "another_account"
PROFILE_OFF = "profile_disabled"

Reasons = Sequence[dict[str, Any]]
State = tuple[str, list[dict[str, Any]]]

_STATUS_OF_REASON = {CREDENTIAL_REFUSED: "error", ANOTHER_ACCOUNT: "error", GRANT_ENDED: "expired"}


def reason(code: str, description: str, at: datetime) -> dict[str, Any]:
    """Why an account is in its status."""
    return {"code": code, "description": description, "timestamp": iso(at)}


def linked(reasons: Reasons) -> State:
    """A working credential ends every reason but a suspension, which only a developer lifts."""
    kept = _only(reasons, SUSPENDED)
    return (SUSPENDED if kept else "active"), kept


def suspended(status: str, reasons: Reasons, why: dict[str, Any]) -> State:
    """Stop the account.

    Raises:
        StatusConflict: it is archived.
    """
    if status == "archived":
        raise StatusConflict("An archived account cannot be suspended: nothing calls it any more.")
    if status == SUSPENDED:
        return status, list(reasons)
    return SUSPENDED, [*reasons, why]


def resumed(status: str, reasons: Reasons) -> State:
    """Lift a suspension; what else was wrong before is still wrong.

    Raises:
        StatusConflict: the account is held by something else than a suspension.
    """
    if status == "active":
        return status, list(reasons)
    if status != SUSPENDED:
        raise StatusConflict(
            f"This account is not suspended; its status is {status}.",
            hint="An account in error or expired works again when its owner reconnects it in the Hub.",
        )
    kept = [one for one in reasons if one["code"] != SUSPENDED]
    return _by_reasons(kept), kept


def refused(status: str, reasons: Reasons, why: dict[str, Any]) -> State:
    """The credential works no more, for the reason that `why` has: refused, of another account, or a grant that has ended."""
    noted = [*(one for one in reasons if one["code"] != why["code"]), why]
    return (_STATUS_OF_REASON[why["code"]] if status in {"active", "inactive", "error"} else status), noted


def works(status: str, reasons: Reasons) -> State:
    """The provider takes the credential, for the account that it was linked to: what was wrong with it is over."""
    kept = [one for one in reasons if one["code"] not in _STATUS_OF_REASON]
    return (status if status in {SUSPENDED, "archived"} else "active"), kept


def shown(status: str, reasons: Reasons, *, enabled: bool, since: datetime) -> State:
    """What people and programs see; `enabled` and `since` are of the account's profile."""
    if enabled or status != "active":
        return status, list(reasons)
    off = reason(PROFILE_OFF, "Its connector profile is switched off.", since)
    return "inactive", [*reasons, off]


def ended(status: str, reasons: Reasons, why: dict[str, Any]) -> State:
    """What the provider granted has ended, and only its owner can grant it anew."""
    noted = [*(one for one in reasons if one["code"] != why["code"]), why]
    return ("expired" if status in {"active", "inactive", "error"} else status), noted


def revived(status: str, reasons: Reasons) -> State:
    """A grant that was thought to have ended was renewed after all."""
    kept = [one for one in reasons if one["code"] != GRANT_ENDED]
    return (_by_reasons(kept) if status == "expired" else status), kept


def _by_reasons(reasons: Reasons) -> str:
    found = {_STATUS_OF_REASON[one["code"]] for one in reasons if one["code"] in _STATUS_OF_REASON}
    return next((status for status in ("expired", "error") if status in found), "active")


def _only(reasons: Reasons, code: str) -> list[dict[str, Any]]:
    return [one for one in reasons if one["code"] == code]
