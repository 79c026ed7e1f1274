"""Key services are asked beside the event loop, for so long and no longer; and keys that are known by name have ids."""

from __future__ import annotations

import hashlib
import threading

import pytest

from linkwright.vault.errors import VaultLocked
from linkwright.vault.providers import MasterKey
from linkwright.vault.remote import beside_the_loop, extra_missing, id_of

NAMES = b"a\nb"


@pytest.mark.anyio
async def test_a_call_runs_in_a_thread_of_its_own_kind_and_its_answer_or_error_comes_back() -> None:
    name = await beside_the_loop(lambda: threading.current_thread().name, 30.0, "It")
    assert name.startswith("key-service")
    with pytest.raises(ZeroDivisionError):
        await beside_the_loop(lambda: 1 // 0, 30.0, "It")


@pytest.mark.anyio
async def test_what_takes_longer_is_given_up_with_the_services_name_and_the_time() -> None:
    until = threading.Event()
    with pytest.raises(VaultLocked) as found:
        await beside_the_loop(lambda: until.wait(30), 0.05, "The service")
    until.set()
    assert found.value.message == "The service did not answer in 0.05 seconds."
    assert found.value.remedy.startswith("Check that it runs and can be reached.")


def test_an_id_is_a_hash_of_its_parts_that_no_other_parts_have() -> None:
    assert id_of("kms", "a", "b") == f"mk_kms_{hashlib.sha256(NAMES).hexdigest()[:32]}"
    assert len({id_of("kms", "a", "b"), id_of("kms", "ab"), id_of("kms", "b", "a"), id_of("transit", "a", "b")}) == 4


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    refusal = extra_missing("kms", "boto3")
    assert refusal.message == "The key provider kms needs the package boto3, which is not installed."
    assert refusal.remedy == "Run: pip install 'linkwright[kms]'"


@pytest.mark.anyio
async def test_a_master_key_in_memory_is_known_by_its_id_and_opens_what_it_wrapped_at_its_place_only() -> None:
    key = MasterKey("mk_1", b"k" * 32)
    assert (repr(key), key.label, key.parameters, key.kind, key.remote) == ("MasterKey('mk_1')", "", {}, "file", False)
    one, two = [await key.wrap(b"data key", b"place") for _ in range(2)]
    assert (len(one), one[:12] != two[:12]) == (12 + 8 + 16, True)
    assert await key.unwrap(one, b"place") == b"data key"
    for wrapped, place in ((one, b"elsewhere"), (one[:-1], b"place"), (b"", b"place"), (one[:5], b"place")):
        with pytest.raises(Exception, match="^Master key mk_1 does not open this data key: it was wrapped by another"):
            await key.unwrap(wrapped, place)
    with pytest.raises(ValueError, match=r"^a master key has 32 bytes$"):
        MasterKey("mk_1", b"k" * 24)
