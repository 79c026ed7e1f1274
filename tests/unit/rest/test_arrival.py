"""At whose address a request arrived: the host is believed only where nobody could have made it up."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.kit.clock import FixedClock
from linkwright.projects.addresses import ARRIVED
from linkwright.rest.arrival import Arrival
from linkwright.rest.middleware import Message, Receive, Scope, Send

pytestmark = pytest.mark.anyio
OWN = {"link.example.com": "prj_1"}


class Seen:
    """An application that notes what it was asked."""

    def __init__(self, clock: FixedClock, **options: Any) -> None:
        self.scopes: list[Scope] = []
        self.asked: list[str] = []
        self.arrival = Arrival(self._app, self._project_at, clock, public_url="https://hub.example", **options)

    async def _app(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def _project_at(self, host: str) -> str | None:
        self.asked.append(host)
        return OWN.get(host)

    async def __call__(self, path: str, *headers: tuple[str, str], peer: str | None = "203.0.113.9") -> int:
        """The status of a request."""
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        scope: dict[str, Any] = {
            "type": "http",
            "method": "GET",
            "path": path,
            "scheme": "http",
            "client": (peer, 5) if peer else None,
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        }
        await self.arrival(scope, receive, send)
        return int(sent[0]["status"])

    @property
    def project(self) -> Any:
        """What the newest request was marked with."""
        return self.scopes[-1].get(ARRIVED)


async def test_a_host_that_is_a_projects_own_marks_the_request(clock: FixedClock) -> None:
    seen = Seen(clock)
    assert await seen("/link/abc", ("host", "Link.Example.com")) == 200
    assert seen.project == "prj_1"


@pytest.mark.parametrize("host", ["other.example.com", "link.example.com.evil.example", "", "\xff", "a" * 3000])
async def test_any_other_host_is_the_hubs_own(clock: FixedClock, host: str) -> None:
    seen = Seen(clock)
    assert await seen("/console", ("host", host)) == 200
    assert seen.project is None


async def test_the_hubs_own_host_is_not_even_looked_up(clock: FixedClock) -> None:
    seen = Seen(clock)
    assert await seen("/actions/rpc", ("host", "hub.example")) == 200
    assert seen.asked == []


@pytest.mark.parametrize(
    "path",
    ["/console", "/console/api/me", "/accounts", "/actions/rpc", "/mcp", "/connect_sessions", "/connectors", "/openapi.json", "/project",
     "/connectors/meta", "/link\n", "/hub", "/linkx", "/requests/logs"],
)  # fmt: skip
async def test_console_and_api_are_not_served_at_a_projects_address(clock: FixedClock, path: str) -> None:
    seen = Seen(clock)
    assert await seen(path, ("host", "link.example.com")) == 404
    assert seen.scopes == []


@pytest.mark.parametrize(
    "path",
    ["/", "/link", "/link/abc", "/link/open", "/hub/settings", "/embed", "/embed.js", "/assets/a.js", "/brand/prj_1/theme.css", "/llms.txt",
     "/connectors/linear/logo.svg", "/connectors/linear/guides/link-account/api-key.md", "/connect/oauth2/linear/callback", "/health"],
)  # fmt: skip
async def test_the_hub_and_what_belongs_to_it_is_served_there(clock: FixedClock, path: str) -> None:
    seen = Seen(clock)
    assert await seen(path, ("host", "link.example.com")) == 200
    assert seen.project == "prj_1"


FORWARDED = ("x-forwarded-host", "link.example.com")


@pytest.mark.parametrize(
    ("proxies", "peer", "believed"),
    [
        ([], "10.0.0.1", False),
        (["10.0.0.1"], "10.0.0.1", True),
        (["10.0.0.0/8"], "10.9.9.9", True),
        (["*"], "203.0.113.9", True),
        (["10.0.0.1"], "10.0.0.2", False),
        (["10.0.0.1"], None, False),
        (["10.0.0.1"], "testclient", False),
    ],
)
async def test_a_forwarded_host_is_believed_from_a_trusted_proxy_only(
    clock: FixedClock, proxies: list[str], peer: str | None, believed: bool
) -> None:
    seen = Seen(clock, trusted_proxies=proxies)
    await seen("/link/abc", ("host", "hub.internal"), FORWARDED, peer=peer)
    assert seen.project == ("prj_1" if believed else None)


async def test_the_peer_is_judged_before_a_forwarded_address_takes_its_place(clock: FixedClock) -> None:
    seen = Seen(clock, trusted_proxies=["10.0.0.1"])
    forged = ("x-forwarded-for", "10.0.0.1")
    await seen("/link/abc", ("host", "hub.example"), FORWARDED, forged, peer="203.0.113.9")
    assert seen.project is None
    real = (("x-forwarded-for", "198.51.100.7"), ("x-forwarded-proto", "https"))
    await seen("/link/abc", ("host", "hub.example"), FORWARDED, *real, peer="10.0.0.1")
    assert seen.project == "prj_1"
    assert (seen.scopes[-1]["client"][0], seen.scopes[-1]["scheme"]) == ("198.51.100.7", "https")


async def test_of_several_forwarded_hosts_the_nearest_proxys_counts(clock: FixedClock) -> None:
    seen = Seen(clock, trusted_proxies=["10.0.0.1"])
    await seen("/link/abc", ("x-forwarded-host", "evil.example, link.example.com"), peer="10.0.0.1")
    assert seen.project == "prj_1"
    await seen("/link/abc", ("x-forwarded-host", "link.example.com, hub.example"), peer="10.0.0.1")
    assert seen.project is None


async def test_another_name_of_the_hub_is_looked_up_for_nobody(clock: FixedClock) -> None:
    seen = Seen(clock, names=["link.example.com"])
    assert await seen("/accounts", ("host", "Link.example.com:8400")) == 200
    assert (seen.asked, seen.project) == ([], None)
