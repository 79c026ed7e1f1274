"""OAuth at the twin: consent, codes that are used once, tokens of a day, refresh tokens that turn over, revocation."""

from __future__ import annotations

import hashlib
from base64 import b64encode, urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.kit.clock import FixedClock
from linkwright.kit.jsons import loads
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.catalog.twin.twin_desk import Answer, Desk

pytestmark = pytest.mark.anyio
BACK = "https://hub.example/oauth/callback"
DAY = 86_399
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
WHO = b'{"query": "{ viewer { name } }"}'


class App:
    """An app that lets itself into the twin."""

    def __init__(self, twin: LinearTwin, clock: FixedClock) -> None:
        self.desk = Desk(twin, clock)
        self.clock = clock
        self.id, self.secret = twin.oauth.client_id, twin.oauth.client_secret

    async def visit(self, method: str = "GET", form: str = "", **asked: Any) -> OutboundResponse:
        wanted = {"client_id": self.id, "redirect_uri": BACK, "response_type": "code", "scope": "read,write"} | asked
        address = "https://linear.app/oauth/authorize?" + urlencode({k: v for k, v in wanted.items() if v is not None})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.desk.twin.send(OutboundRequest(method, address, headers, form.encode()))

    async def code(self, **asked: Any) -> str:
        came = await self.visit("POST", "decision=allow", **asked)
        assert came.status == 302
        return parse_qs(urlsplit(came.headers["location"]).query)["code"][0]

    async def post(self, path: str, headers: dict[str, str] | None = None, **form: Any) -> Answer:
        body = urlencode({name: value for name, value in form.items() if value is not None}).encode()
        sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        came = await self.desk.twin.send(OutboundRequest("POST", f"https://api.linear.app/oauth/{path}", sent, body))
        return Answer(came.status, dict(came.headers), loads(came.body))

    async def token(self, **form: Any) -> Answer:
        proof = {"client_id": self.id, "client_secret": self.secret}
        return await self.post("token", **(proof | form))

    async def redeem(self, code: str, **form: Any) -> Answer:
        return await self.token(**({"grant_type": "authorization_code", "code": code, "redirect_uri": BACK} | form))

    async def refresh(self, token: str, **form: Any) -> Answer:
        return await self.token(grant_type="refresh_token", refresh_token=token, **form)

    async def linked(self, **asked: Any) -> Any:
        return (await self.redeem(await self.code(**asked))).body

    async def opens(self, token: str) -> int:
        return (await self.desk.send(WHO, {"Authorization": f"Bearer {token}"})).status


@pytest.fixture
def app(twin: LinearTwin, clock: FixedClock) -> App:
    return App(twin, clock)


async def test_the_consent_page_says_what_is_asked_for_and_shows_no_secret(app: App) -> None:
    page = await app.visit(state="s<1>")
    assert page.status == 200
    text = page.body.decode()
    assert "<code>read</code>" in text
    assert "<code>write</code>" in text
    assert "s&lt;1&gt;" in text
    assert app.secret not in text


async def test_yes_leads_back_with_a_code_and_the_state_and_no_with_an_error(app: App) -> None:
    for form, name in (("decision=allow", "code"), ("decision=deny", "error")):
        came = await app.visit("POST", form, state="a&b")
        back = urlsplit(came.headers["location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
        told = parse_qs(back.query)
        assert told.keys() == {name, "state"}
        assert told["state"] == ["a&b"]
    assert told["error"] == ["access_denied"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "read,everything"}, "invalid_scope"),
        ({"scope": "admin", "actor": "app"}, "invalid_scope"),
        ({"code_challenge": "x", "code_challenge_method": "S512"}, "invalid_request"),
    ],
)
async def test_what_may_not_be_asked_for_leads_back_with_the_reason(
    app: App, asked: dict[str, str], error: str
) -> None:
    came = await app.visit(**asked)
    assert (came.status, parse_qs(urlsplit(came.headers["location"]).query)) == (302, {"error": [error]})


