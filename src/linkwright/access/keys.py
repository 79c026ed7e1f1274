"""API keys: made once, shown once, kept as a hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from linkwright.access import repository
from linkwright.access.scopes import grant_of
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, new_id, new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.database import Tx

_PREFIX = "lw_"
_SHOWN = 8
# Later ones cannot be written in every time zone.
_LAST_YEAR = 9998


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key; never the key itself."""

    id: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    effects: tuple[str, ...] | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


class KeyService:
    """The rules of API keys."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def create(
        self, tx: Tx, project_id: str, name: str, scopes: Iterable[str] = (), expires_at: datetime | None = None
    ) -> tuple[ApiKey, Secret]:
        """Make a key; the Secret is the only time it is seen.

        Raises:
            Unprocessable: the name is empty, or the end lies in the past.
            linkwright.access.errors.UnknownScope: a scope or preset is not known.
        """
        name = name.strip()
        if not name or len(name) > 100 or not name.isprintable():
            raise Unprocessable("A key needs a name of 1 to 100 characters, so that you can tell later what used it.")
        now = self._clock.now()
        if expires_at is not None and expires_at <= now:
            raise Unprocessable("The key would end in the past. Give a later time.")
        if expires_at is not None and expires_at.year > _LAST_YEAR:
            raise Unprocessable(f"A key may end in {_LAST_YEAR} at the latest. Leave the end out for one without.")
        grant = grant_of(scopes)
        secret = new_token(_PREFIX)
        key = ApiKey(new_id("key"), name, secret[:_SHOWN], grant.scopes, grant.effects, now, expires_at, None, None)
        await repository.add_key(
            tx,
            {
                "id": key.id,
                "project_id": project_id,
                "name": name,
                "prefix": key.prefix,
                "hash": token_hash(secret),
                "scopes": list(grant.scopes),
                "effects": list(grant.effects) if grant.effects else None,
                "created_at": now,
                "expires_at": expires_at,
            },
        )
        return key, Secret(secret)

    async def list(self, tx: Tx, project_id: str) -> list[ApiKey]:
        """The project's keys, newest first, revoked ones included."""
        return [_key(row) for row in await repository.list_keys(tx, project_id)]

    async def revoke(self, tx: Tx, key_id: str, project_id: str | None = None) -> None:
        """End a key at once; ending it again changes nothing.

        Raises:
            NotFound: there is no such key (in that project).
        """
        if not is_id(key_id) or await repository.find_key(tx, key_id, project_id) is None:
            raise NotFound(
                f"There is no API key {key_id} here.", hint="`linkwright keys list` shows the keys there are."
            )
        await repository.revoke_key(tx, key_id, self._clock.now())


def _key(row: repository.Row) -> ApiKey:
    return ApiKey(
        id=row["id"],
        name=row["name"],
        prefix=row["prefix"],
        scopes=tuple(row["scopes"]),
        effects=tuple(row["effects"]) if row["effects"] else None,
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        used_at=row["used_at"],
    )
