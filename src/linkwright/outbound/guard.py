"""Which addresses may be called: pure functions over `ipaddress`.

The tables follow IANA's registries of special-purpose addresses. For IPv6 they work the other way round: only global unicast
space is allowed, and of that not the parts set aside.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

_V4 = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared (carrier-grade NAT)"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud metadata"),  # Azure's wire server, the one metadata address in public space
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_V6 = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "private"),  # NAT64 prefixes of a site's own
        ("2001::/23", "reserved"),  # Teredo, benchmarks, ORCHID
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL = IPv6Network("2000::/3")
_LOW = 0xFFFF_FFFF
# Networks whose addresses carry an IPv4 address, and how far its last bit is from theirs.
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)


def refusal(address: IPv4Address | IPv6Address) -> str | None:
    """The kind of address for which it is refused, such as `loopback`; None if it may be called.

    An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4) is judged by that one.
    """
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _V4 if address in network), None)
    if address.scope_id is not None:
        return "link-local"
    carried = carried_ipv4(address)
    if carried is not None:
        return refusal(carried)
    for network, kind in _V6:
        if address in network:
            return kind
    return None if address in _GLOBAL else "reserved"


def carried_ipv4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to, or None."""
    for network, shift in _CARRIERS:
        if address in network:
            return IPv4Address(int(address) >> shift & _LOW)
    return None
