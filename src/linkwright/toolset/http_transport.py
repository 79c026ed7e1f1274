"""Carries requests with the standard library: connections are kept and used again, certificates are checked."""

from __future__ import annotations

import http.client
import os
import ssl
import threading
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from linkwright.toolset.bodies import read
from linkwright.toolset.errors import HubTimeout, HubUnreachable
from linkwright.toolset.holder import Holder
from linkwright.toolset.wire import Request, Response

_MOST_KEPT = 16
# What a server that closed an idle connection looks like to who then uses it.
_STALE = (http.client.RemoteDisconnected, http.client.CannotSendRequest, ConnectionResetError, BrokenPipeError)


class HttpTransport:
    """From several threads at once. Proxies of the environment are not used."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        """Take a TLS context; without one, the machine's certificates are trusted, or those of SSL_CERT_FILE."""
        self._context = context
        self._kept: dict[tuple[str, str], list[http.client.HTTPConnection]] = {}
        self._lock = threading.Lock()
        self._process = os.getpid()

    def send(self, request: Request, holder: Holder | None = None) -> Response:
        """The answer.

        Raises:
            HubUnreachable: there is none, or it broke off.
        """
        held = holder or Holder()
        while True:
            connection, used = self._connection(request)
            try:
                if connection.sock is None:
                    connection.connect()
                # From here on it can be ended; if it was ended before, nothing is sent.
                held.hold(connection)
                return self._exchange(connection, request)
            except _STALE as gone:
                connection.close()
                if not used:
                    raise _unreachable(request, gone) from gone
            except (OSError, http.client.HTTPException) as lost:
                connection.close()
                raise _unreachable(request, lost) from lost
            except BaseException:
                connection.close()
                raise
            finally:
                held.hold(None)

    def close(self) -> None:
        """Close connections that are not in use."""
        with self._lock:
            kept, self._kept = self._kept, {}
        for connections in kept.values():
            for connection in connections:
                connection.close()

    def __del__(self) -> None:
        # Whoever forgets a toolset need not have closed it.
        self.close()

    def _connection(self, request: Request) -> tuple[http.client.HTTPConnection, bool]:
        """A connection, and whether it has been used before."""
        url = urlsplit(request.url)
        if self._process != os.getpid():
            # A child that was forked must not talk on its parent's connections; its own ends of them do no harm.
            self._process = os.getpid()
            self.close()
        with self._lock:
            kept = self._kept.get((url.scheme, url.netloc))
            if kept:
                found = kept.pop()
                if found.sock is not None:
                    found.sock.settimeout(request.timeout)
                    return found, True
        return self._fresh(url, request.timeout), False

    def _fresh(self, url: SplitResult, timeout: float) -> http.client.HTTPConnection:
        host = url.hostname or ""
        if url.scheme == "http":
            return http.client.HTTPConnection(host, url.port, timeout=timeout)
        if self._context is None:
            self._context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, url.port, timeout=timeout, context=self._context)

    def _exchange(self, connection: http.client.HTTPConnection, request: Request) -> Response:
        url = urlsplit(request.url)
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        headers = dict(request.headers)
        body: bytes | Iterable[bytes] | None
        if request.body is None or isinstance(request.body, bytes):
            body = request.body
        else:
            headers["Content-Length"] = str(request.body.size)
            body = request.body.pieces()
        try:
            connection.request(request.method, target, body, headers)
        except (BrokenPipeError, ConnectionResetError):
            # A server that refuses what is still being sent has often said why before it hung up.
            if body is request.body or connection.sock is None:
                raise
        answer = connection.getresponse()
        response = read(answer, request.save_to)
        if answer.will_close:
            connection.close()
        else:
            self._keep((url.scheme, url.netloc), connection)
        return response

    def _keep(self, place: tuple[str, str], connection: http.client.HTTPConnection) -> None:
        with self._lock:
            kept = self._kept.setdefault(place, [])
            if len(kept) < _MOST_KEPT:
                kept.append(connection)
                return
        connection.close()


def _unreachable(request: Request, lost: Exception) -> HubUnreachable:
    url = urlsplit(request.url)
    place = f"{url.scheme}://{url.netloc}"
    if isinstance(lost, TimeoutError):
        return HubTimeout(f"The hub at {place} did not answer for {request.timeout:g} seconds.", retryable=True)
    if isinstance(lost, ssl.SSLCertVerificationError):
        reason = f"The certificate of {place} is not trusted: {lost.verify_message}."
        return HubUnreachable(reason, hint="Trust its authority with SSL_CERT_FILE.")
    reason = getattr(lost, "strerror", None) or type(lost).__name__
    return HubUnreachable(f"The hub at {place} cannot be reached: {reason}.", retryable=True)
