"""Tokens for codes, tokens for tokens, and their end.

A refresh token works once. Whoever sends one that has been used is either its thief or its owner after a thief, so everything
that came of the same code ends. One exception: an answer may get lost on the way, so within half a minute the same token may be
sent once more, if what it led to has not been used; what it led to is then dead, and using that is reuse.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from hmac import compare_digest

import structlog

from linkwright.consents.clients.finding import Clients
from linkwright.consents.errors import InvalidRequest
from linkwright.consents.model import Tokens
from linkwright.consents.place import Place
from linkwright.consents.scopes import OFFLINE, scope_of
from linkwright.consents.tokens import repository
from linkwright.consents.tokens.errors import InvalidGrant, InvalidTarget, UnsupportedGrantType
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_principal
from linkwright.store.database import Database, Tx

_log = structlog.get_logger()
ACCESS_PREFIX = "lwm_"
_REFRESH_PREFIX = "lwr_"
GRACE = timedelta(seconds=30)
"""How long after its use a refresh token may be sent once more, since the answer may have got lost."""
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class TokenService:
    """The token endpoint and the revocation endpoint."""

    def __init__(self, database: Database, clients: Clients, place: Place, clock: Clock, lasts: int) -> None:
        """`lasts`: seconds that an access token works."""
        self._database = database
        self._clients = clients
        self._place = place
        self._clock = clock
        self._lasts = timedelta(seconds=lasts)

    async def give(self, form: Mapping[str, str], authorization: str | None) -> Tokens:
        """Tokens for a code or a refresh token.

        Raises:
            linkwright.consents.errors.ProtocolRefusal: none are given; the class says why.
        """
        kind = form.get("grant_type")
        if kind not in {"authorization_code", "refresh_token"}:
            raise UnsupportedGrantType
        client_id = await self._clients.proven(form, authorization)
        note_principal(f"client:{client_id}", "", None, None)
        if "resource" in form and not self._place.is_resource(form["resource"]):
            raise InvalidTarget
        if kind == "authorization_code":
            return await self._for_code(form, client_id)
        return await self._for_refresh(form, client_id)

    async def revoke(self, form: Mapping[str, str], authorization: str | None) -> None:
        """End a token, of either kind, and all that came of the same code. One that is not known has ended already.

        Raises:
            linkwright.consents.errors.ProtocolRefusal: the client is not known or names no token.
        """
        client_id = await self._clients.proven(form, authorization)
        note_principal(f"client:{client_id}", "", None, None)
        token = form.get("token")
        if not token:
            raise InvalidRequest("token is missing.")
        async with self._database.write() as tx:
            found = await repository.family_of(tx, token_hash(token), client_id)
            if found is not None:
                await repository.delete_family(tx, *found)

    async def _for_code(self, form: Mapping[str, str], client_id: str) -> Tokens:
        code, verifier = form.get("code"), form.get("code_verifier", "")
        if not code:
            raise InvalidRequest("code is missing.")
        async with self._database.write() as tx:
            row = await repository.spend_code(tx, token_hash(code), client_id, self._clock.now())
            if row is None:
                replayed = await repository.used_code(tx, token_hash(code))
                if replayed is not None:
                    await repository.delete_family(tx, replayed["consent_id"], replayed["family"])
                    _log.warning("mcp_code_replayed", consent=replayed["consent_id"])
            elif (
                _proves(verifier, row["challenge"])
                and form.get("redirect_uri", row["redirect_uri"]) == (row["redirect_uri"])
            ):
                return await self._pair(tx, row)
        # The code is spent all the same: whoever holds it without its verifier gets no second try.
        raise InvalidGrant

    async def _for_refresh(self, form: Mapping[str, str], client_id: str) -> Tokens:
        token = form.get("refresh_token")
        if not token:
            raise InvalidRequest("refresh_token is missing.")
        hashed = token_hash(token)
        async with self._database.write() as tx:
            row = await repository.refresh_token(tx, hashed)
            if row is not None and row["client_id"] == client_id and row["consent_ends"] > self._clock.now():
                given = await self._rotated(tx, row)
                if given is not None:
                    return given
                await repository.delete_family(tx, row["consent_id"], row["family"])
                _log.warning("mcp_refresh_token_reused", consent=row["consent_id"])
        raise InvalidGrant

    async def _rotated(self, tx: Tx, row: repository.Row) -> Tokens | None:
        """The next pair; None where the token was used before and that is not to be forgiven."""
        now, hashed = self._clock.now(), str(row["hash"])
        access, refresh = new_token(ACCESS_PREFIX), new_token(_REFRESH_PREFIX)
        successor = token_hash(refresh)
        if await repository.move_refresh_token(tx, hashed, "open", "rotated", successor=successor, now=now):
            return await self._pair(tx, row, access, refresh)
        lost = row["successor_hash"]
        if row["state"] != "rotated" or row["rotated_at"] is None or now - row["rotated_at"] > GRACE or lost is None:
            return None
        if not await repository.move_refresh_token(tx, lost, "open", "dead", successor=None, now=now):
            return None
        if not await repository.move_refresh_token(tx, hashed, "rotated", "dead", successor=successor, now=now):
            return None
        await repository.delete_access_of(tx, lost)
        return await self._pair(tx, row, access, refresh)

    async def _pair(self, tx: Tx, row: repository.Row, access: str = "", refresh: str = "") -> Tokens:
        """A pair of tokens with what the code or the earlier pair was for."""
        access, refresh = access or new_token(ACCESS_PREFIX), refresh or new_token(_REFRESH_PREFIX)
        now = self._clock.now()
        ends: datetime = now + self._lasts
        alike = {name: row[name] for name in ("consent_id", "client_id", "family", "effects", "audience")}
        await repository.add_tokens(
            tx,
            {
                **alike,
                "hash": token_hash(access),
                "refresh_hash": token_hash(refresh),
                "created_at": now,
                "expires_at": ends,
            },
            {**alike, "hash": token_hash(refresh), "state": "open", "created_at": now},
        )
        scope = f"{scope_of(alike['effects'])} {OFFLINE}"
        return Tokens(Secret(access), Secret(refresh), int(self._lasts.total_seconds()), scope)


def _proves(verifier: str, challenge: str) -> bool:
    if _VERIFIER.fullmatch(verifier) is None:
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return compare_digest(made, challenge)
