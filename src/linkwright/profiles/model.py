"""What a connector profile is, and which actions it enables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from linkwright.connectors.compiled import Action, AuthMethod, Connector, Scope
from linkwright.connectors.versions import LATEST

PRESETS = ("read", "core", "all")
_MOST_CORE = 40


@dataclass(frozen=True, slots=True)
class Profile:
    """A project's configuration of one connector.

    Attributes:
        actions: a preset (`read`, `core`, `all`) or a tuple of action ids.
        version: the pin that chooses the connector's version: `latest`, `1.x.x`, `1.2.x` or `1.2.0`.
        client_id: of the project's own app at the provider; None if none is set.
        parameters: what the developer chose for signing in, by name.
        more_scopes: scopes to ask for beyond those that the actions need.
        proxy: whether `/unified/proxy` may be used; None where nobody said so.
    """

    id: str
    project_id: str
    connector_key: str
    name: str
    auth_method: str
    is_default: bool
    enabled: bool
    actions: str | tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    version: str = LATEST
    client_id: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    more_scopes: tuple[str, ...] = ()
    proxy: bool | None = None

    def lacks_app(self, method: AuthMethod) -> bool:
        """Whether nobody can be linked yet, since the project's app at the provider is not entered."""
        return method.takes_app and self.client_id is None


def asked_scopes(profile: Profile, connector: Connector) -> list[Scope]:
    """The least scopes that the profile's actions need with those chosen beside them, in the provider's order."""
    needed = {one.name for one in connector.required_scopes(a.id for a in enabled_actions(profile.actions, connector))}
    asked = needed | {name for name in profile.more_scopes if name in connector.scopes}
    covered = {inner for name in asked for inner in connector.covered([name]) if inner != name}
    return [scope for name, scope in connector.scopes.items() if name in asked - covered]


def chosen_parameters(profile: Profile, method: AuthMethod) -> dict[str, str]:
    """The developer's choices, each with its default where none was made or the choice is gone."""
    return {
        one.key: profile.parameters[one.key] if profile.parameters.get(one.key) in one.options else one.default
        for one in method.setup
    }


def proxy_on(said: bool | None, actions: str | Iterable[str]) -> bool:
    """Whether the proxy may be used: as the profile says, else where it switches every action on."""
    return actions == "all" if said is None else said


def enabled_actions(choice: str | Iterable[str], connector: Connector) -> tuple[Action, ...]:
    """The connector's actions that a preset or a list of ids switches on, in the connector's order.

    `read` is what reads and takes no administrator. `core` is what the connector's author chose, at most 40 and nothing that destroys; where nothing was chosen, the
    first 40 that read, create and update.
    """
    actions = tuple(connector.actions.values())
    if choice == "all":
        return actions
    if choice == "read":
        return tuple(action for action in actions if action.effect == "read" and not _administers(action, connector))
    if choice == "core":
        chosen_core = tuple(action for action in actions if action.core)
        return (chosen_core or tuple(action for action in actions if action.effect in {"read", "write"}))[:_MOST_CORE]
    chosen = set(choice) if not isinstance(choice, str) else {choice}
    return tuple(action for action in actions if action.id in chosen)


def _administers(action: Action, connector: Connector) -> bool:
    return any(connector.scopes[scope].administration for scope in action.scopes)
