"""Codes and tokens: used once, renewed, revoked."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from linkwright.kit.ids import token_hash
from linkwright.store.tables import mcp_access_tokens, mcp_codes, mcp_refresh_tokens, metadata
from tests.contract.consents.world import VERIFIER, World

pytestmark = pytest.mark.anyio


async def test_a_code_becomes_tokens_that_work_at_mcp_and_nowhere_else(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 3600)
    assert given["scope"] == "actions:execute read offline_access"
    assert await world.works(given["access_token"])
    for path in ("/accounts", "/mcp_clients", "/project", "/requests/logs"):
        assert (await world.api("GET", path, key=given["access_token"])).status_code == 401
    rpc = await world.api("POST", "/actions/rpc", key=given["access_token"], json={"action": "linear_list_teams"})
    assert rpc.status_code == 401
    assert not await world.works(given["refresh_token"])
    basic = await world.http.post("/mcp", json={}, auth=(given["access_token"], ""))
    assert basic.status_code == 401


async def test_no_token_and_no_code_is_stored_in_a_readable_form(world: World, client: str, account: str) -> None:
    code = await world.code(client, account)
    given = (await world.trade(client, code)).json()
    renewed = (await world.refresh(client, given["refresh_token"])).json()
    secrets = [code, *(one[name] for one in (given, renewed) for name in ("access_token", "refresh_token"))]
    async with world.hub.database.read() as tx:
        rows = [str(row) for table in metadata.sorted_tables for row in (await tx.execute(sa.select(table))).all()]
    stored = "\n".join(rows)
    assert not [secret for secret in secrets if secret in stored]
    assert token_hash(code) in stored


@pytest.mark.promise("mcp.codes-and-tokens-once")
async def test_a_code_that_is_sent_twice_ends_what_it_gave(world: World, client: str, account: str) -> None:
    code = await world.code(client, account)
    given = (await world.trade(client, code)).json()
    assert await world.works(given["access_token"])
    replayed = await world.trade(client, code)
    assert (replayed.status_code, replayed.json()["error"]) == (400, "invalid_grant")
    assert await world.ends(given["access_token"])
    assert (await world.refresh(client, given["refresh_token"])).json()["error"] == "invalid_grant"


async def test_of_two_who_send_a_code_at_once_one_gets_tokens_and_they_end(
    world: World, client: str, account: str
) -> None:
    code = await world.code(client, account)
    answers = await asyncio.gather(*(world.trade(client, code) for _ in range(2)))
    assert sorted(one.status_code for one in answers) == [200, 400]


async def test_a_code_ends_after_a_minute(world: World, client: str, account: str) -> None:
    code = await world.code(client, account)
    world.clock.advance(61)
    assert (await world.trade(client, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": VERIFIER + "x"},
        {"code_verifier": ""},
        {"code_verifier": "short"},
        {"redirect_uri": "https://client.example/other"},
    ],
)
async def test_a_code_without_its_verifier_or_for_another_address_gives_nothing_and_is_spent(
    world: World, client: str, account: str, changes: dict[str, str]
) -> None:
    code = await world.code(client, account)
    assert (await world.trade(client, code, **changes)).json()["error"] == "invalid_grant"
    assert (await world.trade(client, code)).json()["error"] == "invalid_grant"


async def test_a_code_of_another_client_gives_nothing_and_stays_good_for_its_own(
    world: World, client: str, account: str
) -> None:
    other = (await world.register())["client_id"]
    code = await world.code(client, account)
    assert (await world.trade(other, code)).json()["error"] == "invalid_grant"
    assert (await world.trade(client, code)).status_code == 200


@pytest.mark.parametrize("resource", ["https://evil.example/mcp", "https://hub.example", "https://hub.example/mcp/x"])
async def test_a_token_for_something_else_is_not_given(world: World, client: str, account: str, resource: str) -> None:
    code = await world.code(client, account)
    refused = await world.trade(client, code, resource=resource)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")


async def test_a_token_for_another_audience_is_not_taken(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    async with world.hub.database.write() as tx:
        await tx.execute(sa.update(mcp_access_tokens).values(audience="https://other.example/mcp"))
    assert await world.ends(given["access_token"])


async def test_an_access_token_ends_after_an_hour_and_the_refresh_token_gives_another(
    world: World, client: str, account: str
) -> None:
    given = await world.tokens(client, account)
    world.clock.advance(3601)
    refused = await world.mcp(given["access_token"])
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["www-authenticate"]
    renewed = (await world.refresh(client, given["refresh_token"])).json()
    assert renewed["refresh_token"] != given["refresh_token"]
    assert await world.works(renewed["access_token"])


async def test_a_refresh_token_that_was_used_ends_the_whole_family(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    renewed = (await world.refresh(client, given["refresh_token"])).json()
    world.clock.advance(31)
    assert (await world.refresh(client, given["refresh_token"])).json()["error"] == "invalid_grant"
    assert await world.ends(renewed["access_token"])
    assert await world.ends(given["access_token"])
    assert (await world.refresh(client, renewed["refresh_token"])).json()["error"] == "invalid_grant"


async def test_a_lost_answer_is_asked_for_once_more_and_what_was_lost_is_dead(
    world: World, client: str, account: str
) -> None:
    given = await world.tokens(client, account)
    lost = (await world.refresh(client, given["refresh_token"])).json()
    again = (await world.refresh(client, given["refresh_token"])).json()
    assert await world.works(again["access_token"])
    assert await world.ends(lost["access_token"])
    # Whoever has what was lost is not who asked again: one of the two is a thief.
    assert (await world.refresh(client, lost["refresh_token"])).json()["error"] == "invalid_grant"
    assert await world.ends(again["access_token"])


async def test_a_lost_answer_is_not_asked_for_a_third_time(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    await world.refresh(client, given["refresh_token"])
    again = (await world.refresh(client, given["refresh_token"])).json()
    assert (await world.refresh(client, given["refresh_token"])).json()["error"] == "invalid_grant"
    assert await world.ends(again["access_token"])


async def test_once_the_answer_has_been_used_there_is_no_grace(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    second = (await world.refresh(client, given["refresh_token"])).json()
    third = (await world.refresh(client, second["refresh_token"])).json()
    assert (await world.refresh(client, given["refresh_token"])).json()["error"] == "invalid_grant"
    assert await world.ends(third["access_token"])


async def test_of_many_who_refresh_at_once_no_two_hold_good_tokens(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    answers = await asyncio.gather(*(world.refresh(client, given["refresh_token"]) for _ in range(5)))
    held = [one.json()["refresh_token"] for one in answers if one.status_code == 200]
    async with world.hub.database.read() as tx:
        rows = (await tx.execute(sa.select(mcp_refresh_tokens.c.hash, mcp_refresh_tokens.c.state))).all()
    open_ones = {row.hash for row in rows if row.state == "open"}
    assert len(open_ones & {token_hash(one) for one in held}) <= 1


async def test_another_client_cannot_use_a_refresh_token_nor_end_it(world: World, client: str, account: str) -> None:
    given = await world.tokens(client, account)
    other = (await world.register())["client_id"]
    assert (await world.refresh(other, given["refresh_token"])).json()["error"] == "invalid_grant"
    await world.http.post("/oauth/revoke", data={"client_id": other, "token": given["refresh_token"]})
    assert await world.works(given["access_token"])
    assert (await world.refresh(client, given["refresh_token"])).status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
async def test_a_client_that_signs_out_ends_both_its_tokens(world: World, client: str, account: str, kind: str) -> None:
    given = await world.tokens(client, account)
    ended = await world.http.post("/oauth/revoke", data={"client_id": client, "token": given[kind]})
    assert ended.status_code == 200
    assert await world.ends(given["access_token"])
    assert (await world.refresh(client, given["refresh_token"])).status_code == 400
    again = await world.http.post("/oauth/revoke", data={"client_id": client, "token": "lwr_nothing"})
    assert again.status_code == 200


async def test_what_has_ended_is_swept_away(world: World, client: str, account: str) -> None:
    from linkwright.consents.work import sweep_consents

    await world.tokens(client, account, days="1")
    world.clock.advance(2 * 86_400)
    await sweep_consents(world.hub.database, world.clock)
    async with world.hub.database.read() as tx:
        for table in (mcp_codes, mcp_access_tokens, mcp_refresh_tokens):
            assert (await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one() == 0


async def test_a_confidential_client_has_to_prove_itself(world: World, account: str) -> None:
    for method in ("client_secret_basic", "client_secret_post"):
        made = await world.register(token_endpoint_auth_method=method)
        client, secret = made["client_id"], made["client_secret"]
        code = await world.code(client, account)
        without = await world.trade(client, code)
        assert (without.status_code, without.json()["error"]) == (401, "invalid_client")
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
        basic = await world.http.post("/oauth/token", data=form, auth=(client, "wrong"))
        assert (basic.status_code, basic.headers.get("www-authenticate")) == (401, 'Basic realm="Linkwright"')
        if method == "client_secret_basic":
            good = await world.http.post("/oauth/token", data=form, auth=(client, secret))
        else:
            good = await world.http.post("/oauth/token", data={**form, "client_id": client, "client_secret": secret})
        assert good.status_code == 200, good.text


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_id": "mcl_x"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "client_id": "mcl_nobody"}, "invalid_client"),
        ({"grant_type": "refresh_token", "client_id": "x\x00y"}, "invalid_client"),
        ({"grant_type": "authorization_code", "client_id": "https://client.example"}, "client_document_refused"),
    ],
)
async def test_a_form_that_means_nothing_is_refused_in_the_shape_of_the_protocol(
    world: World, form: dict[str, str], error: str
) -> None:
    refused = await world.http.post("/oauth/token", data=form)
    assert refused.status_code in {400, 401}
    assert refused.json()["error"] == error
    assert refused.headers["cache-control"] == "no-store"


async def test_a_field_that_is_there_twice_and_a_body_of_json_are_refused(world: World) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    twice = await world.http.post("/oauth/token", content="grant_type=refresh_token&grant_type=x", headers=form)
    assert twice.json()["error"] == "invalid_request"
    assert (await world.http.post("/oauth/token", json={"grant_type": "x"})).json()["error"] == "invalid_request"
