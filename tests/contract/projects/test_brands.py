"""Brands, their logos and the projects' own addresses, as they are kept."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from linkwright.errors import NotFound, Unprocessable
from linkwright.outbound.addresses import read_origin
from linkwright.outbound.origins import OriginMap
from linkwright.projects.errors import AddressTaken, LogoRefused, LogoUnreachable
from linkwright.projects.hosts import ProjectHosts
from linkwright.projects.theme import stylesheet
from linkwright.store.hot import open_hot_rows
from linkwright.store.tables import project_logos
from tests.contract.projects.studio import HUB, Studio
from tests.unit.projects.pictures import png, svg

pytestmark = pytest.mark.anyio


@pytest.fixture
def shelf() -> Iterator[str]:
    """A web server with pictures on it, and with what is none."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = {
                "/logo.png": (200, {"content-type": "text/html"}, png()),
                "/page": (200, {"content-type": "image/png"}, b"<html><script>alert(1)</script></html>"),
                "/large": (200, {"content-type": "image/png"}, png() + b"\0" * 300_000),
                "/inside": (302, {"location": "http://169.254.169.254/latest/meta-data"}, b""),
            }.get(self.path, (404, {}, b"no"))
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_brand_is_kept_and_what_is_not_named_stays(studio: Studio) -> None:
    first = {"app_name": "Fern", "color": "#F26B21", "support_url": "mailto:help@fern.example", "hide_brand": True}
    await studio.brands.change(studio.acme, first)
    await studio.brands.change(studio.acme, {"corner": 4, "mode": "dark", "terms_url": "https://fern.example/terms"})
    view = await studio.view()
    assert {name: view[name] for name in first} == first
    assert (view["corner"], view["mode"], view["terms_url"]) == (4, "dark", "https://fern.example/terms")
    assert view["theme"]["light"]["on_fill"] == "#1c1a17"
    assert "3.04 : 1" in view["findings"][0]
    assert (await studio.view(studio.other))["color"] is None


async def test_a_change_with_one_wrong_field_changes_nothing(studio: Studio) -> None:
    for wrong in (
        {"color": "red"},
        {"public_url": "http://x.example"},
        {"logo_url": "http://10.0.0.1/a.png"},
        {"nothing": 1},
    ):
        with pytest.raises(Unprocessable):
            await studio.brands.change(studio.acme, {"app_name": "Changed", **wrong})
    assert (await studio.view())["app_name"] == "Acme"


async def test_the_dark_theme_may_have_a_colour_of_its_own(studio: Studio) -> None:
    await studio.brands.change(studio.acme, {"color": "#0B5C8F", "color_dark": "#6CB8EA"})
    view = await studio.view()
    assert (view["theme"]["light"]["fill"], view["theme"]["dark"]["fill"]) == ("#0b5c8f", "#6cb8ea")
    css = stylesheet(await studio.brands.get(studio.acme))
    assert "@media (prefers-color-scheme: dark){:root:not([data-theme]){--fill:#6cb8ea;" in css
    assert ':root[data-theme="light"]{--fill:#0b5c8f;' in css


async def test_a_project_without_a_brand_has_no_stylesheet(studio: Studio) -> None:
    assert stylesheet(await studio.brands.get(studio.acme)) == ""


async def test_an_uploaded_logo_is_served_under_a_name_that_changes_with_it(studio: Studio) -> None:
    first = studio.brands.view(await studio.brands.put_logo(studio.acme, "light", png()))
    second = studio.brands.view(await studio.brands.put_logo(studio.acme, "light", svg()))
    assert first["logo_url"] != second["logo_url"]
    assert second["logo_url"].startswith(f"{HUB}/brand/{studio.acme}/logo-light-")
    found = await studio.brands.logo(studio.acme, "light")
    assert (found.media_type, found.content) == ("image/svg+xml", svg())
    async with studio.database.read() as tx:
        assert len((await tx.execute(project_logos.select())).all()) == 1
    for project_id, theme in ((studio.other, "light"), (studio.acme, "dark"), ("prj_none", "light")):
        with pytest.raises(NotFound):
            await studio.brands.logo(project_id, theme)


async def test_a_logo_goes_when_it_is_taken_back_and_the_other_stays(studio: Studio) -> None:
    for theme in ("light", "dark"):
        await studio.brands.put_logo(studio.acme, theme, png())
    await studio.brands.change(studio.acme, {"logo_url": None, "app_name": "Fern"})
    view = await studio.view()
    assert view["logo_url"] is None
    assert view["logo_dark_url"]
    assert studio.brands.view(await studio.brands.drop_logo(studio.acme, "dark"))["logo_dark_url"] is None


async def test_sending_the_logos_own_address_back_changes_nothing(studio: Studio) -> None:
    await studio.brands.put_logo(studio.acme, "light", png())
    view = await studio.view()
    await studio.brands.change(studio.acme, {"logo_url": view["logo_url"], "app_name": "Fern"})
    assert (await studio.view())["logo_url"] == view["logo_url"]


@pytest.mark.parametrize("theme", ["", "sepia", "../light", "light\x00"])
async def test_there_are_logos_of_two_themes_only(studio: Studio, theme: str) -> None:
    with pytest.raises(NotFound):
        await studio.brands.put_logo(studio.acme, theme, png())


async def test_a_logo_is_fetched_once_and_then_served_by_us(studio: Studio, shelf: str) -> None:
    studio.out(OriginMap.of({"https://pictures.example": shelf}))
    await studio.brands.change(studio.acme, {"logo_url": "https://pictures.example/logo.png"})
    view = await studio.view()
    assert view["logo_url"].startswith(HUB)
    assert (await studio.brands.logo(studio.acme, "light")).media_type == "image/png"


