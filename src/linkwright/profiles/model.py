"""What a connector profile is, and which actions it enables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linkwright.connectors.compiled import Action, Connector
from linkwright.connectors.versions import LATEST

PRESETS = ("read", "core", "all")
_MOST_CORE = 40


@dataclass(frozen=True, slots=True)
class Profile:
    """A project's configuration of one connector.

    Attributes:
        actions: a preset (`read`, `core`, `all`) or a tuple of action ids.
        version: the pin that chooses the connector's version: `latest`, `1.x.x`, `1.2.x` or `1.2.0`.
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
