"""Which passwords are refused because they are tried first."""

from __future__ import annotations

import pytest

from linkwright.access.errors import PasswordTooWeak
from linkwright.access.guessable import is_common, made_of_near, near_words
from linkwright.access.passwords import Passwords
from linkwright.kit.secret import Secret

pytestmark = pytest.mark.anyio
NAMED = ("Ann Featherstone", "ann.stone@fernhill.example", "Acme Bakery")


@pytest.mark.promise("members.password-guessed")
def test_no_common_password_that_is_long_enough_is_taken() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    # By how often they are used: what is beyond them is beyond the 3,000 commonest, too.
    common = FREQUENCY_LISTS["passwords"]
    assert len(common) >= 30_000
    assert [one for one in common if len(one) >= 12 and not is_common(one, [])] == []


@pytest.mark.promise("members.password-guessed")
@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "123456789012",
        "Passw0rd!Passw0rd!",
        "qwertyuiop12",
        "iloveyou1234",
        "abcdefghijkl",
        "monkeymonkey",
    ],
)
async def test_what_is_made_of_common_ones_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooWeak, match="tried first"):
        await Passwords().hash(Secret(password), *NAMED)


@pytest.mark.promise("members.password-guessed")
@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Linkwright2026!", "linkwright"),
        ("linkwright-linkwright-1", "linkwright"),
        ("AcmeBakery-2026", "bakery"),
        ("acme bakery #1!", "acme bakery"),
        ("Featherstone!99", "featherstone"),
        ("ann.stone@fernhill.example", "ann.stone@fernhill.example"),
        ("fernhill.example1", "fernhill.example"),
    ],
)
async def test_words_that_stand_near_are_no_password(password: str, word: str) -> None:
    with pytest.raises(PasswordTooWeak, match=f"made of “{word}”"):
        await Passwords().hash(Secret(password), *NAMED)


@pytest.mark.parametrize(
    "password",
    [
        "a long enough pass phrase",
        "correct horse battery",
        "acme of seven green lamps",
        "Kx7#pQ9!vR2m",
        "ein Satz über gar nichts",
    ],
)
async def test_a_few_unrelated_words_are_even_with_one_that_stands_near(password: str) -> None:
    await Passwords().hash(Secret(password), *NAMED)


def test_short_and_empty_names_forbid_nothing() -> None:
    assert near_words("", "Bo Li", "b@x.io") == ["linkwright", "b@x.io", "bo li", "x.io"]
    assert made_of_near("the best of all bores", near_words("Bo Li")) is None
