"""What a data key is bound to, byte for byte: rows of earlier versions stand in databases."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.vault.canonical import canonical_context
from linkwright.vault.data_keys import WrappedDataKey, make_data_key, open_data_key
from linkwright.vault.errors import WrongMasterKey

pytestmark = pytest.mark.anyio


class Ring:
    """Wraps by doing nothing, and notes what it was asked."""

    def __init__(self, gives: bytes = b"k" * 32) -> None:
        self.gives = gives
        self.wrapped: list[tuple[bytes, bytes]] = []
        self.unwrapped: list[tuple[Any, ...]] = []

    async def wrap(self, key: bytes, context: bytes) -> list[tuple[str, bytes]]:
        self.wrapped.append((key, context))
        return [("mk_1", b"wrapped")]

    async def unwrap(self, *asked: Any) -> bytes:
        self.unwrapped.append(asked)
        return self.gives


async def test_a_fresh_data_key_is_32_random_bytes_bound_to_its_id_and_project() -> None:
    ring: Any = Ring()
    made = [await make_data_key(ring, "prj_1") for _ in range(3)]
    assert all(one.id.startswith("dk_") and one.project_id == "prj_1" for one in made)
    assert {len(key) for key, _ in ring.wrapped} == {32}
    assert len({key for key, _ in ring.wrapped}) == 3
    contexts = [canonical_context("data key", one.id, "prj_1") for one in made]
    assert [context for _, context in ring.wrapped] == contexts == [one.context() for one in made]
    assert made[0].wraps == (("mk_1", b"wrapped"),)


async def test_opening_asks_for_that_key_at_its_place_and_takes_nothing_that_is_no_key() -> None:
    key = WrappedDataKey("dk_1", "prj_1", (("mk_1", b"wrapped"),))
    ring: Any = Ring()
    await open_data_key(ring, key)
    assert ring.unwrapped == [("dk_1", key.wraps, canonical_context("data key", "dk_1", "prj_1"))]
    short: Any = Ring(b"short")
    with pytest.raises(
        WrongMasterKey, match=r"^Data key dk_1 opens to something that is no key: its row was altered\.$"
    ):
        await open_data_key(short, key)
