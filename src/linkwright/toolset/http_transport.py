"""Carries requests with the standard library: connections are kept and used again, certificates are checked."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import SplitResult, urlsplit

from linkwright.toolset.errors import AnswerUnreadable, HubTimeout, HubUnreachable, ToolsetError
from linkwright.toolset.wire import Request, Response, is_file

_MOST_KEPT = 16
MOST_BYTES = 128 * 1024 * 1024
_PIECE = 1 << 16
# What a server that closed an idle connection looks like to who then uses it.
_STALE = (http.client.RemoteDisconnected, http.client.CannotSendRequest, ConnectionResetError, BrokenPipeError)


class HttpTransport:
    """For one hub, from several threads at once. Proxies of the environment are not used."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        """Take a TLS context; without one, the machine's certificates are trusted, or those of SSL_CERT_FILE."""
        self._context = context
        self._kept: list[http.client.HTTPConnection] = []
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
            held.hold(connection)
            try:
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
            kept, self._kept = self._kept, []
        for connection in kept:
            connection.close()

    def _connection(self, request: Request) -> tuple[http.client.HTTPConnection, bool]:
        """A connection, and whether it has been used before."""
        with self._lock:
            if self._process != os.getpid():
                # A child that was forked must not talk on its parent's connections.
                self._kept, self._process = [], os.getpid()
            if self._kept:
                found = self._kept.pop()
                if found.sock is not None:
                    found.sock.settimeout(request.timeout)
                    return found, True
        return self._fresh(urlsplit(request.url), request.timeout), False

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
        response = _read(answer, request.save_to)
        if answer.will_close:
            connection.close()
        else:
            self._keep(connection)
        return response

    def _keep(self, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if len(self._kept) < _MOST_KEPT:
                self._kept.append(connection)
                return
        connection.close()


class Holder:
    """Knows the connection that a request is on, so that another thread can end it."""

    def __init__(self) -> None:
        self._connection: http.client.HTTPConnection | None = None
        self._lock = threading.Lock()
        self._ended = False

    def hold(self, connection: http.client.HTTPConnection | None) -> None:
        """Note the connection, or that there is none any more.

        Raises:
            HubUnreachable: it was ended before.
        """
        with self._lock:
            self._connection = connection
            if self._ended and connection is not None:
                raise HubUnreachable("The call was cancelled.")

    def end(self) -> None:
        """End the exchange, now or when it begins."""
        with self._lock:
            self._ended = True
            held = self._connection.sock if self._connection is not None else None
            if held is not None:
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, save_to: Path | None) -> Response:
    headers = {name.lower(): value for name, value in answer.getheaders()}
    if save_to is not None and is_file(Response(answer.status, headers, b"")):
        _save(answer, save_to)
        return Response(answer.status, headers, b"", save_to)
    body = answer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise AnswerUnreadable(
            f"The answer has more than {MOST_BYTES} bytes.", hint="Give save_to, to have it in a file."
        )
    if answer.length:
        raise http.client.IncompleteRead(body, answer.length)
    return Response(answer.status, headers, body)


def _save(answer: http.client.HTTPResponse, path: Path) -> None:
    """Write the body beside the file and put it in its place when it is whole."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}-", delete=False) as file:
        part = Path(file.name)
        try:
            while piece := answer.read(_PIECE):
                _write(file, piece)
            if answer.length:
                raise http.client.IncompleteRead(b"", answer.length)
            _write(file, b"")
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _write(file: IO[bytes], piece: bytes) -> None:
    try:
        file.write(piece)
        if not piece:
            file.flush()
    except OSError as full:
        raise ToolsetError(f"The file cannot be written: {full.strerror}.", code="not_saved") from full


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
