"""Where a request arrived: at the hub's public address, or at the own address of one project.

The host is believed from the connection's own Host header, or from a trusted proxy's X-Forwarded-Host, and only where it is
exactly the host of an address that a project was given. Whatever else it says changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from linkwright.errors import LinkwrightError, NotFound
from linkwright.kit.clock import Clock
from linkwright.projects.addresses import ARRIVED, is_own_name
from linkwright.rest import errors
from linkwright.rest.middleware import App, Receive, Scope, Send

# What a project serves at its own address: the Hub and what belongs to it. Console and API stay at the hub's.
_SERVED = re.compile(
    r"/|/link(/.*)?|/hub/.*|/embed|/embed\.js|/assets/.*|/brand/.*|/llms\.txt|/health|/ready"
    r"|/connectors/[^/]+/(logo\.svg|guides/.*)|/connect/oauth2/.*|/connect/start/.*|/twins/.*|/files/.*"
)

_OF_THE_PROCESS = frozenset({"/health", "/ready"})


class Arrival:
    """Notes on each request at which project's own address it arrived, and keeps everything but the Hub from there."""

    def __init__(
        self,
        app: App,
        project_at: Callable[[str], Awaitable[str | None]],
        clock: Clock,
        *,
        public_url: str,
        trusted_proxies: Iterable[str] = (),
        names: Collection[str] = (),
    ) -> None:
        """Wrap an application.

        Args:
            app: what answers.
            project_at: finds the project whose own address a host is.
            clock: the time, for refusals.
            public_url: the hub's public address.
            names: other names of the hub, which are nobody else's.
            trusted_proxies: addresses and networks of proxies whose forwarded headers are believed; `*` for any.
        """
        proxies = list(trusted_proxies)
        # It rewrites the peer's address, by which we know a proxy, so it has to come after us.
        self._app: App = ProxyHeadersMiddleware(app, trusted_hosts=proxies) if proxies else app  # type: ignore[arg-type, assignment]
        self._project_at = project_at
        self._names = names
        self._clock = clock
        self._usual = urlsplit(public_url).netloc.lower().encode()
        self._any = "*" in proxies
        self._networks = [ip_network(one, strict=False) for one in proxies if one != "*"]

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """ASGI."""
        if scope["type"] != "http":
            return self._app(scope, receive, send)
        host = self._told(scope)
        if host in (b"", self._usual) or is_own_name(host, self._names):
            return self._app(scope, receive, send)
        return self._elsewhere(host, scope, receive, send)

    async def _elsewhere(self, host: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            project_id = await self._project_at(host.decode("latin-1"))
        except LinkwrightError as away:
            if scope["path"] not in _OF_THE_PROCESS:
                await errors.answer(away, self._clock)(scope, receive, send)
                return
            # Whether the process lives does not depend on a database that is away.
            project_id = None
        if project_id is not None:
            scope[ARRIVED] = project_id
            if _SERVED.fullmatch(scope["path"]) is None:
                refused = NotFound(
                    "There is nothing at this address.", hint="Console and API are at the hub's own address."
                )
                await errors.answer(refused, self._clock)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _told(self, scope: Scope) -> bytes:
        """The host that the request names; a trusted proxy's word counts before its own."""
        host, forwarded = b"", b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"x-forwarded-host":
                # The last one was written by the proxy that is nearest to us.
                forwarded = value.rpartition(b",")[2].strip()
        return (forwarded if forwarded and self._trusted(scope) else host).lower()

    def _trusted(self, scope: Scope) -> bool:
        if self._any:
            return True
        try:
            peer = ip_address((scope.get("client") or ("",))[0])
        except ValueError:
            return False
        return any(peer in network for network in self._networks)
