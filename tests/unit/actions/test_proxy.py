"""The proxy: any call of the account's own provider, with its credential, and nothing beyond."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace
from typing import Any

import pytest

from linkwright.actions.proxy.heartbeat import wanted
from linkwright.kit import jsons
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.actions.hub import AUTH, LINEAR_KEY, PRINCIPAL, Connection, Hub, Reply, raw, scope_of, send
from tests.unit.actions.twins import at_brightdesk, at_linear

pytestmark = pytest.mark.anyio
QUERY = {"method": "post", "path": "/graphql", "body": {"query": "{ viewer { id name } }"}}
ARCHIVE = "mutation($id: String!) { issueArchive(id: $id) { success } }"
MUTATION = {"method": "post", "path": "/graphql", "body": {"query": ARCHIVE, "variables": {"id": "ENG-1"}}}


async def proxy(hub: Hub, call: Any, **headers: str) -> Reply:
    return await send(hub.proxy, call, {**AUTH, **headers})


async def test_a_query_of_graphql_is_a_read_with_the_accounts_credential(hub: Hub) -> None:
    hub, _ = at_linear()
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    reply = await proxy(hub, QUERY)
    assert (reply.status, reply.json["status"]) == (200, 200)
    assert reply.json["data"]["data"]["viewer"]["name"]
    assert reply.json["headers"]["content-type"].startswith("application/json")
    run = hub.last
    assert (run.face, run.action, run.effect, run.status, run.connector_key) == (
        "proxy",
        "proxy",
        "read",
        200,
        "linear",
    )
    assert reply.headers["x-linkwright-run-id"] == run.id
    assert run.calls[0].url == "https://api.linear.app/graphql"


async def test_a_mutation_is_a_write(hub: Hub) -> None:
    hub, twin = at_linear()
    hub.keys.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    before = twin.snapshot()
    assert (await proxy(hub, MUTATION)).json["code"] == "forbidden"
    for body in (
        {"query": 'query { viewer { id } } mutation { issueArchive(id: "ENG-1") { success } }'},
        [{"query": "{ viewer { id } }"}],
        "{ viewer { id } }",
        {"query": "{ not graphql"},
        None,
    ):
        assert (await proxy(hub, {**MUTATION, "body": body})).json["code"] == "forbidden"
    hidden = "query=mutation%20%7B%20issueArchive%28id%3A%20%22ENG-1%22%29%20%7B%20success%20%7D%20%7D"
    for call in (
        {"path": "/graphql?query=mutation"},
        {"path": f"/graphql/?{hidden}"},
        # What stands in the address comes before what is in the body.
        {**QUERY, "path": f"/graphql?{hidden}"},
        {**QUERY, "body": {**QUERY["body"], "mutation": "x"}},
        {**QUERY, "body": {**QUERY["body"], "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "x"}}}},
        {**QUERY, "headers": {"content-type": "application/x-www-form-urlencoded"}},
    ):
        assert (await proxy(hub, call)).json["code"] == "forbidden", call
    assert (await proxy(hub, {**QUERY, "headers": {"content-type": "application/json; charset=utf-8"}})).status == 200
    assert twin.snapshot() == before
    hub.keys.principal = PRINCIPAL
    assert (await proxy(hub, MUTATION)).json["data"]["data"]["issueArchive"]["success"] is True
    assert hub.last.effect == "write"


async def test_a_write_is_noted_in_the_ledger_where_it_has_a_key_alone(hub: Hub) -> None:
    hub, _ = at_linear()
    await proxy(hub, MUTATION)
    assert hub.ledger.begun == []
    await proxy(hub, MUTATION, **{"idempotency-key": "k"})
    (intent,) = hub.ledger.begun
    assert (intent.action, intent.caller["face"], hub.ledger.ended) == ("proxy", "proxy", ["done"])
    await proxy(hub, {**MUTATION, "body": {"query": ARCHIVE, "variables": {"id": "ENG-2"}}}, **{"idempotency-key": "k"})
    assert hub.ledger.begun[1].fingerprint != intent.fingerprint


async def test_the_ledger_tells_writes_apart_by_what_their_headers_say_and_no_log_shows_that(hub: Hub) -> None:
    hub, _ = at_linear()
    for value in ("first-value", "first-value", "second-value"):
        await proxy(hub, {**MUTATION, "headers": {"X-Trace": value}}, **{"idempotency-key": "k"})
    marks = [one.fingerprint for one in hub.ledger.begun]
    assert marks[0] == marks[1] != marks[2]
    assert hub.last.arguments is not None
    assert hub.last.arguments["headers"] == ["x-trace"]
    assert "second-value" not in repr(hub.recorder.runs)


async def test_rest_is_called_with_method_path_headers_and_body(hub: Hub) -> None:
    hub, wire = at_brightdesk()
    got = await proxy(hub, {"path": "tickets/1041"})
    assert (got.status, got.json["data"]["ticket"]["id"]) == (200, 1041)
    patched = await proxy(
        hub,
        {
            "method": "PATCH",
            "path": "/tickets/1041",
            "headers": {"X-Trace": "t1"},
            "body": {"ticket": {"priority": "low"}},
        },
    )
    assert patched.json["data"]["ticket"]["priority"] == "low"
    request = wire.requests[-1]
    assert (request.method, request.url) == ("PATCH", "https://api.brightdesk.example/v2/tickets/1041")
    assert request.headers["x-trace"] == "t1"
    whole = await proxy(hub, {"url": "https://api.brightdesk.example/v2/tickets?limit=1"})
    assert len(whole.json["data"]["tickets"]) == 1
    assert hub.last.effect == "read"


@pytest.mark.parametrize(("answered", "status"), [(200, 200), (201, 201), (202, 202), (204, 200), (206, 200)])
async def test_success_is_answered_as_the_published_client_takes_it(hub: Hub, answered: int, status: int) -> None:
    hub.wire.answer = raw(b"" if answered == 204 else b"{}", answered)
    reply = await proxy(hub, {"method": "post", "path": "/things", "body": {}})
    assert (reply.status, reply.json["status"]) == (status, answered)
    assert reply.json["data"] == (None if answered == 204 else {})


@pytest.mark.parametrize(
    ("body", "data"),
    [
        (b"a,b\n1,2\n", "a,b\n1,2\n"),
        (b"[1,2]", [1, 2]),
        pytest.param(b"[" * 400 + b"]" * 400, "[" * 400 + "]" * 400, id="nested deeper than can be written"),
        (b"\x89PNG\xff", {"base64": base64.b64encode(b"\x89PNG\xff").decode(), "content_type": "image/png"}),
    ],
)
async def test_whatever_the_provider_answers_is_handed_on(hub: Hub, body: bytes, data: Any) -> None:
    hub.wire.answer = raw(body, content_type="image/png")
    assert (await proxy(hub, {"path": "/export"})).json["data"] == data


@pytest.mark.parametrize(
    ("answered", "status", "code"),
    [
        (400, 400, "provider_refused_input"),
        (401, 412, "credential_refused"),
        (404, 404, "provider_not_found"),
        (409, 409, "provider_conflict"),
        (302, 502, "provider_fault"),
        (500, 502, "provider_fault"),
    ],
)
async def test_a_refusal_of_the_provider_comes_with_its_own_words(
    hub: Hub, answered: int, status: int, code: str
) -> None:
    hub.wire.answer = raw(b'{"message":"no such thing"}', answered, location="https://elsewhere.example/")
    reply = await proxy(hub, {"method": "post", "path": "/things", "body": {}})
    assert (reply.status, reply.json["code"]) == (status, code)
    (told,) = reply.json["provider_errors"]
    assert (told["status"], told["url"]) == (answered, "https://api.linear.app/things")
    assert told["raw"] == {"message": "no such thing"}
    assert len(hub.wire.sent) == 1
    assert bool(hub.states.refused) is (code == "credential_refused")


@pytest.mark.promise("proxy.confined")
@pytest.mark.parametrize(
    "place",
    [
        {"url": "https://evil.example/graphql"},
        {"url": "http://api.linear.app/graphql"},
        {"url": "https://api.linear.app@evil.example/"},
        {"url": "https://user:pw@api.linear.app/"},
        {"url": "https://api.linear.app:8443/"},
        {"url": "https://api.linear.app.evil.example/"},
        {"url": "https://evil.example", "path": "//api.linear.app/graphql"},
        {"url": "https://api.linear.app", "path": "@evil.example/"},
        {"url": "https://api.linear.app:", "path": "80/"},
        {"url": "//evil.example/"},
        {"url": "ftp://api.linear.app/"},
        {"url": "https://[::1]/"},
        {"url": "https://[api.linear.app/"},
        {"url": "https://api.linear.app:x/"},
        {"url": "https://127.0.0.1/"},
        {"url": "https://api.linear.app\\@evil.example/"},
        {"url": "https://api.linear.app/ x"},
        {"url": "https://api.linear.app/\n"},
        {"url": "https://api.linear.app/é"},
        {"url": "https://api.linear.app/#/x"},
        {"path": "/../admin"},
        {"path": "/a/%2e%2e/%252e%252e/b"},
        {"path": "/a/..;/b"},
        {"path": "/a/%2e%2e%3bx=1/b"},
        {"path": "/a\\..\\b"},
        {"path": 7},
        {"path": "/" + "x" * 8_001},
        {},
        {"path": "", "url": None},
    ],
)
async def test_no_other_host_is_ever_called(hub: Hub, place: dict[str, Any]) -> None:
    reply = await proxy(hub, place)
    told = [one.url for one in hub.wire.sent]
    assert reply.status == 400 or told == ["https://api.linear.app/@evil.example/"], reply.json
    assert all(one.startswith("https://api.linear.app/") for one in told)


@pytest.mark.promise("proxy.confined")
@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Authorization": "Bearer mine"}, "header_not_allowed"),
        ({"authorization ": "x"}, "proxy_invalid"),
        ({"Cookie": "a=b"}, "header_not_allowed"),
        ({"Host": "evil.example"}, "header_not_allowed"),
        ({"Connection": "close"}, "header_not_allowed"),
        ({"Transfer-Encoding": "chunked"}, "header_not_allowed"),
        ({"X-Forwarded-Host": "evil.example"}, "header_not_allowed"),
        ({"X-HTTP-Method-Override": "DELETE"}, "header_not_allowed"),
        ({"X_HTTP_Method_Override": "DELETE"}, "header_not_allowed"),
        ({"x_forwarded_for": "10.0.0.1"}, "header_not_allowed"),
        ({"x-a": "1", "X-A": "2"}, "header_not_allowed"),
        ({"x-a": "1\r\nauthorization: mine"}, "proxy_invalid"),
        ({"x-a\r\n": "1"}, "proxy_invalid"),
        ({"x-a": 1}, "proxy_invalid"),
        ({"x-a": "ä"}, "proxy_invalid"),
        ({"x-a": "a" * 8_001}, "proxy_invalid"),
        ({f"x-{number}": "a" for number in range(51)}, "proxy_invalid"),
        (["x-a"], "proxy_invalid"),
    ],
)
async def test_headers_that_could_take_the_hubs_place_are_refused(hub: Hub, headers: Any, code: str) -> None:
    reply = await proxy(hub, {"path": "/things", "headers": headers})
    assert (reply.status, reply.json["code"]) == (400, code)
    assert "mine" not in reply.json["message"]
    assert hub.wire.sent == []


@pytest.mark.promise("proxy.no-credential")
async def test_a_provider_that_repeats_the_credential_does_not_get_it_through(hub: Hub) -> None:
    async def echo(request: OutboundRequest) -> OutboundResponse:
        assert request.headers["Authorization"] == LINEAR_KEY
        told = {"headers": dict(request.headers), LINEAR_KEY: [base64.b64encode(LINEAR_KEY.encode()).decode()]}
        back = {"content-type": "application/json", "set-cookie": "session=1", "x-echo": LINEAR_KEY}
        return OutboundResponse(200, back, jsons.dumpb(told), 1.0)

    hub.wire.answer = echo
    reply = await proxy(hub, {"path": "/echo"})
    assert reply.status == 200
    assert LINEAR_KEY not in reply.body.decode()
    assert base64.b64encode(LINEAR_KEY.encode()).decode() not in reply.body.decode()
    assert reply.json["headers"] == {"content-type": "application/json", "x-echo": "**"}
    assert LINEAR_KEY not in repr(hub.last)


@pytest.mark.promise("proxy.no-credential")
@pytest.mark.parametrize("status", [200, 400])
async def test_a_credential_that_is_sent_in_another_form_than_kept_is_logged_in_neither(status: int) -> None:
    hub, _ = at_brightdesk()
    hub.accounts.change(auth_method="login", credentials=(("email", 1, b"sealed"), ("api_key", 1, b"sealed")))
    key = hub.vault.key  # type: ignore[attr-defined]
    basic = base64.b64encode(f"{key}/token:{key}".encode()).decode()

    async def echo(request: OutboundRequest) -> OutboundResponse:
        assert request.headers["Authorization"] == f"Basic {basic}"
        return OutboundResponse(status, {"content-type": "application/json"}, jsons.dumpb(dict(request.headers)), 1.0)

    hub.wire.answer = echo
    reply = await proxy(hub, {"path": "/echo"})
    assert reply.status == status
    assert basic not in reply.body.decode()
    assert basic not in repr((hub.last, hub.last.calls))


async def test_what_is_confidential_goes_through_and_is_kept_nowhere(hub: Hub) -> None:
    hub, _ = at_linear()
    secret = "whsec-nobody-may-read-this"
    document = (
        'mutation { webhookCreate(input: {url: "https://app.example/h", resourceTypes: ["Issue"], allPublicTeams: true, '
        f'secret: "{secret}"}}) {{ success webhook {{ id hidden: secret }} }} }}'
    )
    reply = await proxy(hub, {**QUERY, "body": {"query": document}, "headers": {"x-token": "also-secret-1"}})
    assert reply.json["data"]["data"]["webhookCreate"]["webhook"]["hidden"] == secret
    assert secret not in repr(hub.last)
    assert "also-secret-1" not in repr(hub.last)


async def test_the_proxy_is_off_unless_every_action_is_on(hub: Hub) -> None:
    for choice in ("read", "core", ("linear_run_graphql",)):
        hub.accounts.change(profile_actions=choice)
        reply = await proxy(hub, QUERY)
        assert (reply.status, reply.json["code"]) == (403, "proxy_off")
    assert hub.wire.sent == []


async def test_a_profile_may_say_of_the_proxy_alone(hub: Hub) -> None:
    hub.wire.answer = raw(b"{}")
    hub.accounts.change(profile_actions="read", profile_proxy=True)
    assert (await proxy(hub, QUERY)).status == 200
    hub.accounts.change(profile_actions="all", profile_proxy=False)
    assert (await proxy(hub, QUERY)).json["code"] == "proxy_off"


async def test_the_log_shows_what_was_asked_for(hub: Hub) -> None:
    hub, _ = at_linear()
    await proxy(hub, {**QUERY, "headers": {"x-trace": "t1"}})
    run = hub.last
    assert run.arguments == {
        "method": "POST",
        "url": "https://api.linear.app/graphql",
        "headers": ["x-trace"],
        "sent": QUERY["body"],
    }
    assert run.calls[0].request == {"body": QUERY["body"]}


@pytest.mark.parametrize("status", ["suspended", "expired", "error"])
async def test_an_account_that_cannot_be_used_is_412(hub: Hub, status: str) -> None:
    hub.accounts.change(status=status)
    reply = await proxy(hub, QUERY)
    assert (reply.status, reply.json["code"], hub.last.status) == (412, "account_not_usable", 412)
    hub.accounts.change(status="active", profile_enabled=False)
    assert (await proxy(hub, QUERY)).status == 412


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (b"", "empty"),
        (b"{", "not valid JSON"),
        (b"[]", "not a JSON object"),
        ({"path": "/x", "method": "trace"}, "method must be"),
        ({"path": "/x", "method": 7}, "method must be"),
        ({"path": "/x", "body": {}}, "A get has no body"),
        ({"path": "/x", "query": {}}, "'query'"),
    ],
)
async def test_nonsense_is_refused(hub: Hub, call: Any, words: str) -> None:
    reply = await proxy(hub, call)
    assert (reply.status, reply.json["code"]) == (400, "proxy_invalid")
    assert words in reply.json["message"]


async def test_key_account_and_method_are_asked_for(hub: Hub) -> None:
    assert (await send(hub.proxy, QUERY, {"x-account-id": "acc_1"})).status == 401
    bare = {"authorization": AUTH["authorization"]}
    assert (await send(hub.proxy, QUERY, bare)).json["code"] == "account_missing"
    in_body = {**QUERY, "headers": {"X-Account-Id": "acc_9"}}
    assert (await send(hub.proxy, in_body, bare)).json["code"] == "account_not_found"
    assert (await send(hub.proxy, QUERY, AUTH, method="GET")).status == 405
    hub.keys.principal = replace(PRINCIPAL, scopes=frozenset({"platform:read"}))
    assert (await proxy(hub, QUERY)).status == 403


async def test_a_form_and_a_text_are_sent_as_they_are_meant(hub: Hub) -> None:
    hub.wire.answer = raw(b"{}")
    form = {"content-type": "application/x-www-form-urlencoded"}
    await proxy(hub, {"method": "post", "path": "/x", "headers": form, "body": {"a": "b c", "d": ["1", "2"]}})
    await proxy(hub, {"method": "put", "path": "/x", "headers": {"content-type": "text/csv"}, "body": "a,b"})
    await proxy(hub, {"method": "put", "path": "/x", "body": "a"})
    assert [one.body for one in hub.wire.sent] == [b"a=b+c&d=1&d=2", b"a,b", b'"a"']
    assert [one.headers["content-type"] for one in hub.wire.sent] == [
        "application/x-www-form-urlencoded",
        "text/csv",
        "application/json",
    ]


class Slowly:
    """A provider that answers when it is let."""

    def __init__(self, answer: Any) -> None:
        self.go, self.answer = asyncio.Event(), answer

    async def __call__(self, request: OutboundRequest) -> OutboundResponse:
        await self.go.wait()
        return await self.answer(request)


@pytest.mark.parametrize(("answered", "told"), [(200, {"status": 200}), (404, {"statusCode": 404})])
async def test_heartbeats_keep_a_slow_answer_alive_and_the_body_tells_how_it_went(
    answered: int, told: dict[str, int]
) -> None:
    hub = Hub(beats=0.001)
    slow = hub.wire.answer = Slowly(raw(b'{"message":"so it is"}', answered))
    connection = Connection(jsons.dumpb({"path": "/slow"}))
    running = asyncio.create_task(
        hub.proxy(scope_of({**AUTH, "prefer": "respond-async, Heartbeat"}), connection.receive, connection.send)
    )
    async with asyncio.timeout(5):
        while len(connection.sent) < 4:
            await asyncio.sleep(0)
        slow.go.set()
        await running
    reply = connection.reply
    assert (reply.status, reply.headers["preference-applied"]) == (200, "heartbeat")
    assert reply.body.startswith(b"\n\n")
    assert told.items() <= jsons.loads(reply.body).items()


async def test_an_answer_that_is_quick_keeps_its_own_status(hub: Hub) -> None:
    hub.wire.answer = raw(b"{}", 404)
    reply = await proxy(hub, {"path": "/x"}, prefer="heartbeat")
    assert (reply.status, reply.headers["preference-applied"]) == (404, "heartbeat")
    hub.wire.answer = raw(b"{}", 201)
    reply = await proxy(hub, {"path": "/x"}, prefer="heartbeat")
    assert (reply.status, reply.json["status"]) == (201, 201)


def test_only_the_word_itself_asks_for_heartbeats() -> None:
    assert wanted("heartbeat") and wanted('wait=10, heartbeat; every="5"')
    assert not wanted(None) and not wanted("") and not wanted("no-heartbeat")
