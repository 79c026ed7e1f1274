"""What has been used, or could be, to lead a client astray: one table, driven through both clients and every user of the way out.

Addresses are texts with `{port}`, where a server of the test listens on 127.0.0.1; whoever reaches it has been led inside.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from linkwright.errors import LinkwrightError
from linkwright.outbound.errors import AnswerTooLarge, UpstreamDropped, UpstreamTimeout, UpstreamUnreachable
from tests.unit.outbound.misbehaving_upstream import ok

LIMIT = 100_000
"""Bytes that are read at most while the answers below are tried."""

HOSTS = {
    "loopback": "127.0.0.1",
    "elsewhere on loopback": "127.9.9.9",
    "unspecified": "0.0.0.0",
    "private": "10.0.0.1",
    "metadata": "169.254.169.254",
    "metadata of Alibaba": "100.100.100.200",
    "metadata of Azure": "168.63.129.16",
    "broadcast": "255.255.255.255",
    "multicast": "224.0.0.1",
    "one decimal number": "2130706433",
    "one octal number": "017700000001",
    "one hexadecimal number": "0x7f000001",
    "octal parts": "0177.0.0.1",
    "hexadecimal parts": "0x7f.0x0.0x0.0x1",
    "padded parts": "127.000.000.001",
    "two parts": "127.1",
    "three parts": "127.0.1",
    "a number beyond 32 bits": "4294967296",
    "zero": "0",
    "trailing dot": "127.0.0.1.",
    "trailing dot of a name": "inside.example.",
    "leading dot": ".127.0.0.1",
    "full-width digits": "１２７.0.0.1",
    "circled digits": "①②⑦.0.0.1",
    "Arabic digits": "١٢٧.0.0.1",
    "ideographic dots": "127。0。0。1",
    "soft hyphen": "127.0.0\u00ad.1",
    "letters beyond ASCII": "ınside.example",
    "percent-encoded": "127%2e0.0.1",
    "IPv6 loopback": "[::1]",
    "IPv6 unspecified": "[::]",
    "IPv4-mapped": "[::ffff:127.0.0.1]",
    "IPv4-mapped in hexadecimal": "[::ffff:7f00:1]",
    "IPv4-mapped metadata": "[::ffff:a9fe:a9fe]",
    "IPv4-compatible": "[::127.0.0.1]",
    "NAT64": "[64:ff9b::7f00:1]",
    "NAT64 of a site": "[64:ff9b:1::7f00:1]",
    "6to4": "[2002:7f00:1::]",
    "6to4 of metadata": "[2002:a9fe:a9fe::1]",
    "Teredo": "[2001:0:7f00:1::1]",
    "unique local": "[fd00:ec2::254]",
    "link-local": "[fe80::1]",
    "site-local": "[fec0::1]",
    "zone": "[fe80::1%25lo]",
    "zone of loopback": "[::1%lo]",
    "brackets around IPv4": "[127.0.0.1]",
    "future literal": "[v1.127.0.0.1]",
    "name that leads inside": "inside.example",
    "name that leads to metadata": "metadata.example",
    "name with one good and one bad address": "half.example",
    "name that leads inside by IPv6": "six.example",
    "name that leads inside by a mapped address": "mapped.example",
    "name that leads inside by NAT64": "nat64.example",
    "name that leads inside by 6to4": "sixtofour.example",
    "localhost": "localhost",
}
NAMES: dict[str, list[list[str]]] = {
    "inside.example": [["127.0.0.1"]],
    "metadata.example": [["169.254.169.254"]],
    "half.example": [["203.0.112.9", "127.0.0.1"]],
    "six.example": [["::1"]],
    "mapped.example": [["::ffff:127.0.0.1"]],
    "nat64.example": [["64:ff9b::7f00:1"]],
    "sixtofour.example": [["2002:7f00:1::"]],
    "localhost": [["127.0.0.1"]],
}
URLS = {
    "user before an inner host": "https://api.linear.app@127.0.0.1:{port}/",
    "user and password": "https://me:hunter2@inside.example:{port}/",
    "empty user": "https://@127.0.0.1:{port}/",
    "backslash before an at": "https://public.example\\@127.0.0.1:{port}/",
    "backslash for slashes": "https:\\\\127.0.0.1:{port}\\",
    "fragment before an at": "https://public.example:{port}#@inside.example/",
    "two ports": "https://127.0.0.1:{port}:80/",
    "port in full-width digits": "https://127.0.0.1:８０/",
    "no scheme": "//127.0.0.1:{port}/",
    "one slash": "https:/127.0.0.1:{port}/",
    "three slashes": "https:///127.0.0.1:{port}/",
    "line break in the path": "https://inside.example:{port}/\r\nX-Injected: 1",
    "line break in the host": "https://inside.example\r\n:{port}/",
    "tab in the host": "https://inside\t.example:{port}/",
    "blank before": " https://127.0.0.1:{port}/",
    "NUL in the host": "https://127.0.0.1\x00.example:{port}/",
    "NUL in the path": "https://inside.example:{port}/\x00",
    "ftp": "ftp://127.0.0.1:{port}/",
    "file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:{port}/_GET",
    "dict": "dict://127.0.0.1:{port}/",
    "unix socket": "unix:///var/run/docker.sock",
    "javascript": "javascript:alert(1)",
    "data": "data:text/plain,x",
    "scheme within a scheme": "https://https://127.0.0.1:{port}/",
}


def addresses() -> dict[str, str]:
    """All of them, by what is odd about them; the same hosts over plain http too."""
    found = {f"https: {name}": f"https://{host}:{{port}}/x" for name, host in HOSTS.items()}
    found |= {f"http: {name}": f"http://{host}:{{port}}/x" for name, host in HOSTS.items()}
    return {**found, **URLS}


Pieces = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Hostile:
    """An answer, and how a call that gets it must end; with no errors it is an answer like others."""

    pieces: Pieces
    ends: tuple[type[LinkwrightError], ...] = ()


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_GZIP, _DEFLATE = "Content-Encoding: gzip\r\n", "Content-Encoding: deflate\r\n"
_NO_HTTP = (UpstreamUnreachable, UpstreamDropped)
_BOUNDED = (UpstreamUnreachable, UpstreamDropped, UpstreamTimeout, AnswerTooLarge)


def _endless(first: bytes, again: bytes) -> Pieces:
    def pieces() -> Iterator[bytes]:
        yield first
        while True:
            yield again

    return pieces


def _once(*pieces: bytes) -> Pieces:
    return lambda: pieces


def _packed(data: bytes, window: int) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, window)
    return engine.compress(data) + engine.flush()


_BOMB = gzip.compress(bytes(5_000_000))
_MEMBERS = gzip.compress(b"") * 4_000
ANSWERS = {
    "redirect to metadata": Hostile(_once(ok(b"", "Location: http://169.254.169.254/\r\n", "302 Found"))),
    "redirect within an answer of 200": Hostile(_once(ok(b"{}", "Location: http://127.0.0.1/\r\nRefresh: 0; /x\r\n"))),
    "another service offered": Hostile(_once(ok(b"{}", 'Alt-Svc: h2="127.0.0.1:1"\r\nUpgrade: h2c\r\n'))),
    "cookies": Hostile(_once(ok(b"{}", "Set-Cookie: a=b; Domain=.example\r\n" * 40))),
    "headers of raw bytes": Hostile(_once(_HEAD + b"X-Raw: \xff\xfe\xe2\r\nContent-Length: 2\r\n\r\n{}")),
    "huge with a length": Hostile(_once(ok(b"x" * (LIMIT + 1))), (AnswerTooLarge,)),
    "huge by its own word": Hostile(_once(_HEAD + b"Content-Length: 1000000000000\r\n\r\nx"), (AnswerTooLarge,)),
    "a length beyond 64 bits": Hostile(_once(_HEAD + b"Content-Length: 1" + b"0" * 40 + b"\r\n\r\nx", b""), _BOUNDED),
    "a negative length": Hostile(_once(_HEAD + b"Content-Length: -5\r\n\r\nx", b""), _BOUNDED),
    "two lengths": Hostile(_once(_HEAD + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}", b""), _BOUNDED),
    "endless in chunks": Hostile(_endless(_CHUNKED, b"3e8\r\n" + b"x" * 1000 + b"\r\n"), (AnswerTooLarge,)),
    "endless without a length": Hostile(_endless(_HEAD + b"Connection: close\r\n\r\n", b"x" * 1000), (AnswerTooLarge,)),
    "a chunk of negative size": Hostile(_once(_CHUNKED + b"-1\r\nx\r\n0\r\n\r\n", b""), _BOUNDED),
    "a chunk beyond 64 bits": Hostile(_once(_CHUNKED + b"f" * 40 + b"\r\nx\r\n", b""), _BOUNDED),
    "gzip bomb": Hostile(_once(ok(_BOMB, _GZIP)), (AnswerTooLarge,)),
    "gzip bomb in chunks": Hostile(
        _once(
            _HEAD + _GZIP.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n" % len(_BOMB),
            _BOMB,
            b"\r\n0\r\n\r\n",
        ),
        (AnswerTooLarge,),
    ),
    "gzip bomb within gzip": Hostile(
        _once(ok(gzip.compress(_BOMB), "Content-Encoding: gzip, gzip\r\n")), (UpstreamUnreachable,)
    ),
    "deflate bomb": Hostile(_once(ok(zlib.compress(bytes(5_000_000)), _DEFLATE)), (AnswerTooLarge,)),
    "bare deflate bomb": Hostile(_once(ok(_packed(bytes(5_000_000), -15), _DEFLATE)), (AnswerTooLarge,)),
    "gzip of empty members without end": Hostile(_once(ok(_MEMBERS, _GZIP)), (UpstreamUnreachable,)),
    "gzip cut short": Hostile(_once(ok(gzip.compress(b"{}" * 99)[:-9], _GZIP)), (UpstreamDropped,)),
    "gzip that is none": Hostile(_once(ok(b"\x1f\x8bnot at all", _GZIP)), (UpstreamUnreachable,)),
    "an encoding that was not asked for": Hostile(_once(ok(b"{}", "Content-Encoding: br\r\n")), (UpstreamUnreachable,)),
    "an endless status line": Hostile(_endless(b"HTTP/1.1 200 ", b"O" * 1000), _BOUNDED),
    "an endless header": Hostile(_endless(_HEAD + b"X-Long: ", b"x" * 1000), _BOUNDED),
    "endless headers": Hostile(_endless(_HEAD, b"X-Again: xxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n" * 50), _BOUNDED),
    "an endless folded header": Hostile(_endless(_HEAD + b"X-Fold: a\r\n", b" fold\r\n" * 50), _BOUNDED),
    "endless chunk extension": Hostile(_endless(_CHUNKED + b"2;a=", b"x" * 1000), _BOUNDED),
    "endless trailers": Hostile(
        _endless(_CHUNKED + b"2\r\n{}\r\n0\r\n", b"X-Trailer: xxxxxxxxxxxx\r\n" * 50), _BOUNDED
    ),
    "a flood of 1xx": Hostile(_endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 20), _BOUNDED),
    "101 that nobody asked for": Hostile(
        _once(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhello", b"")
    ),
    "HTTP/0.9": Hostile(_once(b"{}", b""), _NO_HTTP),
    "HTTP/2": Hostile(_once(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b""), _NO_HTTP),
    "another protocol": Hostile(_once(b"220 mail.example ESMTP\r\n\r\n", b""), _NO_HTTP),
    "a NUL in a header": Hostile(_once(_HEAD + b"X-Nul: a\x00b\r\nContent-Length: 2\r\n\r\n{}", b""), _BOUNDED),
    "nothing": Hostile(_once(b""), _NO_HTTP),
}
SILENT = {
    "no head": Hostile(_once(), (UpstreamTimeout,)),
    "half a head": Hostile(_once(_HEAD), (UpstreamTimeout,)),
    "half a body": Hostile(_once(ok(b"x" * 50)[:-10]), (UpstreamTimeout,)),
    "half a chunk": Hostile(_once(_CHUNKED + b"ff\r\nx"), (UpstreamTimeout,)),
}
"""Answers that stop, while the connection stays open."""
ALL_ANSWERS = {**ANSWERS, **{f"silence after {name}": one for name, one in SILENT.items()}}
