"""The networks that a project may be used from: read, and changed without locking oneself out."""

from __future__ import annotations

from collections.abc import Sequence

from linkwright.access.decide import Resource, require
from linkwright.access.errors import WouldLockOut
from linkwright.access.networks import admits, checked_networks
from linkwright.access.principals import Principal
from linkwright.projects import repository
from linkwright.store.database import Tx


async def networks_of(tx: Tx, principal: Principal) -> list[str] | None:
    """The networks of the principal's project, as they were written; None for anywhere.

    Raises:
        linkwright.access.errors.Forbidden: the principal may not see them.
    """
    require(principal, "read", Resource("network", principal.project_id))
    row = await repository.find(tx, principal.project_id)
    return None if row is None or row["networks"] is None else list(row["networks"])


async def set_networks(
    tx: Tx, principal: Principal, texts: Sequence[str] | None, address: str | None
) -> list[str] | None:
    """Let the project be used from these networks only; None or an empty list for anywhere.

    It counts at once for API keys, MCP clients and members, in every process. `address` is where the change comes from; None
    for the server itself, which nobody can be locked out of.

    Raises:
        linkwright.access.errors.Forbidden: the principal may not change them.
        linkwright.errors.Unprocessable: one is no network.
        WouldLockOut: the address is in none of them; the message tells it.
    """
    require(principal, "write", Resource("network", principal.project_id))
    networks = checked_networks(texts or ())
    if networks and address is not None and not admits(networks, address):
        raise WouldLockOut(
            f"Your own address {address or '(unknown)'} is in none of these networks, so you could not change them back.",
            extra={"field": "networks", "address": address},
        )
    kept = [str(one) for one in networks] or None
    await repository.update(tx, principal.project_id, {"networks": kept})
    return kept
