"""Puts a credential into the headers of one request, and takes it out of whatever is kept of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linkwright.connectors.compiled import AuthMethod
from linkwright.engine.errors import CredentialRefused
from linkwright.kit.secret import Secret

_BASE = {"content-type": "application/json", "accept": "application/json"}


def headers_for(method: AuthMethod, credential: Mapping[str, Secret]) -> dict[str, str]:
    """All headers of a call with this credential.

    Raises:
        CredentialRefused: a value that the method needs is missing, or cannot stand in a header.
    """
    headers = _BASE.copy()
    for name, parts in method.parts:
        text = ""
        for literal, field in parts:
            text += literal + (_value(credential, field) if field else "")
        headers[name] = text
    return headers


def _value(credential: Mapping[str, Secret], field: str) -> str:
    secret = credential.get(field)
    if not secret:
        raise CredentialRefused(f"The account holds no {field}.")
    text = secret.reveal()
    if not (text.isascii() and text.isprintable()):
        raise CredentialRefused(f"The account's {field} holds characters that cannot be sent.")
    return text


def without_secrets(text: bytes, secrets: Iterable[Secret]) -> bytes:
    """The bytes with every secret in it replaced by `**`; short values are left, since they would match anything."""
    for secret in secrets:
        plain = secret.reveal().encode()
        if len(plain) >= 8 and plain in text:
            text = text.replace(plain, b"**")
    return text
