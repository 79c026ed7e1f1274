"""`make screens`: every main screen at 1280 and 360 px, light and dark, into build/screens; two of them into docs/pictures."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import walk
from tests.hub import RunningHub, running_hub

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "screens"
PICTURES = ROOT / "docs" / "pictures"
GUIDE = "/connectors/linear/guides/link-account/api-key"


def main() -> int:
    """Take them all from one hub with a few accounts and runs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_hub(Path(folder) / "data") as hub, walk.browser() as chrome:
        hub.cli("projects", "update", "default", "--app-name", "Acme Planner")
        first = chrome.new_context(viewport={"width": 1280, "height": 800})
        page = first.new_page()
        page.goto(hub.claim_url)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / "claim-1280-light.png")
        walk.claim(page, hub)
        page.screenshot(path=FOLDER / "accounts-empty-1280-light.png")
        run = _fill(hub)
        state = first.storage_state()
        for width in (1280, 360):
            for theme in ("light", "dark"):
                _console(chrome, hub, state, run, width, theme)
                _people(chrome, hub, width, theme)
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in build/screens\n")
    return 0


def _fill(hub: RunningHub) -> str:
    run = ""
    for number, owner in enumerate(["Acme", "Example Bakery", "Example Clinic", "Northwind Studio"]):
        account = hub.link(origin_owner_id=f"cus_{4100 + number}", origin_owner_name=owner)
        hub.rpc(account, "linear_list_issues", query={"page_size": 5})
        hub.rpc(account, "linear_get_issue", path={"id": "ENG-99999"})
        team = hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
        made = hub.rpc(account, "linear_create_issue", body={"teamId": team, "title": "Fix the login page"})
        run = made.headers["x-linkwright-run-id"]
    hub.call("POST", f"/accounts/{account}/suspend", {})
    return run


def _page(chrome: Browser, width: int, theme: str, state: object = None) -> Page:
    context = chrome.new_context(
        viewport={"width": width, "height": 800 if width > 500 else 740},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        storage_state=state,  # type: ignore[arg-type]
    )
    return context.new_page()


def _shot(page: Page, name: str, width: int, theme: str, picture: str | None = None) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}-{width}-{theme}.png")
    if picture and (width, theme) == (1280, "light"):
        page.screenshot(path=PICTURES / f"{picture}.png")


def _console(chrome: Browser, hub: RunningHub, state: object, run: str, width: int, theme: str) -> None:
    page = _page(chrome, width, theme, state)
    for name in ("runs", f"runs/{run}", "agents", "keys", "settings"):
        page.goto(f"{hub.url}/console/{name}")
        _shot(page, name.split("/")[0] + ("-detail" if "/" in name else ""), width, theme)
    page.goto(f"{hub.url}/console/accounts")
    page.wait_for_load_state("networkidle")
    _shot(page, "accounts", width, theme)
    page.get_by_role("button", name="Actions").first.or_(
        page.locator("main table button, main li button").last
    ).first.click()
    _shot(page, "accounts-menu", width, theme, "accounts")
    walk.begin_linking(page, hub, "Example Florist", "Send a link")
    page.get_by_role("button", name="Make the link").click()
    _shot(page, "link-dialog", width, theme)
    page.context.close()


def _people(chrome: Browser, hub: RunningHub, width: int, theme: str) -> None:
    page = _page(chrome, width, theme)
    page.goto(
        hub.session(origin_owner_id=f"s{width}{theme}", origin_owner_name="Example Bakery", type="test")[
            "auth_link_url"
        ]
    )
    _shot(page, "hub-test-key", width, theme)
    walk.link_with_test_key(page)
    _shot(page, "hub-confirmation", width, theme)
    page = _page(chrome, width, theme)
    page.goto(hub.session(origin_owner_id=f"p{width}{theme}", origin_owner_name="Example Bakery")["auth_link_url"])
    _shot(page, "hub-key", width, theme, "hub")
    page.goto(f"{hub.url}/link/gone")
    _shot(page, "hub-link-ended", width, theme)
    page.goto(f"{hub.url}{GUIDE}")
    _shot(page, "guide", width, theme)
    page.goto(f"{hub.url}/console/sign-in")
    _shot(page, "sign-in", width, theme)


if __name__ == "__main__":
    sys.exit(main())
