"""Every action of Linear runs against the twin with its example, and gives what its output schema promises."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from jsonschema_rs import Draft202012Validator

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.linear.twin.references import meant
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.connectors.compiled import Action
from linkwright.connectors.credentials import clean
from linkwright.engine.arguments import gather
from linkwright.engine.names import NameCache
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.run import run
from linkwright.kit.clock import FixedClock

pytestmark = pytest.mark.anyio
CATALOG = Catalog.load()
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
METHOD = LINEAR.auth["api_key"]
ACTIONS = list(LINEAR.actions.values())


class Desk:
    """The twin in its first state before every example."""

    def __init__(self) -> None:
        self.clock = FixedClock(datetime(2026, 11, 24, 12, tzinfo=UTC))
        found = CATALOG.twin("linear", "examples", self.clock)
        assert isinstance(found, LinearTwin)
        self.twin = found
        self.credential = clean(METHOD, found.credentials(), system="Linear").values
        self.first = found.snapshot()
        self.schemas = ProviderSchemas(self.clock)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("action", ACTIONS, ids=[action.name for action in ACTIONS])
@pytest.mark.promise("linear.every-action-runs")
async def test_an_action_gives_what_its_schema_promises(desk: Desk, action: Action) -> None:
    assert LINEAR is not None
    assert action.example is not None
    desk.twin.restore(desk.first)
    desk.clock.advance(3)
    result = await run(
        LINEAR,
        action,
        gather(action, await meant(desk.twin, dict(action.example))),
        method=METHOD,
        credential=desk.credential,
        transport=desk.twin,
        clock=desk.clock,
        deadline=30,
        names=NameCache(desk.clock),
        account="acc",
        schemas=desk.schemas,
    )
    errors = [error.message for error in Draft202012Validator(action.output_schema).iter_errors(result.data)]
    assert errors == []
    if action.paged:
        assert result.data, "an example of a list that lists nothing shows nothing"
    assert result.warnings == []
