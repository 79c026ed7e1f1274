"""Finding a client by its id, and having it prove itself where it holds a secret."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import unquote_plus

from linkwright.consents.clients import repository
from linkwright.consents.clients.document import check_address, is_document
from linkwright.consents.clients.documents import ClientDocuments
from linkwright.consents.clients.errors import InvalidClient
from linkwright.consents.model import Client
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, token_hash
from linkwright.store.database import Database


class Clients:
    """The clients that are known here."""

    def __init__(self, database: Database, documents: ClientDocuments, clock: Clock) -> None:
        self._database = database
        self._documents = documents
        self._clock = clock

    async def find(self, client_id: str) -> Client:
        """The client of that id, fetched where the id is the address of a document.

        Raises:
            InvalidClient: there is none, or its registration has been forgotten.
            linkwright.consents.errors.ClientDocumentRefused: the document cannot be used.
        """
        if is_document(client_id):
            return await self._documents.get(client_id)
        found = None
        if is_id(client_id):
            async with self._database.read() as tx:
                found = await repository.client(tx, client_id)
        if found is None:
            raise InvalidClient
        return found

    async def proven(self, form: Mapping[str, str], authorization: str | None) -> str:
        """The id of the client that sends a form to the token endpoint, which proves itself if it holds a secret.

        Raises:
            InvalidClient: it is not known, or sends no secret, a wrong one, or one that it does not hold.
        """
        client_id, secret, basic = _credentials(form, authorization)
        if is_document(client_id):
            # Its codes and tokens are bound to its id, and whatever it could send proves nothing more.
            check_address(client_id)
            method, expected = "none", None
        else:
            found = await self.find(client_id)
            method, expected = found.auth_method, found.secret_hash
        sent = "client_secret_basic" if basic else "client_secret_post" if secret else "none"
        proven = expected is None or compare_digest(token_hash(secret), expected)
        if sent != method or not proven:
            challenge = {"WWW-Authenticate": 'Basic realm="Linkwright"'} if basic else {}
            raise InvalidClient("The client did not prove that it is the one it says.", headers=challenge)
        return client_id


def _credentials(form: Mapping[str, str], authorization: str | None) -> tuple[str, str, bool]:
    """Id, secret, and whether they came in the header."""
    scheme, _, value = (authorization or "").strip().partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", ""), False
    try:
        user, _, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except ValueError:
        user = secret = ""
    client_id = unquote_plus(user)
    if form.get("client_id", client_id) != client_id or "client_secret" in form:
        raise InvalidClient("The header and the form name different clients.")
    return client_id, unquote_plus(secret), True
