"""Text that is encoded so that a reader passes over it: Base64, hexadecimal, percent and character references."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

# Shorter runs with hyphens are UUIDs and slugs.
# Mail breaks what is encoded into lines.
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}(?:\r?\n[A-Za-z0-9+/]{4,})*={0,2}|[A-Za-z0-9_-]{44,}")
_HEX = re.compile(r"\b[0-9a-fA-F]{2}[\s:]?(?:[0-9a-fA-F]{2}[\s:]?){15,}")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}[\w .,!?:/@+-]{0,12}){8,}")
_ENTITIES = re.compile(r"(?:&#(?:x[0-9a-fA-F]{1,6}|[0-9]{1,7});){8,}")
_ESCAPES = re.compile(r"(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}){8,}")
_MOST = 1_024
"""Pieces of one text that are followed, of those that read like text."""
_LONGEST = 65_536
_READABLE = 0.85


_RUN, _PAIRS = b"x" * 24, b"xx xx xx xx xx xx xx xx"
_BARE = bytes(120 if chr(code).isascii() and (chr(code).isalnum() or chr(code) in "+/_") else 32 for code in range(256))
# Twelve characters of four bytes each, and none of them a percent sign, so that there is one way to read a stretch.
_PERCENTS = re.compile(rb"(?:%[0-9a-fA-F]{2}[^%]{0,48}+){8}")
_DIGITS = bytes(
    120 if chr(code) in "0123456789abcdefABCDEF" else 32 if chr(code) in " :" else 46 for code in range(256)
)


def may_hold(body: bytes) -> bool:
    """Whether text can hold an encoded piece; quick, and never a false no. Ids make it a yes now and then."""
    return (
        (b"%" in body and _PERCENTS.search(body) is not None)
        or b"&#" in body
        or b"\\\\u" in body
        or b"\\\\x" in body
        or _RUN in body.translate(_BARE)
        or _PAIRS in body.translate(_DIGITS)
    )


def decoded(text: str) -> Iterator[tuple[str, str]]:
    """What the encoded pieces of a text say, with the name of the encoding; only what reads like text."""
    left = _MOST
    for name, mark, pattern, decode in _WAYS:
        if mark not in text:
            continue
        for found in pattern.finditer(text):
            piece = found.group()
            for start in range(0, len(piece), _LONGEST):
                said = decode(piece[start : start + _LONGEST])
                if said and _reads(said):
                    yield name, said
                    left -= 1
                    if left <= 0:
                        return


def _base64(piece: str) -> str:
    bare = "".join(piece.split()).rstrip("=").replace("-", "+").replace("_", "/")
    bare = bare[: len(bare) - (len(bare) % 4 == 1)]
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8", "ignore")
    except (binascii.Error, ValueError):
        return ""


def _hex(piece: str) -> str:
    try:
        return bytes.fromhex(re.sub(r"[\s:]", "", piece)).decode("utf-8", "ignore")
    except ValueError:
        return ""


def _escapes(piece: str) -> str:
    return re.sub(r"\\[ux]([0-9a-fA-F]+)", lambda one: chr(int(one.group(1), 16)), piece)


_WAYS = (
    ("Base64", "", _BASE64, _base64),
    ("hexadecimal", "", _HEX, _hex),
    ("percent signs", "%", _PERCENT, unquote),
    ("character references", "&#", _ENTITIES, html.unescape),
    ("escapes", "\\", _ESCAPES, _escapes),
)


def _reads(text: str) -> bool:
    good = sum(char.isprintable() or char in "\n\t" for char in text)
    return len(text) >= 8 and good >= _READABLE * len(text)
