"""The brand in a browser: nothing hostile runs, colours arrive, and the Hub is at the project's own address."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import LOGO, Stage
from tests.browser.views_hub import key_field

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("stage"), pytest.mark.timeout(240)]
RUNS = "<script>document.title = 'it ran'; parent.ran = window.ran = 1; fetch('/ran')</script>"


def test_a_drawing_with_a_script_runs_nothing_opened_by_itself_or_in_a_page(stage: Stage) -> None:
    """The check refuses it; this is what would happen if it missed one."""
    path = stage.hub.call("GET", "/project", key=stage.branded.key).json()["logo_url"]
    drawing = LOGO.replace("</svg>", f"{RUNS}</svg>").replace("<svg ", '<svg onload="parent.ran = window.ran = 1" ')
    with sqlite3.connect(stage.hub.data / "linkwright.db") as rows:
        rows.execute("UPDATE project_logos SET content = ?", (drawing.encode(),))
    try:
        page = stage.page(locale="en-GB")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path)
        assert page.evaluate("typeof window.ran") == "undefined"
        page.goto(stage.branded.link())
        expect(page.locator(".hub .top .tile img")).to_be_visible()
        assert page.evaluate("typeof window.ran") == "undefined"
        assert not [url for url in asked if url.endswith("/ran")]
        page.context.close()
    finally:
        with sqlite3.connect(stage.hub.data / "linkwright.db") as rows:
            rows.execute("UPDATE project_logos SET content = ?", (LOGO.encode(),))


@pytest.mark.parametrize(("theme", "accent"), [("light", "#b64902"), ("dark", "#f26b21")])
def test_colours_reach_the_hub_and_the_page_around_it_alike(stage: Stage, theme: str, accent: str) -> None:
    link = stage.branded.link()
    found = [_role(stage, link, theme, script=script) for script in (False, True)]
    assert found == [accent, accent]


def test_what_an_owner_is_called_runs_nothing_in_hub_or_console(stage: Stage) -> None:
    name = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>\u202egnp'
    page = stage.page(locale="en-GB")
    page.goto(stage.branded.link(origin_owner_name=name))
    key_field(page)
    expect(page.locator("header.asks b").first).to_contain_text("<img src=x")
    assert page.evaluate("typeof window.ran") == "undefined"
    assert page.evaluate("getComputedStyle(document.querySelector('header.asks b')).unicodeBidi") == "isolate"
    page.context.close()
    console = stage.page(member=True, locale="en-GB")
    console.add_init_script(f"localStorage.setItem('linkwright.project', '{stage.branded.id}')")
    console.goto(f"{stage.hub.url}/console/sessions")
    expect(console.get_by_role("row").filter(has_text="<img src=x").first).to_be_visible()
    assert console.evaluate("typeof window.ran") == "undefined"
    console.context.close()


def _role(stage: Stage, link: str, theme: str, *, script: bool) -> str:
    page: Page = stage.page(locale="en-GB", theme=theme, java_script_enabled=script)
    page.goto(link)
    if script:
        key_field(page)
    color = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()")
    page.context.close()
    return str(color)
