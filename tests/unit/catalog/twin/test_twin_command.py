from __future__ import annotations

import hashlib
import hmac
import json
from hashlib import sha256
from typing import Any

import pytest
from anyio import move_on_after
from starlette.testclient import TestClient
from typer.testing import CliRunner

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.cli.twin import app, introduction
from linkwright.cli.twin_clock import ForwardClock
from linkwright.cli.twin_posting import Postbox
from linkwright.cli.twin_server import MOST_BODY_BYTES, serve_twin
from linkwright.kit import jsons
from linkwright.outbound.errors import UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.catalog.twin.twin_desk import Desk


@pytest.fixture
def client(twin: Any) -> Any:
    with TestClient(serve_twin(twin, "https://api.linear.app")) as client:
        yield client


def test_the_served_twin_answers_like_linear(client: Any, twin: Any) -> None:
    answer = client.post(
        "/graphql", json={"query": "{ viewer { name } }"}, headers={"Authorization": twin.keys["full"]}
    )
    assert answer.status_code == 200
    assert answer.json() == {"data": {"viewer": {"name": "Mira Holt"}}}
    assert answer.headers["x-ratelimit-requests-remaining"] == "2499"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert client.post("/graphql", json={"query": "{ viewer { name } }"}).status_code == 401


def test_other_paths_and_methods_are_refused_and_not_a_crash(client: Any) -> None:
    assert client.get("/graphql").status_code == 400
    assert client.post("/elsewhere", content=b"x").status_code == 400
    assert client.post("/graphql", content=b"x" * (MOST_BODY_BYTES + 1)).status_code == 413


def test_what_is_steered_through_the_control_paths_takes_effect(client: Any, twin: Any) -> None:
    def ask(query: str = "{ viewer { name } }") -> Any:
        return client.post("/graphql", json={"query": query}, headers={"Authorization": twin.keys["full"]})

    assert client.get("/twin/keys").json() == twin.keys
    before = client.get("/twin/snapshot").content
    team = ask('{ team(id: "ENG") { id } }').json()["data"]["team"]["id"]
    created = f'mutation {{ issueCreate(input: {{teamId: "{team}", title: "New"}}) {{ issue {{ identifier }} }} }}'
    new = ask(created).json()["data"]["issueCreate"]["issue"]["identifier"]
    assert client.put("/twin/snapshot", content=before).status_code == 204
    assert "errors" in ask(f'{{ issue(id: "{new}") {{ id }} }}').json()
    assert client.post("/twin/faults", json={"status": 503, "times": 2}).status_code == 204
    assert (ask().status_code, ask().status_code, ask().status_code) == (503, 503, 200)
    client.post("/twin/faults", json={"answer": "malformed"})
    with pytest.raises(ValueError, match="Unterminated|Expecting"):
        ask().json()
    client.post("/twin/faults", json={"status": 500, "times": 9})
    assert client.post("/twin/reset").status_code == 204
    assert ask().status_code == 200


def test_a_control_path_that_is_not_there_or_nonsense_says_what_there_is(client: Any) -> None:
    assert "POST /twin/reset" in client.post("/twin/rest").json()["errors"][0]["message"]
    refused = client.post("/twin/faults", json={"stauts": 500})
    assert (refused.status_code, "status, times" in refused.text) == (400, True)


def test_a_file_goes_up_by_the_signed_address_and_comes_down_with_a_key(client: Any, twin: Any) -> None:
    query = """mutation { fileUpload(contentType: "text/plain", filename: "a.txt", size: 5) {
      uploadFile { uploadUrl assetUrl headers { key value } } } }"""
    answer = client.post("/graphql", json={"query": query}, headers={"Authorization": twin.keys["full"]}).json()
    place = answer["data"]["fileUpload"]["uploadFile"]
    path = place["uploadUrl"].removeprefix("https://uploads.linear.app")
    headers = {one["key"]: one["value"] for one in place["headers"]}
    headers |= {"Content-Type": "text/plain", "Cache-Control": "public, max-age=31536000"}
    assert client.put(path, content=b"hello", headers={**headers, "Authorization": "x"}).status_code == 400
    assert client.put(path, content=b"hello", headers=headers).status_code == 200
    asset = place["assetUrl"].removeprefix("https://uploads.linear.app")
    assert client.get(asset).status_code == 401
    assert client.get(asset, headers={"Authorization": twin.keys["full"]}).content == b"hello"


def test_changes_leave_signed_messages_for_webhooks(client: Any, twin: Any) -> None:
    def ask(query: str) -> Any:
        return client.post("/graphql", json={"query": query}, headers={"Authorization": twin.keys["full"]}).json()[
            "data"
        ]

    secret = "a-secret-of-some-length"
    ask(f"""mutation {{ webhookCreate(input: {{url: "https://example.com/in", resourceTypes: ["Issue"], allPublicTeams: true,
      secret: "{secret}"}}) {{ success }} }}""")
    ask('mutation { issueUpdate(id: "ENG-1", input: {title: "Renamed"}) { success } }')
    (message,) = client.get("/twin/outbox").json()
    signed = hmac.new(secret.encode(), message["body"].encode(), hashlib.sha256).hexdigest()
    assert message["headers"]["linear-signature"] == signed
    body = json.loads(message["body"])
    assert (body["action"], body["type"], body["data"]["title"]) == ("update", "Issue", "Renamed")
    assert "title" in body["updatedFrom"]


