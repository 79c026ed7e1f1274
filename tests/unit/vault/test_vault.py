from __future__ import annotations

import asyncio
import logging
from typing import TypedDict

import pytest

from linkwright.kit.secret import Secret
from linkwright.vault.data_keys import WrappedDataKey, make_data_key
from linkwright.vault.errors import DataKeyMissing, RecordDoesNotOpen, VaultLocked, WrongMasterKey
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import MasterKey
from linkwright.vault.vault import Vault
from tests.unit.vault.keys_in_memory import KeysInMemory

pytestmark = pytest.mark.anyio


class Where(TypedDict):
    project_id: str
    account_id: str
    field: str
    version: int


HERE = Where(project_id="prj_1", account_id="acc_1", field="api_key", version=0)
THERE = Where(project_id="prj_2", account_id="acc_1", field="api_key", version=0)


async def test_what_is_sealed_opens_at_its_place(keys: KeysInMemory, master: MasterKey) -> None:
    blob = await Vault(master, keys).seal(Secret("s3cret"), **HERE)
    assert (await Vault(master, keys).open(blob, **HERE)).reveal() == "s3cret"


async def test_each_project_has_one_data_key_of_its_own(keys: KeysInMemory, master: MasterKey) -> None:
    vault = Vault(master, keys)
    for where in (HERE, THERE, HERE, THERE):
        await vault.seal(Secret("x"), **where)
    assert sorted(key.project_id for key in keys.rows.values()) == ["prj_1", "prj_2"]


async def test_opening_at_once_needs_a_data_key_that_is_open_already(keys: KeysInMemory, master: MasterKey) -> None:
    blob = await Vault(master, keys).seal(Secret("x"), **HERE)
    vault = Vault(master, keys)
    assert vault.open_now(blob, **HERE) is None
    await vault.open(blob, **HERE)
    assert vault.open_now(blob, **HERE) == Secret("x")
    assert keys.reads == 1


async def test_a_record_of_another_project_opens_neither_at_once_nor_otherwise(
    keys: KeysInMemory, master: MasterKey
) -> None:
    vault = Vault(master, keys)
    blob = await vault.seal(Secret("x"), **HERE)
    await vault.seal(Secret("y"), **THERE)
    with pytest.raises(RecordDoesNotOpen):
        vault.open_now(blob, **THERE)
    with pytest.raises(RecordDoesNotOpen):
        await vault.open(blob, **THERE)


async def test_an_altered_record_is_refused_at_once_too(keys: KeysInMemory, master: MasterKey) -> None:
    vault = Vault(master, keys)
    blob = await vault.seal(Secret("x"), **HERE)
    with pytest.raises(RecordDoesNotOpen):
        vault.open_now(blob[:-1] + bytes((blob[-1] ^ 1,)), **HERE)


async def test_a_record_without_its_data_key_says_that_the_key_is_missing(
    keys: KeysInMemory, master: MasterKey
) -> None:
    blob = await Vault(master, keys).seal(Secret("x"), **HERE)
    keys.rows.clear()
    with pytest.raises(DataKeyMissing, match="its data key is not here"):
        await Vault(master, keys).open(blob, **HERE)


async def test_another_master_key_opens_nothing_and_both_are_named(keys: KeysInMemory, master: MasterKey) -> None:
    blob = await Vault(master, keys).seal(Secret("x"), **HERE)
    vault = Vault(MasterKey("mk_second", b"n" * 32), keys)
    for attempt in (vault.open(blob, **HERE), vault.seal(Secret("x"), **HERE), vault.check()):
        with pytest.raises(WrongMasterKey, match=r"master key mk_first, but mk_second is in use"):
            await attempt


async def test_a_key_that_only_bears_the_right_name_is_found_out(keys: KeysInMemory, master: MasterKey) -> None:
    await Vault(master, keys).seal(Secret("x"), **HERE)
    with pytest.raises(WrongMasterKey, match="though it names that key"):
        await Vault(MasterKey("mk_first", b"n" * 32), keys).check()


async def test_a_data_key_given_to_another_project_does_not_open(keys: KeysInMemory, master: MasterKey) -> None:
    await Vault(master, keys).seal(Secret("x"), **HERE)
    (key,) = keys.rows.values()
    keys.rows[key.id] = WrappedDataKey(key.id, "prj_2", key.wraps)
    with pytest.raises(WrongMasterKey):
        await Vault(master, keys).seal(Secret("x"), **THERE)


async def test_many_first_seals_at_once_agree_on_one_data_key(keys: KeysInMemory, master: MasterKey) -> None:
    vaults = [Vault(master, keys) for _ in range(8)]
    blobs = await asyncio.gather(*(vault.seal(Secret("x"), **HERE) for vault in vaults))
    assert len(keys.rows) == 1
    for blob in blobs:
        assert await Vault(master, keys).open(blob, **HERE) == Secret("x")


