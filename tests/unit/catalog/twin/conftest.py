"""A twin with a still clock, and a desk from which to ask it things."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.catalog.linear.twin.limits import Limits
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.kit.clock import FixedClock
from tests.unit.catalog.twin.twin_desk import Desk


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The contract table that ships with the connector."""
    return read_lock("linear", CONTRACT_FILE)


@pytest.fixture
def twin(contract: dict[str, Any], clock: FixedClock) -> LinearTwin:
    return LinearTwin("tests", clock, contract)


@pytest.fixture
def desk(twin: LinearTwin, clock: FixedClock) -> Desk:
    return Desk(twin, clock)


@pytest.fixture
def strict(contract: dict[str, Any], clock: FixedClock) -> Desk:
    """A desk at a twin with very low limits."""
    low = Limits(requests=5, complexity=200, one_query=150, searches=2, anonymous_requests=2, anonymous_complexity=50)
    return Desk(LinearTwin("tests", clock, contract, limits=low), clock)
