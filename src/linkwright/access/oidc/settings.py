"""How an organization's members sign in: read and changed by owners; the provider's secret lies in the vault."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from linkwright.access.decide import Resource, require
from linkwright.access.entering import repository
from linkwright.access.oidc.model import Provider
from linkwright.access.principals import Principal
from linkwright.access.scopes import OWNER
from linkwright.access.team.service import checked_role
from linkwright.errors import Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.store.database import Database, Tx
from linkwright.vault.vault import Vault

FIELD = "oidc_client_secret"
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_MOST_DOMAINS = 50


@dataclass(frozen=True, slots=True)
class SignInView:
    """How members sign in. `has_secret`: whether a client secret is stored; it is shown to nobody."""

    require_two_step: bool = False
    passwords: bool = True
    issuer: str | None = None
    client_id: str | None = None
    has_secret: bool = False
    domains: tuple[str, ...] = ()
    default_role: str = "viewer"
    joins: bool = False


@dataclass(frozen=True, slots=True)
class SignInChange:
    """How members shall sign in. `secret` None keeps the one that is stored, as long as issuer and client stay."""

    require_two_step: bool
    passwords: bool
    issuer: str | None
    client_id: str | None
    secret: Secret | None = field(repr=False)
    domains: Sequence[str]
    default_role: str
    joins: bool


class SignInSettings:
    """Reads and changes them."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def view(self, tx: Tx, organization_id: str) -> SignInView:
        """How the organization's members sign in."""
        row = await repository.settings_of(tx, organization_id)
        return SignInView() if row is None else _view(row)

    async def shown(self, tx: Tx, principal: Principal) -> SignInView:
        """The same, for an owner.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not see it.
        """
        require(principal, "read", Resource("signin"))
        return await self.view(tx, principal.organization_id)

    async def change(
        self, principal: Principal, wanted: SignInChange, proved: Callable[[], Awaitable[None]] | None = None
    ) -> SignInView:
        """Change them; they count from the next sign-in on.

        `proved` has the principal show once more who they are; it is asked last, so that nobody signs in again for nothing.

        Raises:
            linkwright.access.errors.Forbidden: the principal is no owner.
            Unprocessable: something does not fit; the message says what.
        """
        require(principal, "write", Resource("signin"))
        values = _checked(wanted)
        if proved is not None:
            await proved()
        organization = principal.organization_id
        record, version = None, int(self._clock.now().timestamp() * 1000) % 2**31
        if wanted.secret and values["issuer"]:
            # Outside of the transaction: an organization's first seal writes.
            record = await self._vault.seal(
                wanted.secret, project_id=organization, account_id=organization, field=FIELD, version=version
            )
        async with self._database.write() as tx:
            await repository.hold_organization(tx, organization)
            before = await repository.settings_of(tx, organization)
            same = before is not None and all(before[name] == values[name] for name in ("issuer", "client_id"))
            if record is None and before is not None and same:
                # A secret goes only to the provider that it was given for.
                record, version = before["secret_record"], before["secret_version"]
            kept = {
                **values,
                "organization_id": organization,
                "secret_record": record if values["issuer"] else None,
                "secret_version": version,
                "updated_at": self._clock.now(),
            }
            await repository.put_settings(tx, kept)
            return await self.view(tx, organization)

    async def provider(self, organization_id: str) -> Provider | None:
        """The organization's provider with its secret; None if it has none."""
        async with self._database.read() as tx:
            row = await repository.settings_of(tx, organization_id)
        if row is None or row["issuer"] is None or row["client_id"] is None:
            return None
        secret = None
        if row["secret_record"] is not None:
            secret = await self._vault.open(
                bytes(row["secret_record"]),
                project_id=organization_id,
                account_id=organization_id,
                field=FIELD,
                version=row["secret_version"],
            )
        return Provider(
            organization_id,
            row["issuer"],
            row["client_id"],
            secret,
            tuple(row["domains"]),
            row["default_role"],
            row["joins"],
        )


def _view(row: repository.Row) -> SignInView:
    return SignInView(
        require_two_step=row["require_two_step"],
        passwords=row["passwords"],
        issuer=row["issuer"],
        client_id=row["client_id"],
        has_secret=row["secret_record"] is not None,
        domains=tuple(row["domains"]),
        default_role=row["default_role"],
        joins=row["joins"],
    )


def _checked(wanted: SignInChange) -> dict[str, Any]:
    issuer = (wanted.issuer or "").strip() or None
    client_id = (wanted.client_id or "").strip() or None
    domains = list(dict.fromkeys(one.strip().lower().removeprefix("@") for one in wanted.domains if one.strip()))
    if issuer is not None:
        parts = urlsplit(issuer)
        if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
            raise _wrong("issuer", "The issuer is an address that begins with https, without ? and #.")
        if client_id is None or len(client_id) > 255 or not client_id.isprintable():
            raise _wrong("client_id", "Give the client id that the provider made for this hub.")
        if not domains:
            raise _wrong("domains", "Name the domains whose e-mails the provider may vouch for.")
    elif not wanted.passwords:
        raise _wrong("passwords", "Without a provider nobody could sign in if passwords were not allowed.")
    strange = next((one for one in domains if not _DOMAIN.fullmatch(one)), None)
    if strange is not None or len(domains) > _MOST_DOMAINS:
        raise _wrong("domains", f"“{strange[:80]}” is no domain." if strange else f"At most {_MOST_DOMAINS} domains.")
    if checked_role(wanted.default_role) == OWNER:
        raise _wrong("default_role", "Nobody becomes an owner by signing in: owners are made by owners.")
    return {
        "require_two_step": wanted.require_two_step,
        "passwords": wanted.passwords,
        "issuer": issuer,
        "client_id": client_id if issuer else None,
        "domains": domains,
        "default_role": wanted.default_role,
        "joins": wanted.joins,
    }


def _wrong(name: str, said: str) -> Unprocessable:
    return Unprocessable(said, extra={"field": name})
