"""The very first data keys of a database: projects that begin at the same moment each get one, whoever names the master key."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.providers import MasterKey
from linkwright.vault.vault import Vault

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("projects", [["prj_1"] * 8, [f"prj_{n}" for n in range(8)], ["prj_1", "prj_2"] * 4])
async def test_first_seals_at_the_same_moment_all_get_a_key_and_open(
    database: Database, clock: FixedClock, projects: list[str]
) -> None:
    vaults = [Vault(MasterKey("mk_test", b"m" * 32), DataKeyRows(database, clock, WrappedDataKey)) for _ in projects]
    places = [
        {"project_id": project, "account_id": f"acc_{n}", "field": "key", "version": 1}
        for n, project in enumerate(projects)
    ]
    records = await asyncio.gather(
        *(vault.seal(Secret("s"), **place) for vault, place in zip(vaults, places, strict=True))  # type: ignore[arg-type]
    )
    other = Vault(MasterKey("mk_test", b"m" * 32), DataKeyRows(database, clock, WrappedDataKey))
    for record, place in zip(records, places, strict=True):
        assert (await other.open(record, **place)).reveal() == "s"  # type: ignore[arg-type]
