"""Which browsers and which names of this host may talk to the MCP face: keeps foreign pages out of a local hub."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from linkwright.actions.wire import Lines, header
from linkwright.mcp.faults import http_fault

_ALLOWED = b"authorization, content-type, accept, mcp-protocol-version, mcp-method, mcp-name, x-account-id"
_EXPOSED = b"www-authenticate, x-linkwright-run-id"

_REMEMBERED = 256

Cors = list[tuple[bytes, bytes]]


class OriginGuard:
    """Checks `Origin`, and on loopback `Host`."""

    def __init__(self, public_url: str, bind_host: str, allowed: Iterable[str] = ()) -> None:
        """Know the place.

        Args:
            public_url: the hub's public address; its origin is welcome.
            bind_host: the address listened on; on a loopback one other loopback pages are welcome, foreign hosts are not.
            allowed: further origins, such as `https://app.example`.
        """
        self._origins = {_origin(public_url), *(_origin(one) for one in allowed)}
        self._public_host = (urlsplit(public_url).hostname or "").lower()
        self._local = _is_loopback(bind_host)
        # Names that were found good, since the same few come with every call.
        self._good_hosts: set[bytes] = set()

    def check(self, lines: Lines) -> Cors:
        """The CORS lines of the answer; none where no browser asks.

        Raises:
            linkwright.mcp.faults.Fault: 403, the page or the host name is foreign.
        """
        if self._local:
            host = lines.get(b"host")
            if host is not None and host not in self._good_hosts and not self._known_host(host):
                raise http_fault(403, "This host name is not one of this hub's.")
        if b"origin" not in lines:
            return []
        origin = str(header(lines, b"origin"))
        if not self._welcome(origin):
            raise http_fault(403, "Pages of this origin may not call this hub.")
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-expose-headers", _EXPOSED),
            (b"vary", b"origin"),
        ]

    def preflight(self, lines: Lines) -> Cors:
        """The lines that let a browser send the real request.

        Raises:
            linkwright.mcp.faults.Fault: as for `check`.
        """
        return [
            *self.check(lines),
            (b"access-control-allow-methods", b"POST"),
            (b"access-control-allow-headers", _ALLOWED),
            (b"access-control-max-age", b"600"),
        ]

    def _welcome(self, origin: str) -> bool:
        if origin.lower() in self._origins:
            return True
        return self._local and _is_loopback(_hostname(origin)) and origin.lower().startswith(("http://", "https://"))

    def _known_host(self, host: bytes) -> bool:
        name = _hostname(f"//{host.decode('latin-1')}")
        good = _is_loopback(name) or (bool(name) and name == self._public_host)
        if good and len(self._good_hosts) < _REMEMBERED:
            self._good_hosts.add(host)
        return good


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _hostname(url: str) -> str:
    try:
        parts = urlsplit(url)
        # `127.0.0.1:80.evil.example` has a fine host, but what stands for its port is none.
        _ = parts.port
        return (parts.hostname or "").lower()
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