async def test_the_key_that_another_process_added_first_is_the_one_used(keys: KeysInMemory, master: MasterKey) -> None:
    winner = await make_data_key(Keyring([master]), "prj_1")

    class LostRace(KeysInMemory):
        async def add(self, key: WrappedDataKey) -> WrappedDataKey:
            self.rows[winner.id] = winner
            return winner

    store = LostRace()
    blob = await Vault(master, store).seal(Secret("x"), **HERE)
    assert winner.id.encode() in blob
    assert await Vault(master, store).open(blob, **HERE) == Secret("x")


async def test_a_data_key_whose_row_was_rolled_back_seals_nothing_further(
    keys: KeysInMemory, master: MasterKey
) -> None:
    vault = Vault(master, keys)
    await vault.seal(Secret("x"), **HERE)
    keys.rows.clear()
    blob = await vault.seal(Secret("y"), **HERE)
    assert await Vault(master, keys).open(blob, **HERE) == Secret("y")


async def test_only_so_many_data_keys_are_held_open_and_the_unused_go_first(
    keys: KeysInMemory, master: MasterKey
) -> None:
    vault = Vault(master, keys, open_keys=2)
    places = [Where(project_id=f"prj_{n}", account_id="acc", field="f", version=0) for n in range(3)]
    blobs = [await vault.seal(Secret("x"), **place) for place in places[:2]]
    vault.open_now(blobs[0], **places[0])
    blobs.append(await vault.seal(Secret("x"), **places[2]))
    held = [vault.open_now(blob, **place) is not None for blob, place in zip(blobs, places, strict=True)]
    assert held == [True, False, True]


async def test_a_forgotten_project_opens_no_more_once_its_rows_are_gone(keys: KeysInMemory, master: MasterKey) -> None:
    vault = Vault(master, keys)
    blob = await vault.seal(Secret("x"), **HERE)
    other = await vault.seal(Secret("y"), **THERE)
    keys.rows.clear()
    vault.forget("prj_1")
    with pytest.raises(DataKeyMissing):
        await vault.open(blob, **HERE)
    assert vault.open_now(other, **THERE) == Secret("y")


async def test_the_check_reads_past_the_cache_as_many_keys_as_asked(keys: KeysInMemory, master: MasterKey) -> None:
    vault = Vault(master, keys)
    await vault.seal(Secret("x"), **HERE)
    await vault.seal(Secret("x"), **THERE)
    oldest = next(iter(keys.rows.values()))
    keys.rows[oldest.id] = WrappedDataKey(oldest.id, oldest.project_id, [("mk_first", oldest.wraps[0][1][:-1])])
    await vault.check()
    with pytest.raises(WrongMasterKey):
        await vault.check(limit=2)


async def test_with_nothing_stored_the_check_tries_the_provider_itself(keys: KeysInMemory, master: MasterKey) -> None:
    await Vault(master, keys).check()

    class Forgetful(MasterKey):
        async def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
            return b"something else"

    with pytest.raises(VaultLocked, match="does not give back"):
        await Vault(Forgetful("mk_x", b"x" * 32), keys).check()


async def test_nothing_secret_shows_in_a_repr_or_a_log(
    keys: KeysInMemory, master: MasterKey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    vault = Vault(master, keys)
    blob = await vault.seal(Secret("hush hush"), **HERE)
    await vault.open(blob, **HERE)
    (key,) = keys.rows.values()
    shown = repr((vault, master, key)) + caplog.text
    assert "hush" not in shown
    assert repr(key.wraps[0][1])[2:20] not in shown
    assert "mmmm" not in shown


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_master_key_of_the_wrong_length_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey("mk_x", b"x" * size)


async def test_a_process_whose_master_keys_are_all_retired_seals_nothing_and_says_what_to_do(
    master: MasterKey,
) -> None:
    class Retired(KeysInMemory):
        async def add(self, key: WrappedDataKey) -> WrappedDataKey | None:  # type: ignore[override]
            return None

    with pytest.raises(WrongMasterKey) as found:
        await Vault(Keyring([master, MasterKey("mk_2", b"2" * 32)]), Retired()).seal(Secret("x"), **HERE)
    assert found.value.message == "The master key of this process (mk_first, mk_2) is retired."
    assert found.value.remedy == (
        "Give this process the master key that is in use now (linkwright vault status names it)."
    )


async def test_a_project_is_prepared_once_and_its_key_is_open_then(keys: KeysInMemory, master: MasterKey) -> None:
    vault = Vault(master, keys)
    await vault.prepare("prj_1")
    await vault.prepare("prj_1")
    assert list(keys.rows) == vault.open_ids()
    vault.close_key(next(iter(keys.rows)))
    assert (len(keys.rows), vault.open_ids()) == (1, [])


async def test_errors_of_opening_name_field_account_and_version(keys: KeysInMemory, master: MasterKey) -> None:
    vault = Vault(master, keys)
    blob = await vault.seal(Secret("x"), **HERE)
    keys.rows.clear()
    vault.forget("prj_1")
    with pytest.raises(DataKeyMissing) as found:
        await vault.open(blob, **HERE)
    assert found.value.message == ("The stored api_key of acc_1 (version 0) does not open: its data key is not here.")
