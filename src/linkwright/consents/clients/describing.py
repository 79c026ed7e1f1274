"""What clients say of themselves, in a registration or a metadata document, read with suspicion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.consents.clients.errors import InvalidMetadata

_LONGEST_NAME = 100


def name_of(told: Mapping[str, Any]) -> str:
    """The client's name.

    Raises:
        InvalidMetadata: there is none that a person could be shown.
    """
    name = told.get("client_name")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        raise InvalidMetadata(f"client_name has to be a text of 1 to {_LONGEST_NAME} characters.")
    return name.strip()


def home_of(told: Mapping[str, Any]) -> str | None:
    """The client's own page, where it tells a plain https address; anything else is left out."""
    home = told.get("client_uri")
    if not isinstance(home, str) or len(home) > 500 or not home.isascii() or not home.isprintable():
        return None
    try:
        parts = urlsplit(home)
    except ValueError:
        return None
    return home if parts.scheme == "https" and parts.hostname and not parts.username else None


def check_ways(told: Mapping[str, Any]) -> None:
    """Refuse a client that wants to be served in a way that is not.

    Raises:
        InvalidMetadata: it names other grants or responses.
    """
    for name, served in (
        ("grant_types", {"authorization_code", "refresh_token"}),
        ("response_types", {"code"}),
    ):
        wanted = told.get(name)
        if wanted is None:
            continue
        if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
            raise InvalidMetadata(f"{name} has to be a list of words.")
        if wanted and not served & set(wanted):
            raise InvalidMetadata(f"{name} names none of {', '.join(sorted(served))}.")
