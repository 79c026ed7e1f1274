"""Reading an address strictly: one spelling per host, and nothing that two parsers could read differently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from linkwright.outbound.errors import AddressRefused

DEFAULT_PORTS = {"http": 80, "https": 443}
_SPLIT = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", re.DOTALL)
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{1,5}))?")
_NAME = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_REST = re.compile(r"[!-\[\]-~]*")  # printable ASCII, without blank and backslash
_SPELLING = "Write the host as a name, as four decimal numbers, or as an IPv6 address in brackets."


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of an address, in their one spelling.

    Attributes:
        scheme: `http` or `https`.
        host: lower-case name or IPv4 address; an IPv6 address without its brackets.
        port: always given, also where it is the scheme's own.
        literal: the address, where the host is one.
    """

    scheme: str
    host: str
    port: int
    literal: IPv4Address | IPv6Address | None

    def __str__(self) -> str:
        host = f"[{self.host}]" if isinstance(self.literal, IPv6Address) else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def split_address(url: str) -> tuple[str, str]:
    """Split an address into `scheme://authority` and the rest, unread.

    Raises:
        AddressRefused: it is not absolute, or holds blanks, control characters, backslashes or letters beyond ASCII.
    """
    match = _SPLIT.fullmatch(url)
    if match is None:
        raise AddressRefused("The address is not an absolute http or https address.", hint="Begin it with https://.")
    if _REST.fullmatch(match[3]) is None:
        raise AddressRefused(
            "The address holds a blank, a control character, a backslash or a letter beyond ASCII.",
            hint="Percent-encode such characters.",
        )
    return url[: match.end(2)], match[3]


def read_origin(text: str) -> Origin:
    """Read `scheme://host[:port]`.

    Raises:
        AddressRefused: another scheme, a user name, a host in an unusual spelling, or no such port.
    """
    match = _SPLIT.fullmatch(text)
    scheme = match[1].lower() if match else ""
    if match is None or scheme not in DEFAULT_PORTS:
        raise AddressRefused("Only http and https addresses are called.", hint="Begin it with https://.")
    if "@" in match[2]:
        # Whatever stands before the @ may be a password, so it is not repeated.
        raise AddressRefused("The address holds a user name or password.", hint="Leave out everything up to the @.")
    parts = _AUTHORITY.fullmatch(match[2])
    if parts is None or match[3]:
        raise AddressRefused("The host of the address cannot be read.", hint=_SPELLING)
    port = int(parts[2]) if parts[2] else DEFAULT_PORTS[scheme]
    if not 0 < port < 65536:
        raise AddressRefused(f"There is no port {port}.", hint="Use a port from 1 to 65535.")
    host, literal = read_host(parts[1])
    return Origin(scheme, host, port, literal)


def read_host(text: str) -> tuple[str, IPv4Address | IPv6Address | None]:
    """The one spelling of a host, and its address where it is one.

    Raises:
        AddressRefused: a number in decimal, octal, hexadecimal or shortened form, a trailing dot, a zone, or no host at all.
    """
    host = text.lower() if text.isascii() else ""
    if host.startswith("["):
        try:
            inner = IPv6Address(host.removeprefix("[").removesuffix("]") if host.endswith("]") else "")
        except ValueError:
            raise _unusual(text) from None
        if inner.scope_id is not None:
            raise _unusual(text)
        return str(inner), inner
    if _NAME.fullmatch(host) is None:
        raise _unusual(text)
    # Resolvers read a host as a number where its last part is one: 0x7f.1 is 127.0.0.1.
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return host, IPv4Address(host)
        except ValueError:
            raise _unusual(text) from None
    return host, None


def _unusual(host: str) -> AddressRefused:
    if not host.isascii():
        return AddressRefused(
            "The host of the address has letters beyond ASCII.", hint="Write it in its ASCII form, which begins xn--."
        )
    shown = host if len(host) <= 80 and host.isprintable() else "of the address"
    return AddressRefused(f"The host {shown} is in a spelling that is not accepted.", hint=_SPELLING)
