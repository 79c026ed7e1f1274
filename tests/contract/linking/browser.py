"""A person's browser on its way to the provider and back, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2

from linkwright.outbound.transport import OutboundRequest
from tests.contract.linking.world import PUBLIC, World, twin_of

CALLBACK = "/connect/oauth2/linear/callback"
OURS = {"sec-fetch-site": "same-origin", "referer": f"{PUBLIC}/link"}


class Browser:
    """One person's browser: keeps cookies, and says yes at the provider."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cookies: dict[str, str] = {}

    async def go(
        self, method: str, address: str, headers: Mapping[str, str] | None = None, **given: Any
    ) -> httpx2.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**(headers or {}), **({"cookie": cookie} if cookie else {})}
        self.world.http.cookies.clear()
        answer = await self.world.http.request(method, address, headers=sent, follow_redirects=False, **given)
        for line in answer.headers.get_list("set-cookie"):
            pair, _, rest = line.partition(";")
            name, _, value = pair.partition("=")
            if "Max-Age=0" in rest:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')
        self.world.http.cookies.clear()
        return answer

    async def allow(self, address: str, seed: str = "live", **form: str) -> str:
        """Say yes on the provider's page; where it sends the browser back to."""
        assert address.startswith("https://linear.app/oauth/authorize?"), address
        body = "&".join(f"{name}={value}" for name, value in {"decision": "allow", **form}.items()).encode()
        sent = {"content-type": "application/x-www-form-urlencoded"}
        answer = await twin_of(seed).send(OutboundRequest("POST", address, sent, body))
        assert answer.status == 302, answer.body
        return answer.headers["location"].removeprefix(PUBLIC)


async def with_app(world: World, **more: Any) -> str:
    """A profile of Linear that signs in, with the twin's app as the project's own; its id."""
    app = twin_of("live").oauth
    wish = {
        "connector_key": "linear",
        "auth_method": "oauth",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        **more,
    }
    answer = await world.api("POST", "/connector_profiles", json=wish)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def begin(world: World, token: str, profile_id: str, **more: Any) -> dict[str, Any]:
    answer = await world.hub(token, "POST", "/sign_in", json={"integration_id": profile_id, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def sent_away(world: World, browser: Browser, token: str, profile_id: str, **more: Any) -> tuple[str, str]:
    """The attempt, and the provider's address at which the browser is."""
    begun = await begin(world, token, profile_id, **more)
    away = await browser.go("GET", begun["url"].removeprefix(PUBLIC), OURS)
    assert away.status_code == 303, away.text
    return begun["connection_attempt_id"], away.headers["location"]


async def attempt(world: World, token: str, attempt_id: str) -> dict[str, Any]:
    return dict((await world.hub(token, "GET", f"/connection_attempts/{attempt_id}")).json())


async def signed_in(world: World, token: str, profile_id: str, **more: Any) -> dict[str, Any]:
    """The whole way; how the attempt ended."""
    browser = Browser(world)
    attempt_id, address = await sent_away(world, browser, token, profile_id)
    await browser.go("GET", await browser.allow(address, **more))
    return await attempt(world, token, attempt_id)
