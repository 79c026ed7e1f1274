"""The twin's own page for saying yes, so that signing in can be tried without an app at the provider. For test accounts only."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from linkwright.catalog.transports import Transports
from linkwright.errors import NotFound
from linkwright.linking import repository as linking
from linkwright.linking.hub.offers import Offers
from linkwright.linking.sign_in.errors import StateUnknown
from linkwright.linking.sign_in.returning import Returning
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.store.database import Database

_SECONDS = 15.0
_MOST_BYTES = 256 * 1024
_FORM = {"content-type": "application/x-www-form-urlencoded"}


class TwinPages:
    """Hands a browser that is on its way to a twin over to it: to its authorize page, and to nothing else."""

    def __init__(self, database: Database, offers: Offers, returning: Returning, transports: Transports) -> None:
        self._database = database
        self._offers = offers
        self._returning = returning
        self._transports = transports

    async def answer(
        self, method: str, key: str, path: str, query: str, body: bytes, cookies: Mapping[str, str]
    ) -> OutboundResponse:
        """What the twin answers to this browser.

        Raises:
            StateUnknown, OtherBrowser: no test account is being linked with this state, in this browser.
            NotFound: it is not the twin's authorize page that is asked for.
        """
        told = parse_qs(query) | parse_qs(body.decode("utf-8", "replace"))
        flow = await self._returning.flow_of(told.get("state", [""])[0], cookies)
        if flow.upstream != "twin":
            raise StateUnknown
        async with self._database.read() as tx:
            session = await linking.by_id(tx, flow.project_id, session_id=flow.session_id)
            assert session is not None
            offer = await self._offers.one(tx, session, flow.profile_id)
        oauth = offer.method.oauth
        parts = urlsplit(oauth.authorize_url if oauth else "")
        if offer.connector.key != key or path != parts.path:
            raise NotFound("There is nothing at this address.")
        address = f"{parts.scheme}://{parts.netloc}{path}" + (f"?{query}" if query else "")
        twin = self._transports.twin(offer.connector, flow.project_id)
        return await twin.send(
            OutboundRequest(method, address, _FORM, body or None, timeout=_SECONDS, max_bytes=_MOST_BYTES)
        )
