"""Clients that register themselves (RFC 7591): any may, so their number is bounded and nothing they say is believed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from linkwright.consents.clients import redirects, repository
from linkwright.consents.clients.brake import Brake
from linkwright.consents.clients.describing import check_ways, home_of, name_of
from linkwright.consents.clients.errors import InvalidMetadata, RegistrationLimited
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id, new_token, token_hash
from linkwright.store.database import Database

UNUSED = timedelta(hours=24)
"""How long a registration waits for somebody to consent."""
_METHODS = frozenset({"none", "client_secret_basic", "client_secret_post"})


class Registration:
    """Registers clients."""

    def __init__(self, database: Database, clock: Clock, most: int) -> None:
        """`most`: registrations that wait for a consent at a time; 0 lets none register."""
        self._database = database
        self._clock = clock
        self._most = most
        self._brake = Brake(clock)

    async def register(self, told: Mapping[str, Any], peer: str) -> dict[str, Any]:
        """Keep a client; what it is answered. `peer` is the address that it calls from.

        Raises:
            RegistrationLimited: too many have registered, from there or in all.
            InvalidMetadata, linkwright.consents.errors.InvalidRedirect: it cannot be served.
        """
        # Some send null or an empty text for what they have nothing to say about.
        told = {name: value for name, value in told.items() if value not in (None, "")}
        method = told.get("token_endpoint_auth_method", "none")
        if method not in _METHODS:
            raise InvalidMetadata(f"token_endpoint_auth_method has to be one of {', '.join(sorted(_METHODS))}.")
        check_ways(told)
        name, uris = name_of({"client_name": "Unnamed client", **told}), redirects.checked(told.get("redirect_uris"))
        self._brake.take(peer)
        client_id, secret, now = new_id("mcl"), "" if method == "none" else new_token("lwc_"), self._clock.now()
        async with self._database.write() as tx:
            if await repository.count_unused_clients(tx, now) >= self._most:
                raise RegistrationLimited
            await repository.add_client(
                tx,
                {
                    "id": client_id,
                    "name": name,
                    "home_url": home_of(told),
                    "redirect_uris": list(uris),
                    "auth_method": method,
                    "secret_hash": token_hash(secret) if secret else None,
                    "created_at": now,
                    "expires_at": now + UNUSED,
                },
            )
        return {
            "client_id": client_id,
            "client_id_issued_at": int(now.timestamp()),
            **({"client_secret": secret, "client_secret_expires_at": 0} if secret else {}),
            "client_name": name,
            "redirect_uris": list(uris),
            "token_endpoint_auth_method": method,
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
        }
