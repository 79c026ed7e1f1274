"""Passwords are taken as they are typed, whatever their length."""

from __future__ import annotations

from hashlib import sha256

import pytest

from linkwright.access.errors import PasswordTooWeak
from linkwright.access.passwords import Passwords
from linkwright.kit.secret import Secret

pytestmark = pytest.mark.anyio
LONGEST = "".join(sha256(bytes([one])).hexdigest() for one in range(16))


async def test_nothing_may_stand_behind_the_longest_password() -> None:
    passwords = Passwords()
    stored = await passwords.hash(Secret(LONGEST))
    assert await passwords.check(stored, Secret(LONGEST))
    assert not await passwords.check(stored, Secret(LONGEST + "x"))
    assert not await passwords.check(stored, Secret(LONGEST[:-1]))


async def test_a_longer_one_is_refused_with_the_bound() -> None:
    with pytest.raises(PasswordTooWeak, match="1,024"):
        await Passwords().hash(Secret(LONGEST + "x"))


@pytest.mark.parametrize("typed", ["Sesam öffne dich", "sesam öffne dich ", " sesam öffne dich", "SESAM ÖFFNE DICH"])
async def test_case_and_blanks_count(typed: str) -> None:
    passwords = Passwords()
    stored = await passwords.hash(Secret("sesam öffne dich"))
    assert await passwords.check(stored, Secret("sesam öffne dich"))
    assert not await passwords.check(stored, Secret(typed))
