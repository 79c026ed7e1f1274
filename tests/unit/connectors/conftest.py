"""The small connector that compiler tests start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.connectors.workshop import Workshop


@pytest.fixture
def desk(tmp_path: Path) -> Workshop:
    """A connector without mistakes."""
    return Workshop(tmp_path)
