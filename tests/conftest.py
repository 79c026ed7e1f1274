"""What all tests share."""

from __future__ import annotations

import gc
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from linkwright.kit.clock import FixedClock
from tests import warm
from tests.migrated import apart, migrated

os.environ.setdefault(warm.WANTED, "1")
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
# What tests keep (schemas, twins, compiled connectors) is much and lives long; looking through all of it again and again took
# a third of the time of the unit tests. The young are looked through as often as ever.
gc.set_threshold(700, 10, 100)


def _keep(phase: str, info: dict[str, int]) -> None:
    """What has outlived a look through everything is not looked through again: that took a quarter of the time of all tests."""
    if phase == "stop" and info["generation"] == 2:
        gc.freeze()


gc.callbacks.append(_keep)
SHARED = Path(os.environ.get("LINKWRIGHT_SHARED", "../shared"))


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio, as the product does."""
    return "asyncio"


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands still at a fixed moment."""
    return FixedClock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with this version's tables, to be copied."""
    kept = os.environ.get("LINKWRIGHT_TESTS_MIGRATED")
    if kept and Path(kept).exists():
        return Path(kept)
    path = tmp_path_factory.mktemp("template") / "linkwright.db"
    apart(migrated(f"sqlite:///{path}"))
    if kept:
        # For whoever runs a few tests very often: `make mutation`.
        shutil.copyfile(path, f"{kept}.{os.getpid()}")
        Path(f"{kept}.{os.getpid()}").rename(kept)
    return path


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
