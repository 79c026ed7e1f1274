"""Identifiers and tokens made of unreserved characters, so that they stand unescaped in any address."""

from __future__ import annotations

import hashlib
import secrets
import string

ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 20
_MOST = 64


def new_id(prefix: str) -> str:
    """A fresh id such as `acc_8fK2mQ4tVx...`: the prefix names the kind, 20 characters carry about 119 bits."""
    return f"{prefix}_{random_text(_ID_LENGTH)}"


def is_id(text: str) -> bool:
    """Whether a text from outside can be an id at all. What cannot must not get as far as a database that chokes on it."""
    return 0 < len(text) <= _MOST and text.isascii() and text.isprintable()


def random_text(length: int) -> str:
    """So many random characters out of letters and digits, from the system's secure source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_token(prefix: str = "") -> str:
    """A fresh secret token of 40 random characters (about 238 bits), with a prefix that tells its kind."""
    return prefix + random_text(40)


def token_hash(token: str) -> str:
    """The form in which a token is stored and looked up: SHA-256 in hex. Fast is right: the token is random."""
    return hashlib.sha256(token.encode()).hexdigest()
