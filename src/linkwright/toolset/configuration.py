"""Where the hub is, who asks and for which accounts: from arguments, or else from the environment."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from linkwright.kit.secret import Secret
from linkwright.toolset.checking import account_tuple, checked_header
from linkwright.toolset.errors import ConfigurationError

URL, KEY, ACCOUNT = "LINKWRIGHT_URL", "LINKWRIGHT_API_KEY", "LINKWRIGHT_ACCOUNT_ID"


@dataclass(frozen=True, slots=True)
class Configuration:
    """Checked settings of a toolset; the key does not show itself.

    Attributes:
        account_ids: the only accounts that may be acted on; none means any that a call names.
        timeout: seconds.
        max_tokens: how large answers may be unless a call says otherwise.
    """

    base_url: str
    key: Secret
    account_ids: tuple[str, ...]
    timeout: float
    max_tokens: int | None = None


def configure(
    base_url: str | None,
    api_key: str | None,
    account_id: str | None,
    account_ids: Iterable[str] | None,
    timeout: float,
    max_tokens: int | None,
) -> Configuration:
    """Read and check the settings.

    Raises:
        ConfigurationError: one is missing or cannot be used. Never shows a key.
    """
    if timeout <= 0:
        raise ConfigurationError("timeout must be more than 0 seconds.")
    accounts = _accounts(account_id, account_ids)
    return Configuration(_url(base_url), _key(api_key), accounts, float(timeout), max_tokens)


def _accounts(account_id: str | None, account_ids: Iterable[str] | None) -> tuple[str, ...]:
    if account_id is not None and account_ids is not None:
        raise ConfigurationError("Give account_id or account_ids, not both.")
    if account_ids is not None:
        return account_tuple(account_ids)
    if account_id is not None:
        return (checked_header("account_id", account_id),)
    found = os.environ.get(ACCOUNT, "").strip()
    return account_tuple(found) if found else ()


def _url(given: str | None) -> str:
    text = (given if given is not None else os.environ.get(URL, "")).strip().rstrip("/")
    if not text:
        raise ConfigurationError("The hub's address is not known.", hint=f"Give base_url, or set {URL}.")
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or not text.isascii() or not text.isprintable() or " " in text:
        raise ConfigurationError(
            "The hub's address is not an http or https address.", hint="It is like https://hub.example."
        )
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigurationError(
            "The hub's address holds more than scheme, host, port and path.", hint="The key goes into api_key."
        )
    return text


def _key(given: str | None) -> Secret:
    text = (given if given is not None else os.environ.get(KEY, "")).strip()
    if not text:
        raise ConfigurationError(
            "There is no API key.", hint=f"Give api_key, or set {KEY}. `linkwright keys create` makes one."
        )
    # A header with a line break in it would be refused in words that repeat it.
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ConfigurationError("The API key has characters that no key has.", hint="Copy it again.")
    return Secret(text)
