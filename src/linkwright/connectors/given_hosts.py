"""A stored credential goes only to hosts that it was given for, whatever a project's own connector says later."""

from __future__ import annotations

from collections.abc import Iterable

from linkwright.connectors.compiled import Connector


def strange_hosts(connector: Connector, given_for: Iterable[str] | None) -> list[str]:
    """Hosts of a project's own connector that the credential was not given for; the hub's connectors have none.

    Whoever may publish connectors could otherwise publish one that sends the project's stored keys to a host of theirs.
    """
    if not connector.owner:
        return []
    return sorted(connector.hosts.difference(given_for or ()))
