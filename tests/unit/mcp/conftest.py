"""A hub for the tests of the MCP face."""

from __future__ import annotations

import pytest

from tests.unit.actions.hub import Hub


@pytest.fixture
def hub() -> Hub:
    return Hub()
