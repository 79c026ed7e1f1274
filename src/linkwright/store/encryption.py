"""Whether what is said to the database can be read on the way."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

# The driver's modes in which it gives up without TLS; `require` does not check who answers, the others do.
_ALWAYS_TLS = frozenset({"require", "verify-ca", "verify-full"})


def hosts_in_the_open(address: str, env: Mapping[str, str]) -> list[str]:
    """The hosts of a PostgreSQL address, other than this machine, that may be spoken to without TLS.

    Args:
        address: as the settings have it; one of SQLite has no hosts.
        env: the environment, in which the driver looks for a mode that the address does not name.
    """
    parts = urlsplit(address)
    if not parts.scheme.startswith("postgres"):
        return []
    query = parse_qs(parts.query)
    mode = (query.get("sslmode") or [env.get("PGSSLMODE", "")])[-1]
    if mode in _ALWAYS_TLS:
        return []
    named = parts.netloc.rpartition("@")[2].split(",") + ",".join(query.get("host", [])).split(",")
    return [host for host in map(_plain, named) if host and not _is_here(host)]


def _plain(place: str) -> str:
    """A host without its port; one of IPv6 stands in brackets where it has one."""
    place = unquote(place)
    if place.startswith("["):
        return place[1:].partition("]")[0]
    return place if place.count(":") > 1 else place.partition(":")[0]


def _is_here(host: str) -> bool:
    # A path is a socket of this machine.
    if host.startswith("/") or host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
