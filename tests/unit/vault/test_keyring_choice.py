"""Which master key of a ring is asked, in what order, and what is said where none does it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from linkwright.vault import keyring
from linkwright.vault.errors import VaultLocked, WrongMasterKey
from linkwright.vault.keyring import Keyring
from linkwright.vault.providers import KeyProvider, MasterKey

pytestmark = pytest.mark.anyio
DATA_KEY = b"d" * 32
ONE, TWO = MasterKey("mk_1", b"1" * 32), MasterKey("mk_2", b"2" * 32)


class Noting(MasterKey):
    """Notes that it was asked, and fails with what it is told to."""

    def __init__(self, key_id: str, asked: list[str], fails: Exception | None = None, *, remote: bool = False) -> None:
        super().__init__(key_id, key_id.encode().ljust(32, b"."))
        self.asked, self.fails, self.remote = asked, fails, remote

    async def wrap(self, data_key: bytes, context: bytes) -> bytes:
        self.asked.append(self.key_id)
        if self.fails is not None:
            raise self.fails
        return await super().wrap(data_key, context)

    async def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        self.asked.append(self.key_id)
        if self.fails is not None:
            raise self.fails
        return await super().unwrap(wrapped, context)


async def test_a_key_in_memory_is_asked_before_one_across_a_network_and_the_first_that_opens_is_enough() -> None:
    asked: list[str] = []
    far, near, next_ = Noting("mk_far", asked, remote=True), Noting("mk_near", asked), Noting("mk_next", asked)
    ring = Keyring([far, near, next_])
    wraps = await ring.wrap(DATA_KEY, b"place")
    assert asked == ["mk_far", "mk_near", "mk_next"]
    asked.clear()
    assert await ring.unwrap("dk_1", wraps, b"place") == DATA_KEY
    assert asked == ["mk_near"]


async def test_a_key_that_does_not_open_it_is_passed_over_for_the_next_one() -> None:
    asked: list[str] = []
    for failure in (WrongMasterKey("no"), VaultLocked("away")):
        asked.clear()
        good = Noting("mk_good", asked)
        ring = Keyring([Noting("mk_bad", asked, failure), good])
        wraps = [("mk_bad", b"?"), *await Keyring([good]).wrap(DATA_KEY, b"place")]
        asked.clear()
        assert await ring.unwrap("dk_1", wraps, b"place") == DATA_KEY
        assert asked == ["mk_bad", "mk_good"]


async def test_of_several_refusals_the_first_is_told() -> None:
    asked: list[str] = []
    ring = Keyring(
        [
            Noting("mk_1", asked, VaultLocked("first away")),
            Noting("mk_2", asked, VaultLocked("second away")),
            Noting("mk_3", asked, WrongMasterKey("third")),
        ]
    )
    with pytest.raises(VaultLocked, match="^first away"):
        await ring.without("mk_3").wrap(DATA_KEY, b"place")
    wraps = [(name, b"?") for name in ("mk_1", "mk_2", "mk_3")]
    with pytest.raises(VaultLocked, match="^first away"):
        await ring.unwrap("dk_1", wraps, b"place")
    with pytest.raises(WrongMasterKey, match="^Data key dk_1 does not open with master key mk_3, though it names"):
        await ring.only("mk_3").unwrap("dk_1", wraps, b"place")


async def test_a_wrap_that_fails_otherwise_is_not_passed_over() -> None:
    ring = Keyring([Noting("mk_1", [], RuntimeError("broken")), ONE])
    with pytest.raises(RuntimeError, match="broken"):
        await ring.wrap(DATA_KEY, b"place")


async def test_a_ring_without_keys_says_so_and_a_single_key_is_named_as_the_one_in_use() -> None:
    with pytest.raises(VaultLocked, match="No master key is at hand"):
        await Keyring([]).wrap(DATA_KEY, b"place")
    wraps = [("mk_8", b"?"), ("mk_9", b"?")]
    with pytest.raises(WrongMasterKey, match=r"was wrapped by master key mk_8, mk_9, but none is in use\.$"):
        await Keyring([]).unwrap("dk_1", wraps, b"place")
    with pytest.raises(WrongMasterKey, match=r"^Data key dk_1 was .*, but mk_1 is in use\.$"):
        await Keyring([ONE]).unwrap("dk_1", wraps, b"place")
    with pytest.raises(WrongMasterKey, match=r"but mk_1 and mk_2 are in use\.$"):
        await Keyring([ONE, TWO]).unwrap("dk_1", wraps, b"place")


def test_a_part_of_a_ring_has_the_keys_that_were_asked_for() -> None:
    ring = Keyring([ONE, TWO])
    assert (ring.ids, ring.keys, repr(ring)) == (("mk_1", "mk_2"), (ONE, TWO), "Keyring(mk_1, mk_2)")
    assert ring.without("mk_1").keys == (TWO,)
    assert ring.only("mk_1").keys == (ONE,)
    assert ring.only("mk_3").keys == ()
    assert ring.named() == [
        {"id": name, "provider": "file", "label": "", "parameters": {}} for name in ("mk_1", "mk_2")
    ]


class Looking:
    """Finds what it is told to, and counts."""

    def __init__(self, *found: KeyProvider) -> None:
        self.found: Sequence[KeyProvider] = found
        self.looks = 0

    async def __call__(self) -> Sequence[KeyProvider]:
        self.looks += 1
        return self.found


async def test_a_look_that_finds_nothing_takes_no_key_away() -> None:
    look = Looking()
    ring = Keyring([ONE], look)
    await ring.refresh()
    assert (ring.ids, look.looks) == (("mk_1",), 1)
    await Keyring([ONE]).refresh()


async def test_a_part_of_a_ring_does_not_look_for_the_others_again() -> None:
    look = Looking(ONE, TWO)
    ring = Keyring([ONE, TWO], look)
    wraps = await Keyring([TWO]).wrap(DATA_KEY, b"place")
    for part in (ring.without("mk_2"), ring.only("mk_1")):
        with pytest.raises(WrongMasterKey):
            await part.unwrap("dk_1", wraps, b"place")
    assert look.looks == 0


async def test_keys_are_looked_for_only_where_none_at_hand_could_open_and_again_after_a_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(keyring.time, "monotonic", lambda: now)
    look = Looking(ONE)
    ring = Keyring([ONE], look)
    await ring.unwrap("dk_1", await ring.wrap(DATA_KEY, b"place"), b"place")
    assert look.looks == 0
    foreign = await Keyring([TWO]).wrap(DATA_KEY, b"place")
    for at, looks in ((100.0, 1), (100.5, 1), (101.0, 1), (101.1, 2)):
        now = at
        with pytest.raises(WrongMasterKey):
            await ring.unwrap("dk_1", foreign, b"place")
        assert look.looks == looks
    look.found = [ONE, TWO]
    now = 103.0
    assert await ring.unwrap("dk_1", foreign, b"place") == DATA_KEY
