"""From the stored row of an API key to the principal of a call, and what a call is refused for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest

from linkwright.access.authenticate import Authenticator
from linkwright.access.errors import AddressNotAllowed, KeyExpired, KeyRevoked, RateLimited, Unauthenticated
from linkwright.access.limits import RateLimiter
from linkwright.access.principals import Principal
from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import token_hash
from linkwright.store.hot import HotRows, Row

pytestmark = pytest.mark.anyio
COLUMNS = ("key_1", "CI", "prj_1", '["platform:read"]', None, None, None, "org_1", 7, None, None)
NAMES = ("id", "name", "project", "scopes", "effects", "expires", "revoked", "organization", "wire", "limits", "nets")


class Rows:
    """One key's row by its hash; keeps what was built once, as the real rows do."""

    def __init__(self, key: str, **changed: Any) -> None:
        self.hash = token_hash(key)
        self.row = tuple(changed.get(name, value) for name, value in zip(NAMES, COLUMNS, strict=True))
        self.kept: dict[object, Any] = {}
        self.reads: list[tuple[object, Row]] = []

    def peek(self, key: object) -> Any:
        return self.kept.get(key)

    async def get(self, key: object, sql: str, args: Row, build: Callable[[list[Row]], Any]) -> Any:
        assert "FROM api_keys" in sql
        self.reads.append((key, args))
        found = build([self.row] if args == (self.hash,) else [])
        if found is not None:
            self.kept[key] = found
        return found


class Noted:
    """Notes which keys were used."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def note(self, key_id: str) -> None:
        self.ids.append(key_id)


def authenticator(rows: Rows, clock: FixedClock, per_minute: int = 0) -> tuple[Authenticator, Noted]:
    uses = Noted()
    limiter = RateLimiter(per_minute, clock, refusal=lambda headers: RateLimited(headers=headers))
    return Authenticator(cast(HotRows, rows), clock, limiter, cast(Any, uses)), uses


async def test_a_key_is_read_once_by_its_hash_and_its_use_is_noted_each_time(clock: FixedClock) -> None:
    rows = Rows("lw_k")
    made, uses = authenticator(rows, clock)
    for _ in range(2):
        assert await made.authenticate("Bearer lw_k") == Principal(
            "key", "key_1", "CI", "prj_1", "org_1", 7, frozenset({"platform:read"})
        )
    assert rows.reads == [(("key", rows.hash), (rows.hash,))]
    assert uses.ids == ["key_1", "key_1"]


async def test_a_key_that_is_not_there_is_told_so(clock: FixedClock) -> None:
    made, uses = authenticator(Rows("lw_k"), clock)
    with pytest.raises(Unauthenticated) as found:
        await made.authenticate("Bearer lw_other")
    assert found.value.message == "This API key is not known here."
    assert uses.ids == []


@pytest.mark.parametrize(
    ("limits", "accounts", "profiles"),
    [
        (None, None, None),
        ('{"accounts": ["acc_1", "acc_2"]}', ("acc_1", "acc_2"), None),
        ('{"profiles": ["p_1"]}', None, frozenset({"p_1"})),
        ('{"accounts": [], "profiles": []}', (), frozenset()),
    ],
)
async def test_the_limits_and_effects_of_a_key_are_those_of_its_row(
    clock: FixedClock, limits: str | None, accounts: tuple[str, ...] | None, profiles: frozenset[str] | None
) -> None:
    for effects, meant in ((None, None), ("null", None), ('["read"]', frozenset({"read"})), ("[]", frozenset())):
        made, _ = authenticator(Rows("lw_k", limits=limits, effects=effects), clock)
        principal = await made.authenticate("Bearer lw_k")
        assert (principal.accounts, principal.profiles, principal.effects) == (accounts, profiles, meant)


async def test_a_revoked_key_is_refused_before_anything_else_is_looked_at(clock: FixedClock) -> None:
    made, uses = authenticator(Rows("lw_k", revoked="2026-01-01", expires=0, nets="[]"), clock)
    with pytest.raises(KeyRevoked):
        await made.authenticate("Bearer lw_k")
    assert uses.ids == []


async def test_a_key_ends_at_its_very_millisecond(clock: FixedClock) -> None:
    ends = int((clock.now() + timedelta(seconds=1)).timestamp() * 1000)
    made, uses = authenticator(Rows("lw_k", expires=ends), clock)
    await made.authenticate("Bearer lw_k")
    clock.advance(1)
    with pytest.raises(KeyExpired):
        await made.authenticate("Bearer lw_k")
    assert uses.ids == ["key_1"]


async def test_a_key_of_a_project_with_networks_works_from_there_only_and_a_refused_call_counts_as_none(
    clock: FixedClock,
) -> None:
    made, uses = authenticator(Rows("lw_k", nets='["192.0.2.0/24"]'), clock, per_minute=1)
    for address in ("", "203.0.113.1"):
        with pytest.raises(AddressNotAllowed):
            await made.authenticate("Bearer lw_k", address)
    with pytest.raises(AddressNotAllowed):
        await made.authenticate("Bearer lw_k")
    await made.authenticate("Bearer lw_k", "192.0.2.9")
    with pytest.raises(RateLimited):
        await made.authenticate("Bearer lw_k", "192.0.2.9")
    assert uses.ids == ["key_1"]


async def test_each_key_has_calls_of_its_own(clock: FixedClock) -> None:
    class Asked(RateLimiter):
        names: list[str] = []  # noqa: RUF012 - of one test

        async def take(self, name: str) -> None:
            self.names.append(name)

    limiter = Asked(1, clock, refusal=lambda headers: RateLimited(headers=headers))
    made = Authenticator(cast(HotRows, Rows("lw_k")), clock, limiter, cast(Any, Noted()))
    await made.authenticate("Bearer lw_k")
    assert Asked.names == ["key_1"]


def test_credentials_that_are_no_base64_are_told_so() -> None:
    from linkwright.access.authenticate import presented_key

    with pytest.raises(Unauthenticated) as found:
        presented_key("Basic !!!")
    assert found.value.message == "The Basic credentials are not valid base64."
    assert found.value.__suppress_context__
