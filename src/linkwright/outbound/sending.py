"""What may be sent: methods and header lines, checked before they meet the wire."""

from __future__ import annotations

import re
from collections.abc import Mapping

from linkwright.outbound.errors import RequestRefused

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_FORBIDDEN = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
# The client decides about these itself: they govern the connection or how the answer is read.
_OWN = frozenset(
    (
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
# Names that were found right, in lower case: the same few are sent over and over.
_RIGHT: dict[str, str] = {}
_MOST_RIGHT = 1024
_LONGEST_KEPT = 64


def check_method(method: str) -> None:
    """Refuse what is not one of the usual methods.

    Raises:
        RequestRefused: it is another method, or not in upper case.
    """
    if method not in METHODS:
        raise RequestRefused(
            "The request's method is not one that is sent.", hint=f"Use one of {', '.join(sorted(METHODS))}."
        )


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse header lines that could break out of their line, or that belong to the client itself.

    Raises:
        RequestRefused: names the header, never its value.
    """
    for name, value in headers.items():
        if name not in _RIGHT:
            _check_name(name)
        if _FORBIDDEN.search(value) is not None:
            raise RequestRefused(f"The value of the header {name} holds a line break or control character.")


def lower(name: str) -> str:
    """The name of a header that was checked, in lower case."""
    return _RIGHT.get(name) or name.lower()


def _check_name(name: str) -> None:
    if _TOKEN.fullmatch(name) is None:
        raise RequestRefused("The name of a header holds characters that are not allowed.")
    low = name.lower()
    if low in _OWN:
        raise RequestRefused(
            f"The header {name} is set by the client itself.", hint="Leave it out of the connector or the request."
        )
    if len(_RIGHT) >= _MOST_RIGHT:
        _RIGHT.clear()
    if len(name) <= _LONGEST_KEPT:
        _RIGHT[name] = low
