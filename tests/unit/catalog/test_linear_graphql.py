"""The way past the actions: look into the schema, check a document, run it; what it does decides what it counts as."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from linkwright.connectors.credentials import clean
from linkwright.engine.arguments import gather
from linkwright.engine.errors import InvalidArguments
from linkwright.engine.hooks import effect_of
from linkwright.engine.provider_schema import KEPT_SECONDS, ProviderSchemas
from linkwright.engine.run import run
from linkwright.kit.clock import FixedClock
from tests.unit.catalog.linear_caller import CATALOG, LINEAR, METHOD

pytestmark = pytest.mark.anyio


class Caller:
    def __init__(self, clock: FixedClock) -> None:
        found = CATALOG.twin("linear", "graphql", clock)
        assert found is not None
        self.twin, self.clock, self.schemas = found, clock, ProviderSchemas(clock)
        self.calls = 0

    async def __call__(self, name: str, **payload: Any) -> dict[str, Any]:
        assert LINEAR is not None
        action = LINEAR.actions[f"linear_{name}"]
        result = await run(
            LINEAR,
            action,
            gather(action, payload),
            method=METHOD,
            credential=clean(METHOD, self.twin.credentials(), system="Linear").values,
            transport=self.twin,
            clock=self.clock,
            deadline=30,
            schemas=self.schemas,
        )
        self.calls = len(result.calls)
        assert isinstance(result.data, dict)
        return result.data


@pytest.fixture(scope="module")
def call() -> Caller:
    """One for all that do not say when its schema is asked for: to describe itself is the most that a provider can be asked."""
    return Caller(FixedClock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC)))


async def test_words_find_root_fields_and_types_of_the_schema(call: Caller) -> None:
    found = await call("search_schema", text="issue create")
    names = [one["name"] for one in found["matches"]]
    assert {"Mutation.issueCreate", "IssueCreateInput"} <= set(names)
    definition = next(one["definition"] for one in found["matches"] if one["name"] == "IssueCreateInput")
    assert "teamId: String!" in definition
    assert '"""' not in definition
    assert len((await call("search_schema", text="issue", limit=2))["matches"]) == 2


async def test_the_schema_is_asked_for_once_and_again_after_hours(clock: FixedClock) -> None:
    call = Caller(clock)
    await call("search_schema", text="team")
    assert call.calls == 1
    await call("validate_graphql", document="{ viewer { id } }")
    assert call.calls == 0
    call.clock.advance(KEPT_SECONDS + 1)
    await call("validate_graphql", document="{ viewer { id } }")
    assert call.calls == 1


async def test_a_document_is_checked_without_being_run(call: Caller) -> None:
    good = await call("validate_graphql", document="query { issues(first: 10) { nodes { id title } } }")
    assert good == {"valid": True, "effect": "read", "complexity": 13, "errors": []}
    bad = await call("validate_graphql", document="query {\n  issues(first: 10) { nodes { id titel } }\n}")
    assert bad["valid"] is False
    assert bad["errors"][0]["line"] == 2
    assert "Did you mean 'title'" in bad["errors"][0]["message"]
    for document, said in (
        ("query { issues { nodes { id } } }", "needs an explicit `first`"),
        ("query {", "Syntax Error"),
        ("query A { viewer { id } } query B { viewer { id } }", "exactly one operation"),
        ("query { issues(first: 250) { nodes { comments(first: 50) { nodes { id } } } } }", "points; 10000"),
    ):
        assert said in (await call("validate_graphql", document=document))["errors"][0]["message"]


async def test_a_query_and_a_mutation_of_ones_own_run(call: Caller) -> None:
    data = await call(
        "run_graphql", document="query ($n: Int!) { teams(first: $n) { nodes { id key } } }", variables={"n": 1}
    )
    team = data["teams"]["nodes"][0]
    made = await call(
        "run_graphql",
        document="mutation ($i: IssueCreateInput!) { issueCreate(input: $i) { success issue { identifier title } } }",
        variables={"i": {"teamId": team["id"], "title": "By hand"}},
    )
    assert made["issueCreate"]["issue"]["title"] == "By hand"


async def test_a_document_that_does_not_fit_is_refused_and_not_sent(call: Caller) -> None:
    with pytest.raises(InvalidArguments, match="The document was not sent. Line 1: Cannot query field 'nope'"):
        await call("run_graphql", document="{ nope }")
    with pytest.raises(InvalidArguments, match="Subscriptions cannot be run"):
        await call("run_graphql", document="subscription { issueCreated { id } }")
    with pytest.raises(InvalidArguments, match="more than"):
        await call("run_graphql", document="{ viewer { id } }" + " " * 70_000)


async def test_what_the_provider_marks_as_internal_is_refused_even_where_the_schema_does_not_say_so(
    call: Caller,
) -> None:
    assert LINEAR is not None
    assert "Query.organizationMeta" in LINEAR.closed
    assert not [name for name in LINEAR.closed if name == "Query.issues"]


@pytest.mark.parametrize(
    ("payload", "effect"),
    [
        ({"document": "{ viewer { id } }"}, "read"),
        ({"body": {"document": "query A { viewer { id } }"}}, "read"),
        ({"body_document": "mutation { issueDelete(id: 1) { success } }"}, "write"),
        ({"document": "query A { viewer { id } } mutation B { issueDelete(id: 1) { success } }"}, "write"),
        ({"document": "{ broken"}, "write"),
        ({"document": 5}, "write"),
        ({}, "write"),
    ],
)
def test_what_a_document_does_decides_what_it_counts_as(payload: dict[str, Any], effect: str) -> None:
    assert LINEAR is not None
    assert effect_of(LINEAR.actions["linear_run_graphql"], payload) == effect