@pytest.mark.parametrize("asked", [{"client_id": "unknown"}, {"redirect_uri": None}, {"redirect_uri": "javascript:1"}])
async def test_an_unknown_app_or_address_leads_nowhere(app: App, asked: dict[str, Any]) -> None:
    came = await app.visit("POST", "decision=allow", **asked)
    assert came.status == 400
    assert "location" not in came.headers


async def test_a_code_becomes_a_token_of_a_day_with_its_scopes_separated_by_blanks(app: App) -> None:
    answer = await app.redeem(await app.code())
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (answer.body["token_type"], answer.body["expires_in"]) == ("Bearer", DAY)
    assert answer.body["scope"] == "read write"
    assert answer.body.keys() == {"access_token", "refresh_token", "token_type", "expires_in", "scope"}
    assert await app.opens(answer.body["access_token"]) == 200


async def test_the_client_may_prove_itself_by_basic_too(app: App) -> None:
    basic = "Basic " + b64encode(f"{app.id}:{app.secret}".encode()).decode()
    form = {"grant_type": "authorization_code", "code": await app.code(), "redirect_uri": BACK}
    assert (await app.post("token", {"Authorization": basic}, **form)).status == 200


async def test_a_code_is_good_once(app: App) -> None:
    code = await app.code()
    assert (await app.redeem(code)).status == 200
    again = await app.redeem(code)
    assert (again.status, again.body["error"]) == (400, "invalid_grant")


async def test_a_code_is_good_for_ten_minutes(app: App) -> None:
    early, late = await app.code(), await app.code()
    app.clock.advance(600)
    assert (await app.redeem(early)).status == 200
    app.clock.advance(1)
    assert (await app.redeem(late)).body["error"] == "invalid_grant"


