"""What may be the address of a client's metadata document, and what has to stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.consents.clients import redirects
from linkwright.consents.clients.describing import check_ways, home_of, name_of
from linkwright.consents.clients.errors import ClientDocumentRefused
from linkwright.consents.model import Client

_LONGEST = 512


def is_document(client_id: str) -> bool:
    """Whether a client's id is an address rather than the id of a registration."""
    return client_id.startswith("https://")


def check_address(client_id: str) -> None:
    """Refuse what cannot be the address of a client's document.

    Raises:
        ClientDocumentRefused: says why.
    """
    try:
        parts = urlsplit(client_id)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    plain = len(client_id) <= _LONGEST and client_id.isascii() and client_id.isprintable() and " " not in client_id
    steps = parts.path.lower().replace("%2e", ".").split("/")
    if (
        not plain
        or parts.scheme != "https"
        or not parts.hostname
        or "@" in parts.netloc
        or "#" in client_id
        or parts.path in {"", "/"}
        or {".", ".."} & set(steps)
    ):
        raise ClientDocumentRefused(
            "The client's id is no address of a document: https with a path, without user, fragment or dots as steps."
        )


def read_document(client_id: str, told: Mapping[str, Any]) -> Client:
    """The client that a document describes.

    Raises:
        linkwright.consents.errors.ProtocolRefusal: it is of another client, keeps a shared secret, or names nothing usable.
    """
    if told.get("client_id") != client_id:
        raise ClientDocumentRefused("The client's document is about another client_id than its own address.")
    if "client_secret" in told or told.get("token_endpoint_auth_method", "none") != "none":
        raise ClientDocumentRefused("The client's document asks for a way to sign the client in that is not served.")
    check_ways(told)
    return Client(
        id=client_id,
        name=name_of(told),
        redirect_uris=redirects.checked(told.get("redirect_uris")),
        home_url=home_of(told),
        verified_host=urlsplit(client_id).hostname,
    )
