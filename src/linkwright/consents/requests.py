"""What a client asks for when it sends somebody to the authorization endpoint."""

from __future__ import annotations

import re
from collections.abc import Mapping

from linkwright.consents.clients.addresses import with_answer
from linkwright.consents.clients.errors import InvalidRedirect
from linkwright.consents.clients.finding import Clients
from linkwright.consents.clients.redirects import matching
from linkwright.consents.errors import InvalidRequest, ProtocolRefusal, UnsupportedResponseType
from linkwright.consents.model import Request
from linkwright.consents.place import Place
from linkwright.consents.scopes import extent_of
from linkwright.consents.tokens.errors import InvalidTarget

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST_STATE = 4_096
PARAMETERS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "state",
    "scope",
    "code_challenge",
    "code_challenge_method",
    "resource",
)
"""What is read of a request; everything else is left alone."""


class ToldClient(Exception):
    """A refusal that the client itself is told, at the address that was found to be its own."""

    def __init__(self, refusal: ProtocolRefusal, address: str) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal
        self.address = address


class Requests:
    """Reads requests for authorization."""

    def __init__(self, clients: Clients, place: Place) -> None:
        self._clients = clients
        self._place = place

    async def read(self, told: Mapping[str, str]) -> Request:
        """The request, if everything about it is in order.

        Raises:
            ProtocolRefusal: of this the person is told: nobody is sent to an address that is not known to be the client's.
            ToldClient: of this the client is told.
        """
        client_id = told.get("client_id", "")
        if not client_id:
            raise InvalidRequest("The client did not say who it is: client_id is missing.")
        client = await self._clients.find(client_id)
        uri = told.get("redirect_uri", "")
        if not matching(client.redirect_uris, uri):
            raise InvalidRedirect("The client wants you to be sent to an address that it has not registered.")
        state = told.get("state")
        try:
            self._check(told)
            if state is not None and (len(state) > _LONGEST_STATE or not state.isprintable()):
                state = None
                raise InvalidRequest("state is too long, or holds what it cannot.")
        except ProtocolRefusal as refusal:
            raise ToldClient(refusal, self.refusing(uri, refusal.code, refusal.message, state)) from None
        return Request(
            client, uri, state, told["code_challenge"], extent_of(told.get("scope", "")), self._place.resource
        )

    def refusing(self, uri: str, code: str, said: str, state: str | None) -> str:
        """Where the client hears of a refusal."""
        answer = {"error": code, "error_description": said, "state": state, "iss": self._place.issuer}
        return with_answer(uri, answer)

    def granting(self, request: Request, code: str) -> str:
        """Where the client gets its code."""
        answer = {"code": code, "state": request.state, "iss": self._place.issuer}
        return with_answer(request.redirect_uri, answer)

    def _check(self, told: Mapping[str, str]) -> None:
        if told.get("response_type") != "code":
            raise UnsupportedResponseType
        if told.get("code_challenge_method") != "S256":
            # An absent method means `plain`, which proves nothing to whoever saw the address.
            raise InvalidRequest("code_challenge_method has to be S256.")
        if _CHALLENGE.fullmatch(told.get("code_challenge", "")) is None:
            raise InvalidRequest("code_challenge has to be the SHA-256 of the code verifier, in base64url.")
        # Without it, a foreign server that names this hub as where to sign in would be sent a token that works here.
        if not self._place.is_resource(told.get("resource", "")):
            raise InvalidTarget
