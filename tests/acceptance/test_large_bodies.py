"""A body that is too large is refused in a way that its sender can read, however it sends."""

from __future__ import annotations

import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.hub import RunningHub

SIZE = 3_000_000


def refused(hub: RunningHub, path: str, *, chunked: bool) -> tuple[int, int]:
    """Send a large body over a plain socket that asks to be closed, and read the answer only after the last byte."""
    where = urlsplit(hub.url)
    with socket.create_connection((where.hostname or "", where.port or 80), timeout=30) as line:
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {SIZE}"
        head = f"POST {path} HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Bearer {hub.key}\r\nConnection: close\r\n{length}\r\n\r\n"
        line.sendall(head.encode())
        piece = b"x" * 50_000
        for _ in range(SIZE // len(piece)):
            line.sendall((b"%x\r\n" % len(piece)) + piece + b"\r\n" if chunked else piece)
        if chunked:
            line.sendall(b"0\r\n\r\n")
        came = b""
        while more := line.recv(65536):
            came += more
    header, _, body = came.partition(b"\r\n\r\n")
    return int(header.split()[1]), int(json.loads(body)["statusCode"])


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "chunked"])
@pytest.mark.parametrize("path", ["/connect_sessions", "/actions/rpc"])
def test_a_sender_that_finishes_first_still_reads_the_refusal(hub: RunningHub, path: str, chunked: bool) -> None:
    for _ in range(5):
        assert refused(hub, path, chunked=chunked) == (413, 413)
