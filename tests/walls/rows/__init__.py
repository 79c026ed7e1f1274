"""The table: a row for every route, MCP method and tool. A route without one fails `test_inventory.py`."""

from __future__ import annotations

from tests.walls.row import Row
from tests.walls.rows.actions import ACTIONS, HUB
from tests.walls.rows.agents import AGENTS
from tests.walls.rows.console import MEMBERS
from tests.walls.rows.platform import PLATFORM
from tests.walls.rows.public import BY_SECRET, PAGES, PUBLIC

ROWS: tuple[Row, ...] = (*PUBLIC, *BY_SECRET, *PAGES, *MEMBERS, *PLATFORM, *ACTIONS, *HUB, *AGENTS)
