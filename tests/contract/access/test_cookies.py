"""What the console's cookies are called and how browsers are told to keep them, on both databases."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from linkwright.app import build_hub
from linkwright.cli.first_start import first_start
from linkwright.kit.clock import FixedClock
from linkwright.settings import Settings
from tests.contract.consents.world import World

pytestmark = pytest.mark.anyio
ANN = {"email": "ann@example.com", "password": "a long enough pass phrase"}


def _set(answer: httpx2.Response) -> dict[str, str]:
    """Each cookie that an answer sets or takes away, with what is said of it."""
    lines = (line.partition("=") for line in answer.headers.get_list("set-cookie"))
    return {name: rest.partition(";")[2].lower() for name, _, rest in lines}


@pytest.mark.promise("members.cookies")
async def test_behind_https_every_cookie_is_for_this_host_and_secure(world: World) -> None:
    entered = await world.http.post("/console/api/sign-in", json=ANN)
    given = _set(entered)
    assert set(given) == {"__Host-lw_session", "__Host-lw_device", "__Host-lw_step"}
    csrf = (await world.http.get("/console/api/me")).json()["csrf_token"]
    left = _set(await world.http.post("/console/api/sign-out", headers={"x-csrf-token": csrf}))
    assert set(left) == {"__Host-lw_session"}
    for said in (*given.values(), *left.values()):
        # Or no browser takes the name.
        parts = {one.strip() for one in said.split(";")}
        assert {"secure", "path=/", "httponly", "samesite=strict"} <= parts
        assert "domain" not in said
    assert (await world.http.get("/console/api/me")).status_code == 401


@pytest.mark.promise("members.cookies")
async def test_behind_https_a_cookie_that_another_host_could_have_set_is_nobodys(world: World) -> None:
    for name, status in (("__Host-lw_session", 200), ("lw_session", 401)):
        told = await world.http.get("/console/api/me", headers={"cookie": f"{name}={world.cookie}"})
        assert told.status_code == status, name
    # Not even beside the real one.
    both = f"lw_session=lw_made_up; __Host-lw_session={world.cookie}"
    assert (await world.http.get("/console/api/me", headers={"cookie": both})).status_code == 200


async def test_over_plain_http_the_names_have_no_prefix_that_browsers_refuse(tmp_path: Path, clock: FixedClock) -> None:
    hub = await build_hub(Settings(data=tmp_path, public_url="http://127.0.0.1:8400"), clock)
    await hub.start()
    found = World(hub, clock)
    made = await first_start(hub)
    assert made is not None
    await found.member(made.claim, ANN["email"])
    try:
        given = _set(await found.http.post("/console/api/sign-in", json=ANN))
    finally:
        await found.http.aclose()
        await hub.close()
    assert set(given) == {"lw_session", "lw_device", "lw_step"}
    assert not any("secure" in said for said in given.values())
