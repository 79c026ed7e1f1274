"""The quick way out: libcurl's pool inside the event loop, for requests that may be sent twice.

libcurl itself sends a request once more when a kept connection turns out to be dead before anything came back, whatever
the method (lib/transfer.c, Curl_retry_request). That is right for reads and wrong for writes, so nothing else comes here.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import Any

import pycurl
from aiohttp.abc import AbstractResolver

from linkwright.kit.clock import Clock
from linkwright.outbound.addresses import Origin
from linkwright.outbound.curl_failures import curl_failure
from linkwright.outbound.errors import UpstreamUnreachable
from linkwright.outbound.gate import AddressBlocked, Gate
from linkwright.outbound.reading import inflater
from linkwright.outbound.sending import lower
from linkwright.outbound.sockets import READ, WRITE, open_sockets
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

_CONNECT_MS = 10_000
_IDLE_SECONDS = 15
_NAMES_SECONDS = 10.0
_NAMES = 1024
# The loop's time counts in milliseconds.
_EXACT = 0.0005
# CURL_POLL_IN, _OUT and _INOUT are these bits, _NONE and _REMOVE have neither.
_INTEREST = READ | WRITE


class _Exchange:
    """One easy handle and what it has received; used for one exchange after another."""

    __slots__ = ("arrived", "blocked", "done", "gate", "handle", "head", "limit", "opened", "over", "pieces", "said")

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.done: asyncio.Future[None]
        self.head: list[bytes] = []
        self.pieces: list[bytes] = []
        self.opened: list[socket.socket] = []
        self.arrived = self.limit = 0
        self.over = False
        self.blocked: str | None = None
        # What the handle has been told already.
        self.said: tuple[str, str, str, int] | None = None
        handle = self.handle = pycurl.Curl()
        for option, value in (
            (pycurl.NOSIGNAL, 1),
            (pycurl.PROXY, ""),
            # Or libcurl would look into the environment at each exchange.
            (pycurl.NOPROXY, "*"),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.HTTP09_ALLOWED, 0),
            (pycurl.CONNECTTIMEOUT_MS, _CONNECT_MS),
            (pycurl.MAXAGE_CONN, _IDLE_SECONDS),
            # Names are resolved by us and handed over with each request.
            (pycurl.DNS_CACHE_TIMEOUT, 0),
            (pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_2),
            (pycurl.PATH_AS_IS, 1),
            (pycurl.HEADERFUNCTION, self.head.append),
            (pycurl.WRITEFUNCTION, self._piece),
            (pycurl.OPENSOCKETFUNCTION, self._socket),
        ):
            handle.setopt(option, value)
        trusted = ssl.get_default_verify_paths()
        for option, value in ((pycurl.CAINFO, trusted.cafile), (pycurl.CAPATH, trusted.capath)):
            if value:
                handle.setopt(option, value)

    def prepare(
        self, base: str, asked: str, lines: list[bytes], request: OutboundRequest, pinned: list[str] | None
    ) -> None:
        """Set what differs from one request to the next."""
        handle = self.handle
        self.head.clear()
        self.pieces.clear()
        self.arrived, self.limit, self.over, self.blocked = 0, request.max_bytes, False, None
        bare = _bare(request)
        said = (base, asked, request.method, request.max_bytes)
        if said != self.said:
            self.said = None
            handle.setopt(pycurl.URL, base)
            # Libcurl would spell percent-encodings its own way.
            handle.setopt(pycurl.REQUEST_TARGET, asked)
            if bare:
                handle.setopt(pycurl.HTTPGET, 1)
            else:
                handle.setopt(pycurl.CUSTOMREQUEST, request.method)
            handle.setopt(pycurl.MAXFILESIZE_LARGE, request.max_bytes)
            self.said = said
        if not bare:
            handle.setopt(pycurl.POSTFIELDS, request.body or b"")
        handle.setopt(pycurl.HTTPHEADER, lines)
        handle.setopt(pycurl.TIMEOUT_MS, max(1, int(request.timeout * 1000)))
        if pinned is not None:
            handle.setopt(pycurl.RESOLVE, pinned)

    def end(self) -> None:
        """Let go of what belongs to the exchange that is over."""
        while self.opened:
            self.opened.pop().close()

    def _piece(self, data: bytes) -> int | None:
        self.arrived += len(data)
        if self.arrived > self.limit:
            self.over = True
            return -1
        self.pieces.append(data)
        return None

    def _socket(self, _purpose: int, address: Any) -> Any:
        family, kind, protocol, target = address
        try:
            made = self.gate.make_socket((family, kind, protocol, "", target))
            # pycurl makes a duplicate for libcurl and leaves this one to us.
            self.opened.append(made)
            return made
        except AddressBlocked as blocked:
            self.blocked = str(blocked)
        except OSError:
            pass
        return pycurl.SOCKET_BAD


class CurlPool:
    """Exchanges over kept connections; made at the first use, inside the running loop."""

    def __init__(self, gate: Gate, resolver: AbstractResolver, clock: Clock, *, connections: int, agent: str) -> None:
        """`resolver` is a guarded one: what it finds has been judged. `agent` is sent where a request says nothing else."""
        self._gate, self._resolver, self._clock = gate, resolver, clock
        self._loop = asyncio.get_running_loop()
        self._always = (f"User-Agent: {agent}".encode(), b"Accept-Encoding: gzip", b"Expect:")
        # Two kinds of handles, so that no option of one kind of request stays behind for the other.
        self._idle: dict[bool, list[_Exchange]] = {True: [], False: []}
        self._under_way: dict[pycurl.Curl, _Exchange] = {}
        self._sockets = open_sockets(self._loop, self._move)
        self._timer: asyncio.TimerHandle | None = None
        # When libcurl wants to be called, and when the timer rings, in the loop's time.
        self._ends: float | None = None
        self._rings = 0.0
        self._due = False
        self._names: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self._most_idle = connections
        multi = self._multi = pycurl.CurlMulti()
        multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)
        multi.setopt(pycurl.M_MAXCONNECTS, connections)
        multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, connections)

    async def exchange(self, target: Origin, base: str, asked: str, request: OutboundRequest) -> OutboundResponse:
        """Send to an origin that the gate has let pass and read the whole answer.

        Args:
            target: that origin.
            base: the same as text.
            asked: path and query there.
            request: what is sent.

        Raises:
            LinkwrightError: as `Transport.send` does.
        """
        started = self._clock.monotonic()
        pinned = None
        if target.literal is None:
            pinned = await self._addresses(target)
        idle = self._idle[_bare(request)]
        exchange = idle.pop() if idle else _Exchange(self._gate)
        exchange.prepare(base, asked, self._lines(request), request, pinned)
        done = exchange.done = self._loop.create_future()
        handle = exchange.handle
        self._under_way[handle] = exchange
        self._multi.add_handle(handle)
        self._move(pycurl.SOCKET_TIMEOUT, 0)
        try:
            await done
        except pycurl.error as problem:
            elapsed = self._clock.monotonic() - started
            raise curl_failure(target.host, problem, request, elapsed, exchange.blocked, exchange.over) from None
        finally:
            if self._under_way.pop(handle, None) is not None:
                # Given up: the connection goes, so that what is left of the answer reaches no other call.
                self._multi.remove_handle(handle)
            exchange.end()
        response = self._response(target.host, exchange, started)
        if len(idle) < self._most_idle:
            idle.append(exchange)
        return response

    async def close(self) -> None:
        """End everything that is under way."""
        for handle, exchange in list(self._under_way.items()):
            self._multi.remove_handle(handle)
            if not exchange.done.done():
                exchange.done.cancel()
        self._under_way.clear()
        self._idle = {True: [], False: []}
        if self._timer is not None:
            self._timer.cancel()
        self._multi.close()
        self._sockets.close()

    def _response(self, host: str, exchange: _Exchange, started: float) -> OutboundResponse:
        status = exchange.handle.getinfo(pycurl.RESPONSE_CODE)
        headers = _headers(exchange.head)
        body = exchange.pieces[0] if len(exchange.pieces) == 1 else b"".join(exchange.pieces)
        encoded = headers.get("content-encoding")
        undo = inflater(encoded, host, exchange.limit) if encoded else None
        if undo is not None:
            body = undo.feed(body)
            undo.finish()
        return OutboundResponse(status, headers, body, (self._clock.monotonic() - started) * 1000)

    def _lines(self, request: OutboundRequest) -> list[bytes]:
        lines = [*self._always]
        typed = request.body is None
        for name, value in request.headers.items():
            low = lower(name)
            if low == "user-agent":
                lines[0] = b""
            elif low == "content-type":
                typed = True
            # libcurl takes a name with a colon and nothing behind it as "leave this header out".
            lines.append(f"{name}: {value}".encode() if value else f"{name};".encode())
        if not typed:
            lines.append(b"Content-Type: application/octet-stream")
        return lines if lines[0] else lines[1:]

    async def _addresses(self, target: Origin) -> list[str]:
        """What libcurl is to connect to for a name: the addresses that were judged, kept for a moment."""
        place = (target.host, target.port)
        known = self._names.get(place)
        now = self._clock.monotonic()
        if known is not None and now - known[0] < _NAMES_SECONDS:
            return known[1]
        try:
            found = await self._resolver.resolve(target.host, target.port)
        except OSError:
            raise UpstreamUnreachable(f"The name {target.host} cannot be resolved.") from None
        addresses = ",".join(f"[{one['host']}]" if ":" in one["host"] else one["host"] for one in found)
        if len(self._names) >= _NAMES:
            self._names.clear()
        pinned = [f"{target.host}:{target.port}:{addresses}"]
        self._names[place] = (now, pinned)
        return pinned

    # What follows is libcurl's way of being driven by somebody else's loop (CURLMOPT_SOCKETFUNCTION, curl_multi_socket_action).

    def _move(self, fd: int, events: int) -> None:
        self._multi.socket_action(fd, events)
        more = 1
        while more:
            more, finished, failed = self._multi.info_read()
            for handle in finished:
                self._end(handle, None)
            for handle, code, message in failed:
                self._end(handle, pycurl.error(code, message))
        if self._due:
            self._due = False
            self._loop.call_soon(self._move, pycurl.SOCKET_TIMEOUT, 0)

    def _end(self, handle: pycurl.Curl, problem: Exception | None) -> None:
        self._multi.remove_handle(handle)
        exchange = self._under_way.pop(handle, None)
        if exchange is None or exchange.done.done():
            return
        if problem is None:
            exchange.done.set_result(None)
        else:
            exchange.done.set_exception(problem)

    def _watch(self, event: int, fd: int, _multi: Any, _data: Any) -> None:
        self._sockets.watch(fd, event & _INTEREST)

    def _set_timer(self, milliseconds: int) -> None:
        # libcurl must not be entered from its own callback.
        self._due = milliseconds == 0
        if milliseconds <= 0:
            self._ends = None
            return
        ends = self._ends = self._loop.time() + milliseconds / 1000
        # libcurl sets its timer several times in each exchange, and next to none runs out: one that rings too early looks again.
        if self._timer is None or self._rings > ends:
            self._ring_at(ends)

    def _ring_at(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._rings = when
        self._timer = self._loop.call_at(when, self._rung)

    def _rung(self) -> None:
        self._timer = None
        ends = self._ends
        if ends is None:
            return
        if ends - self._loop.time() > _EXACT:
            self._ring_at(ends)
            return
        self._ends = None
        self._move(pycurl.SOCKET_TIMEOUT, 0)


def _bare(request: OutboundRequest) -> bool:
    return request.method == "GET" and request.body is None


def _headers(lines: list[bytes]) -> dict[str, str]:
    """Lower-case names to values, the last one where a name repeats; those of the last answer, after any 1xx."""
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            headers[name.lower()] = value.strip()
        elif name.startswith("HTTP/"):
            headers.clear()
    return headers
