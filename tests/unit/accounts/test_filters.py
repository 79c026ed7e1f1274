from __future__ import annotations

from typing import Any

import pytest

from linkwright.accounts.filters import AccountFilter
from linkwright.errors import Unprocessable


def test_an_unknown_status_is_answered_with_the_nearest() -> None:
    with pytest.raises(Unprocessable, match=r"no status 'activ'\. Did you mean 'active'\?"):
        AccountFilter(statuses=("activ",))


def test_an_unknown_type_is_answered_with_the_nearest() -> None:
    with pytest.raises(Unprocessable, match="Did you mean 'production'"):
        AccountFilter(type="Production")


@pytest.mark.parametrize(
    "wish",
    [
        {"search": "a\0"},
        {"profile_id": "\0"},
        {"providers": ("\0",)},
        {"account_ids": ("a\0",)},
        {"owner_ids": ("\0",)},
    ],
)
def test_zero_characters_never_reach_the_database(wish: dict[str, Any]) -> None:
    with pytest.raises(Unprocessable, match="zero character"):
        AccountFilter(**wish)
