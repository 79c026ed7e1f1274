"""The Hub inside pages of another origin: the three examples as they are shipped, and pages that should not have a say."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser import looking, walk
from tests.browser.pages import served
from tests.hub import RunningHub, running_hub
from tests.postgres import free_port

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("embedding"), pytest.mark.timeout(240)]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "embed"
NODE = str(Path(sys.executable).with_name("node"))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A fresh hub."""
    with running_hub(tmp_path_factory.mktemp("embedding") / "data") as running:
        assert running.url, running.log
        yield running


@pytest.fixture(scope="module")
def app(hub: RunningHub) -> Iterator[str]:
    """The examples, built, behind their own small server at another origin."""
    vite = EXAMPLES / "node_modules" / "vite" / "bin" / "vite.js"
    assert vite.exists(), "run `python ui/build.py --tools`"
    _build(vite)
    env = {**os.environ, "LINKWRIGHT_URL": hub.url, "LINKWRIGHT_KEY": hub.key, "PORT": str(free_port())}
    with subprocess.Popen([NODE, "server.mjs"], cwd=EXAMPLES, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = re.search(r"http://localhost:\d+", process.stdout.readline())
            assert address
            yield address[0]
        finally:
            process.kill()


def _build(vite: Path) -> None:
    """Build the pages, once in a run of the tests: another worker's build would empty the folder while they are read."""
    built = EXAMPLES / "dist" / f".built-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    with (EXAMPLES / "node_modules" / ".build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            subprocess.run([NODE, str(vite), "build", "--logLevel", "error"], cwd=EXAMPLES, check=True, timeout=120)
            built.touch()


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    """A page of a person whose browser speaks English."""
    context = chrome.new_context(locale="en-GB")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.mark.promise("embed.three-ways")
def test_the_plain_page_hears_of_the_account(page: Page, app: str, hub: RunningHub) -> None:
    page.goto(f"{app}/html/")
    page.get_by_role("button", name="Connect a tool").click()
    frame = walk.hub_frame(page)
    walk.link_with_test_key(frame)
    _heard(page, hub)
    frame.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Connect a tool")).to_be_focused()


@pytest.mark.promise("embed.three-ways")
def test_the_react_page_hears_of_the_account(page: Page, app: str, hub: RunningHub) -> None:
    page.goto(f"{app}/react/")
    frame = walk.hub_frame(page)
    expect(frame.get_by_role("heading", name="Linear verbinden")).to_be_visible()
    assert frame.evaluate("document.documentElement.lang") == "de"
    _link(frame)
    _heard(page, hub)


@pytest.mark.promise("embed.three-ways")
def test_the_vue_page_hears_of_the_account(page: Page, app: str, hub: RunningHub) -> None:
    page.goto(f"{app}/vue/")
    frame = walk.hub_frame(page)
    expect(frame.get_by_role("heading", name="Linearを連携する")).to_be_visible()
    assert frame.evaluate("document.documentElement.lang") == "ja"
    _link(frame)
    _heard(page, hub)


def test_words_looks_and_language_change_without_losing_what_was_typed(page: Page, hub: RunningHub) -> None:
    token = hub.session(origin_owner_id="cus_typing", origin_owner_name="Typing")["token"]
    host = f"""<!doctype html><title>App</title><script src="{hub.url}/embed.js"></script>
      <linkwright-hub token="{token}" labels='{{"connect": "Link {{tool}} to {{app}}"}}'></linkwright-hub>"""
    with served(host) as app:
        page.goto(app)
        frame = walk.hub_frame(page)
        frame.get_by_label("API key", exact=True).fill("half_a_key")
        expect(frame.get_by_role("button", name="Link Linear to")).to_be_visible()
        page.evaluate("""Object.assign(document.querySelector('linkwright-hub'), {
          language: 'de-CH', labels: null, theme: {mode: 'dark', color: '#b000b5'},
        })""")
        expect(frame.get_by_role("button", name="Verbinden", exact=True)).to_be_visible()
        assert frame.get_by_label("API-Schlüssel", exact=True).input_value() == "half_a_key"
        assert frame.evaluate("document.documentElement.dataset.theme") == "dark"
        page.evaluate("document.querySelector('linkwright-hub').remove()")
        expect(page.locator("iframe")).to_have_count(0)


@pytest.mark.promise("embed.only-its-host")
def test_a_foreign_page_can_neither_tell_the_hub_nor_the_host_anything(page: Page, hub: RunningHub) -> None:
    """The stranger sits in a frame beside the Hub, and may address both windows, but neither listens."""
    mine = hub.session(origin_owner_id="cus_host", origin_owner_name="Host", type="test")["token"]
    theirs = hub.session(origin_owner_id="cus_stranger", origin_owner_name="Stranger", type="test")["token"]
    stranger = f"""<!doctype html><title>Stranger</title><script>
      heard = []
      addEventListener('message', (event) => heard.push(event.data))
      const say = () => {{
        for (const one of [parent, parent[1]]) {{
          one.postMessage({{linkwright: 1, type: 'open', token: '{theirs}'}}, '*')
          one.postMessage({{linkwright: 1, type: 'success', account: {{id: 'forged', provider: 'linear'}}}}, '*')
          one.postMessage({{linkwright: 1, type: 'close'}}, '*')
        }}
      }}
      addEventListener('message', (event) => event.data === 'go' && (say(), parent.postMessage('said', '*')))
    </script>"""
    with served(stranger) as other:
        host = f"""<!doctype html><title>App</title><iframe id="other" src="{other}"></iframe><div id="place"></div>
          <script src="{hub.url}/embed.js"></script><script>
          linked = []; left = 0; said = 0
          addEventListener('message', (event) => event.data === 'said' && (said += 1))
          Linkwright.open({{token: '{mine}', container: '#place', onSuccess: (one) => linked.push(one.id), onClose: () => (left += 1)}})
        </script>"""
        with served(host) as app:
            page.goto(app)
            frame = walk.hub_frame(page)
            expect(frame.get_by_role("button", name="Use the test key")).to_be_visible()
            page.evaluate("document.getElementById('other').contentWindow.postMessage('go', '*')")
            page.wait_for_function("said === 1")
            walk.link_with_test_key(frame)
            page.wait_for_function("linked.length > 0")
            assert page.evaluate("[linked.length, left]") == [1, 0]
            account = hub.call("GET", f"/accounts/{page.evaluate('linked[0]')}").json()
            told = next(one for one in page.frames if one.url.rstrip("/") == other).evaluate("heard")
    assert account["origin_owner_id"] == "cus_host"
    assert told == ["go"]
    assert hub.call("GET", "/accounts?origin_owner_id=cus_stranger").json() == []


def test_a_page_with_a_strict_policy_need_only_name_the_hub(page: Page, hub: RunningHub) -> None:
    token = hub.session(origin_owner_id="cus_strict", origin_owner_name="Strict")["token"]
    host = f"""<!doctype html><title>App</title><link rel="icon" href="data:,"><script src="{hub.url}/embed.js"></script>
      <linkwright-hub token="{token}"></linkwright-hub>"""
    complaints = looking.Complaints(page)
    with served(host, f"default-src 'none'; img-src data:; script-src {hub.url}; frame-src {hub.url}") as app:
        page.goto(app)
        expect(walk.hub_frame(page).get_by_label("API key", exact=True)).to_be_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('iframe')).borderStyle") == "none"
    assert complaints.told == []


