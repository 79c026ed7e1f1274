"""Headers of the proxy: which of a caller's go to the provider, and which of the provider's come back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linkwright.actions.proxy.errors import HeaderNotAllowed, ProxyInvalid
from linkwright.connectors.compiled import AuthMethod

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_MOST, _MOST_CHARS = 50, 8_000
# Of the connection between two machines, or the client's own.
_CONNECTION = frozenset(
    [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "content-length",
        "content-encoding",
        "accept-encoding",
        "expect",
        "host",
    ]
)
# What says who calls; or turns a GET into another method, so that a key for reading could write.
_REFUSED = _CONNECTION | frozenset(
    [
        "authorization",
        "cookie",
        "forwarded",
        "via",
        "x-real-ip",
        "x-account-id",
        "x-http-method",
        "x-http-method-override",
        "x-method-override",
    ]
)
_NOT_BACK = _CONNECTION | frozenset(
    ["set-cookie", "set-cookie2", "www-authenticate", "authentication-info", "alt-svc", "strict-transport-security"]
)


def checked_headers(said: Any) -> dict[str, str]:
    """A caller's headers by lower-case name.

    Raises:
        ProxyInvalid: they are none.
        HeaderNotAllowed: names the one that may not be set; never its value.
    """
    if said is None:
        return {}
    if not isinstance(said, dict) or len(said) > _MOST:
        raise ProxyInvalid(f"headers must be an object of at most {_MOST} texts.")
    found: dict[str, str] = {}
    for given, value in said.items():
        name = given.lower()
        # Many servers take one for the other, so that what is refused with a hyphen would get in with an underscore.
        meant = name.replace("_", "-")
        if not _NAME.fullmatch(given) or not isinstance(value, str) or not (value.isascii() and value.isprintable()):
            raise ProxyInvalid("A header is a name and a text of printable ASCII characters.")
        if meant == "x-account-id":
            continue  # Older clients repeat it here; it goes no further.
        if meant in _REFUSED or meant.startswith(("x-forwarded-", "proxy-", "sec-")) or name in found:
            raise HeaderNotAllowed(f"The header {name} cannot be given to the proxy.")
        found[name] = value
    if sum(map(len, found.values())) > _MOST_CHARS:
        raise ProxyInvalid(f"The headers have more than {_MOST_CHARS} characters.")
    return found


def refuse_credential(headers: Mapping[str, str], method: AuthMethod) -> None:
    """Refuse a header that carries the credential of this account.

    Raises:
        HeaderNotAllowed: names it.
    """
    meant = {name.replace("_", "-") for name in headers}
    for name in method.headers:
        if name.lower().replace("_", "-") in meant:
            raise HeaderNotAllowed(f"The header {name.lower()} carries the account's credential: the hub sets it.")


def given_back(headers: Mapping[str, str]) -> dict[str, str]:
    """The provider's headers that a caller gets."""
    return {name: value for name, value in headers.items() if name not in _NOT_BACK}
