"""Headers that say how an answer may be used, prepared once as the lines that ASGI wants."""

from __future__ import annotations

from typing import Final

Line = tuple[bytes, bytes]

HARMLESS: Final[tuple[Line, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    # Opened as a page it loads nothing, runs nothing and stands in nobody's frame.
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""Of every answer that is no page."""

NO_STORE: Final[Line] = (b"cache-control", b"no-store")
"""Of every answer that does not say for itself how long it may be kept."""

OF_DATA: Final[tuple[Line, ...]] = (NO_STORE, *HARMLESS)
"""Of an answer with somebody's data."""

_YEAR = 31_536_000


def https_only(public_url: str, *, subdomains: bool) -> list[tuple[str, str]]:
    """The header by which browsers ask this host, and hosts below it, over https alone for a year; none where it is http."""
    if not public_url.startswith("https://"):
        return []
    return [("strict-transport-security", f"max-age={_YEAR}{'; includeSubDomains' if subdomains else ''}")]
