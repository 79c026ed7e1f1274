"""Takes secrets out of what a provider answers, in whatever spelling it says them back."""

from __future__ import annotations

import re
from binascii import b2a_base64, hexlify
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from linkwright.kit.secret import Secret

SHORTEST = 8
"""Bytes of a secret that is looked for: shorter ones would match anything."""
GONE = b"**"
_URLSAFE = bytes.maketrans(b"+/", b"-_")
# What stands before a secret, such as a lone percent sign, may swallow that many of its bytes in `_unescaped`.
_SWALLOWED = 2


class SaidBack:
    """Some secrets in every spelling, worked out once. Make it for one call and let it go: it holds the secrets themselves."""

    __slots__ = ("_forms", "_plain")

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._forms: list[bytes] = []
        self._plain: list[bytes] = []
        for secret in secrets:
            plain = secret.reveal().encode(errors="surrogatepass")
            if len(plain) >= SHORTEST:
                self._plain.append(plain)
                self._forms += _spellings(plain)

    def out_of(self, text: bytes) -> bytes:
        """The text with every secret in it replaced by `**`; the very same object where it holds none."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, GONE)
        if b"%" in text or (b"\\" in text and self._may_be_escaped(text)):
            plainer = _unescaped(text)
            # Letters and figures need no escape, so of the others only those with signs are looked for.
            for form in (*self._plain, *(one for one in self._forms if b"+" in one or b"/" in one)):
                # Of a secret that itself looks escaped `plainer` tells nothing.
                if form[_SWALLOWED:] in plainer or b"%" in form or b"\\" in form:
                    text = _escaped(form).sub(GONE, text)
        return text

    def _may_be_escaped(self, text: bytes) -> bool:
        return b"\\u00" in text or (b"/" in b"".join(self._forms) and b"\\/" in text)


def without_secrets(text: bytes, secrets: Iterable[Secret]) -> bytes:
    """The bytes with every secret in it replaced by `**`; short values are left, since they would match anything.

    A provider may say a secret back in another spelling than it was sent in, so all that can be turned back are looked for.
    """
    return SaidBack(secrets).out_of(text)


def _spellings(plain: bytes) -> list[bytes]:
    """As it is, in hex, and in both kinds of base64, also within a longer text; other escapes are `out_of`'s matter."""
    in_hex, bits = hexlify(plain), len(plain) * 8
    # The characters at the ends depend on what stands beside the secret in the text that was encoded.
    first = b2a_base64(plain)[: bits // 6]
    second = b2a_base64(b"\0" + plain)[2 : (bits + 8) // 6]
    third = b2a_base64(b"\0\0" + plain)[3 : (bits + 16) // 6]
    found = [plain, in_hex, in_hex.upper(), first, second, third]
    signs = first + second + third
    if b"+" in signs or b"/" in signs:
        found += [one.translate(_URLSAFE) for one in (first, second, third)]
    if b'"' in plain or b"\\" in plain:
        found.append(plain.replace(b"\\", b"\\\\").replace(b'"', b'\\"'))
    return found


def _unescaped(text: bytes) -> bytes:
    """What holds a secret, but for `_SWALLOWED` bytes, if the text holds it with any of its bytes escaped; good for no more."""
    text = text.replace(b"\\u00", b"%")
    if b"%" in text:
        text = unquote_to_bytes(text)
    return text.replace(b"\\", b"")


def _escaped(form: bytes) -> re.Pattern[bytes]:
    """The form with any of its bytes as it is, as an escape of JSON, or in percent. Dear, so only where it is needed."""
    parts = []
    for one in form:
        before = b"\\\\?" if one in b'/"\\' else b""
        parts.append(b"(?:%s%s|(?i:\\\\u00%02x|%%%02x))" % (before, re.escape(bytes((one,))), one, one))
    return re.compile(b"".join(parts))
