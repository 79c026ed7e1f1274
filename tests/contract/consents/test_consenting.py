"""The page on which a member lets a client in: what it shows, what it gives, and what attackers try with it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from linkwright.store.tables import mcp_codes, mcp_consents, members
from tests.contract.consents.world import CALLBACK, COOKIES, PUBLIC, RESOURCE, World, told_in

pytestmark = pytest.mark.anyio


async def _count(world: World, table: sa.Table = mcp_codes) -> int:
    async with world.hub.database.read() as tx:
        return int((await tx.execute(sa.select(sa.func.count()).select_from(table))).scalar_one())


async def test_who_is_not_signed_in_is_led_to_the_page_without_a_fetch_and_signs_in_first(world: World) -> None:
    asking = world.asking("https://client.example/client.json")
    page = await world.http.get(f"/oauth/authorize?{urlencode(asking)}")
    assert page.status_code == 200
    assert f'content="0;url=/oauth/consent?{urlencode(asking)}'.replace("&", "&amp;") in page.text
    on = await world.http.get(f"/oauth/consent?{urlencode(asking)}")
    assert on.status_code == 303
    assert on.headers["location"].startswith("/console/sign-in?next=%2Foauth%2Fconsent%3F")


async def test_the_page_cannot_be_framed_kept_or_scripted(world: World, client: str) -> None:
    for page in (await world.page(world.asking(client)), await world.http.get("/oauth/authorize?client_id=x")):
        policy = page.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "<script" not in page.text


@pytest.mark.promise("mcp.consent-by-the-member")
@pytest.mark.parametrize("confirm", ["", "0" * 64, "other session", "other request"])
async def test_a_form_that_another_site_sends_lets_nobody_in(
    world: World, client: str, account: str, confirm: str
) -> None:
    async with world.hub.database.write() as tx:
        organization = (await tx.execute(sa.select(members.c.organization_id))).scalar_one()
        claim = await world.hub.members.invite(tx, organization)
    other = await world.member(claim, "bob@example.com")
    if confirm == "other session":
        sent = await world.answer(world.asking(client), account=[account], confirm=await _confirm(world, client, other))
    elif confirm == "other request":
        told = await _confirm(world, client, world.cookie, redirect_uri=f"{CALLBACK}/2")
        sent = await world.answer(world.asking(client), account=[account], confirm=told)
    else:
        sent = await world.answer(world.asking(client), account=[account], confirm=confirm)
    assert sent.status_code == 403
    assert "not sent from the page" in sent.text
    assert await _count(world) == 0


async def _confirm(world: World, client: str, cookie: str, **changes: str) -> str:
    from linkwright.web.consent_form import confirmation

    member = await world.hub.signing_in.sessions.signed_in(cookie)
    return confirmation(member, world.asking(client, **changes))


async def test_a_form_without_a_session_lets_nobody_in(world: World, client: str, account: str) -> None:
    form = {**world.asking(client), "decision": "allow", "account": account, "extent": "all", "days": "30"}
    assert (await world.http.post("/oauth/consent", data=form)).status_code == 401
    assert await _count(world) == 0


@pytest.mark.parametrize(
    "uri",
    [
        "https://evil.example/callback",
        f"{CALLBACK}/",
        f"{CALLBACK}?x=1",
        "https://client.example/callback/../evil",
        "https://client.example.evil.example/callback",
        "https://CLIENT.example/callback",
        "http://client.example/callback",
        "",
    ],
)
async def test_nobody_is_sent_to_an_address_that_the_client_has_not_registered(
    world: World, client: str, account: str, uri: str
) -> None:
    page = await world.page(world.asking(client, redirect_uri=uri, response_type="token"))
    assert page.status_code == 400
    assert "location" not in page.headers
    assert "has not registered" in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"resource": None}, "invalid_target"),
        ({"resource": "https://evil.example/mcp"}, "invalid_target"),
    ],
)
async def test_a_clients_mistake_is_told_to_the_client_with_state_and_issuer_and_only_by_way_of_a_member(
    world: World, client: str, changes: dict[str, str | None], error: str
) -> None:
    asking = world.asking(client, **changes)
    stranger = await world.http.get(f"/oauth/authorize?{urlencode(asking)}")
    assert stranger.status_code == 200
    assert (await world.http.get(f"/oauth/consent?{urlencode(asking)}")).headers["location"].startswith("/console/")
    page = await world.page(asking)
    assert page.status_code == 303
    assert page.headers["location"].startswith(f"{CALLBACK}?")
    told = told_in(page.headers["location"])
    assert (told["error"], told["state"], told["iss"]) == (error, "xyz", PUBLIC)


async def test_the_answer_names_the_issuer_and_gives_state_back(world: World, client: str, account: str) -> None:
    sent = await world.answer(world.asking(client), account=[account])
    told = told_in(sent.headers["location"])
    assert set(told) == {"code", "state", "iss"}
    assert (told["state"], told["iss"]) == ("xyz", PUBLIC)
    document = (await world.http.get("/.well-known/oauth-authorization-server")).json()
    assert document["issuer"] == told["iss"]
    assert document["authorization_response_iss_parameter_supported"] is True


async def test_who_denies_sends_the_client_away_with_nothing(world: World, client: str, account: str) -> None:
    sent = await world.answer(world.asking(client), account=[account], decision="deny")
    told = told_in(sent.headers["location"])
    assert (told["error"], told["state"], told["iss"]) == ("access_denied", "xyz", PUBLIC)
    assert await _count(world) == await _count(world, mcp_consents) == 0


async def test_a_parameter_that_is_there_twice_is_refused(world: World, client: str) -> None:
    query = urlencode(world.asking(client)) + "&redirect_uri=https%3A%2F%2Fevil.example"
    for path in ("/oauth/authorize", "/oauth/consent"):
        page = await world.http.get(f"{path}?{query}", headers={"cookie": f"{COOKIES.session}={world.cookie}"})
        assert page.status_code == 400
        assert "twice" in page.text


async def test_without_an_account_the_page_asks_again(world: World, client: str, account: str) -> None:
    sent = await world.answer(world.asking(client), account=[])
    assert sent.status_code == 422
    assert "Choose at least one account" in sent.text


@pytest.mark.parametrize("fields", [{"extent": "root"}, {"days": "9999"}, {"days": ""}])
async def test_a_choice_that_the_page_does_not_offer_is_refused(
    world: World, client: str, account: str, fields: dict[str, str]
) -> None:
    assert (await world.answer(world.asking(client), account=[account], **fields)).status_code == 403


async def test_neither_an_account_nor_a_project_of_others_can_be_given_away(
    world: World, client: str, account: str
) -> None:
    from linkwright.access import repository
    from linkwright.store.wire import next_wire_id

    async with world.hub.database.write() as tx:
        row = {"id": "org_2", "wire_id": await next_wire_id(tx), "name": "Other", "created_at": world.clock.now()}
        await repository.add_organization(tx, row)
        project = await world.hub.projects.create(tx, "org_2", "theirs")
        await world.hub.profiles.ensure_defaults(tx, project.id)
    foreign = await world.put_account("cus_9", project.id)
    asking = world.asking(client)
    assert (await world.page(asking, project=project.id)).status_code == 404
    assert (await world.answer(asking, account=[foreign])).status_code == 404
    assert (await world.answer(asking, account=[foreign], project=project.id)).status_code == 404
    assert (await world.answer(asking, account=[account, foreign])).status_code == 404
    assert await _count(world) == 0


async def test_a_viewer_cannot_let_a_client_do_what_the_viewer_may_not(world: World, client: str) -> None:
    async with world.hub.database.write() as tx:
        await tx.execute(sa.update(members).values(role="viewer"))
    page = await world.page(world.asking(client))
    assert page.status_code == 403
    assert "role may not run actions" in page.text


async def test_consenting_again_changes_the_consent_and_never_widens_what_is_out(
    world: World, client: str, account: str
) -> None:
    narrow = await world.tokens(client, account)
    wide = await world.tokens(client, account, extent="write")
    assert wide["scope"] == "actions:execute read write offline_access"
    assert await _count(world, mcp_consents) == 1
    call = {"name": "linear_create_issue", "arguments": {}}
    refused = await world.mcp(narrow["access_token"], "tools/call", call)
    assert refused.status_code == 403
    assert 'scope="actions:execute read write"' in refused.headers["www-authenticate"]
    assert (await world.mcp(wide["access_token"], "tools/call", call)).status_code == 200
    # And a narrower one narrows what is out.
    await world.tokens(client, account, extent="read")
    assert (await _settled(world, wide["access_token"], call)) == 403


async def _settled(world: World, token: str, call: dict[str, object]) -> int:
    """The status of a call once every process has heard of the change."""
    import asyncio

    async with asyncio.timeout(1.5):
        while (status := (await world.mcp(token, "tools/call", call)).status_code) == 200:
            await asyncio.sleep(0)
    return status


async def test_the_page_opens_with_what_was_allowed_before_or_with_what_is_asked_for(
    world: World, client: str, account: str
) -> None:
    await world.put_account("cus_2")
    first = (await world.page(world.asking(client))).text
    assert 'value="read" checked' in first
    assert f'value="{account}" checked' not in first
    await world.tokens(client, account)
    again = (await world.page(world.asking(client, scope="actions:execute read write"))).text
    assert 'value="write" checked' in again
    assert f'value="{account}" checked' in again


async def test_accounts_are_searched_for_and_projects_changed_without_a_script(
    world: World, client: str, account: str
) -> None:
    other = await world.put_account("Example Bakery")
    found = await world.page(world.asking(client), search="bakery")
    assert other in found.text
    assert account not in found.text
    assert (await world.page(world.asking(client), search="a\x00b")).status_code == 422
    nobody = await world.page(world.asking(client), search='"><script>')
    assert "<script" not in nobody.text
    assert "&lt;script&gt;" in nobody.text


async def test_a_name_that_a_client_gives_itself_is_text(world: World) -> None:
    client = (await world.register(client_name="<b>Bank</b>"))["client_id"]
    page = await world.page(world.asking(client))
    assert "&lt;b&gt;Bank&lt;/b&gt;" in page.text
    assert "not verified" in page.text


async def test_a_program_on_this_machine_may_listen_on_any_port(world: World, account: str) -> None:
    made = await world.register(redirect_uris=["http://127.0.0.1/cb", "cursor://host/cb"])
    uri = "http://127.0.0.1:51234/cb"
    sent = await world.answer(world.asking(made["client_id"], redirect_uri=uri), account=[account])
    assert sent.headers["location"].startswith(f"{uri}?code=")
    page = await world.answer(world.asking(made["client_id"], redirect_uri="cursor://host/cb"), account=[account])
    assert page.status_code == 200
    assert 'href="cursor://host/cb?code=' in page.text
    assert (await world.page(world.asking(made["client_id"], redirect_uri="http://localhost:1/cb"))).status_code == 400


async def test_a_client_document_inside_the_network_is_not_fetched(world: World) -> None:
    for host in ("127.0.0.1", "169.254.169.254", "[::1]", "localhost", "2130706433", "10.0.0.1"):
        page = await world.page(world.asking(f"https://{host}/client.json"))
        assert page.status_code in {400, 403}
        assert "document could not be fetched" in page.text
    assert RESOURCE.startswith(PUBLIC)
