from __future__ import annotations

from typing import Any

import pytest

from linkwright.catalog.shipped import LOCK_FILE, read_lock

pytestmark = pytest.mark.anyio

LOCK = read_lock("linear", LOCK_FILE)


async def test_the_query_that_checks_a_credential_is_answered(desk: Any) -> None:
    data = (await desk.ask(LOCK["account"]["call"]["document"])).data
    assert data["organization"]["urlKey"] == "fernhill"
    assert data["viewer"]["email"] == "mira.holt@fernhill.example"
    assert {team["key"] for team in data["teams"]["nodes"]} == {"ENG", "OPS", "DES"}
