"""Every action of Linear runs against the twin with its example, and gives what its output schema promises."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.connectors.compiled import Action
from linkwright.connectors.credentials import clean
from linkwright.engine.arguments import gather
from linkwright.engine.names import NameCache
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.run import run
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.outbound.transport import OutboundRequest

pytestmark = pytest.mark.anyio
CATALOG = Catalog.load()
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
METHOD = LINEAR.auth["api_key"]
ACTIONS = list(LINEAR.actions.values())


class Desk:
    """The twin in its first state before every example, and a way to look up what examples refer to."""

    def __init__(self) -> None:
        self.clock = FixedClock(datetime(2026, 11, 24, 12, tzinfo=UTC))
        found = CATALOG.twin("linear", "examples", self.clock)
        assert isinstance(found, LinearTwin)
        self.twin = found
        self.credential = clean(METHOD, found.credentials(), system="Linear").values
        self.first = found.snapshot()
        self.schemas = ProviderSchemas(self.clock)

    async def ask(self, document: str) -> dict[str, Any]:
        headers = {"Authorization": self.twin.keys["full"]}
        request = OutboundRequest("POST", "https://api.linear.app/graphql", headers, jsons.dumpb({"query": document}))
        answer = jsons.loads((await self.twin.send(request)).body)
        return dict(answer["data"])

    async def meant(self, value: Any) -> Any:
        if isinstance(value, list):
            return [await self.meant(one) for one in value]
        if isinstance(value, dict):
            return {name: await self.meant(one) for name, one in value.items()}
        return await self.looked_up(value[1:]) if isinstance(value, str) and value.startswith("@") else value

    async def looked_up(self, reference: str) -> str:
        name, _, rest = reference.partition(".")
        place = int(rest) if rest.isdigit() else 0
        field = rest if rest and not rest.isdigit() else "id"
        if name[0].isupper():
            return str(self.twin.rows(name)[place]["id"])
        if name == "asset":
            made = await self.ask('mutation { imageUploadFromUrl(url: "https://example.com/page") { url } }')
            return str(made["imageUploadFromUrl"]["url"])
        if name == "userSettings":
            return str((await self.ask("{ userSettings { id } }"))["userSettings"]["id"])
        leaf = field in ("id", "url", "branchName", "documentContentId")
        selected = field if leaf else f"{field} {{ id }}"
        plain = name in ("templates", "integrationTemplates") and name == "templates"
        found = await self.ask(
            f"{{ {name} {{ {selected} }} }}" if plain else f"{{ {name}(first: 5) {{ nodes {{ {selected} }} }} }}"
        )
        value = (found[name] if plain else found[name]["nodes"])[place][field]
        return str(value["id"] if isinstance(value, dict) else value)


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
        gather(action, await desk.meant(dict(action.example))),
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
