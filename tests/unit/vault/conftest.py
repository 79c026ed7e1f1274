from __future__ import annotations

import pytest

from linkwright.vault.providers import MasterKey
from tests.unit.vault.keys_in_memory import KeysInMemory


@pytest.fixture
def keys() -> KeysInMemory:
    return KeysInMemory()


@pytest.fixture
def master() -> MasterKey:
    return MasterKey("mk_first", b"m" * 32)
