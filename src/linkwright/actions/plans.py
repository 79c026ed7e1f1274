"""A plan as callers see it, and the hash by which it is known again without being stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.accounts.facts import Standing
from linkwright.actions.trail import Trail
from linkwright.actions.writing import told
from linkwright.connectors.compiled import Action
from linkwright.engine.changes import changes, shown
from linkwright.engine.current import address
from linkwright.engine.looking import Looked
from linkwright.engine.redaction import HIDDEN, Redaction
from linkwright.engine.results import UpstreamCall
from linkwright.kit import jsons

HALF = 32
"""Letters of each half of a hash, after its `PREFIX`."""
PREFIX = "plan_"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent and changed; `calls` are the reads that were made to find out."""

    data: dict[str, Any]
    hash: str
    calls: list[UpstreamCall]


async def plan_of(trail: Trail, looked: Looked, effect: str, standing: Standing) -> Plan:
    """The plan of the call that the trail has found allowed, without anything confidential.

    Its hash covers what the plan shows, the account, and the definition of the connector. One half is of the call, the
    other of what was found at the provider, so that `check` can tell what differs.
    """
    action, account, connector = trail.action, trail.account, trail.connector
    assert action is not None and account is not None and connector is not None  # the way of the call has found them
    given = trail.arguments or {}
    hidden = trail.redaction or Redaction(action)
    now = None if looked.now is None else dict(Redaction(looked.reader or action).of(looked.now))
    changed, same = changes(action, looked.prepared.arguments, given, now) if _sets(action, effect) else ([], [])
    changed = [_kept(action, one) for one in changed]
    found = {
        "requests": looked.prepared.requests,
        "target": _target(looked, action, now, sets=bool(changed or same)),
        "changes": changed,
        "unchanged": same,
    }
    found = dict(hidden.of(found))
    call = {
        "account_id": account.id,
        "action": action.id,
        "connector": {"key": connector.key, "version": connector.version, "definition": connector.hash},
    }
    digest = _digest({**call, "arguments": hidden.of(await told(given))}) + _digest(found)
    prepared = looked.prepared
    data = {
        "mode": "plan",
        **call,
        "effect": effect,
        **found,
        "unknown": [hidden.text(one) for one in prepared.unknown],
        "cost": {"requests": prepared.least, "exact": prepared.exact, "points": prepared.points},
        "scopes": _scopes(action, standing),
        "plan_hash": PREFIX + digest,
    }
    return Plan(data, PREFIX + digest, looked.calls)


def request_plan(trail: Trail, effect: str, request: Mapping[str, Any], sent: Mapping[str, Any]) -> Plan:
    """The plan of a call that no action describes: `request` is what people see of it, `sent` all that is sent."""
    account, connector = trail.account, trail.connector
    assert account is not None and connector is not None  # the way of the call has found them
    call = {
        "account_id": account.id,
        "action": trail.action_id,
        "connector": {"key": connector.key, "version": connector.version, "definition": connector.hash},
    }
    digest = PREFIX + _digest(call) + _digest(sent)
    data = {
        "mode": "plan",
        **call,
        "effect": effect,
        "requests": [request],
        "target": None,
        "changes": [],
        "unchanged": [],
        "unknown": ["What it would change cannot be said: it is sent to the provider as it is."],
        "cost": {"requests": 1, "exact": True, "points": None},
        "scopes": {"needed": [], "proven": [], "missing": []},
        "plan_hash": digest,
    }
    return Plan(data, digest, [])


def _target(looked: Looked, action: Action, now: Mapping[str, Any] | None, *, sets: bool) -> dict[str, Any] | None:
    inputs = address(action)
    if not inputs or action.effect == "read":
        return None
    return {
        **{name: looked.prepared.arguments[name] for name in inputs},
        "read_with": looked.reader.id if looked.reader and now is not None else None,
        "now": None if now is None else shown(action, now, sets=sets),
    }


def _sets(action: Action, effect: str) -> bool:
    """Whether the inputs of a call are fields that it sets."""
    return effect != "read" and not action.hook and not action.steps


def _kept(action: Action, change: dict[str, Any]) -> dict[str, Any]:
    if change["field"] not in action.confidential:
        return change
    # A value of three characters is found nowhere else, but here its name stands beside it.
    return {
        name: HIDDEN if name in ("before", "before_named", "after", "after_named") else one
        for name, one in change.items()
    }


def _scopes(action: Action, standing: Standing) -> dict[str, list[str]]:
    return {
        "needed": list(action.scopes),
        "proven": [one for one in action.scopes if one in standing.proven],
        "missing": [one for one in action.scopes if one in standing.lacking],
    }


def _digest(value: Any) -> str:
    return hashlib.sha256(jsons.canonical(value)).hexdigest()[:HALF]
