"""Ends a request from another thread."""

from __future__ import annotations

import http.client
import socket
import threading
from contextlib import suppress

from linkwright.toolset.errors import HubUnreachable


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
