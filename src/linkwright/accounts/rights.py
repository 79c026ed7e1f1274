"""What a credential may do, as far as we know: proven, found missing, or to be learnt on first use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkwright.connectors.compiled import Connector, Scope
from linkwright.engine.results import Identity
from linkwright.kit.clock import iso
from linkwright.profiles.model import enabled_actions


@dataclass(frozen=True, slots=True)
class Right:
    """One right that the project's switched-on actions need.

    Attributes:
        state: `proven`, `on_first_use` or `missing`.
        detail: how we know, for a person; None if there is nothing to tell.
        at: ISO 8601, when it was learnt.
    """

    scope: str
    about: str
    permission: str
    state: str
    detail: str | None
    at: str | None


def learnt(identity: Identity, at: datetime) -> list[dict[str, Any]]:
    """What trying the credential has proven, in the form that is stored with the account."""
    teams = len(identity.teams)
    detail = f"Answered for {teams} {'team' if teams == 1 else 'teams'}." if teams else "Answered."
    return [{"scope": name, "state": "proven", "detail": detail, "at": iso(at)} for name in identity.proven_scopes]


def needed_scopes(connector: Connector, choice: str | Iterable[str]) -> list[Scope]:
    """The least scopes that the actions of a profile's choice need, in the provider's order."""
    return connector.required_scopes(action.id for action in enabled_actions(choice, connector))


def unneeded_scopes(connector: Connector, choice: str | Iterable[str]) -> list[Scope]:
    """The provider's other scopes: what the project has switched off, whatever the credential allows."""
    covered = connector.covered(scope.name for scope in needed_scopes(connector, choice))
    return [scope for name, scope in connector.scopes.items() if name not in covered]


def rights_of(connector: Connector, choice: str | Iterable[str], known: Sequence[dict[str, Any]]) -> list[Right]:
    """The needed rights, each with what is known of it. `choice` is what the profile enables."""
    facts: dict[str, dict[str, Any]] = {}
    for fact in known:
        if fact["scope"] not in connector.scopes:
            continue
        # A proven scope proves what it includes; a missing one says nothing of its parts.
        names = connector.covered([fact["scope"]]) if fact["state"] == "proven" else {fact["scope"]}
        for name in names:
            if name == fact["scope"] or name not in facts:
                facts[name] = fact
    return [_right(scope, facts.get(scope.name)) for scope in needed_scopes(connector, choice)]


def _right(scope: Scope, fact: dict[str, Any] | None) -> Right:
    state, detail, at = (fact["state"], fact["detail"], fact["at"]) if fact else ("on_first_use", None, None)
    return Right(scope.name, scope.about, scope.permission, state, detail, at)
