from __future__ import annotations

import pytest
from tests.unit.vault.keys_in_memory import KeysInMemory

from linkwright.vault.providers import MasterKey


@pytest.fixture
def keys() -> KeysInMemory:
    return KeysInMemory()


@pytest.fixture
def master() -> MasterKey:
    return MasterKey("mk_first", b"m" * 32)
