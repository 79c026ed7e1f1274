"""A project's own public address: how it is written, and how a request's host is compared with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from linkwright.errors import Unprocessable
from linkwright.outbound.addresses import DEFAULT_PORTS, Origin, read_host, read_origin
from linkwright.outbound.errors import AddressRefused

ARRIVED = "linkwright.project"
"""Under this key, the ASGI scope of a request names the project at whose own address it arrived."""

# Last labels that name nothing outside of a network (RFC 6761, 6762, 8375, 9476) or of a cluster.
_INSIDE = frozenset(
    [
        "alt",
        "arpa",
        "corp",
        "home",
        "internal",
        "intranet",
        "invalid",
        "lan",
        "local",
        "localdomain",
        "localhost",
        "mail",
        "onion",
        "private",
        "svc",
    ]
)
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]+)(?::([0-9]{1,5}))?")


def arrived_at(scope: Mapping[str, Any]) -> str | None:
    """The project at whose own address a request arrived; None at the hub's address."""
    found: str | None = scope.get(ARRIVED)
    return found


def reachable(scope: Mapping[str, Any], project_id: str) -> bool:
    """Whether what belongs to a project may be shown where a request arrived: at the hub's address, or at its own."""
    return arrived_at(scope) in (None, project_id)


def own_address(text: Any, hub: str, names: Collection[str] = ()) -> str:
    """The one spelling of a project's own address, such as `https://link.example.com`.

    Whoever has a host takes it from all others, API and console included. So it cannot be one at which a hub may be
    reached from inside: a number, a name without a dot, or one that only a private network knows.

    Args:
        text: as somebody wrote it.
        hub: the hub's own public address, which no project may take.
        names: the other names of the hub, in lower case.

    Raises:
        Unprocessable: it is no such address; the message says what is wrong.
    """
    if not isinstance(text, str):
        raise _wrong("It is a text.")
    try:
        origin = read_origin(text.strip().rstrip("/"))
    except AddressRefused as refused:
        raise _wrong(str(refused)) from None
    if origin.scheme != "https" and not is_loopback(origin):
        raise _wrong("It must begin with https://; only a loopback address may do without.")
    own = read_origin(_origin_of(hub))
    if host_of(origin) == host_of(own) or origin.host in names or (origin.host == own.host and not is_loopback(own)):
        raise _wrong("This is the address of the hub itself, where the console stays.")
    inside = origin.literal is not None or "." not in origin.host or origin.host.rpartition(".")[2] in _INSIDE
    if inside and not (is_loopback(origin) and is_loopback(own)):
        raise _wrong("It needs a name that the whole internet can know: the hub itself may be reached at this one.")
    return str(origin)


def is_own_name(host: bytes, names: Collection[str]) -> bool:
    """Whether a Host header says one of the hub's other names, whatever the port."""
    match = _HOST.fullmatch(host.decode("latin-1").strip().lower()) if names else None
    return match is not None and match[1].rstrip(".") in names


def is_loopback(origin: Origin) -> bool:
    """Whether it is this machine itself."""
    return origin.host == "localhost" if origin.literal is None else origin.literal.is_loopback


def host_of(origin: Origin | str) -> str:
    """Host and port of an address as `same_host` spells them."""
    found = read_origin(_origin_of(origin)) if isinstance(origin, str) else origin
    return f"{found.host}:{found.port}"


def hosts_told(text: str) -> tuple[str, ...]:
    """What a Host header (or a proxy's) may mean, as `host_of` spells it; nothing if it makes no sense.

    A host without a port means the port of either scheme: a proxy that ends TLS passes the name on, not the scheme.
    """
    match = _HOST.fullmatch(text.strip())
    if match is None:
        return ()
    try:
        host, _ = read_host(match[1])
    except AddressRefused:
        return ()
    ports = (int(match[2]),) if match[2] else tuple(DEFAULT_PORTS.values())
    return tuple(f"{host}:{port}" for port in ports)


def _origin_of(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def _wrong(why: str) -> Unprocessable:
    return Unprocessable(
        f"This cannot be the project's own address. {why}",
        extra={"field": "public_url"},
        hint="Write scheme and host only, such as https://link.example.com.",
    )
