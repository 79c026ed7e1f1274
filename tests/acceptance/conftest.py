"""A hub for the tests of a module, and where the shared clients are copied to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub import RunningHub, running_hub


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """One real hub on SQLite, fresh for the module."""
    with running_hub(tmp_path_factory.mktemp("hub") / "data") as running:
        assert running.url, running.log
        yield running
