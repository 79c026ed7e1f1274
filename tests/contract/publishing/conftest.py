"""The fixture of the publishing tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from linkwright.store.database import Database
from tests.contract.publishing.shelf import Shelf, open_shelf


@pytest.fixture
async def shelf(database: Database) -> AsyncIterator[Shelf]:
    """Two projects without connectors of their own."""
    async with open_shelf(database) as found:
        yield found
