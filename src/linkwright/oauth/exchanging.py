"""Exchanges what was typed for an access token, by the requests that the connector describes."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from linkwright.connectors.oauth import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, Exchange, ExchangeRequest
from linkwright.connectors.refusals import walk
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.oauth.errors import GrantRefused, TokenAddressFailed
from linkwright.oauth.messages import MOST_BYTES, TIMEOUT, lifetime_end
from linkwright.oauth.model import App, Grant
from linkwright.outbound.transport import OutboundRequest, OutboundResponse, Transport

_VALUE = re.compile(r"\{((?:credentials|app)\.[a-z0-9_]+)\}", re.IGNORECASE)
_REFUSED = frozenset({400, 401, 422})


class Exchanger:
    """Does the requests one after another; nothing is tried twice and nothing is stored."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def exchange(
        self, transport: Transport, exchange: Exchange, app: App | None, credential: Mapping[str, Secret]
    ) -> Grant:
        """A token for what was typed. `app` is the profile's, where the requests name it.

        Raises:
            GrantRefused: the provider does not accept what was typed, or something that is needed is missing.
            TokenAddressFailed: it failed, or answered what is no token; errors of the transport go through.
        """
        known = {f"credentials.{name}": secret for name, secret in credential.items()}
        if app is not None:
            known[f"app.{CLIENT_ID}"] = Secret(app.client_id)
            known[f"app.{CLIENT_SECRET}"] = app.client_secret or Secret("")
        seconds: Any = None
        for one in exchange.requests:
            told = _read(await transport.send(_request(one, known)))
            for name, path in one.gives.items():
                found = walk(told, path)
                if not isinstance(found, str | int) or isinstance(found, bool) or found == "":
                    raise TokenAddressFailed(f"The provider's answer has nothing at {'.'.join(path)}.")
                known[f"credentials.{name}"] = Secret(str(found))
            seconds = walk(told, one.lifetime) if one.lifetime else seconds
        end = lifetime_end(seconds, self._clock.now())
        return Grant(known[f"credentials.{ACCESS_TOKEN}"], None, end, None)


def _request(one: ExchangeRequest, known: Mapping[str, Secret]) -> OutboundRequest:
    headers = {
        "accept": "application/json",
        **{name.lower(): _filled(text, known) for name, text in one.headers.items()},
    }
    if one.basic:
        pair = ":".join(_filled(text, known) for text in one.basic)
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    body: bytes | None = None
    if one.form:
        headers.setdefault("content-type", "application/x-www-form-urlencoded")
        body = urlencode({name: _filled(text, known) for name, text in one.form.items()}).encode()
    elif one.body is not None:
        headers.setdefault("content-type", "application/json")
        body = jsons.dumpb(_filled(one.body, known))
    return OutboundRequest(one.method, one.url, headers, body, timeout=TIMEOUT, max_bytes=MOST_BYTES)


def _filled(value: Any, known: Mapping[str, Secret]) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(one, known) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(one, known) for one in value]
    return _VALUE.sub(lambda match: _value(match[1], known), value) if isinstance(value, str) else value


def _value(name: str, known: Mapping[str, Secret]) -> str:
    secret = known.get(name)
    if secret is None:
        raise GrantRefused(f"Nothing is known of {name}, which the provider asks for.")
    text = secret.reveal()
    if not text.isprintable():
        raise GrantRefused(f"The value of {name} holds characters that cannot be sent.")
    return text


def _read(answer: OutboundResponse) -> Any:
    if answer.status in _REFUSED:
        raise GrantRefused(f"The provider does not accept this credential ({answer.status}).")
    if not 200 <= answer.status < 300:
        raise TokenAddressFailed(f"The provider's token address answered {answer.status}.")
    try:
        return jsons.loads(answer.body)
    except ValueError:
        raise TokenAddressFailed("The provider's token address answered what is no JSON.") from None
