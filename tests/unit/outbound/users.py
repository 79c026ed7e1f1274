"""Everybody who goes out, each as a call with one address: what they do with an address is the same question for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from linkwright.connectors.oauth import Exchange, ExchangeRequest, OAuth
from linkwright.consents.clients.documents import ClientDocuments
from linkwright.engine.proxied import proxied
from linkwright.engine.receiving import received
from linkwright.engine.send import Sender
from linkwright.errors import BadRequest
from linkwright.events.addresses import check_address
from linkwright.events.model import Endpoint, Happened
from linkwright.events.posting import Posting
from linkwright.events.signing import new_secret
from linkwright.kit.clock import SystemClock
from linkwright.kit.secret import Secret
from linkwright.oauth.exchanging import Exchanger
from linkwright.oauth.model import App
from linkwright.oauth.tokens import TokenClient
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import OutboundRequest
from linkwright.projects.logos import Logos
from tests.unit.actions.hub import AUTH, Hub, send
from tests.unit.engine.pretend import LINEAR
from tests.unit.outbound.watched import Hurried

APP = App("our-app", Secret("our-secret"))
CLOCK = SystemClock()
User = Callable[[Hurried, OriginMap, str], Awaitable[object]]


class Declined(BadRequest):
    """What a user of the way out that raises nothing said in its answer."""


async def connector_call(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """An action's request, at whatever address it came to."""
    planned = proxied(
        LINEAR, "POST", "https://api.linear.app/x", effect="read", words="POST /x", headers={}, body=b"{}", shown={}
    )
    sender = Sender(
        LINEAR, LINEAR.auth["api_key"], {"api_key": Secret("k" * 40)}, transport, CLOCK, 10.0, sleep=_no_wait
    )
    return await sender.answer(planned._replace(url=url))


async def proxy(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """POST /unified/proxy."""
    hub = Hub()
    hub.transports.live = transport  # type: ignore[assignment]
    reply = await send(hub.proxy, {"method": "get", "url": url}, AUTH)
    assert "on our side" not in reply.json.get("message", ""), reply.json
    if reply.status >= 400:
        raise Declined(reply.json["message"])
    return reply.json


async def webhook_creation(_transport: Hurried, origins: OriginMap, url: str) -> object:
    """Creating or changing an endpoint; names are resolved only when something is posted."""
    check_address(url, origins)
    raise Declined("taken, and not called")


async def webhook_posting(transport: Hurried, origins: OriginMap, url: str) -> object:
    """A delivery."""
    now = datetime.now(UTC)
    endpoint = Endpoint("ep_1", "prj_1", url, None, ("*",), False, False, True, None, None, None, now, now)
    event = Happened("evt_1", "prj_1", "account.created", "acc_1", {"id": "acc_1"}, now)
    attempt = await Posting(transport, origins, CLOCK, 10.0).post(endpoint, event, [new_secret()])
    if attempt.error is not None:
        raise Declined(attempt.error)
    return attempt


async def token_exchange(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """A request that exchanges what was typed."""
    one = ExchangeRequest("POST", url, {}, (), {}, {"key": "{credentials.key}"}, {"access_token": ("token",)})
    return await Exchanger(CLOCK).exchange(transport, Exchange((one,)), None, {"key": Secret("typed")})


async def token_endpoint(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """A refresh at a token address."""
    oauth = OAuth("authorization_code", url, "https://api.linear.app/authorize")
    return await TokenClient(CLOCK).renew(transport, oauth, APP, Secret("refresh"))


async def revocation(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """A token that is given back."""
    oauth = OAuth("authorization_code", "https://api.linear.app/token", revoke_url=url)
    await TokenClient(CLOCK).revoke(transport, oauth, APP, Secret("refresh"), "refresh_token")
    return None


async def client_document(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """The document about an MCP client, at the address that it calls its id."""
    return await ClientDocuments(transport, CLOCK).get(url)


async def logo(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """A project's logo, fetched once."""
    nothing: Any = None
    return await Logos(nothing, transport, CLOCK).fetched(url)


async def download(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """A file that comes back piece by piece."""
    response, file = await received(transport, OutboundRequest("GET", url, {}), CLOCK)
    if file is not None:
        try:
            return [piece async for piece in file.chunks()]
        finally:
            await file.close()
    return response


async def upload(transport: Hurried, _origins: OriginMap, url: str) -> object:
    """A write, which goes out once and by the default client."""
    return await transport.send(OutboundRequest("PUT", url, {}, b"x"))


async def _no_wait(_seconds: float) -> None:
    return None


USERS: dict[str, User] = {
    one.__name__: one
    for one in (
        connector_call,
        proxy,
        webhook_creation,
        webhook_posting,
        token_exchange,
        token_endpoint,
        revocation,
        client_document,
        logo,
        download,
        upload,
    )
}
