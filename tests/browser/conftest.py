"""One browser, and one filled hub, for all tests of the screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import stage as stages
from tests.browser import walk
from tests.browser.stage import Stage


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    """The browser. It ends with the package: its event loop must not outlive these tests."""
    with walk.browser() as opened:
        yield opened


@pytest.fixture(scope="package")
def stage(chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The filled hub with a signed-in member; tests leave its accounts as they are."""
    with stages.raised(tmp_path_factory.mktemp("stage"), chrome) as raised:
        stages.sign_in(raised)
        stages.fill(raised)
        yield raised
