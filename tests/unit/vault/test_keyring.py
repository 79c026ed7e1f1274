"""A keyring opens what any of its keys wrapped, whatever the others are; and a passphrase makes one key and no other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwright.kit.secret import Secret
from linkwright.vault.errors import KeyParametersUnusable, PassphraseTooShort, VaultLocked, WrongMasterKey
from linkwright.vault.keyring import Keyring
from linkwright.vault.passphrase import PassphraseKey
from linkwright.vault.providers import KeyProvider, MasterKey

KEYS = [MasterKey(f"mk_{n}", bytes((n,)) * 32) for n in range(5)]
COST = 2**14
some_keys = st.lists(st.sampled_from(KEYS), unique=True, min_size=1)


class Away(MasterKey):
    """A key service that does not answer."""

    remote = True

    async def wrap(self, data_key: bytes, context: bytes) -> bytes:
        raise VaultLocked("away")

    async def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        raise VaultLocked("away")


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(), some_keys, some_keys)
def test_a_data_key_opens_exactly_where_a_key_that_wrapped_it_is(
    data_key: bytes, context: bytes, wrapping: list[MasterKey], opening: list[MasterKey]
) -> None:
    async def run() -> None:
        wraps = await Keyring(wrapping).wrap(data_key, context)
        assert [name for name, _ in wraps] == [key.key_id for key in wrapping]
        if set(wrapping) & set(opening):
            assert await Keyring(opening).unwrap("dk_1", wraps, context) == data_key
            with pytest.raises(WrongMasterKey):
                await Keyring(opening).unwrap("dk_1", wraps, context + b"x")
        else:
            with pytest.raises(WrongMasterKey):
                await Keyring(opening).unwrap("dk_1", wraps, context)

    asyncio.run(run())


@settings(deadline=None)
@given(st.binary(max_size=80), some_keys)
def test_bytes_that_no_key_made_open_with_none(junk: bytes, keys: list[MasterKey]) -> None:
    async def run() -> None:
        with pytest.raises(WrongMasterKey):
            await Keyring(keys).unwrap("dk_1", [(key.key_id, junk) for key in keys], b"place")

    asyncio.run(run())


@pytest.mark.anyio
async def test_a_service_that_is_away_is_done_without_while_another_key_is_there() -> None:
    away = Away("mk_away", b"a" * 32)
    wraps = await Keyring([away, KEYS[0]]).wrap(b"d" * 32, b"place")
    assert [name for name, _ in wraps] == ["mk_0"]
    both = [("mk_away", b"?"), *wraps]
    assert await Keyring([away, KEYS[0]]).unwrap("dk_1", both, b"place") == b"d" * 32
    with pytest.raises(VaultLocked, match="away"):
        await Keyring([away]).unwrap("dk_1", both, b"place")
    with pytest.raises(VaultLocked, match="away"):
        await Keyring([away]).wrap(b"d" * 32, b"place")


@pytest.mark.anyio
async def test_a_key_that_is_missing_is_looked_for_once_and_what_is_known_survives_a_failed_look() -> None:
    looks = 0

    async def look() -> Sequence[KeyProvider]:
        nonlocal looks
        looks += 1
        if looks == 1:
            return [KEYS[1], KEYS[0]]
        raise OSError("the folder is away")

    wraps = await Keyring([KEYS[1]]).wrap(b"d" * 32, b"place")
    ring = Keyring([KEYS[0]], look)
    assert await ring.unwrap("dk_1", wraps, b"place") == b"d" * 32
    assert ring.ids == ("mk_1", "mk_0")
    await ring.refresh()
    assert ring.ids == ("mk_1", "mk_0")
    foreign = await Keyring([KEYS[4]]).wrap(b"d" * 32, b"place")
    for _ in range(5):
        with pytest.raises(WrongMasterKey, match=r"wrapped by master key mk_4, but mk_1 and mk_0 are in use"):
            await ring.unwrap("dk_2", foreign, b"place")
    assert looks == 2


@pytest.mark.anyio
async def test_a_passphrase_makes_the_same_key_again_and_another_one_makes_none() -> None:
    made = await PassphraseKey.create(Secret("correct horse battery staple"), COST)
    again = await PassphraseKey.derive(made.key_id, Secret("correct horse battery staple"), made.parameters)
    assert again is not None
    wrapped = await made.wrap(b"d" * 32, b"place")
    assert await again.unwrap(wrapped, b"place") == b"d" * 32
    assert await PassphraseKey.derive(made.key_id, Secret("correct horse battery stapla"), made.parameters) is None
    other = await PassphraseKey.create(Secret("correct horse battery staple"), COST)
    assert other.parameters["salt"] != made.parameters["salt"]
    with pytest.raises(WrongMasterKey):
        await other.unwrap(wrapped, b"place")
    assert "horse" not in repr(made) + repr(made.parameters) + made.label


@pytest.mark.anyio
async def test_the_same_characters_typed_in_another_form_are_the_same_passphrase() -> None:
    made = await PassphraseKey.create(Secret("zw\u00f6lf Boxk\u00e4mpfer"), COST)
    assert await PassphraseKey.derive(made.key_id, Secret("zwo\u0308lf Boxka\u0308mpfer"), made.parameters) is not None


@pytest.mark.anyio
async def test_a_short_passphrase_is_refused_and_stored_parameters_are_not_believed() -> None:
    with pytest.raises(PassphraseTooShort):
        await PassphraseKey.create(Secret("elevenchars"), COST)
    made = await PassphraseKey.create(Secret("twelve chars"), COST)
    for wrong in (
        {"n": 2},
        {"n": 2**30},
        {"n": 2**14 + 1},
        {"r": 1},
        {"p": 64},
        {"salt": "?"},
        {"check": None, "n": "x"},
    ):
        with pytest.raises(KeyParametersUnusable):
            await PassphraseKey.derive("mk_1", Secret("twelve chars"), {**made.parameters, **wrong})
    assert await PassphraseKey.derive("mk_1", Secret("twelve chars"), {**made.parameters, "check": "0" * 64}) is None
