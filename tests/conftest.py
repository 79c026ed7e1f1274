"""What all tests share."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from linkwright.kit.clock import FixedClock

settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
SHARED = Path(os.environ.get("LINKWRIGHT_SHARED", "../shared"))


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as the product does."""
    return "asyncio"


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still at a fixed moment."""
    return FixedClock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


@pytest.fixture
def shared() -> Path:
    """The workspace's shared folder; tests that need it are marked `shared`."""
    return SHARED


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without the shared folder, tests that need it are reported as not run; .ci/run fails then."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason=f"NOT RUN: needs the shared folder ({SHARED}); set LINKWRIGHT_SHARED")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(absent)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests found worth telling: `record_property("told", …)`; it comes through from other processes too."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "told":
                terminalreporter.write_line(str(value))
