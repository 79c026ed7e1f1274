"""The default transport: one aiohttp pool per process, guarded at the moment of connecting, capped in size and time."""

from __future__ import annotations

import asyncio
import io
import ssl
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from linkwright.errors import LinkwrightError, NotReady
from linkwright.kit.clock import Clock, SystemClock
from linkwright.outbound.addresses import Origin, read_origin, split_address
from linkwright.outbound.errors import UpstreamTimeout
from linkwright.outbound.failures import failure
from linkwright.outbound.gate import Gate, GuardedResolver
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.reading import header_text, read_body, too_large
from linkwright.outbound.sending import check_headers, check_method
from linkwright.outbound.streaming import AiohttpStream
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

_CONNECT_SECONDS = 10.0
_IDLE_SECONDS = 15.0  # shorter than servers keep idle connections, so that few calls meet one just closed
_DECISIONS = 1024
PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Decision:
    """Where the calls for one `scheme://authority` go."""

    base: str
    host: str
    target: Origin


class AiohttpTransport:
    """Sends requests through one pool, which is made at the first use, inside the running loop.

    It follows no redirects, keeps no cookies, ignores proxy variables of the environment, and calls no address that the
    guard refuses, except the targets of the operator's origin map.
    """

    def __init__(
        self,
        origins: OriginMap | None = None,
        *,
        clock: Clock | None = None,
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
        connections: int = 512,
        user_agent: str = "Linkwright",
    ) -> None:
        """Keep the settings; nothing is opened yet.

        Args:
            origins: the operator's origin map.
            clock: for measuring how long an exchange took.
            resolver: finds the addresses of names; default: the system's, on a thread.
            tls: how TLS is spoken; default: certificates checked against the system's store, TLS 1.2 at least.
            connections: at most so many at a time, to all hosts together; further calls wait, within their own timeout.
            user_agent: sent where a request does not say otherwise.
        """
        self._origins = origins or OriginMap()
        self._gate = Gate(self._origins)
        self._clock = clock or SystemClock()
        self._resolver = resolver
        self._tls = tls or _tls()
        self._connections = connections
        self._user_agent = user_agent
        self._decisions: dict[str, _Decision] = {}
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Send a request and read its answer, whatever the status.

        Raises:
            AddressRefused: the guard forbids the address, or it is malformed.
            RequestRefused: method or headers must not be sent.
            UpstreamTimeout: the exchange was not over within the request's timeout.
            UpstreamUnreachable: no connection, or no answer that could be read.
            UpstreamDropped: the connection ended early; a write may have happened.
            AnswerTooLarge: reading stopped beyond `max_bytes`.
            NotReady: the transport has been closed.
        """
        session, url, host = self._ready(request)
        try:
            async with asyncio.timeout(request.timeout):
                return await self._exchange(session, url, host, request)
        except (aiohttp.ClientError, OSError) as problem:
            raise self._failed(host, request, problem) from None

    async def open(self, request: OutboundRequest) -> AiohttpStream:
        """Send a request and read the head of its answer; the body is left to be read piece by piece.

        Raises:
            LinkwrightError: as `send` does.
        """
        session, url, host = self._ready(request)
        try:
            async with asyncio.timeout(request.timeout):
                response = await self._begun(session, url, request)
        except (aiohttp.ClientError, OSError) as problem:
            raise self._failed(host, request, problem) from None
        try:
            return AiohttpStream(response, host, request)
        except BaseException:
            response.close()
            raise

    def _ready(self, request: OutboundRequest) -> tuple[aiohttp.ClientSession, URL, str]:
        check_method(request.method)
        check_headers(request.headers)
        head, rest = split_address(request.url)
        decision = self._decisions.get(head) or self._decide(head)
        session = self._session or self._open()
        return session, URL(decision.base + path_and_query(rest), encoded=True), decision.host

    @staticmethod
    def _failed(host: str, request: OutboundRequest, problem: aiohttp.ClientError | OSError) -> LinkwrightError:
        # Ours and asyncio's own timeouts are a bare TimeoutError, which is an OSError too.
        if type(problem) is TimeoutError:
            return UpstreamTimeout(f"{host} did not answer within {request.timeout:g} seconds.")
        return failure(host, problem)

    async def close(self) -> None:
        """Close the pool; nothing can be sent afterwards."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _exchange(
        self, session: aiohttp.ClientSession, url: URL, host: str, request: OutboundRequest
    ) -> OutboundResponse:
        started = self._clock.monotonic()
        response = await self._begun(session, url, request)
        try:
            headers = {name.lower(): header_text(value) for name, value in response.headers.items()}
            if (response.content_length or 0) > request.max_bytes and request.method != "HEAD":
                raise too_large(host, request.max_bytes)
            answer = await read_body(
                response.content,
                host=host,
                encoding=headers.get("content-encoding", ""),
                limit=request.max_bytes,
            )
        except BaseException:
            # What is left of the answer must not reach the next call: the connection goes, too.
            response.close()
            raise
        return OutboundResponse(response.status, headers, answer, (self._clock.monotonic() - started) * 1000)

    async def _begun(
        self, session: aiohttp.ClientSession, url: URL, request: OutboundRequest
    ) -> aiohttp.ClientResponse:
        """Send it all, and read the head of the answer."""
        if request.file is not None:
            with request.file.open("rb") as file:
                return await session.request(
                    request.method, url, data=file, headers=request.headers, allow_redirects=False
                )
        body = request.body
        return await session.request(
            request.method,
            url,
            data=body if body is None or len(body) <= PIECE_BYTES else io.BytesIO(body),
            headers=request.headers,
            allow_redirects=False,
        )

    def _decide(self, head: str) -> _Decision:
        target = self._origins.target(read_origin(head))
        self._gate.check_origin(target)
        decision = _Decision(str(target), target.host, target)
        if len(self._decisions) >= _DECISIONS:
            self._decisions.clear()
        self._decisions[head] = decision
        return decision

    def _open(self) -> aiohttp.ClientSession:
        if self._closed:
            raise NotReady
        connector = aiohttp.TCPConnector(
            ssl=self._tls,
            resolver=GuardedResolver(self._resolver or ThreadedResolver(), self._gate),
            socket_factory=self._gate.make_socket,
            limit=self._connections,
            keepalive_timeout=_IDLE_SECONDS,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": "gzip"},
            auto_decompress=False,
            trust_env=False,
        )
        return self._session


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def path_and_query(rest: str) -> str:
    """What is asked for at an origin: everything behind it but the fragment."""
    path = rest.partition("#")[0]
    return path if path.startswith("/") else "/" + path
