"""Asks a provider about itself and for its keys, by the guarded client, and keeps the answers for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from linkwright.access.oidc.errors import ProviderUnusable
from linkwright.access.oidc.model import Metadata
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.outbound.transport import OutboundRequest, Transport

_SECONDS = 10.0
_MOST_BYTES = 256 * 1024
_KEPT = 3600.0
# Keys that are not known are asked for anew, but not by everybody who makes one up.
_AGAIN_AFTER = 30.0


@dataclass(slots=True)
class _Kept:
    at: float
    value: Any


class Discovery:
    """Metadata and keys of providers."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock
        self._metadata: dict[str, _Kept] = {}
        self._keys: dict[str, _Kept] = {}

    async def metadata(self, issuer: str) -> Metadata:
        """What the provider tells about itself.

        Raises:
            ProviderUnusable: it cannot be asked, or what it tells is of another issuer or lacks something.
        """
        kept = self._metadata.get(issuer)
        if kept is None or self._clock.monotonic() - kept.at > _KEPT:
            told = await self._object(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            kept = self._metadata[issuer] = _Kept(self._clock.monotonic(), _read(issuer, told))
        value: Metadata = kept.value
        return value

    async def keys(self, jwks_uri: str, key_id: str | None) -> KeySet:
        """The provider's keys; asked for anew when one is named that is not among those kept.

        Raises:
            ProviderUnusable: they cannot be asked for, or are none.
        """
        kept, now = self._keys.get(jwks_uri), self._clock.monotonic()
        if kept is not None and now - kept.at < _KEPT and (_has(kept.value, key_id) or now - kept.at < _AGAIN_AFTER):
            found: KeySet = kept.value
            return found
        told = await self._object(jwks_uri)
        try:
            fresh = KeySet.import_key_set({"keys": [one for one in told["keys"] if _signs(one)]})
        except (JoseError, KeyError, TypeError, ValueError):
            raise ProviderUnusable("The provider's keys cannot be read.") from None
        self._keys[jwks_uri] = _Kept(now, fresh)
        return fresh

    async def _object(self, url: str) -> dict[str, Any]:
        request = OutboundRequest("GET", url, {"accept": "application/json"}, timeout=_SECONDS, max_bytes=_MOST_BYTES)
        try:
            answer = await self._transport.send(request)
        except LinkwrightError as problem:
            raise ProviderUnusable(f"The provider could not be asked. {problem.message}") from None
        if answer.status != 200:
            raise ProviderUnusable(f"{url} answered {answer.status}.")
        try:
            told = jsons.loads(answer.body)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise ProviderUnusable(f"{url} did not answer with a JSON object.")
        return told


def _read(issuer: str, told: dict[str, Any]) -> Metadata:
    if told.get("issuer") != issuer:
        raise ProviderUnusable(
            f"The document there is of the issuer “{str(told.get('issuer'))[:200]}”, not of {issuer}. They have to be the same."
        )
    ends = []
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        value = told.get(name)
        if not isinstance(value, str) or urlsplit(value).scheme != "https" or not urlsplit(value).hostname:
            raise ProviderUnusable(f"The provider tells no {name} that begins with https.")
        ends.append(value)
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    posts = "client_secret_basic" not in methods and "client_secret_post" in methods
    authorize, token, keys = ends
    return Metadata(authorize, token, keys, posts, told.get("authorization_response_iss_parameter_supported") is True)


def _signs(key: Any) -> bool:
    # A shared secret among published keys would let anybody sign.
    return isinstance(key, dict) and key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"


def _has(keys: KeySet, key_id: str | None) -> bool:
    return key_id is None or any(one.kid == key_id for one in keys.keys)
