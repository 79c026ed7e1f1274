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
MOST_LIMITED = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """What a key is limited to: ids of accounts and of connector profiles; None for no limit, and both have to fit."""

    accounts: tuple[str, ...] | None = None
    profiles: tuple[str, ...] | None = None

    @classmethod
    def of(cls, accounts: Iterable[str] | None, profiles: Iterable[str] | None) -> Limits:
        """Without doubles."""
        return cls(*(None if one is None else tuple(dict.fromkeys(one)) for one in (accounts, profiles)))

    def stored(self) -> dict[str, list[str]] | None:
        """As the key's row keeps them."""
        found = {"accounts": self.accounts, "profiles": self.profiles}
        return {name: list(ids) for name, ids in found.items() if ids is not None} or None


NO_LIMITS = Limits()


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
    limits: Limits = NO_LIMITS


class KeyService:
    """The rules of API keys."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def create(
        self,
        tx: Tx,
        project_id: str,
        name: str,
        scopes: Iterable[str] = (),
        expires_at: datetime | None = None,
        limits: Limits = NO_LIMITS,
    ) -> tuple[ApiKey, Secret]:
        """Make a key; the Secret is the only time it is seen.

        Raises:
            Unprocessable: the name is empty, the end lies in the past, or a limit names what the project does not have.
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
        await _check_limits(tx, project_id, limits)
        secret = new_token(_PREFIX)
        key = ApiKey(
            new_id("key"), name, secret[:_SHOWN], grant.scopes, grant.effects, now, expires_at, None, None, limits
        )
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
                "limits": limits.stored(),
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


async def _check_limits(tx: Tx, project_id: str, limits: Limits) -> None:
    for field, word, ids in (
        ("accounts", "account", limits.accounts),
        ("profiles", "connector profile", limits.profiles),
    ):
        if ids is None:
            continue
        if not 0 < len(ids) <= MOST_LIMITED:
            raise Unprocessable(f"A key is limited to 1 to {MOST_LIMITED} {word}s.", extra={"field": field})
        known = await repository.there(tx, project_id, field, [one for one in ids if is_id(one)])
        lacking = next((one for one in ids if one not in known), None)
        if lacking is not None:
            raise Unprocessable(f"There is no {word} {lacking[:64]} in this project.", extra={"field": field})


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
        limits=Limits.of(**{"accounts": None, "profiles": None, **(row["limits"] or {})}),
    )
