"""Identifiers and tokens made of unreserved characters, so that they stand unescaped in any address."""

from __future__ import annotations

import hashlib
import os
import secrets
import string
import time
from typing import Any

ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 20
_MOST = 64

# In the order in which databases sort, unlike `ALPHABET`.
_ORDERED = string.digits + string.ascii_uppercase + string.ascii_lowercase
_STAMP_LENGTH = 7
_DRAWN_LENGTH = _ID_LENGTH - _STAMP_LENGTH
_DRAWN_AT_ONCE = 256
_LETTERS = bytes(ord(_ORDERED[byte % 62]) for byte in range(256))
# The last two characters of a stamp, and how many milliseconds they count.
_PAIRS = [first + second for first in _ORDERED for second in _ORDERED]
_ROUND = len(_PAIRS)
_stamp: list[Any] = [-1, ""]
_pool: list[str] = []
# A process that was forked off must not draw what its parent draws.
os.register_at_fork(after_in_child=_pool.clear)


def new_id(prefix: str) -> str:
    """A fresh id such as `acc_8fK2mQ4tVx...`: the prefix names the kind, 20 characters carry about 119 bits."""
    return f"{prefix}_{random_text(_ID_LENGTH)}"


def new_row_id(prefix: str) -> str:
    """A fresh id for a row that every call adds and that opens nothing: 7 characters of its millisecond, 13 random ones (77 bits).

    Ids made one after another lie together in an index, so that a batch of rows touches its last page instead of one page each.
    """
    return f"{prefix}_{_millisecond()}{_drawn()}"


def _millisecond() -> str:
    now = time.time_ns() // 1_000_000
    high, low = divmod(now, _ROUND)
    kept, letters = _stamp
    if kept != high:
        left, letters = high, ""
        for _ in range(_STAMP_LENGTH - 2):
            left, digit = divmod(left, 62)
            letters = _ORDERED[digit] + letters
        # Two assignments in one, as another thread may be here, too.
        _stamp[:] = (high, letters)
    return f"{letters}{_PAIRS[low]}"


def _drawn() -> str:
    try:
        return _pool.pop()
    except IndexError:
        # One system call for many ids: a call makes two. The first eight letters are a little likelier, which such an id can afford.
        text = os.urandom(_DRAWN_LENGTH * _DRAWN_AT_ONCE).translate(_LETTERS).decode()
        _pool.extend(text[at : at + _DRAWN_LENGTH] for at in range(0, len(text), _DRAWN_LENGTH))
        return _pool.pop()


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
