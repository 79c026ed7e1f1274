"""What lets members in, on a database of a test, and a team of members."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher

from linkwright.access import repository
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.app.signing_in import SigningIn, signing_in_of
from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.settings import Settings
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.providers import MasterKey
from linkwright.vault.vault import Vault

GOOD = Secret("a long enough pass phrase")
WRONG = Secret("wrong wrong wrong")


class Nowhere:
    """A transport that leads nowhere: most of signing in asks nobody outside."""

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Refuse."""
        raise AssertionError(f"asked {request.url}")


def vault_of(database: Database, clock: FixedClock) -> Vault:
    """A vault whose master key is of the test."""
    return Vault(MasterKey("mk_test", b"k" * 32), DataKeyRows(database, clock, WrappedDataKey))


def entrance_of(database: Database, clock: FixedClock, **settings: int) -> SigningIn:
    """With sessions that last an hour without use, unless `settings` say otherwise."""
    wanted = Settings(**{"member_session_lifetime": 3600, **settings})
    return signing_in_of(database, vault_of(database, clock), clock, wanted, Nowhere())


async def organization(database: Database, clock: FixedClock, organization_id: str = "org_1", wire_id: int = 1) -> None:
    """An organization."""
    async with database.write() as tx:
        row = {"id": organization_id, "wire_id": wire_id, "name": "Acme", "created_at": clock.now()}
        await repository.add_organization(tx, row)


async def joined(database: Database, clock: FixedClock, email: str, role: str, organization_id: str = "org_1") -> str:
    """A member whose password is GOOD; the id."""
    member_id = new_id("mem")
    async with database.write() as tx:
        row = {"id": member_id, "organization_id": organization_id, "email": email, "role": role}
        row |= {"name": email.partition("@")[0].title(), "password_hash": _hash(), "created_at": clock.now()}
        await repository.add_member(tx, row)
    return member_id


@cache
def _hash() -> str:
    """Made once: it is slow on purpose."""
    return PasswordHasher().hash(GOOD.reveal())


def acting(role: str, member_id: str = "mem_x", organization_id: str = "org_1") -> Principal:
    """A member of that role, as principal."""
    return Principal(
        "member", member_id, "Some One", "prj_1", organization_id, scopes=ROLES.get(role, frozenset()), role=role
    )
