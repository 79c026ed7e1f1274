"""A caller of Linear's actions on a twin, who keeps what names meant."""

from __future__ import annotations

from typing import Any

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.connectors.credentials import clean
from linkwright.engine.arguments import gather
from linkwright.engine.names import NameCache
from linkwright.engine.results import RunResult
from linkwright.engine.run import run
from linkwright.kit.clock import FixedClock

CATALOG = Catalog.load()
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
METHOD = LINEAR.auth["api_key"]


class Caller:
    """Calls actions of one account and keeps what names meant."""

    def __init__(self, clock: FixedClock) -> None:
        found = CATALOG.twin("linear", "names", clock)
        assert isinstance(found, LinearTwin)
        self.twin = found
        self.clock = clock
        self.key = "full"
        self.names = NameCache(clock)

    async def call(self, action_name: str, account: str = "acc_1", **payload: Any) -> RunResult:
        assert LINEAR is not None
        action = LINEAR.actions[f"linear_{action_name}"]
        return await run(
            LINEAR,
            action,
            gather(action, payload),
            method=METHOD,
            credential=clean(METHOD, {"api_key": self.twin.keys[self.key]}, system="Linear").values,
            transport=self.twin,
            clock=self.clock,
            deadline=30,
            names=self.names,
            account=account,
        )

    async def listed(self, action_name: str, **payload: Any) -> list[dict[str, Any]]:
        data = (await self.call(action_name, **payload)).data
        assert isinstance(data, list)
        return data

    async def one(self, action_name: str, **payload: Any) -> dict[str, Any]:
        data = (await self.call(action_name, **payload)).data
        assert isinstance(data, dict)
        return data
