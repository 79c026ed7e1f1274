"""The rules of learning what a credential may do: facts about scopes, which of them counts, and what follows. Pure.

A fact says of one scope that it is `proven` or `missing`, since when, and how we know. Of several facts the newest
counts; what two processes learn may arrive in any order and comes to the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkwright.connectors.compiled import Action, Connector
from linkwright.kit.clock import iso

PROVEN, MISSING = "proven", "missing"
LINKING, GRANT, CALL, CHECK = "linking", "grant", "call", "check"
"""How a fact was learnt: trying the credential, what the provider granted, a later call, a later check."""

Fact = Mapping[str, Any]
"""`scope`, `state`, `source`, `detail` (a sentence or None) and `at` (ISO 8601), as it is stored with the account."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the facts come to: scopes that the credential is known to have, and those that it is known to lack."""

    proven: frozenset[str]
    lacking: frozenset[str]


def fact(scope: str, state: str, source: str, detail: str | None, at: datetime) -> dict[str, Any]:
    """One fact in the form that is stored."""
    return {"scope": scope, "state": state, "source": source, "detail": detail, "at": iso(at)}


def merged(*batches: Iterable[Fact]) -> list[dict[str, Any]]:
    """The newest proof and the newest refusal of each scope: all that can still decide anything.

    Both are kept, since a proof that is outlived for its own scope may still be the newest word on what that includes.
    """
    newest: dict[tuple[str, str], Fact] = {}
    for batch in batches:
        for one in batch:
            key = (one["scope"], one["state"])
            if key not in newest or _age(one) > _age(newest[key]):
                newest[key] = one
    return [dict(newest[key]) for key in sorted(newest)]


def deciding(connector: Connector, facts: Iterable[Fact]) -> dict[str, Fact]:
    """For each scope of the connector of which something is known, the fact that decides.

    A proven scope proves what it includes; a missing one takes along whatever includes it. The newest fact counts; of
    the same moment the one about the scope itself, and then the better one, so that nothing is hidden wrongly.
    """
    own: dict[str, tuple[tuple[str, bool, bool, str], Fact]] = {}
    for one in facts:
        scope = one["scope"]
        if scope not in connector.scopes:
            continue
        for name in connector.covered([scope]) if one["state"] == PROVEN else {scope}:
            weight = (one["at"] or "", name == scope, one["state"] == PROVEN, scope)
            if name not in own or weight > own[name][0]:
                own[name] = weight, one
    found = {name: one for name, (_, one) in own.items()}
    for name in connector.scopes:
        parts = [own[part] for part in connector.covered([name]) - {name} if part in own]
        # Only a refusal that still stands for its own scope says something of a greater one.
        refused = [part for part in parts if part[1]["state"] == MISSING]
        newest = max(refused, key=lambda part: part[0], default=None)
        if newest is not None and (name not in own or newest[0][0] > own[name][0][0]):
            found[name] = newest[1]
    return found


def standing(connector: Connector, facts: Iterable[Fact]) -> Standing:
    """What the facts come to."""
    decided = deciding(connector, facts)
    proven = frozenset(name for name, one in decided.items() if one["state"] == PROVEN)
    return Standing(proven, frozenset(decided) - proven)


def of_success(action: Action, at: datetime) -> list[dict[str, Any]]:
    """What a call that worked shows: the scopes that the action needs."""
    return [fact(scope, PROVEN, CALL, f"{action.label}: it worked.", at) for scope in action.scopes]


def of_refusal(
    connector: Connector, action: Action, lacks: Collection[str], said: str, at: datetime
) -> list[dict[str, Any]]:
    """What a refusal shows: the scopes that the provider named, and the action's own where the named one would have done.

    A refused `write` shows that `issues:create` is missing too if that was all the action needed, since `write` is what
    the provider would have taken in its place; where the action needs several of the kind, it is left open which.
    """
    names = dict.fromkeys(name for name in lacks if name in connector.scopes)
    for name in list(names):
        own = [scope for scope in action.scopes if scope != name and scope in connector.covered([name])]
        if len(own) == 1:
            names[own[0]] = None
    return [fact(name, MISSING, CALL, f"{action.label}: {said}", at) for name in names]


def of_person(connector: Connector, person: Mapping[str, Any], source: str, at: datetime) -> list[dict[str, Any]]:
    """What the person's role shows: who is no administrator has no scope of administrators, whatever the credential says.

    Nothing where the connector does not tell `administrator`, and nothing from being one: the credential may have less.
    """
    if administers(person) is not False:
        return []
    said = "The person is no administrator there."
    return [fact(name, MISSING, source, said, at) for name, scope in connector.scopes.items() if scope.administration]


def of_grant(connector: Connector, granted: Collection[str], at: datetime) -> list[dict[str, Any]]:
    """What the provider granted, and what it therefore did not."""
    known = [name for name in granted if name in connector.scopes]
    covered = connector.covered(known)
    return [
        fact(name, PROVEN if name in covered else MISSING, GRANT, "Granted." if name in covered else "Not granted.", at)
        for name in connector.scopes
    ]


def after_check(
    connector: Connector, known: Iterable[Fact], before: Mapping[str, Any], person: Mapping[str, Any], at: datetime
) -> list[dict[str, Any]]:
    """The facts after the provider has told anew who the person is; `before` is what it had told until then."""
    kept = list(known)
    if administers(before) is False and administers(person) is True:
        kept = [
            one
            for one in kept
            if one["state"] == PROVEN
            or one["scope"] not in connector.scopes
            or not connector.scopes[one["scope"]].administration
        ]
    decided = standing(connector, kept)
    news = of_person(connector, person, CHECK, at)
    # What is known already keeps the time at which it was learnt.
    return merged(kept, (one for one in news if one["scope"] not in decided.lacking))


def administers(person: Mapping[str, Any]) -> bool | None:
    """Whether the person administers the workspace; None if the provider does not tell. An owner does."""
    if person.get("owner") is True:
        return True
    told = person.get("administrator")
    return told if isinstance(told, bool) else None


def _age(one: Fact) -> tuple[str, str, str]:
    # The last two only settle the order of what says the same.
    return one["at"] or "", str(one.get("source")), str(one.get("detail"))
