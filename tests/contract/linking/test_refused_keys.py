"""Keys that are not taken: nothing is stored, and the published Hub can bear the answer."""

from __future__ import annotations

import pytest

from linkwright.kit import jsons
from linkwright.outbound.errors import AddressRefused, UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.store.tables import accounts, connect_sessions, connection_attempts, credentials
from tests.contract.linking.world import World, twin_of

pytestmark = pytest.mark.anyio


class Answering:
    """A provider that gives one answer to everything, or none."""

    def __init__(self, status: int = 200, body: object = None, error: Exception | None = None) -> None:
        self.status, self.body, self.error = status, body, error

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        if self.error:
            raise self.error
        return OutboundResponse(self.status, {"content-type": "application/json"}, jsons.dumpb(self.body), 1.0)


def linear_error(code: str, message: str) -> dict[str, object]:
    return {"errors": [{"message": message, "extensions": {"code": code, "userPresentableMessage": message}}]}


async def nothing_stored(world: World) -> None:
    assert await world.rows(accounts) == []
    assert await world.rows(credentials) == []
    assert [row["used_at"] for row in await world.rows(connect_sessions)] == [None]


@pytest.mark.promise("linking.nothing-stored-on-refusal")
@pytest.mark.parametrize("key", ["suspended", "unknown"])
async def test_a_key_that_the_provider_refuses_is_a_422(world: World, key: str) -> None:
    value = world.key(key) if key == "suspended" else "lin_" + "api_" + "x" * 40
    answer = await world.connect((await world.session())["token"], value)
    body = answer.json()
    assert (answer.status_code, body["statusCode"], body["code"]) == (422, 422, "credential_refused")
    assert body["message"] == "Linear did not accept this API key."
    assert "Nothing was saved" in body["hint"]
    assert isinstance(body["provider_response"], str)
    assert body["provider_errors"][0]["status"] in {400, 401}
    await nothing_stored(world)
    (attempt,) = await world.rows(connection_attempts)
    assert (attempt["id"], attempt["status"]) == (body["reference"], "error")


async def test_a_key_without_the_right_to_read_is_a_422_of_its_own(world: World) -> None:
    world.ways.live = Answering(400, linear_error("FORBIDDEN", "Invalid scope: `read` required"))  # type: ignore[assignment]
    answer = await world.connect((await world.session())["token"], world.key())
    assert (answer.status_code, answer.json()["code"]) == (422, "missing_right")
    await nothing_stored(world)


@pytest.mark.parametrize(
    ("provider", "code"),
    [
        (Answering(error=UpstreamUnreachable()), "upstream_unreachable"),
        (Answering(error=UpstreamTimeout()), "upstream_unreachable"),
        (Answering(error=AddressRefused()), "upstream_unreachable"),
        (Answering(503, {"oops": True}), "provider_fault"),
        (Answering(200, "<html>"), "provider_fault"),
        (Answering(200, {"data": {"viewer": None, "organization": None}}), "provider_fault"),
    ],
    ids=["unreachable", "too slow", "forbidden address", "fault", "no answer that can be read", "nobody's account"],
)
async def test_a_provider_that_cannot_be_asked_is_a_502(world: World, provider: Answering, code: str) -> None:
    world.ways.live = provider  # type: ignore[assignment]
    answer = await world.connect((await world.session())["token"], world.key())
    assert (answer.status_code, answer.json()["code"]) == (502, code)
    assert "nothing was saved" in answer.json()["hint"]
    await nothing_stored(world)


async def test_a_provider_that_is_down_for_one_try_is_asked_again(world: World) -> None:
    twin_of("live").fail_next(status=502)
    assert (await world.connect((await world.session())["token"], world.key())).status_code == 200


async def test_a_provider_that_asks_to_wait_is_a_429_that_says_how_long(world: World) -> None:
    answer = await world.connect((await world.session())["token"], world.key("rate_limited"))
    body = answer.json()
    assert (answer.status_code, body["code"]) == (429, "provider_rate_limited")
    assert body["retry_after"] == int(answer.headers["retry-after"]) >= 1
    await nothing_stored(world)


async def test_a_key_of_the_wrong_form_is_told_without_asking_the_provider(world: World) -> None:
    before = twin_of("live").calls.count
    token = (await world.session())["token"]
    for value, says in (
        (world.key()[:32], "has 32 characters. Linear keys have 48"),
        ("hello", "lin_api_"),
        ("", "is missing"),
        ("Bearer ", "is missing"),
        ("__secretvalue:**redacted**abcd", "is missing"),
        ("x" * 20_000, "too long"),
        ("lin_" + "api_" + "\u6f22" * 40, ""),
    ):
        answer = await world.connect(token, value)
        body = answer.json()
        assert (answer.status_code, body["code"], body["field"]) == (422, "credential_malformed", "api_key"), body
        assert says in body["message"]
    assert twin_of("live").calls.count == before
    await nothing_stored(world)


async def test_a_form_that_makes_no_sense_is_refused(world: World) -> None:
    token, profile = (await world.session())["token"], await world.profile_id()
    for body, status in (
        ({"credentials": {"api_key": "x"}}, 422),
        ({"integration_id": profile, "credentials": {"token": "x"}}, 422),
        ({"integration_id": profile, "credentials": ["x"]}, 422),
        ({"integration_id": profile, "credentials": {"api_key": None}}, 422),
        ({"integration_id": profile, "credentials": {"api_key": ["x"]}}, 422),
        ({"integration_id": profile, "credentials": {f"f{n}": "x" for n in range(50)}}, 422),
        ({"integration_id": "prof_none", "credentials": {"api_key": world.key()}}, 404),
        ({"integration_id": "a\0b", "credentials": {"api_key": world.key()}}, 404),
        ([], 422),
    ):
        answer = await world.hub(token, "POST", "/accounts", json=body)
        assert answer.status_code == status, answer.text
        assert answer.json()["statusCode"] == status
    await nothing_stored(world)


async def test_a_session_that_is_revoked_while_the_provider_thinks_links_nothing(world: World) -> None:
    session = await world.session()
    live = twin_of("live")

    class Revoking:
        async def send(self, request: OutboundRequest) -> OutboundResponse:
            await world.api("POST", f"/connect_sessions/{session['id']}/revoke")
            return await live.send(request)

    world.ways.live = Revoking()  # type: ignore[assignment]
    answer = await world.connect(session["token"], world.key())
    assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")
    await nothing_stored(world)


async def test_a_session_that_runs_out_while_the_provider_thinks_still_links(world: World) -> None:
    session = await world.session(expires_in=10)
    live = twin_of("live")

    class Slow:
        async def send(self, request: OutboundRequest) -> OutboundResponse:
            world.clock.advance(15)
            return await live.send(request)

    world.ways.live = Slow()  # type: ignore[assignment]
    assert (await world.connect(session["token"], world.key())).status_code == 200
