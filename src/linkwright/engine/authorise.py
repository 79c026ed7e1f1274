"""Puts a credential into the headers of one request, and takes it out of whatever is kept of the answer."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from linkwright.connectors.compiled import AuthMethod, Template
from linkwright.engine.errors import CredentialRefused
from linkwright.kit.secret import Secret

_BASE = {"content-type": "application/json", "accept": "application/json"}
_ACCEPT = {"accept": "application/json"}


def headers_for(
    method: AuthMethod, credential: Mapping[str, Secret], own: Mapping[str, str] | None = None
) -> dict[str, str]:
    """All headers of a call with this credential; `own` are those of a request, which then says its content type itself.

    Raises:
        CredentialRefused: a value that the method needs is missing, or cannot stand in a header.
    """
    headers = _BASE.copy() if own is None else {**_ACCEPT, **own}
    for name, parts in method.parts:
        headers[name] = _text(parts, credential)
    if method.basic:
        user, password = (_text(parts, credential) for parts in method.basic)
        if ":" in user:
            raise CredentialRefused("The account's user name holds a colon, which HTTP Basic cannot send.")
        headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
    return headers


def address_for(url: str, method: AuthMethod, credential: Mapping[str, Secret]) -> str:
    """The address as it is sent: with the parameters that carry the credential, where the provider wants it so.

    Raises:
        CredentialRefused: a value that the method needs is missing.
    """
    if not method.query:
        return url
    pairs = [(name, _text(parts, credential)) for name, parts in method.query]
    return url + ("&" if "?" in url else "?") + urlencode(pairs)


def bare_headers(own: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request without a credential."""
    return {**_ACCEPT, **own}


def _text(parts: Template, credential: Mapping[str, Secret]) -> str:
    return "".join(literal + (_value(credential, field) if field else "") for literal, field in parts)


def _value(credential: Mapping[str, Secret], field: str) -> str:
    secret = credential.get(field)
    if not secret:
        raise CredentialRefused(f"The account holds no {field}.")
    text = secret.reveal()
    if not (text.isascii() and text.isprintable()):
        raise CredentialRefused(f"The account's {field} holds characters that cannot be sent.")
    return text


_URLSAFE = bytes.maketrans(b"+/", b"-_")


def without_secrets(text: bytes, secrets: Iterable[Secret]) -> bytes:
    """The bytes with every secret in it replaced by `**`; short values are left, since they would match anything.

    A provider may say a secret back in another spelling than it was sent in, so all that can be turned back are looked for.
    """
    for secret in secrets:
        plain = secret.reveal().encode()
        if len(plain) < 8:
            continue
        for form in _spellings(plain):
            if form in text:
                text = text.replace(form, b"**")
        if b"\\u00" in text or b"%" in text:
            text = _mixed(plain).sub(b"**", text)
    return text


def _spellings(plain: bytes) -> set[bytes]:
    """As it is, in an address, in hex, and in both kinds of base64, also within a longer text."""
    found = {plain, quote(plain, safe="").encode(), plain.hex().encode(), plain.hex().upper().encode()}
    for offset in range(3):
        # The characters at the ends depend on what stands beside the secret in the text that was encoded.
        encoded = base64.b64encode(bytes(offset) + plain)
        inner = encoded[(0, 2, 3)[offset] : (len(plain) + offset) * 8 // 6]
        found |= {inner, inner.translate(_URLSAFE)}
    return found


def _mixed(plain: bytes) -> re.Pattern[bytes]:
    """The secret with any of its bytes as it is, as an escape of JSON, or in percent."""
    parts = (b"(?:%s|\\\\u00%02x|%%%02x)" % (re.escape(bytes((one,))), one, one) for one in plain)
    return re.compile(b"(?i)" + b"".join(parts))