def test_the_command_tells_its_address_a_key_and_how_to_point_a_hub_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[dict[str, Any]] = []
    monkeypatch.setattr("uvicorn.run", lambda _, **options: served.append(options))
    result = CliRunner().invoke(app, ["linear", "--port", "9123", "--seed", "demo"])
    assert result.exit_code == 0, result.output
    assert served == [{"host": "127.0.0.1", "port": 9123, "log_level": "warning"}]
    assert "Twin of Linear at http://127.0.0.1:9123/graphql" in result.output
    assert "API key: lin_" + "api_" in result.output
    origins = {f"https://{host}linear.app": "http://127.0.0.1:9123" for host in ("", "api.", "uploads.")}
    assert f"LINKWRIGHT_OUTBOUND_ORIGINS='{jsons.dumps(origins)}'" in result.output


def test_every_other_key_is_listed_by_name() -> None:
    text = introduction("http://x:1", {"full": "a", "read_only": "b", "down": "c"})
    assert "read_only" in text
    assert "down" in text
    assert "\n  full" not in text


def test_a_port_out_of_range_is_refused() -> None:
    assert CliRunner().invoke(app, ["linear", "--port", "70000"]).exit_code == 2


class Receiver:
    """Takes what is posted; the address says how it fares."""

    def __init__(self) -> None:
        self.got: list[OutboundRequest] = []

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.got.append(request)
        if "gone" in request.url:
            raise UpstreamUnreachable
        return OutboundResponse(200, {}, b"", 1.0)


async def hook(desk: Desk, url: str) -> None:
    given = f'url: "{url}", resourceTypes: ["Issue"], allPublicTeams: true'
    await desk.ask(f"mutation {{ webhookCreate(input: {{{given}}}) {{ success }} }}")


@pytest.mark.anyio
async def test_messages_are_posted_in_order_and_stay_visible_with_what_became_of_them(desk: Desk) -> None:
    receiver = Receiver()
    await hook(desk, "https://example.com/gone")
    await hook(desk, "https://example.com/in")
    for title in ("One", "Two"):
        await desk.ask(f'mutation {{ issueUpdate(id: "ENG-1", input: {{title: "{title}"}}) {{ success }} }}')
    postbox = Postbox(desk.twin, receiver)
    assert [message["answer"] for message in postbox.messages()] == [None] * 4
    waiting = [message["body"] for message in postbox.messages()]
    with move_on_after(0.01):
        await postbox.run()
    assert [request.body.decode() for request in receiver.got if request.body] == waiting
    assert all(request.headers["linear-signature"] for request in receiver.got)
    assert [message["answer"] for message in postbox.messages()] == [UpstreamUnreachable.code, "200"] * 2
    assert [message["body"] for message in postbox.messages()] == waiting
    postbox.clear()
    assert postbox.messages() == []


def test_one_value_comes_as_plain_text_for_shells(client: Any, twin: Any) -> None:
    assert client.get("/twin/keys/full").text == twin.keys["full"]
    assert client.get("/twin/oauth").json() == {
        "client_id": twin.oauth.client_id,
        "client_secret": twin.oauth.client_secret,
    }
    assert client.get("/twin/oauth/client_id").text == twin.oauth.client_id
    refused = client.get("/twin/keys/fuller")
    assert (refused.status_code, "read_only" in refused.text) == (400, True)
    assert client.get("/twin/keys/full/more").status_code == 400


def test_refresh_tokens_are_told_by_their_hash_with_how_often_they_were_shown(client: Any, twin: Any) -> None:
    app = {"client_id": twin.oauth.client_id, "client_secret": twin.oauth.client_secret}
    asked = {**app, "redirect_uri": "https://hub.example/back", "response_type": "code", "decision": "allow"}
    back = client.post("/oauth/authorize", data=asked, follow_redirects=False).headers["location"]
    form = {**app, "grant_type": "authorization_code", "redirect_uri": asked["redirect_uri"]}
    first = client.post("/oauth/token", data={**form, "code": back.partition("code=")[2]}).json()["refresh_token"]
    turn = {**app, "grant_type": "refresh_token", "refresh_token": first}
    second = client.post("/oauth/token", data=turn).json()["refresh_token"]
    assert client.post("/oauth/token", data=turn).status_code == 400
    told = client.get("/twin/refresh-tokens").json()
    assert [told[sha256(token.encode()).hexdigest()] for token in (first, second)] == [
        {"shown": 2, "good": False},
        {"shown": 0, "good": True},
    ]
    assert first not in str(told)


def test_the_clock_moves_on_by_order_and_back_with_the_reset(contract: dict[str, Any]) -> None:
    clock = ForwardClock()
    twin = LinearTwin("tests", clock, contract)
    start = clock.now()
    with TestClient(serve_twin(twin, "https://api.linear.app", clock=clock)) as client:
        assert client.post("/twin/clock", json={"seconds": 86_400}).status_code == 204
        assert (clock.now() - start).total_seconds() >= 86_400
        for nonsense in ({}, {"seconds": -1}, {"seconds": "1"}, {"seconds": 1e12}, {"minutes": 1}, [1]):
            assert client.post("/twin/clock", json=nonsense).status_code == 400
        assert client.post("/twin/clock", content=b"{").status_code == 400
        client.post("/twin/reset")
        assert (clock.now() - start).total_seconds() < 86_400


def test_a_twin_whose_clock_is_not_its_own_says_that_it_cannot_be_moved(client: Any) -> None:
    refused = client.post("/twin/clock", json={"seconds": 1})
    assert (refused.status_code, "cannot be moved" in refused.text) == (400, True)