@pytest.mark.promise("brand.guarded-logo")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/logo.png",
        "http://localhost/logo.png",
        "http://169.254.169.254/latest/meta-data/iam",
        "http://10.1.2.3/logo.png",
        "http://[::1]/logo.png",
        "http://[::ffff:169.254.169.254]/logo.png",
        "http://2130706433/logo.png",
        "http://0x7f.1/logo.png",
        "https://inside.example/logo.png",
        "https://both.example/logo.png",
    ],
)
async def test_a_logo_address_that_points_inside_is_refused_with_a_clear_sentence(studio: Studio, url: str) -> None:
    studio.out(
        OriginMap(),
        inside_example=[["10.0.0.7"]],
        both_example=[["93.184.216.34", "127.0.0.1"]],
        localhost=[["127.0.0.1"]],
    )
    with pytest.raises(LogoUnreachable) as refused:
        await studio.brands.change(studio.acme, {"logo_url": url})
    assert str(refused.value).startswith("The logo was not fetched. ")
    assert refused.value.extra == {"field": "logo_url"}
    assert (await studio.view())["logo_url"] is None


async def test_a_name_is_looked_up_once_so_that_it_cannot_turn_inside_between_check_and_call(
    studio: Studio, shelf: str
) -> None:
    port = read_origin(shelf).port
    studio.out(OriginMap(), turning_example=[["127.0.0.1"], ["93.184.216.34"]])
    with pytest.raises(LogoUnreachable, match="loopback"):
        await studio.brands.change(studio.acme, {"logo_url": f"http://turning.example:{port}/logo.png"})
    assert studio.names.asked == ["turning.example"]
    assert (await studio.view())["logo_url"] is None


@pytest.mark.parametrize(
    ("path", "error", "told"),
    [
        ("inside", LogoUnreachable, "leads on to another"),
        ("none", LogoUnreachable, "status 404"),
        ("page", LogoRefused, "not an SVG"),
        ("large", LogoRefused, "more than 262,144 bytes"),
    ],
)
async def test_what_an_address_gives_is_looked_at_before_it_is_kept(
    studio: Studio, shelf: str, path: str, error: type[Exception], told: str
) -> None:
    studio.out(OriginMap.of({"https://pictures.example": shelf}))
    with pytest.raises(error, match=told):
        await studio.brands.change(studio.acme, {"logo_url": f"https://pictures.example/{path}"})
    assert (await studio.view())["logo_url"] is None


async def test_a_project_of_its_own_address_makes_its_addresses_with_it(studio: Studio) -> None:
    await studio.brands.put_logo(studio.acme, "light", png())
    await studio.brands.change(studio.acme, {"public_url": "https://LINK.acme.example/"})
    view = await studio.view()
    assert (view["public_url"], view["address"]) == ("https://link.acme.example", "https://link.acme.example")
    assert view["logo_url"].startswith("https://link.acme.example/brand/")
    await studio.brands.change(studio.acme, {"public_url": None})
    assert (await studio.view())["address"] == HUB


async def test_two_projects_never_share_an_address(studio: Studio) -> None:
    await studio.brands.change(studio.acme, {"public_url": "https://link.acme.example"})
    await studio.brands.change(studio.acme, {"public_url": "https://link.acme.example"})
    with pytest.raises(AddressTaken):
        await studio.brands.change(studio.other, {"public_url": "https://link.acme.example:443", "app_name": "Thief"})
    assert (await studio.view(studio.other))["app_name"] == "Other"


async def test_of_two_that_want_an_address_at_once_one_gets_it(studio: Studio) -> None:
    wishes = [
        studio.brands.change(one, {"public_url": "https://link.acme.example"}) for one in (studio.acme, studio.other)
    ]
    done = await asyncio.gather(*wishes, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["AddressTaken", "Project"]


async def test_a_host_leads_to_its_project_as_soon_as_the_address_is_set(studio: Studio) -> None:
    rows = open_hot_rows(studio.database)
    await rows.start()
    hosts = ProjectHosts(rows, HUB)
    try:
        assert await hosts.project_at("link.acme.example") is None
        assert await hosts.base(studio.acme) == HUB
        await studio.brands.change(studio.acme, {"public_url": "https://link.acme.example"})
        async with asyncio.timeout(2):
            while await hosts.project_at("link.acme.example") is None:
                pass
        assert await hosts.project_at("LINK.acme.example:443") == studio.acme
        assert await hosts.project_at("link.acme.example:8443") is None
        assert await hosts.base(studio.acme) == "https://link.acme.example"
        assert await hosts.base(studio.other) == HUB
    finally:
        await rows.close()


async def test_a_project_says_how_large_answers_may_be(studio: Studio) -> None:
    project = await studio.brands.change(studio.acme, {"rest_max_tokens": 900, "mcp_max_tokens": 0})
    shown = studio.brands.view(project)
    assert (shown["rest_max_tokens"], shown["mcp_max_tokens"]) == (900, 0)
    assert (await studio.brands.change(studio.acme, {"app_name": "Desk"})).rest_max_tokens == 900
    assert (await studio.brands.change(studio.acme, {"rest_max_tokens": None})).rest_max_tokens is None
    for wrong in (1, 49, 1_000_001, -1, "900", True, 1.5):
        with pytest.raises(Unprocessable, match="mcp_max_tokens"):
            await studio.brands.change(studio.acme, {"mcp_max_tokens": wrong})
