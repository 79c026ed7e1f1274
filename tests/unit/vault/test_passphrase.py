"""What a passphrase key is made of, number by number: what stands in databases has to open for ever."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from linkwright.kit.secret import Secret
from linkwright.vault import passphrase
from linkwright.vault.canonical import canonical_context
from linkwright.vault.errors import KeyParametersUnusable
from linkwright.vault.passphrase import COST, LEAST_CHARACTERS, PassphraseKey
from linkwright.vault.providers import MasterKey

pytestmark = pytest.mark.anyio
WORDS = Secret("correct horse battery staple")
LOW = 2**14


def made_by_hand(n: int, salt: bytes = b"s" * 16) -> tuple[bytes, dict[str, Any]]:
    out = hashlib.scrypt(WORDS.reveal().encode(), salt=salt, n=n, r=8, p=1, maxmem=2**28, dklen=64)
    check = hashlib.sha256(canonical_context("passphrase", "mk_1") + out[32:]).hexdigest()
    return out[:32], {"salt": base64.b64encode(salt).decode(), "n": n, "r": 8, "p": 1, "check": check}


async def test_the_key_is_the_first_half_of_scrypt_and_the_check_a_hash_of_the_second() -> None:
    key, parameters = made_by_hand(LOW)
    derived = await PassphraseKey.derive("mk_1", WORDS, parameters)
    assert derived is not None
    assert await derived.unwrap(await MasterKey("mk_1", key).wrap(b"d" * 32, b"place"), b"place") == b"d" * 32
    assert (derived.key_id, derived.kind, derived.label) == ("mk_1", "passphrase", "scrypt, N=16384")
    assert derived.parameters == parameters
    assert await PassphraseKey.derive("mk_2", WORDS, parameters) is None


async def test_a_new_key_has_a_fresh_salt_of_sixteen_bytes_and_the_cost_that_was_asked_for() -> None:
    made = await PassphraseKey.create(WORDS, 2 * LOW)
    assert {name: made.parameters[name] for name in ("n", "r", "p")} == {"n": 2 * LOW, "r": 8, "p": 1}
    assert len(base64.b64decode(made.parameters["salt"])) == 16
    assert made.key_id.startswith("mk_")
    assert (COST, LEAST_CHARACTERS) == (2**17, 12)


async def test_a_passphrase_counts_by_the_characters_that_are_left_once_they_are_composed() -> None:
    await PassphraseKey.create(Secret("o\u0308" * LEAST_CHARACTERS), LOW)
    with pytest.raises(Exception, match="12"):
        await PassphraseKey.create(Secret("o\u0308" * (LEAST_CHARACTERS - 1)), LOW)


@pytest.mark.parametrize("n", [LOW // 2, LOW + 1, LOW - 1, 2**21, -LOW, 0])
async def test_a_stored_cost_that_is_too_low_too_high_or_no_power_of_two_is_refused(n: int) -> None:
    with pytest.raises(KeyParametersUnusable, match="mk_1 are out of bounds"):
        await PassphraseKey.derive("mk_1", WORDS, {**made_by_hand(LOW)[1], "n": n})


@pytest.mark.parametrize("n", [2**14, 2**20])
async def test_the_lowest_and_the_highest_cost_that_may_be_stored_are_taken(
    n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters = {**made_by_hand(LOW)[1], "n": n}
    # The highest takes a gibibyte.
    monkeypatch.setattr(passphrase, "_derived", lambda *_: (b"k" * 32, parameters["check"]))
    assert await PassphraseKey.derive("mk_1", WORDS, parameters) is not None


@pytest.mark.parametrize("change", [{"r": 9}, {"r": 7}, {"p": 2}, {"p": 0}])
async def test_a_stored_block_or_lane_number_of_another_kind_is_refused(change: dict[str, int]) -> None:
    with pytest.raises(KeyParametersUnusable, match="out of bounds"):
        await PassphraseKey.derive("mk_1", WORDS, {**made_by_hand(LOW)[1], **change})


@pytest.mark.parametrize("name", ["salt", "n", "r", "p", "check"])
async def test_a_stored_parameter_that_is_missing_is_damage_and_says_of_which_key(name: str) -> None:
    parameters = made_by_hand(LOW)[1]
    del parameters[name]
    with pytest.raises(KeyParametersUnusable, match="of master key mk_1 are damaged"):
        await PassphraseKey.derive("mk_1", WORDS, parameters)


async def test_a_salt_with_characters_that_are_no_base64_is_damage() -> None:
    parameters = made_by_hand(LOW)[1]
    with pytest.raises(KeyParametersUnusable, match="damaged"):
        await PassphraseKey.derive("mk_1", WORDS, {**parameters, "salt": f"!{parameters['salt']}"})
