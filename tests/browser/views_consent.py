"""The page on which a member lets an MCP client in, and the list of clients that were."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.acceptance.client_document import CALLBACK, DOCUMENT, WEB_CALLBACK
from tests.browser.stage import LONG_OWNER, Stage
from tests.browser.views import view
from tests.browser.views_console import go, in_empty_project
from tests.browser.views_hub import ANSWERED
from tests.hub import RunningHub

CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).rstrip(b"=").decode()
_registered: dict[tuple[str, str], str] = {}


def registered(hub: RunningHub, name: str, uri: str) -> str:
    """The id of a client that registered itself; of one name and address there is one in a hub."""
    known = (hub.url, f"{name} {uri}")
    if known not in _registered:
        made = hub.call("POST", "/oauth/register", {"client_name": name, "redirect_uris": [uri]}, key="")
        assert made.status == 201, made.body
        _registered[known] = str(made.json()["client_id"])
    return _registered[known]


def address(hub: RunningHub, client_id: str, uri: str, **more: str) -> str:
    """Where a client sends a person."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": uri,
        "state": "s",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        "resource": f"{hub.url}/mcp",
        "scope": "actions:execute read",
        **more,
    }
    return f"{hub.url}/oauth/authorize?{urlencode(asked)}"


def _ask(page: Page, stage: Stage, name: str = "Desk Assistant", uri: str = CALLBACK, **more: str) -> None:
    page.goto(address(stage.hub, registered(stage.hub, name, uri), uri, **more))
    expect(page.get_by_role("button", name="Let it in")).to_be_visible()


def let_in(page: Page, stage: Stage, name: str, **more: Any) -> None:
    """The member lets a client in that listens on this machine, where nobody answers."""
    page.route("http://127.0.0.1:3030/**", lambda route: route.fulfill(body="done", content_type="text/plain"))
    _ask(page, stage, name, **more)
    page.get_by_label("Acme", exact=False).first.check()
    page.get_by_role("button", name="Let it in").click()
    page.wait_for_url("http://127.0.0.1:3030/callback?code=*")


@view("consent")
def _consent(page: Page, stage: Stage) -> None:
    _ask(page, stage)


@view("consent-verified")
def _verified(page: Page, stage: Stage) -> None:
    page.goto(address(stage.hub, DOCUMENT, WEB_CALLBACK, scope="actions:execute read write"))
    expect(page.get_by_text("verified by its domain")).to_be_visible()


@view("consent-long-name")
def _long_name(page: Page, stage: Stage) -> None:
    _ask(page, stage, f"{LONG_OWNER} Kundendienst", f"https://{'langer-name-' * 4}x.example/zurueck")


@view("consent-nothing-found")
def _nothing(page: Page, stage: Stage) -> None:
    _ask(page, stage)
    page.get_by_label("Search accounts").fill("typewriter")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No account fits")).to_be_visible()


@view("consent-nothing-chosen", said=ANSWERED)
def _unchosen(page: Page, stage: Stage) -> None:
    _ask(page, stage, "Forgetful")
    page.get_by_role("button", name="Let it in").click()
    expect(page.get_by_role("alert")).to_be_visible()


@view("consent-unknown-client", said=ANSWERED)
def _unknown(page: Page, stage: Stage) -> None:
    page.goto(address(stage.hub, "mcl_nobody", CALLBACK))
    expect(page.get_by_role("heading", name="This client cannot be let in")).to_be_visible()


@view("consent-other-address", said=ANSWERED)
def _other_address(page: Page, stage: Stage) -> None:
    client = registered(stage.hub, "Desk Assistant", CALLBACK)
    page.goto(address(stage.hub, client, "https://evil.example/callback"))
    expect(page.get_by_text("has not registered")).to_be_visible()


@view("consent-on-the-way", "anyone", said=ANSWERED)
def _on_the_way(page: Page, stage: Stage) -> None:
    # What it leads on to has nothing to show, so the page stays.
    page.route("**/oauth/consent?*", lambda route: route.fulfill(status=204))
    page.goto(address(stage.hub, "mcl_nobody", CALLBACK), wait_until="domcontentloaded")
    expect(page.get_by_role("heading", name="A client asks to be let in")).to_be_visible()


@view("consent-back-to-an-app", said=ANSWERED, spent=True)
def _back_to_app(page: Page, stage: Stage) -> None:
    _ask(page, stage, "Editor", "editor-app://host/callback")
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("link", name="Open Editor")).to_be_visible()


@view("clients")
def _clients(page: Page, stage: Stage) -> None:
    if not stage.hub.call("GET", "/mcp_clients").json():
        let_in(page, stage, "Desk Assistant")
    go(page, stage, "clients", "Connected clients")
    expect(page.get_by_role("row").filter(has_text="Desk Assistant")).to_be_visible()


@view("clients-empty", alone=True)
def _clients_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "clients", "Connected clients")
    expect(page.get_by_text("No client is connected")).to_be_visible()


@view("clients-end", closes=True)
def _clients_end(page: Page, stage: Stage) -> None:
    _clients(page, stage)
    page.get_by_role("button", name="Shut out Desk Assistant").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
