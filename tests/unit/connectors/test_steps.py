"""Actions of several calls: compiled with every mistake at its line, run in order, honest about what was done."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.connectors.loading import load_connector
from linkwright.engine.arguments import gather
from linkwright.engine.errors import EngineError, InvalidArguments, ProviderFault
from linkwright.engine.progress import LISTENER
from linkwright.engine.results import RunResult
from linkwright.engine.run import run
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from tests.unit.connectors.workshop import Workshop
from tests.unit.engine.pretend import Provider, answer

pytestmark = pytest.mark.anyio
STEPS = """
file_all:
  label: File tickets
  about: File a ticket for each title, as the person who asks.
  effect: write
  scopes: [file]
  inputs:
    titles: {type: "[String!]!", about: Titles.}
    note: {type: String, about: A note for all.}
    rename: {type: String, about: New title of the first.}
  steps:
    - id: who
      query: "query { me { id name } }"
    - id: filed
      for_each: inputs.titles
      query: |
        mutation ($input: TicketInput!) { ticketCreate(input: $input) { success ticket { id title } } }
      with: {input.title: item, input.body: "inputs.note || who.name"}
      result: ticketCreate.ticket
    - id: renamed
      when: inputs.rename
      query: |
        mutation ($id: String!, $input: TicketUpdateInput!) { ticketUpdate(id: $id, input: $input) { success ticket { id title } } }
      with: {id: "filed[0].id", input.title: inputs.rename}
      result: ticketUpdate.ticket
  result: "{by: who.name, tickets: filed, renamed: renamed.title}"
"""


@pytest.fixture
def bench(desk: Workshop) -> Workshop:
    desk.actions["steps.yaml"] = STEPS
    return desk


def made(number: int) -> Any:
    return answer({"data": {"ticketCreate": {"success": True, "ticket": {"id": f"t{number}", "title": "x"}}}})


ME = answer({"data": {"me": {"id": "p", "name": "Ada"}}})


async def call(desk: Workshop, provider: Provider, clock: FixedClock, **arguments: Any) -> RunResult:
    connector = load_connector(desk.compile().connector)
    action = connector.actions["desk_file_all"]
    return await run(
        connector,
        action,
        gather(action, arguments),
        method=connector.auth["token"],
        credential={"token": Secret("token-token")},
        transport=provider,
        clock=clock,
        deadline=30,
    )


def test_the_output_schema_is_derived_from_the_last_expression(bench: Workshop) -> None:
    schema = bench.action("file_all")["output_schema"]
    assert schema["required"] == ["by", "tickets", "renamed"]
    assert schema["properties"]["tickets"]["items"]["anyOf"][0]["properties"]["id"] == {"type": "string"}
    assert schema["properties"]["renamed"]["anyOf"][1] == {"type": "null"}


async def test_steps_run_in_order_each_fed_by_what_came_before(bench: Workshop, clock: FixedClock) -> None:
    provider = Provider(ME, made(1), made(2))
    result = await call(bench, provider, clock, titles=["a", "b"])
    assert result.data == {
        "by": "Ada",
        "tickets": [{"id": "t1", "title": "x"}, {"id": "t2", "title": "x"}],
        "renamed": None,
    }
    sent = [jsons.loads(request.body or b"")["variables"] for request in provider.requests]
    assert sent == [{}, {"input": {"title": "a", "body": "Ada"}}, {"input": {"title": "b", "body": "Ada"}}]
    assert [one.operation for one in result.calls] == ["query me", "mutation ticketCreate", "mutation ticketCreate"]


async def test_a_step_runs_only_when_its_condition_holds(bench: Workshop, clock: FixedClock) -> None:
    renamed = answer({"data": {"ticketUpdate": {"success": True, "ticket": {"id": "t1", "title": "new"}}}})
    provider = Provider(ME, made(1), renamed)
    result = await call(bench, provider, clock, titles=["a"], rename="new", note="hi")
    assert isinstance(result.data, dict)
    assert result.data["renamed"] == "new"
    assert jsons.loads(provider.requests[1].body or b"")["variables"]["input"]["body"] == "hi"


async def test_a_failure_after_a_write_says_what_was_done_and_is_not_repeated(
    bench: Workshop, clock: FixedClock
) -> None:
    provider = Provider(ME, made(1), answer({"errors": [{"message": "Broken"}]}, 500))
    with pytest.raises(EngineError) as failed:
        await call(bench, provider, clock, titles=["a", "b"])
    assert failed.value.extra["steps_done"] == ["mutation ticketCreate"]
    assert failed.value.extra["failed_step"] == "filed"
    assert len(provider.requests) == 3


async def test_success_false_in_a_step_is_a_failure(bench: Workshop, clock: FixedClock) -> None:
    provider = Provider(ME, answer({"data": {"ticketCreate": {"success": False, "ticket": None}}}))
    with pytest.raises(ProviderFault, match="did not do this"):
        await call(bench, provider, clock, titles=["a"])


async def test_a_list_that_would_call_too_often_is_refused_before_anything_is_written(
    bench: Workshop, clock: FixedClock
) -> None:
    provider = Provider(ME)
    with pytest.raises(InvalidArguments, match="51 times; 50 is the most"):
        await call(bench, provider, clock, titles=["x"] * 51)
    assert len(provider.requests) == 1


async def test_whoever_listens_hears_of_every_step_and_of_every_round_in_it(bench: Workshop, clock: FixedClock) -> None:
    heard: list[tuple[float, float, int, str]] = []
    before = LISTENER.set(lambda *told: heard.append(told))
    try:
        await call(bench, Provider(ME, made(1), made(2)), clock, titles=["a", "b"])
    finally:
        LISTENER.reset(before)
    assert heard == [
        (1, 2, 3, "query me"),
        (1.5, 2.0, 3, "1 of 2"),
        (2, 3, 3, "mutation ticketCreate"),
        (3, 3, 3, "mutation ticketCreate"),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("for_each: inputs.titles", "for_each: inputs.note", "for_each needs a list."),
        ("for_each: inputs.titles", "for_each: inputs.tittles", "There is no tittles here. Did you mean 'titles'?"),
        ("input.title: item,", "input.titel: item,", "TicketInput has no field 'titel'. Did you mean 'title'?"),
        ("input.title: item,", "input.title: inputs.titles,", "takes String!; the expression gives array"),
        ('{id: "filed[0].id", ', "{", "The variable $id gets no value."),
        ("when: inputs.rename", "when: renamed.title", "There is no renamed here."),
        ("result: ticketCreate.ticket", "result: ticketCreate.tiket", "Did you mean 'ticket'?"),
        ("id: renamed", "id: filed", "There is a filed already."),
        ("effect: write", "effect: read", "The effect read allows no mutation among the steps."),
        ('type: "[String!]!"', 'type: "[Strin!]!"', "There is no input type Strin. Did you mean 'String'?"),
        (
            "success ticket { id title } } }\n      with: {input.title: item",
            "ticket { id title } } }\n      with: {input.title: item",
            "can report success: false",
        ),
        ('result: "{by: who.name, ', 'page: me\n  result: "{by: who.name, ', "page belongs to an action with a query."),
    ],
)
def test_a_mistake_in_steps_is_told_at_its_line(bench: Workshop, right: str, wrong: str, said: str) -> None:
    assert right in bench.actions["steps.yaml"]
    bench.actions["steps.yaml"] = bench.actions["steps.yaml"].replace(right, wrong, 1)
    found = [one for one in bench.findings() if said in str(one)]
    assert found, [str(one) for one in bench.findings()]
    assert found[0].file == "actions/steps.yaml"
