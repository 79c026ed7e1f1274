"""Every event that a project can be told of, and the fields of its `data`. `docs/webhooks.md` is held to this by a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ALL = "*"

_ACCOUNT = {
    "account_id": "The account.",
    "provider": "Key of its connector, such as `linear`.",
    "origin_owner_id": "Your id of whoever owns it.",
    "origin_owner_name": "Their name.",
    "origin_username": "Their user, if the session named one.",
    "status": "`active`, `inactive`, `suspended`, `archived`, `expired` or `error`.",
    "label": "The account's label, or null.",
    "type": "`production` or `test`.",
    "profile_id": "The connector profile that it was linked through.",
    "workspace_id": "The provider's id of the workspace that it opens.",
    "metadata": "What the session or a PATCH put there, or null.",
    "created_at": "When it was linked.",
    "updated_at": "When it last changed.",
}


_APPROVAL = {
    "approval_id": "The approval; `GET /approvals/{approval_id}` shows members what the call would do.",
    "status": "`pending`, `approved` or `refused`.",
    "action": "The action, or `proxy`.",
    "effect": "Its effect: `read`, `write` or `destroy`.",
    "account_id": "The account that it is to happen on.",
    "origin_owner_name": "Who owns the account.",
    "caller": "Who asks: `key:…`, `client:…` or `member:…`.",
    "caller_name": "What they are called.",
    "rule_name": "The rule that wants a person to look; empty for one without a name.",
    "expires_at": "Until when it can be decided or used.",
    "decided_by": "Who decided, or null.",
    "console_url": "Where members decide.",
}


@dataclass(frozen=True, slots=True)
class EventType:
    """A kind of event.

    Attributes:
        about: when it is sent.
        fields: what stands in `data`: name and meaning.
        stackone: its name in the words of the StackOne contract.
    """

    about: str
    fields: dict[str, str]
    stackone: str


EVENTS: dict[str, EventType] = {
    "account.created": EventType("An account was linked.", _ACCOUNT, "account.created"),
    "account.updated": EventType(
        "An account was changed, or linked again with another credential.",
        {**_ACCOUNT, "changed": "Names of what changed; `credentials` where it was linked again."},
        "account.updated",
    ),
    "account.deleted": EventType(
        "An account was deleted and its credential destroyed; the fields are those it had.", _ACCOUNT, "account.deleted"
    ),
    "account.status_changed": EventType(
        "An account's status changed: by a member or a key, by linking, or by what its provider answered.",
        {
            **_ACCOUNT,
            "previous_status": "The status before.",
            "status_reasons": "Why it is in its status: objects with `code`, `description` and `timestamp`.",
        },
        "account.updated",
    ),
    "run.failed": EventType(
        "A run of an action did not do what was asked.",
        {
            "run_id": "The run; `GET /requests/logs/{run_id}` shows it whole.",
            "account_id": "The account that it ran on, or null.",
            "provider": "Key of the connector, or null.",
            "origin_owner_id": "Your id of the account's owner, or null.",
            "origin_owner_name": "Their name, or null.",
            "origin_username": "Their user, or null.",
            "action": "The action.",
            "status": "The HTTP status that the call was answered with.",
            "error": "`code`, `message` and `hint`.",
            "started_at": "When the run began.",
            "duration_ms": "Milliseconds until its answer.",
        },
        "request.failed",
    ),
    "approval.requested": EventType(
        "A call waits until a person approves it. What the call says is not sent along.",
        _APPROVAL,
        "approval.requested",
    ),
    "approval.decided": EventType("A person approved or refused a call.", _APPROVAL, "approval.decided"),
    "webhook.disabled": EventType(
        "An endpoint was switched off by the hub; sent to the project's other endpoints.",
        {
            "endpoint_id": "The endpoint.",
            "description": "Its description, or null.",
            "reason": "`gone` (it answered 410) or `failing` (every attempt of three days failed).",
            "failing_since": "Since when every attempt has failed, or null.",
        },
        "webhook.disabled",
    ),
    "test": EventType(
        "Somebody asked for a test event.",
        {"endpoint_id": "The endpoint that it is sent to.", "message": "A sentence for people."},
        "test",
    ),
}


def hears(filters: Sequence[str], name: str) -> bool:
    """Whether a filter lets an event through: `*`, its name, or the beginning of its name and `.*`."""
    if ALL in filters or name in filters:
        return True
    return any(one.endswith(".*") and name.startswith(one.removesuffix("*")) for one in filters)


_STACKONE_STATUSES = {"error": "account.error", "expired": "account.expired"}


def stackone_name(type_: str, status: object) -> str:
    """The event's name in the words of the StackOne contract, which has names for two statuses only."""
    if type_ == "account.status_changed":
        return _STACKONE_STATUSES.get(str(status), EVENTS[type_].stackone)
    # Events of providers have no other names there.
    return EVENTS[type_].stackone if type_ in EVENTS else type_
