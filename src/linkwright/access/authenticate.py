"""From an Authorization header to a principal: API keys by Basic (with or without colon) or Bearer."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import Any

from linkwright.access.errors import KeyExpired, KeyRevoked, Unauthenticated
from linkwright.access.limits import RateLimiter
from linkwright.access.networks import Networks, admit, stored_networks
from linkwright.access.principals import Principal, note
from linkwright.access.uses import KeyUses
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import token_hash
from linkwright.store.hot import HotRows, Row

_SELECT = (
    "SELECT k.id, k.name, k.project_id, k.scopes, k.effects, k.expires_at, k.revoked_at, p.organization_id, o.wire_id, "
    "k.limits, p.networks "
    "FROM api_keys k JOIN projects p ON p.id = k.project_id JOIN organizations o ON o.id = p.organization_id "
    "WHERE k.hash = ?"
)


@dataclass(frozen=True, slots=True)
class _Key:
    principal: Principal
    expires_at_ms: int | None
    revoked: bool
    networks: Networks | None


class Authenticator:
    """Turns the Authorization header of a call into the principal behind it."""

    def __init__(self, rows: HotRows, clock: Clock, limiter: RateLimiter, uses: KeyUses) -> None:
        self._rows = rows
        self._clock = clock
        self._limiter = limiter
        self._uses = uses

    async def authenticate(self, authorization: str | None, address: str = "") -> Principal:
        """The API key's principal. `address` is where the call comes from.

        Raises:
            linkwright.access.errors.AddressNotAllowed: the project may not be used from there.
            Unauthenticated: no key, or one that is not known, was revoked or has expired.
            linkwright.access.errors.RateLimited: the key has made its calls for this minute.
        """
        hashed = token_hash(presented_key(authorization))
        key: _Key | None = self._rows.peek(("key", hashed)) or await self._rows.get(
            ("key", hashed), _SELECT, (hashed,), _build
        )
        if key is None:
            raise Unauthenticated("This API key is not known here.")
        note(key.principal)
        if key.revoked:
            raise KeyRevoked
        if key.expires_at_ms is not None and key.expires_at_ms <= self._clock.now().timestamp() * 1000:
            raise KeyExpired
        if key.networks is not None:
            admit(key.networks, address)
        if self._limiter.on:
            await self._limiter.take(key.principal.id)
        self._uses.note(key.principal.id)
        return key.principal


def presented_key(authorization: str | None) -> str:
    """The key inside an Authorization header.

    Raises:
        Unauthenticated: there is none, or it cannot be read.
    """
    if not authorization:
        raise Unauthenticated
    scheme, _, value = authorization.strip().partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer" and value:
        return value
    if scheme.lower() == "basic" and value:
        try:
            text = binascii.a2b_base64(value, strict_mode=True).decode()
        except ValueError:
            # Not base64, not UTF-8 inside it, or a header of other than ASCII letters: all are ValueErrors.
            raise Unauthenticated("The Basic credentials are not valid base64.") from None
        user = text.partition(":")[0]
        if user:
            return user
    raise Unauthenticated


def _build(rows: list[Row]) -> _Key | None:
    if not rows:
        return None
    key_id, name, project_id, scopes, effects, expires_at, revoked_at, organization_id, wire_id, limits, nets = rows[0]
    limited = jsons.loads(limits) if limits is not None else {}
    return _Key(
        Principal(
            kind="key",
            id=key_id,
            name=name,
            project_id=project_id,
            organization_id=organization_id,
            organization_wire_id=wire_id,
            scopes=frozenset(jsons.loads(scopes)),
            effects=_effects(effects),
            accounts=tuple(limited["accounts"]) if limited.get("accounts") is not None else None,
            profiles=frozenset(limited["profiles"]) if limited.get("profiles") is not None else None,
        ),
        expires_at,
        revoked_at is not None,
        stored_networks(nets),
    )


def _effects(text: Any) -> frozenset[str] | None:
    value = jsons.loads(text) if text is not None else None
    return None if value is None else frozenset(value)