async def test_another_redirect_address_than_the_codes_is_refused(app: App) -> None:
    refused = await app.redeem(await app.code(), redirect_uri="https://evil.example/callback")
    assert (refused.status, refused.body["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(("challenge", "method"), [(CHALLENGE, "S256"), (VERIFIER, "plain")])
async def test_pkce_stands_in_for_the_secret_and_only_the_right_verifier_fits(
    app: App, challenge: str, method: str
) -> None:
    asked = {"code_challenge": challenge, "code_challenge_method": method}
    opened = await app.redeem(await app.code(**asked), client_secret=None, code_verifier=VERIFIER)
    assert opened.status == 200
    assert (await app.refresh(opened.body["refresh_token"], client_secret=None)).status == 200
    for verifier in (VERIFIER[:-1], "", None):
        refused = await app.redeem(await app.code(**asked), client_secret=None, code_verifier=verifier)
        assert (refused.status, refused.body["error"]) == (400, "invalid_grant")


async def test_without_pkce_the_secret_is_needed_for_codes_and_for_refreshing(app: App) -> None:
    for secret in (None, "wrong"):
        refused = await app.redeem(await app.code(), client_secret=secret)
        assert (refused.status, refused.body["error"]) == (401, "invalid_client")
    pair = await app.linked()
    refused = await app.refresh(pair["refresh_token"], client_secret=None)
    assert (refused.status, refused.body["error"]) == (401, "invalid_client")
    assert (await app.refresh(pair["refresh_token"])).status == 200


async def test_an_access_token_ends_after_a_day_and_not_before(app: App) -> None:
    pair = await app.linked()
    app.clock.advance(DAY - 1)
    assert await app.opens(pair["access_token"]) == 200
    app.clock.advance(1)
    assert await app.opens(pair["access_token"]) == 401


async def test_refreshing_gives_a_new_pair_and_spends_the_old_refresh_token(app: App) -> None:
    first = await app.linked()
    app.clock.advance(DAY + 1)
    second = (await app.refresh(first["refresh_token"])).body
    assert second["refresh_token"] != first["refresh_token"]
    assert await app.opens(second["access_token"]) == 200
    replay = await app.refresh(first["refresh_token"])
    assert (replay.status, replay.body["error"]) == (400, "invalid_grant")
    third = await app.refresh(second["refresh_token"])
    assert third.status == 200
    assert third.body["scope"] == first["scope"]


@pytest.mark.parametrize("way", ["bearer", "access_token", "token"])
async def test_a_revoked_token_opens_nothing_and_is_revoked_once(app: App, way: str) -> None:
    token = (await app.linked())["access_token"]
    headers = {"Authorization": f"Bearer {token}"} if way == "bearer" else {}
    form = {} if way == "bearer" else {way: token}
    assert [(await app.post("revoke", headers, **form)).status for _ in range(2)] == [200, 400]
    assert await app.opens(token) == 401
    assert (await app.post("revoke", token="never-issued")).status == 401


async def test_a_revoked_refresh_token_refreshes_nothing(app: App) -> None:
    pair = await app.linked()
    assert (await app.post("revoke", refresh_token=pair["refresh_token"])).status == 200
    assert (await app.refresh(pair["refresh_token"])).body["error"] == "invalid_grant"


async def test_a_token_may_do_what_was_consented_to_and_no_more(app: App) -> None:
    token = (await app.linked(scope="read,comments:create"))["access_token"]

    async def mutate(text: str) -> Answer:
        body = b'{"query": "mutation { ' + text.encode() + b' { success } }"}'
        return await app.desk.send(body, {"Authorization": f"Bearer {token}"})

    assert (await mutate('commentCreate(input: {issueId: \\"ENG-1\\", body: \\"x\\"})')).status == 200
    refused = await mutate('issueUpdate(id: \\"ENG-1\\", input: {title: \\"x\\"})')
    assert refused.error["extensions"]["code"] == "FORBIDDEN"


async def test_an_app_acts_in_its_own_name_for_thirty_days_and_has_one_token(app: App) -> None:
    first = (await app.token(grant_type="client_credentials", scope="read,write")).body
    assert "refresh_token" not in first
    assert first["expires_in"] == 30 * 86_400
    who = await app.desk.send(b'{"query": "{ viewer { app } }"}', {"Authorization": f"Bearer {first['access_token']}"})
    assert who.data == {"viewer": {"app": True}}
    second = (await app.token(grant_type="client_credentials")).body
    assert await app.opens(first["access_token"]) == 401
    assert await app.opens(second["access_token"]) == 200
    refused = await app.token(grant_type="client_credentials", client_secret=None)
    assert (refused.status, refused.body["error"]) == (401, "invalid_client")


async def test_an_app_that_was_let_in_as_itself_is_another_person_with_limits_of_its_own(app: App) -> None:
    tokens = [(await app.linked(actor=actor))["access_token"] for actor in ("app", "user")]
    query = b'{"query": "{ viewer { app name } }"}'
    answers = [await app.desk.send(query, {"Authorization": f"Bearer {token}"}) for token in tokens]
    assert [answer.data["viewer"]["app"] for answer in answers] == [True, False]
    assert [answer.headers["x-ratelimit-requests-remaining"] for answer in answers] == ["2499", "2499"]


async def test_only_form_encoded_posts_of_known_grants_are_taken(app: App) -> None:
    assert (await app.token(grant_type="password")).body["error"] == "unsupported_grant_type"
    assert (await app.post("token", {"Content-Type": "application/json"})).status == 400
    assert (await app.post("token", {"Authorization": "Basic ?"}, grant_type="refresh_token")).status == 401
    request = OutboundRequest("GET", "https://api.linear.app/oauth/token", {}, None)
    assert (await app.desk.twin.send(request)).status == 405


async def test_reset_ends_what_was_issued(app: App) -> None:
    pair = await app.linked()
    app.desk.twin.reset()
    assert await app.opens(pair["access_token"]) == 401
    assert (await app.refresh(pair["refresh_token"])).body["error"] == "invalid_grant"


async def test_issued_values_do_not_show_in_the_repr_of_their_keeper(app: App) -> None:
    pair = await app.linked()
    shown = repr(app.desk.twin.oauth)
    assert not [value for value in (app.secret, pair["access_token"], pair["refresh_token"]) if value in shown]
