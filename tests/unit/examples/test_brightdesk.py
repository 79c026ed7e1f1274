"""The fictional help desk: a REST connector imported from OpenAPI works against a server that it does not know."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from linkwright.connectors.compile import stale
from linkwright.engine.errors import (
    CredentialRefused,
    InvalidArguments,
    MissingRight,
    ProviderConflict,
    ProviderFault,
    ProviderNotFound,
    ProviderRateLimited,
    ProviderRefusedInput,
)
from linkwright.engine.verify import verify
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import OutboundResponse
from tests.unit.examples.brightdesk import NOW, ROOT, Desk, Wire, compiled, connector, twin

pytestmark = pytest.mark.anyio


def test_its_committed_locks_are_what_its_files_compile_to() -> None:
    assert stale(ROOT / "connector", compiled()) == []


@pytest.mark.promise("connectors.rest")
@pytest.mark.parametrize(
    ("action", "given", "count", "requests"),
    [
        ("list_tickets", {}, 45, 3),
        ("list_tickets", {"page_size": 50}, 45, 1),
        ("list_comments", {"ticket_id": 1001}, 25, 3),
        ("list_customers", {"page_size": 3}, 7, 3),
        ("list_customers", {"page_size": 7}, 7, 1),
        ("list_events", {"kinds": ["ticket.created"], "page_size": 20}, 45, 3),
    ],
)
async def test_every_way_of_paging_gives_each_item_once(
    action: str, given: dict[str, Any], count: int, requests: int
) -> None:
    desk = Desk()
    found = await desk.walk(action, **given)
    assert len({one["id"] for one in found}) == len(found) == count
    assert len(desk.wire.requests) == requests


async def test_inputs_reach_path_query_header_and_body() -> None:
    desk = Desk()
    await desk.run("list_tickets", status="open", tags=["hardware", "lamp"], updated_since="2026-11-02T09:00:00Z")
    made = await desk.run(
        "create_ticket", subject="Ünder", customer_email="new@customer.example", idempotency_key="once", tags=[]
    )
    assert isinstance(made.data, dict)
    await desk.run("update_ticket", ticket_id=made.data["id"], assignee_id=None, priority="high")
    asked, filed, changed = desk.wire.requests
    assert parse_qs(urlsplit(asked.url).query) == {
        "status": ["open"],
        "tag": ["hardware,lamp"],
        "updated_since": ["2026-11-02T09:00:00Z"],
        "limit": ["20"],
    }
    assert filed.headers["Idempotency-Key"] == "once"
    assert filed.body is not None and b'"channel":"api"' in filed.body
    assert (changed.method, changed.url) == ("PATCH", f"https://api.brightdesk.example/v2/tickets/{made.data['id']}")
    assert changed.body == b'{"ticket":{"assignee_id":null,"priority":"high"}}'


async def test_a_form_a_repeated_parameter_and_nothing_for_an_answer_work() -> None:
    desk = Desk()
    said = await desk.run("create_comment", ticket_id=1002, text="Thank you & goodbye", public=True)
    assert isinstance(said.data, dict)
    assert (said.data["text"], said.data["public"]) == ("Thank you & goodbye", True)
    assert desk.wire.requests[-1].headers["content-type"] == "application/x-www-form-urlencoded"
    await desk.run("list_events", kinds=["ticket.created", "comment.created"])
    assert "kind=ticket.created&kind=comment.created" in desk.wire.requests[-1].url
    gone = await desk.run("delete_ticket", ticket_id=1002)
    assert gone.data == {"success": True}


async def test_only_what_was_picked_reaches_callers() -> None:
    desk = Desk()
    listed = await desk.run("list_tickets", page_size=1)
    assert isinstance(listed.data, list)
    assert set(listed.data[0]) == {"id", "subject", "status", "priority", "requester", "tags", "updated_at"}
    assert set(listed.data[0]["requester"]) == {"id", "name"}
    whole = await desk.run("get_ticket", ticket_id=1001)
    assert isinstance(whole.data, dict)
    assert "_internal_score" not in whole.data


async def test_steps_of_requests_feed_each_other() -> None:
    desk = Desk()
    done = await desk.run("solve_tickets", ticket_ids=[1001, 1002], reason="Fixed")
    assert done.data == {"tickets": [{"id": 1001, "status": "solved"}, {"id": 1002, "status": "solved"}]}
    assert [one.operation for one in done.calls] == [
        "POST /tickets/{ticket_id}/comments",
        "POST /tickets/{ticket_id}/comments",
        "PATCH /tickets/{ticket_id}",
        "PATCH /tickets/{ticket_id}",
    ]


@pytest.mark.parametrize(
    ("method", "credential", "header", "value"),
    [
        ("api_key", {"api_key": "@key"}, "X-Api-Key", "@key"),
        ("token", {"token": "@key"}, "Authorization", "Bearer @key"),
        ("login", {"email": "@mail", "api_key": "@key"}, "Authorization", "Basic @both"),
    ],
)
async def test_each_way_to_sign_in_opens_the_same_account(
    method: str, credential: dict[str, str], header: str, value: str
) -> None:
    both = base64.b64encode(f"{twin().EMAIL}/token:{twin().KEY}".encode()).decode()

    def real(text: str) -> str:
        return text.replace("@key", twin().KEY).replace("@mail", twin().EMAIL).replace("@both", both)

    wire = Wire()
    identity = await verify(
        connector(),
        method=connector().auth[method],
        credential={name: Secret(real(text)) for name, text in credential.items()},
        transport=wire,
        clock=FixedClock(NOW),
    )
    assert (identity.external_id, identity.person["name"]) == ("ws_harbour", "Ines Okafor")
    assert [one["name"] for one in identity.teams] == ["First line", "Billing"]
    assert wire.requests[0].headers[header] == real(value)


@pytest.mark.parametrize(
    ("action", "given", "error", "words"),
    [
        ("get_ticket", {"ticket_id": 9}, ProviderNotFound, "Brightdesk says: There is no ticket 9."),
        ("create_ticket", {"subject": "x", "customer_email": "no"}, ProviderRefusedInput, "not an e-mail address"),
        ("update_ticket", {"ticket_id": 1003, "subject": "x"}, ProviderConflict, "Open it again before you change it."),
        ("list_tickets", {"cursor": "?"}, ProviderRefusedInput, "not one of ours"),
    ],
)
async def test_refusals_become_outcomes(action: str, given: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        await Desk().run(action, **given)


async def test_a_wrong_key_a_missing_right_and_a_used_up_limit_are_told_apart() -> None:
    with pytest.raises(CredentialRefused):
        await Desk(api_key="bd_wrong").run("get_ticket", ticket_id=1001)
    with pytest.raises(MissingRight, match="may only read"):
        await Desk(api_key=twin().READ_ONLY_KEY).run("delete_ticket", ticket_id=1001)
    desk = Desk(Wire(calls_per_minute=1))
    await desk.run("get_ticket", ticket_id=1001)
    with pytest.raises(ProviderRateLimited) as refused:
        await desk.run("get_ticket", ticket_id=1001)
    assert refused.value.headers["Retry-After"] == "42"


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (OutboundResponse(200, {}, b"<html>", 1.0), "cannot be read"),
        (OutboundResponse(200, {}, b"", 1.0), "cannot be read"),
        (OutboundResponse(200, {}, b"[]", 1.0), "expected data"),
        (OutboundResponse(302, {"location": "https://evil.example"}, b"", 1.0), "HTTP 302"),
        (OutboundResponse(503, {}, b"<html>busy</html>", 1.0), "HTTP 503"),
    ],
)
async def test_an_answer_that_is_none_is_the_providers_fault(response: OutboundResponse, words: str) -> None:
    desk = Desk()
    desk.wire.scripted = [response] * 3
    with pytest.raises(ProviderFault, match=words):
        await desk.run("create_ticket", subject="x", customer_email="a@b.example")
    assert len(desk.wire.requests) == 1


@pytest.mark.parametrize("value", ["..", ".", "  "])
def test_a_value_in_the_path_cannot_leave_it(value: str) -> None:
    from linkwright.engine.requests import planned_request

    request = connector().actions["brightdesk_get_ticket"].request
    assert request is not None
    with pytest.raises(InvalidArguments):
        planned_request("brightdesk", "x", "read", request, {"path": {"ticket_id": value}})
    planned = planned_request("brightdesk", "x", "read", request, {"path": {"ticket_id": "a/../b?c#d"}})
    assert planned.url == "https://api.brightdesk.example/v2/tickets/a%2F..%2Fb%3Fc%23d"


@pytest.mark.parametrize("cursor", ["-1", "1e3", "²", "1; drop", "99999999999"])
async def test_a_page_number_of_ones_own_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidArguments):
        await Desk().run("list_customers", cursor=cursor)
