"""The networks that a project may be used from."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from linkwright.access.errors import AddressNotAllowed
from linkwright.errors import Unprocessable
from linkwright.kit import jsons

Networks = tuple[IPv4Network | IPv6Network, ...]
MOST = 100


def checked_networks(texts: Sequence[str]) -> Networks:
    """Networks as people write them: `203.0.113.0/24`, `2001:db8::/32`, or a single address. The order stays.

    Raises:
        Unprocessable: one is none, has bits beyond its length, or there are over 100.
    """
    if len(texts) > MOST:
        raise Unprocessable(f"A project may have at most {MOST} networks.", extra={"field": "networks"})
    found: dict[IPv4Network | IPv6Network, None] = {}
    for text in texts:
        plain = text.strip()
        try:
            loose = ip_network(plain, strict=False)
        except ValueError:
            raise Unprocessable(
                f"“{plain[:60]}” is no network: write 203.0.113.0/24, 2001:db8::/32 or one address.",
                extra={"field": "networks"},
            ) from None
        if (
            "/" in plain
            and plain.partition("/")[0] != ""
            and loose.network_address != _address(plain.partition("/")[0])
        ):
            raise Unprocessable(
                f"{plain} has bits beyond its length. Did you mean {loose}, or the one address?",
                extra={"field": "networks"},
            )
        found[loose] = None
    return tuple(found)


def stored_networks(text: Any) -> Networks | None:
    """Those of a project's row as the bare driver reads it; None for anywhere."""
    return None if text is None else tuple(ip_network(one) for one in jsons.loads(text))


def admits(networks: Networks, address: str) -> bool:
    """Whether an address lies in one of the networks. What is no address lies in none."""
    found = _address(address)
    return found is not None and any(found in network for network in networks)


def admit(networks: Networks | None, address: str) -> None:
    """Refuse whoever comes from elsewhere.

    Raises:
        AddressNotAllowed: the address lies in none of the networks; the message tells it.
    """
    if networks is not None and not admits(networks, address):
        raise AddressNotAllowed(
            f"This project may not be used from {address or 'an unknown address'}.", extra={"address": address or None}
        )


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    # A socket for both kinds shows IPv4 addresses so.
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
