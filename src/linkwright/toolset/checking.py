"""Checks texts that go into headers, before anything else could repeat them."""

from __future__ import annotations

from collections.abc import Iterable

from linkwright.toolset.errors import ConfigurationError


def checked_header(name: str, value: object) -> str:
    """The value, which goes into a header.

    Raises:
        ConfigurationError: it is no such text.
    """
    if not isinstance(value, str) or not 0 < len(value) <= 255 or not value.isascii() or not value.isprintable():
        raise ConfigurationError(f"{name} must be a text of 1 to 255 printable ASCII characters.")
    return value


def account_tuple(given: Iterable[str] | str) -> tuple[str, ...]:
    """Account ids, each once; a single text is one id, or several with commas.

    Raises:
        ConfigurationError: there are none, or one cannot be an id.
    """
    parts = given.split(",") if isinstance(given, str) else list(given)
    cleaned = [part.strip() if isinstance(part, str) else part for part in parts]
    if not cleaned:
        raise ConfigurationError("account_ids is empty.", hint="Leave it out, or name the linked accounts.")
    return tuple(dict.fromkeys(checked_header("An account id", part) for part in cleaned))
