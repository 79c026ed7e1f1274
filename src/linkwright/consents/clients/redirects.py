"""Where people may be sent back to: which addresses a client may register, and which address is one of those."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from linkwright.consents.clients.errors import InvalidRedirect

_LONGEST = 2_000
MOST = 20
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,39}")
# Schemes that browsers or systems give a meaning of their own.
_TAKEN = frozenset(
    [
        "about",
        "blob",
        "chrome",
        "cid",
        "content",
        "data",
        "dav",
        "feed",
        "file",
        "filesystem",
        "ftp",
        "ftps",
        "geo",
        "git",
        "gopher",
        "intent",
        "jar",
        "javascript",
        "ldap",
        "magnet",
        "mailto",
        "mid",
        "moz-extension",
        "news",
        "nfs",
        "res",
        "resource",
        "rtsp",
        "sftp",
        "sip",
        "sips",
        "sms",
        "smb",
        "ssh",
        "tel",
        "telnet",
        "urn",
        "vbscript",
        "view-source",
        "ws",
        "wss",
        "xmpp",
    ]
)


def checked(uris: object) -> tuple[str, ...]:
    """The addresses that a client wants to be known by.

    Raises:
        InvalidRedirect: there are none, too many, or one that is not to be sent people to.
    """
    if not isinstance(uris, list) or not 0 < len(uris) <= MOST or not all(isinstance(one, str) for one in uris):
        raise InvalidRedirect(f"redirect_uris has to be a list of 1 to {MOST} addresses.")
    for uri in uris:
        _check(uri)
    return tuple(uris)


def matching(registered: Iterable[str], given: str) -> bool:
    """Whether an address is one of those: letter for letter, but for the port of an app on the person's own machine."""
    plain = _without_port(given)
    return any(one == given or (plain is not None and _without_port(one) == plain) for one in registered)


def _check(uri: str) -> None:
    shown = uri[:100] if uri.isprintable() else "one of them"
    if len(uri) > _LONGEST or not uri.isascii() or not uri.isprintable() or set(uri) & set(" \"'<>\\^`{|};,"):
        raise InvalidRedirect("A redirect address holds characters that it cannot hold, or is too long.")
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidRedirect(f"The redirect address {shown} cannot be read.") from None
    if "#" in uri or "*" in parts.netloc or parts.username is not None or parts.password is not None:
        raise InvalidRedirect(f"The redirect address {shown} has a fragment, a wildcard or a user name in it.")
    scheme = uri.partition(":")[0]
    if scheme in {"https", "http"}:
        if not host or not uri.startswith(f"{scheme}://") or (scheme == "http" and host not in LOOPBACK):
            raise InvalidRedirect(f"The redirect address {shown} is neither https nor http on this machine.")
    elif _SCHEME.fullmatch(scheme) is None or scheme in _TAKEN:
        raise InvalidRedirect(f"The redirect address {shown} has a scheme that cannot be an app's own.")


def _without_port(uri: str) -> str | None:
    """The address of a program on this machine without its port; None for any other."""
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme != "http" or parts.hostname not in LOOPBACK or "@" in parts.netloc:
        return None
    return f"http://{parts.hostname}{uri.partition(parts.netloc)[2]}"
