"""Seals a tried credential for its account, ready to be stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linkwright.accounts.model import Account, StoredField
from linkwright.accounts.rights import learnt
from linkwright.accounts.storing import Verified
from linkwright.connectors.compiled import AuthMethod
from linkwright.connectors.oauth import ACCESS_TOKEN
from linkwright.engine.results import Identity
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.linking.hub.granting import TOKENS
from linkwright.linking.hub.offers import Offer
from linkwright.oauth.model import Grant
from linkwright.vault.vault import Vault


class Sealing:
    """Wraps the vault for the fields of a form. Must be used outside a transaction: the vault opens its own."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    async def verified(
        self,
        place: tuple[str, str],
        offer: Offer,
        identity: Identity,
        values: Mapping[str, Secret],
        *,
        version: int,
        fresh: Sequence[str],
        dropped: Sequence[str] = (),
        grant: Grant | None = None,
    ) -> Verified:
        """What is to be stored.

        Args:
            place: project id and account id.
            offer: connector and way of signing in.
            identity: what the provider told.
            values: the whole credential.
            version: of the fields that are sealed now.
            fresh: the fields to seal; the others stay as they are stored.
            dropped: stored fields that the credential no longer has.
            grant: where tokens of the credential come from.
        """
        now = self._clock.now()
        secret = secret_fields(offer.method)
        sealed = [
            StoredField(
                key,
                version,
                await self._seal(place, key, values[key], version),
                _last4(key, values, secret),
                now,
                grant.expires_at if grant and key == ACCESS_TOKEN else None,
            )
            for key in fresh
        ]
        return Verified(
            external_id=identity.external_id,
            identity=identity_view(identity),
            rights=learnt(identity, now, offer.connector, grant.scopes if grant else None),
            connector_version=offer.connector.version,
            hosts=tuple(sorted(offer.connector.hosts)),
            setup_information={key: value.reveal() for key, value in values.items() if key not in secret},
            sealed=sealed,
            dropped=tuple(dropped),
        )

    async def opened(self, account: Account, keys: Sequence[str]) -> dict[str, str]:
        """Stored fields in the clear, to be tried again together with a changed one.

        Raises:
            linkwright.vault.errors.RecordDoesNotOpen: a record was altered or moved.
        """
        found: dict[str, str] = {}
        for stored in account.credentials:
            if stored.field in keys:
                secret = await self._vault.open(
                    stored.record,
                    project_id=account.project_id,
                    account_id=account.id,
                    field=stored.field,
                    version=stored.version,
                )
                found[stored.field] = secret.reveal()
        return found

    async def _seal(self, place: tuple[str, str], field: str, value: Secret, version: int) -> bytes:
        project_id, account_id = place
        return await self._vault.seal(value, project_id=project_id, account_id=account_id, field=field, version=version)


def secret_fields(method: AuthMethod) -> frozenset[str]:
    """The fields that nobody may see again."""
    return frozenset(field.key for field in method.fields if field.secret) | TOKENS


def next_version(account: Account) -> int:
    """A version that no field of the account has had, so that an older record never opens in its place."""
    return max(account.versions.values(), default=0) + 1


def identity_view(identity: Identity) -> dict[str, Any]:
    """What is kept of whose account it is."""
    return {"person": identity.person, "workspace": identity.workspace, "teams": identity.teams}


def _last4(key: str, values: Mapping[str, Secret], secret: frozenset[str]) -> str:
    # A token is nothing that a person could recognise.
    return values[key].last() if key in secret - TOKENS else ""
