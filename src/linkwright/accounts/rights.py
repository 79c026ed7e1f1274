"""What a credential may do, as far as we know: proven, found missing, or to be learnt on first use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkwright.accounts import facts
from linkwright.connectors.compiled import Connector, Scope
from linkwright.engine.results import Identity
from linkwright.profiles.model import enabled_actions


@dataclass(frozen=True, slots=True)
class Right:
    """One right that the project's switched-on actions need.

    Attributes:
        state: `proven`, `on_first_use` or `missing`.
        source: how it was learnt: `linking`, `grant`, `call` or `check`; None if it was not.
        detail: how we know, for a person; None if there is nothing to tell.
        at: ISO 8601, when it was learnt.
    """

    scope: str
    about: str
    permission: str
    state: str
    source: str | None
    detail: str | None
    at: str | None


def learnt(
    identity: Identity, at: datetime, connector: Connector | None = None, granted: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """What linking has shown of the credential, in the form that is stored with the account.

    `granted` are the scopes that the provider says it granted; None where it does not say.
    """
    teams = len(identity.teams)
    detail = f"Answered for {teams} {'team' if teams == 1 else 'teams'}." if teams else "Answered."
    tried = [facts.fact(name, facts.PROVEN, facts.LINKING, detail, at) for name in identity.proven_scopes]
    if connector is None:
        return facts.merged(tried)
    role = facts.of_person(connector, identity.person, facts.LINKING, at)
    given = [] if granted is None else facts.of_grant(connector, granted, at)
    # The role outweighs a grant of the same moment: a grant to somebody who is no administrator does not make one.
    held = {one["scope"] for one in role}
    return facts.merged(tried, (one for one in given if one["scope"] not in held), role)


def needed_scopes(connector: Connector, choice: str | Iterable[str]) -> list[Scope]:
    """The least scopes that the actions of a profile's choice need, in the provider's order."""
    return connector.required_scopes(action.id for action in enabled_actions(choice, connector))


def unneeded_scopes(connector: Connector, choice: str | Iterable[str]) -> list[Scope]:
    """The provider's other scopes: what the project has switched off, whatever the credential allows."""
    covered = connector.covered(scope.name for scope in needed_scopes(connector, choice))
    return [scope for name, scope in connector.scopes.items() if name not in covered]


def rights_of(connector: Connector, choice: str | Iterable[str], known: Sequence[dict[str, Any]]) -> list[Right]:
    """The needed rights, each with what is known of it. `choice` is what the profile enables."""
    decided = facts.deciding(connector, known)
    return [_right(scope, decided.get(scope.name)) for scope in needed_scopes(connector, choice)]


def _right(scope: Scope, fact: facts.Fact | None) -> Right:
    if fact is None:
        return Right(scope.name, scope.about, scope.permission, "on_first_use", None, None, None)
    # An account that was linked before sources were noted had learnt everything then.
    source = fact.get("source") or facts.LINKING
    return Right(scope.name, scope.about, scope.permission, fact["state"], source, fact["detail"], fact["at"])
