"""A hub for the tests of actions."""

from __future__ import annotations

import pytest

from tests.unit.actions.hub import Hub


@pytest.fixture
def hub() -> Hub:
    return Hub()
