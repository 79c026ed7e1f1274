"""Puts a credential into the headers of one request."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import urlencode

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