def test_a_host_that_speaks_another_version_is_told_so(page: Page, hub: RunningHub) -> None:
    host = f"""<!doctype html><title>App</title><iframe src="{hub.url}/embed"></iframe><script>
      heard = []
      const frame = document.querySelector('iframe')
      addEventListener('message', (event) => heard.push(event.data))
      frame.onload = () => frame.contentWindow.postMessage({{linkwright: 2, type: 'open', token: 'x'}}, '{hub.url}')
    </script>"""
    with served(host) as app:
        page.goto(app)
        page.wait_for_function("heard.length > 0")
        told = page.evaluate("heard[0]")
    assert (told["linkwright"], told["type"], told["error"]["code"]) == (2, "error", "protocol_version")


def test_a_host_whose_origin_is_not_allowed_is_told_why_nothing_appears(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path_factory.mktemp("strict") / "data"
    with running_hub(data, LINKWRIGHT_EMBED_ORIGINS="https://app.example.com") as strict:
        host = f"""<!doctype html><title>App</title><div id="place"></div><script src="{strict.url}/embed.js"></script><script>
          told = []
          Linkwright.open({{token: 'x', container: '#place', onError: (error) => told.push(error.code)}})
        </script>"""
        with served(host) as app:
            page.clock.install()
            page.goto(app)
            page.clock.fast_forward(15_000)
            page.wait_for_function("told.length > 0")
            assert page.evaluate("told") == ["not_ready"]


def _link(frame: Frame) -> None:
    """Link in whatever language: the notice's button fills in the test key, the form's button sends it."""
    frame.locator(".note button").click()
    frame.locator("button[type=submit]").click()
    expect(frame.locator(".idcard")).to_be_visible()


def _heard(page: Page, hub: RunningHub) -> None:
    """The host page names an account that is there; it is taken away again, for all pages serve the same person."""
    told = page.get_by_role("status")
    expect(told).to_contain_text("Linked linear: ")
    account = hub.call("GET", f"/accounts/{told.inner_text().split(': ')[1]}")
    assert (account.status, account.json()["origin_owner_name"]) == (200, "Example Bakery")
    assert hub.call("DELETE", f"/accounts/{account.json()['id']}").status < 300
