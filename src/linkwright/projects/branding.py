"""What a project may say of itself, field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.errors import Unprocessable
from linkwright.kit.words import did_you_mean
from linkwright.projects.colors import is_color

NO_BRAND: Mapping[str, Any] = {
    "color": None,
    "color_dark": None,
    "corner": None,
    "mode": "auto",
    "support_url": None,
    "home_url": None,
    "terms_url": None,
    "privacy_url": None,
    "hide_brand": False,
}
"""Every field of a brand, and what stands there until somebody says otherwise."""

MODES = ("auto", "light", "dark")
_MOST_NAME = 60
_MOST_ADDRESS = 500
_MAIL = re.compile(
    r"mailto:[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(\?subject=[A-Za-z0-9%._~+-]*)?"
)


def checked_name(value: Any) -> str:
    """The app's name.

    Raises:
        Unprocessable: it is not a text of 1 to 60 characters that can be seen.
    """
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= _MOST_NAME or not _plain(value):
        raise Unprocessable(
            f"The app's name must have 1 to {_MOST_NAME} characters, none of them invisible.",
            extra={"field": "app_name"},
        )
    return value.strip()


def checked(name: str, value: Any) -> Any:
    """A field of the brand as it is stored.

    Raises:
        Unprocessable: there is no such field, or it cannot hold this; the message says what it can.
    """
    if name not in NO_BRAND:
        raise Unprocessable(f"There is no branding field {name}.{did_you_mean(name, NO_BRAND)}", extra={"field": name})
    if name == "hide_brand":
        return _kept(name, value, isinstance(value, bool), "hide_brand is true or false.")
    if value is None or value == "":
        return NO_BRAND[name]
    good, told = _RULES.get(name, _ADDRESS)
    return _kept(name, value, good(value), told)


def is_web_address(value: Any) -> bool:
    """Whether it is an http(s) address that can stand in a page."""
    if not isinstance(value, str) or len(value) > _MOST_ADDRESS or not _plain(value) or re.search(r"[\s\\<>\"]", value):
        return False
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and not (parts.username or parts.password)


def _is_support(value: Any) -> bool:
    return is_web_address(value) or (
        isinstance(value, str) and len(value) <= _MOST_ADDRESS and _MAIL.fullmatch(value) is not None
    )


def _kept(name: str, value: Any, good: bool, told: str) -> Any:
    if not good:
        raise Unprocessable(told, extra={"field": name})
    return value


def _plain(text: str) -> bool:
    # Besides control characters, those that turn text around or cannot be seen: a name is shown to people who decide by it.
    return all(unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for one in text)


_ADDRESS: tuple[Callable[[Any], bool], str] = (
    is_web_address,
    f"The address must begin with https:// or http:// and have at most {_MOST_ADDRESS} characters.",
)
_COLOR: tuple[Callable[[Any], bool], str] = (
    lambda value: isinstance(value, str) and is_color(value),
    "The colour must be written like #0B5C8F.",
)
_RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "color": _COLOR,
    "color_dark": _COLOR,
    "corner": (
        lambda value: type(value) is int and 0 <= value <= 12,
        "The corner is a whole number from 0 to 12, in px.",
    ),
    "mode": (lambda value: value in MODES, f"The mode is one of {', '.join(MODES)}."),
    "support_url": (
        _is_support,
        "The support link must begin with https:// or http://, or be a mail address such as mailto:help@example.com.",
    ),
}
