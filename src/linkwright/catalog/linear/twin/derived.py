"""Fields that are worked out from others when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.derived_inbox import INBOX
from linkwright.catalog.linear.twin.derived_issues import ISSUES
from linkwright.catalog.linear.twin.derived_people import PEOPLE
from linkwright.catalog.linear.twin.derived_plans import PLANS
from linkwright.catalog.linear.twin.derived_texts import TEXTS
from linkwright.catalog.linear.twin.world import Row

DERIVED: Mapping[tuple[str, str], Callable[[Call, Row], Any]] = {**ISSUES, **PEOPLE, **PLANS, **TEXTS, **INBOX}
