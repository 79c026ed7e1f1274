"""The rules of projects, compiled and kept until a row changes: for the hot path."""

from __future__ import annotations

import structlog

from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.policy.rules import NO_RULES, BrokenPolicy, Policy, read_rules, version_of
from linkwright.store.hot import HotRows, Row

_log = structlog.get_logger()
_SELECT = "SELECT rules, version FROM policies WHERE project_id = ?"


class PolicyBook:
    """Finds the rules of a project without SQLAlchemy. That a project has none is kept as well."""

    def __init__(self, rows: HotRows) -> None:
        self._rows = rows

    def peek(self, project_id: str) -> Policy | None:
        """The same, if it is at hand and still true."""
        found: Policy | None = self._rows.peek(("policy", project_id))
        return found

    async def of(self, project_id: str) -> Policy:
        """The rules. Such as cannot be read deny everything."""
        found: Policy | None = await self._rows.get(("policy", project_id), _SELECT, (project_id,), _build)
        return found or NO_RULES


def _build(rows: list[Row]) -> Policy:
    if not rows:
        return NO_RULES
    try:
        said = jsons.loads(rows[0][0])
        rules = read_rules(said)
        if version_of(said) != rows[0][1]:
            raise ValueError("they are not those that were saved")
        return Policy(rules, str(rows[0][1])) if rules else NO_RULES
    except (LinkwrightError, ValueError, TypeError, KeyError, RecursionError) as broken:
        _log.error("policy_unreadable", error=type(broken).__name__)
        return BrokenPolicy("the project's rules cannot be read")
