"""A call of which nobody knows whether it happened is the same call when it is made again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from linkwright.toolset import HubUnreachable, Retries, ToolsetError
from linkwright.toolset.wire import Response
from tests.unit.toolset.fake import Answer, FakeHub, async_toolset, refused, said, toolset

GOOD = said(200, {"data": {}, "next": None})
LOST = HubUnreachable("Away.", retryable=True)
COMMENT = {"issueId": "ENG-1", "body": "Hi"}


def again(first: Answer, *, second: dict[str, Any] = COMMENT, later: float = 0, **options: Any) -> list[str | None]:
    """The keys of a call that fails so and of one that follows."""
    hub = FakeHub(calls=[first, GOOD])
    tools = toolset(hub, "acc_1", "acc_2", retries=Retries(most=0, now=lambda: hub.time))
    with pytest.raises(ToolsetError) as error:
        tools.call("linear_create_comment", COMMENT, account_id="acc_1")
    assert error.value.idempotency_key == hub.keys()[0]
    hub.time += later
    tools.call("linear_create_comment", second, **{"account_id": "acc_1", **options})
    tools.call("linear_create_comment", second, **{"account_id": "acc_1", **options})
    assert hub.keys()[1] != hub.keys()[2]
    return hub.keys()[:2]


@pytest.mark.promise("toolset.doubt")
@pytest.mark.parametrize(
    "unknown",
    [
        LOST,
        refused(408, "deadline_exceeded"),
        refused(500, "internal"),
        refused(502, "upstream_dropped"),
        refused(409, "write_in_progress"),
        Response(200, {}, b"<html>"),
    ],
)
def test_the_same_call_again_has_the_same_key_and_the_next_one_another(unknown: Answer) -> None:
    first, second = again(unknown)
    assert first == second


@pytest.mark.parametrize(
    "known", [refused(400, "invalid_arguments"), refused(409, "outcome_unknown"), refused(429, "rate_limited")]
)
def test_after_a_clear_answer_it_is_a_new_wish(known: Answer) -> None:
    first, second = again(known)
    assert first != second


def test_another_call_and_a_late_one_are_new_wishes() -> None:
    for keys in (again(LOST, second={"issueId": "ENG-2", "body": "Hi"}), again(LOST, later=901)):
        assert keys[0] != keys[1]
    first, second = again(LOST, account_id="acc_2")
    assert first != second


def test_the_order_of_inputs_does_not_make_another_call() -> None:
    first, second = again(LOST, second={"body": "Hi", "issueId": "ENG-1"})
    assert first == second


@pytest.mark.promise("toolset.doubt")
def test_a_model_that_tries_again_after_a_failure_makes_the_same_call() -> None:
    hub = FakeHub(calls=[LOST, GOOD])
    tools = toolset(hub, "acc_1", retries=Retries(most=0)).meta_tools()
    given = {"action_id": "linear_create_comment", "arguments": COMMENT}
    for number in range(2):
        tools.handle_anthropic(
            {"content": [{"type": "tool_use", "id": str(number), "name": "execute_action", "input": given}]}
        )
    assert hub.keys()[0] == hub.keys()[1]


@pytest.mark.anyio
async def test_a_call_that_is_cancelled_is_in_doubt_too() -> None:
    hub, begun = FakeHub(), asyncio.Event()
    tools = async_toolset(hub, "acc_1")
    answer = tools._transport.send

    async def silent(request: Any) -> Response:
        hub.sent.append(request)
        begun.set()
        return await asyncio.get_running_loop().create_future()

    tools._transport.send = silent  # type: ignore[method-assign]
    task = asyncio.create_task(tools.call("linear_create_comment", COMMENT))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    tools._transport.send = answer  # type: ignore[method-assign]
    await tools.call("linear_create_comment", COMMENT)
    assert hub.keys()[0] == hub.keys()[1]


def test_what_is_kept_is_bounded() -> None:
    hub = FakeHub(calls=[LOST])
    tools = toolset(hub, "acc_1", retries=Retries(most=0))
    for number in range(300):
        with pytest.raises(HubUnreachable):
            tools.call("linear_create_comment", {"issueId": str(number)})
    assert len(tools._hub._doubts._kept) <= 256
