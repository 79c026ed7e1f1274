"""The way through an OpenID provider as a browser goes it, on both databases: the console's page, the provider, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkwright.app import build_hub
from linkwright.kit.clock import FixedClock
from linkwright.settings import Settings
from linkwright.store.database import Database
from tests.contract.access.openid import CLIENT, ISSUER, SECRET, serving
from tests.contract.consents.world import PUBLIC, World

pytestmark = pytest.mark.anyio
ME, PROVIDER = "/console/api/me", "/console/api/sign-in/provider"
SETTINGS = {
    "issuer": ISSUER,
    "client_id": CLIENT,
    "client_secret": SECRET,
    "domains": ["example.com"],
    "default_role": "developer",
    "joins": True,
}


@pytest.mark.promise("members.oidc-begun")
async def test_a_press_on_the_page_leads_there_and_back_and_ends_the_session_from_before(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    with serving(clock.now().timestamp()) as provider:
        provider.person = {"sub": "person-1", "email": "ann@example.com", "email_verified": True, "name": "Ann Lee"}
        origins = {ISSUER: f"http://127.0.0.1:{provider.port}"}
        place = {} if database.dialect == "sqlite" else {"database_url": database.native}
        hub = await build_hub(Settings(data=tmp_path, public_url=PUBLIC, outbound_origins=origins, **place), clock)
        await hub.start()
        world = World(hub, clock)
        try:
            await world.found()
            world.http.cookies.set("__Host-lw_session", world.cookie, domain="hub.example", path="/")
            csrf = {"x-csrf-token": (await world.http.get(ME)).json()["csrf_token"]}
            assert (
                await world.http.put("/console/api/sign-in-settings", json=SETTINGS, headers=csrf)
            ).status_code == 200
            begun = await world.http.post(
                PROVIDER, json={"next": "/console/runs"}, headers={"sec-fetch-site": "same-origin"}
            )
            flow = world.http.cookies["__Host-lw_flow"]
            assert world.cookie not in flow
            told = provider.authorize(begun.json()["address"])
            # What is strictly of this site does not come along from the provider's.
            world.http.cookies.clear()
            sent = {"cookie": f"__Host-lw_flow={flow}"}
            back = await world.http.get(f"{PROVIDER}/return", params=told, headers=sent)
            assert (back.status_code, back.headers["location"]) == (303, "/console/runs")
            fresh = back.cookies["__Host-lw_session"]
            for token, status in ((fresh, 200), (world.cookie, 401)):
                world.http.cookies.clear()
                answer = await world.http.get(ME, headers={"cookie": f"__Host-lw_session={token}"})
                assert answer.status_code == status
        finally:
            await world.http.aclose()
            await hub.close()
