"""Writes a verified credential: a new account, or a newer credential of one that exists.

Sealing needs the account's id and the fields' versions before the transaction begins, so they are taken from what was
read earlier and tested again inside it. Whoever is late gets `AccountMoved` and starts over from the present state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from linkwright.accounts import announcing, repository, states
from linkwright.accounts.health import repository as health
from linkwright.accounts.model import Account, StoredField
from linkwright.kit.clock import Clock
from linkwright.store.database import Tx
from linkwright.store.faults import RowRefused


class AccountMoved(Exception):
    """The account was changed, made or deleted by somebody else since it was read."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What linking has learnt and the provider has confirmed.

    Attributes:
        external_id: the provider's id of the workspace.
        hosts: those that the connector calls, and so those that the credential was given for.
        setup_information: plain fields of the credential.
        sealed: the fields to store, each with the version it was sealed for.
        dropped: fields to destroy.
    """

    external_id: str
    identity: dict[str, Any]
    rights: list[dict[str, Any]]
    connector_version: str
    hosts: tuple[str, ...]
    setup_information: dict[str, str]
    sealed: Sequence[StoredField] = field(repr=False)
    dropped: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a new account is besides its credential; `only` if its owner may have no other at this connector."""

    id: str
    project_id: str
    profile_id: str
    connector_key: str
    auth_method: str
    origin_owner_id: str
    origin_owner_name: str
    origin_username: str | None
    only: bool
    label: str | None
    type: str
    upstream: str
    metadata: dict[str, Any] | None
    shared: bool = True


class AccountStore:
    """The only writer of credentials."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def add(self, tx: Tx, new: NewAccount, verified: Verified) -> None:
        """Insert the account with its credential.

        Raises:
            AccountMoved: the owner has got an account at this connector meanwhile; the transaction must end.
        """
        now = self._clock.now()
        values = {name: getattr(new, name) for name in NewAccount.__dataclass_fields__ if name != "only"}
        values |= {
            "slot": "" if new.only else new.id,
            "status": "active",
            "status_reasons": [],
            "created_at": now,
            "updated_at": now,
            **_columns(verified),
        }
        try:
            await repository.add(tx, values)
        except RowRefused as taken:
            raise AccountMoved from taken
        await self._store(tx, new.project_id, new.id, verified)
        await health.linked(tx, new.project_id, new.id, now)
        account = await repository.find(tx, new.project_id, new.id)
        assert account is not None
        await announcing.created(tx, account, now)

    async def renew(self, tx: Tx, seen: Account, verified: Verified, changes: dict[str, Any]) -> None:
        """Put the credential in place of the one that `seen` had; `changes` are further columns to set.

        Raises:
            AccountMoved: the account is gone, or holds another credential than was seen.
        """
        current = await repository.find(tx, seen.project_id, seen.id, lock=True)
        if current is None or current.versions != seen.versions:
            raise AccountMoved
        status, reasons = states.linked(current.status_reasons)
        now = self._clock.now()
        values = {"status": status, "status_reasons": reasons, "updated_at": now, **_columns(verified)}
        values["linkings"] = current.linkings + 1
        await repository.update(tx, seen.id, {**values, **changes})
        await repository.drop_credentials(tx, seen.id, verified.dropped)
        await self._store(tx, seen.project_id, seen.id, verified)
        await health.linked(tx, seen.project_id, seen.id, now)
        account = await repository.find(tx, seen.project_id, seen.id)
        assert account is not None
        fields = [name for name, value in changes.items() if value != getattr(current, name)]
        await announcing.changed(tx, account, now, ["credentials", *fields], current.status)

    @staticmethod
    async def _store(tx: Tx, project_id: str, account_id: str, verified: Verified) -> None:
        for stored in verified.sealed:
            await repository.put_credential(tx, (project_id, account_id), stored)


def _columns(verified: Verified) -> dict[str, Any]:
    return {
        "external_id": verified.external_id,
        "identity": verified.identity,
        "rights": verified.rights,
        "connector_version": verified.connector_version,
        "hosts": list(verified.hosts),
        "setup_information": verified.setup_information,
    }
