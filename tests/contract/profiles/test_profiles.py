"""Profiles: several of a connector, each with its own app at the provider, whose secret is never shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.connectors.compiled import Connector
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.errors import SecretGivenElsewhere
from linkwright.store.tables import accounts, connect_sessions, connector_profiles, profile_secrets
from tests.contract.linking.world import PUBLIC, World, shipped

pytestmark = pytest.mark.anyio
SECRET = "our-apps-very-long-secret-9876"
OAUTH: dict[str, Any] = {
    "connector_key": "linear",
    "auth_method": "oauth",
    "client_id": "our-app",
    "client_secret": SECRET,
}


def linear() -> Connector:
    found = shipped().get("linear")
    assert found is not None
    return found


async def make(world: World, **wish: Any) -> dict[str, Any]:
    answer = await world.api("POST", "/connector_profiles", json={**OAUTH, **wish})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_profile_with_an_app_tells_all_but_the_secret(world: World) -> None:
    made = await make(world, parameters={"actor": "app"}, more_scopes=["admin"])
    assert made["name"] == "Linear (Sign in with Linear)"
    assert made["default"] is False
    app = made["app"]
    assert (app["client_id"], app["client_secret"], app["ready"]) == ("our-app", "**redacted**9876", True)
    assert app["redirect_url"] == f"{PUBLIC}/connect/oauth2/linear/callback"
    assert f"<code>{app['redirect_url']}</code>" in app["guide_html"]
    assert made["scopes"] == ["read", "admin"]
    assert [one["value"] for one in made["setup"]] == ["app"]
    listed = await world.api("GET", "/auth_configs")
    assert [one["authentication_config_key"] for one in listed.json()["data"]] == ["api_key", "oauth"]
    for text in (str(made), listed.text, (await world.api("GET", "/connector_profiles")).text):
        assert SECRET not in text
        assert SECRET[:10] not in text


async def test_the_secret_is_sealed_to_its_profile_and_opens_there(world: World) -> None:
    made = await make(world)
    row = (await world.rows(profile_secrets))[0]
    assert SECRET.encode() not in bytes(row["record"])
    apps = ProfileApps(world.database, world.services.vault, world.clock)
    opened = await apps.secret(world.project.id, made["id"], linear())
    assert opened is not None
    assert opened[1] is not None
    assert (opened[0], opened[1].reveal()) == ("our-app", SECRET)


@pytest.mark.promise("connectors.credentials-stay")
async def test_the_secret_is_given_to_no_host_that_the_projects_own_connector_has_come_to_call(world: World) -> None:
    made = await make(world)
    apps = ProfileApps(world.database, world.services.vault, world.clock)
    same = replace(linear(), owner=world.project.id, version="2.0.0")
    greedy = replace(same, hosts=same.hosts | {"collect.example"})
    grown = replace(greedy, owner="")
    assert await apps.secret(world.project.id, made["id"], same) is not None
    assert await apps.secret(world.project.id, made["id"], grown) is not None, "the hub's own may call another host"
    with pytest.raises(SecretGivenElsewhere, match=r"Linear 2\.0\.0 calls collect\.example"):
        await apps.secret(world.project.id, made["id"], greedy)
    async with world.database.write() as tx:
        await tx.execute(sa.update(profile_secrets).values(hosts=None))
    assert await apps.secret(world.project.id, made["id"], linear()) is not None
    with pytest.raises(SecretGivenElsewhere):
        await apps.secret(world.project.id, made["id"], same)


@pytest.mark.parametrize("kept", [{}, {"client_secret": ""}, {"client_secret": "**redacted**9876"}])
async def test_a_secret_that_is_absent_or_redacted_is_kept(world: World, kept: dict[str, Any]) -> None:
    made = await make(world)
    answer = await world.api("PATCH", f"/connector_profiles/{made['id']}", json={"client_id": "other-app", **kept})
    assert answer.status_code == 200, answer.text
    assert answer.json()["app"]["client_id"] == "other-app"
    assert answer.json()["app"]["client_secret"] == "**redacted**9876"


@pytest.mark.parametrize("taken", [{"client_id": None}, {"client_secret": None}])
async def test_null_destroys_the_secret(world: World, taken: dict[str, Any]) -> None:
    made = await make(world)
    answer = await world.api("PATCH", f"/connector_profiles/{made['id']}", json=taken)
    assert answer.json()["app"]["client_secret"] is None
    assert await world.rows(profile_secrets) == []
    assert answer.json()["app"]["ready"] is ("client_id" not in taken)


@pytest.mark.parametrize(
    ("wish", "code", "said"),
    [
        ({"connector_key": "linaer"}, "no_such_connector", "Did you mean 'linear'?"),
        ({"auth_method": "oauht"}, "unknown_auth_method", "Did you mean 'oauth'?"),
        ({"client_id": "a b"}, "bad_app_settings", "without blanks"),
        ({"client_id": None}, "bad_app_settings", "belongs to a client id"),
        ({"client_secret": "a b"}, "bad_app_settings", "without blanks"),
        ({"parameters": {"actr": "app"}}, "bad_app_settings", "Did you mean 'actor'?"),
        ({"parameters": {"actor": "admin"}}, "bad_app_settings", "none of the options"),
        ({"more_scopes": ["raed"]}, "bad_app_settings", "Did you mean 'read'?"),
        ({"auth_method": "api_key"}, "bad_app_settings", "needs no app"),
        ({"name": "Linear"}, "profile_name_taken", "is called Linear"),
        ({"actions": ["linear_nothing"]}, "unknown_actions", "linear_nothing"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_is_made(
    world: World, wish: dict[str, Any], code: str, said: str
) -> None:
    answer = await world.api("POST", "/connector_profiles", json={**OAUTH, **wish})
    assert answer.status_code in (409, 422), answer.text
    assert answer.json()["code"] == code
    assert said in answer.json()["message"]
    assert SECRET not in answer.text
    assert len(await world.rows(connector_profiles)) == 1
    assert await world.rows(profile_secrets) == []


async def test_one_profile_of_a_connector_is_the_default_and_another_can_take_its_place(world: World) -> None:
    first = await world.profile_id()
    made = await make(world)
    await world.api("PATCH", f"/connector_profiles/{made['id']}", json={"default": True})
    shown = {one["id"]: one["default"] for one in (await world.api("GET", "/auth_configs")).json()["data"]}
    assert shown == {first: False, made["id"]: True}
    assert (await world.api("DELETE", f"/connector_profiles/{made['id']}")).status_code == 204
    assert (await world.api("GET", f"/connector_profiles/{first}")).json()["default"] is True


async def test_a_profile_that_accounts_use_is_deleted_with_them_or_not_at_all(world: World) -> None:
    account = await world.linked()
    profile_id = await world.profile_id()
    await world.session(connector_profile_id=profile_id)
    refused = await world.api("DELETE", f"/connector_profiles/{profile_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "profile_in_use")
    assert "1 account uses" in refused.json()["message"]
    assert (await world.api("GET", f"/accounts/{account['id']}")).status_code == 200
    gone = await world.api("DELETE", f"/connector_profiles/{profile_id}?accounts=delete")
    assert gone.status_code == 204, gone.text
    assert await world.rows(accounts) == []
    assert await world.rows(connector_profiles) == []
    receipt = (await world.api("GET", f"/accounts/{account['id']}/receipt")).json()
    assert (receipt["account_id"], receipt["destroyed_fields"]) == (account["id"], ["api_key"])
    async with world.database.read() as tx:
        left = (await tx.execute(sa.select(connect_sessions.c.profile_id))).scalars().all()
    assert profile_id not in left


async def test_another_project_and_a_reader_cannot_touch_a_profile(world: World) -> None:
    made = await make(world)
    await world.add_project("side")
    for as_, status in (("side-full", 404), ("reader", 403)):
        path = f"/connector_profiles/{made['id']}"
        assert (await world.api("PATCH", path, as_=as_, json={"client_id": "theirs"})).status_code == status
        assert (await world.api("DELETE", path, as_=as_)).status_code == status
    assert (await world.api("POST", "/connector_profiles", as_="reader", json=OAUTH)).status_code == 403
    assert (await world.api("GET", f"/connector_profiles/{made['id']}", as_="side-full")).status_code == 404
    assert (await world.api("GET", f"/connector_profiles/{made['id']}")).json()["app"]["client_id"] == "our-app"


async def test_the_proxy_follows_the_actions_until_somebody_says_otherwise(world: World) -> None:
    made = await make(world)
    assert (made["proxy"], made["proxy_on"]) == ("by_actions", False)

    async def change(**said: Any) -> tuple[Any, Any]:
        answer = await world.api("PATCH", f"/connector_profiles/{made['id']}", json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()["proxy"], answer.json()["proxy_on"]

    assert await change(actions="all") == ("by_actions", True)
    assert await change(proxy=False) == (False, False)
    assert await change(actions="core") == (False, False)
    assert await change(proxy=True) == (True, True)
    assert await change(name="Renamed") == (True, True)
    assert await change(proxy="by_actions") == ("by_actions", False)
    refused = await world.api("PATCH", f"/connector_profiles/{made['id']}", json={"proxy": "perhaps"})
    assert refused.status_code in (400, 422)
    assert (await make(world, name="With a proxy", proxy=True))["proxy_on"] is True
