"""The data keys that are held open: how many, which go first, and that what is let go of is gone."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from linkwright.vault.data_keys import (
    DATA_KEY_BYTES,
    OpenDataKey,
    OpenKeys,
    WrappedDataKey,
    make_data_key,
    open_data_key,
    wrap_again,
)
from linkwright.vault.errors import WrongMasterKey
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import MasterKey

CIPHER = AESGCM(b"d" * DATA_KEY_BYTES)


def opened(project_id: str = "prj_1") -> OpenDataKey:
    return OpenDataKey(project_id, CIPHER)


def test_as_many_keys_are_held_as_the_limit_says_and_not_one_more() -> None:
    held = OpenKeys(2)
    assert (len(held), held.ids()) == (0, [])
    for name in ("a", "b"):
        held.put(name, opened())
    assert (len(held), held.ids()) == (2, ["a", "b"])
    held.put("c", opened())
    assert (len(held), held.ids()) == (2, ["b", "c"])


def test_the_key_unused_for_longest_goes_first_and_both_opening_and_putting_are_use() -> None:
    held = OpenKeys(3)
    for name in ("a", "b", "c"):
        held.put(name, opened())
    assert held.get("a") == opened()
    held.put("b", opened("prj_2"))
    assert held.ids() == ["c", "a", "b"]
    held.put("d", opened())
    assert held.ids() == ["a", "b", "d"]
    assert held.get("b") == opened("prj_2")


def test_asking_for_a_key_that_is_not_held_gives_none_and_changes_nothing() -> None:
    held = OpenKeys(2)
    held.put("a", opened())
    held.put("b", opened())
    assert held.get("c") is None
    assert held.ids() == ["a", "b"]


def test_a_projects_keys_are_let_go_of_and_nobody_elses() -> None:
    held = OpenKeys(5)
    for name, project_id in (("a", "prj_1"), ("b", "prj_2"), ("c", "prj_1")):
        held.put(name, opened(project_id))
    held.drop_project("prj_1")
    assert held.ids() == ["b"]
    held.drop_project("prj_3")
    assert held.ids() == ["b"]


def test_one_key_is_let_go_of_and_one_that_is_not_there_is_no_error() -> None:
    held = OpenKeys(5)
    held.put("a", opened())
    held.put("b", opened())
    held.drop("a")
    held.drop("never there")
    assert (held.ids(), held.get("a")) == (["b"], None)


@pytest.mark.anyio
async def test_a_data_key_wrapped_by_one_master_key_more_opens_with_that_one_alone() -> None:
    old, new = MasterKey("mk_old", b"o" * 32), MasterKey("mk_new", b"n" * 32)
    key = await make_data_key(Keyring([old]), "prj_1")
    again = WrappedDataKey(key.id, key.project_id, [("mk_new", await wrap_again(Keyring([old]), key, new))])
    sealed = (await open_data_key(Keyring([old]), key)).encrypt(b"n" * 12, b"plain", b"")
    assert (await open_data_key(Keyring([new]), again)).decrypt(b"n" * 12, sealed, b"") == b"plain"
    elsewhere = WrappedDataKey(key.id, "prj_2", again.wraps)
    with pytest.raises(WrongMasterKey):
        await open_data_key(Keyring([new]), elsewhere)
    with pytest.raises(WrongMasterKey):
        await wrap_again(Keyring([new]), key, old)


def test_neither_the_wraps_nor_the_cipher_show_in_a_repr() -> None:
    shown: list[Any] = [WrappedDataKey("dk_1", "prj_1", [("mk_1", b"wrapped")]), opened()]
    assert repr(shown) == "[WrappedDataKey(id='dk_1', project_id='prj_1'), OpenDataKey(project_id='prj_1')]"
