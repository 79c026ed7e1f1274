"""What the console tells people to copy is true: each snippet for a page is copied into one, and links an account."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser import walk
from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("stage"), pytest.mark.timeout(240)]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "embed"
NODE = str(Path(sys.executable).with_name("node"))
# What a project of plain JavaScript and React has around a component.
ENTRY = "import { createRoot } from 'react-dom/client'\nimport { LinkAccount } from './LinkAccount.jsx'\n"
MOUNT = "import { createElement } from 'react'\ncreateRoot(document.getElementById('app')).render(createElement(LinkAccount))\n"
INDEX = '<!doctype html><title>App</title><div id="app"></div><script type="module" src="./main.jsx"></script>'


def copied(stage: Stage, way: str) -> str:
    """The snippet as the console of the branded project shows it."""
    page = stage.page(member=True, locale="en-GB")
    page.add_init_script(f"localStorage.setItem('linkwright.project', '{stage.branded.id}')")
    walk.begin_linking(page, stage.hub, "Example Garage", "Embed in your app")
    page.get_by_role("tab", name=way, exact=True).click()
    text = page.get_by_role("region", name=f"the {way} example").inner_text()
    page.context.close()
    return text


@contextmanager
def app(folder: Path, stage: Stage) -> Iterator[str]:
    """The app: its pages, and its own endpoint that answers with a fresh session's token."""

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(folder))

        def do_POST(self) -> None:
            assert self.path == "/your/session"
            owner = {"origin_owner_id": "cus_snippet", "origin_owner_name": "Example Garage", "provider": "linear"}
            made = stage.hub.call(
                "POST", "/connect_sessions", {**owner, "type": "test", "multiple": True}, key=stage.branded.key
            )
            body = json.dumps({"token": made.json()["token"]}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def links(stage: Stage, folder: Path, *, button: str | None = None) -> None:
    """The page links an account in the Hub at the project's own address, and hears of it."""
    with app(folder, stage) as address:
        page: Page = stage.page(locale="en-GB")
        said: list[str] = []

        def note(message: ConsoleMessage) -> None:
            said.append(message.text)

        page.on("console", note)
        page.goto(address)
        if button:
            page.get_by_role("button", name=button).click()
        frame = walk.hub_frame(page)
        assert frame.url.startswith(stage.branded.url)
        walk.link_with_test_key(frame)
        expect(frame.get_by_role("heading", name="Linear is connected")).to_be_visible()
        page.wait_for_function("true")
        heard = [found[1] for one in said if (found := re.match(r"Linked (acc_\w+)", one))]
        assert len(heard) == 1, said
        account = stage.hub.call("GET", f"/accounts/{heard[0]}", key=stage.branded.key)
        assert account.json()["origin_owner_name"] == "Example Garage"
        page.context.close()


@pytest.mark.promise("embed.snippets")
def test_the_script_links_an_account(stage: Stage, tmp_path: Path) -> None:
    snippet = copied(stage, "Script")
    (tmp_path / "index.html").write_text(f"<!doctype html><title>App</title>{snippet}", encoding="utf-8")
    links(stage, tmp_path, button="Link an account")


@pytest.mark.promise("embed.snippets")
def test_the_custom_element_links_an_account(stage: Stage, tmp_path: Path) -> None:
    snippet = copied(stage, "Custom element")
    (tmp_path / "index.html").write_text(f"<!doctype html><title>App</title>{snippet}", encoding="utf-8")
    links(stage, tmp_path)


@pytest.mark.promise("embed.snippets")
def test_the_react_component_links_an_account(stage: Stage, tmp_path: Path) -> None:
    vite = EXAMPLES / "node_modules" / "vite" / "bin" / "vite.js"
    assert vite.exists(), "run `python ui/build.py --tools`"
    (tmp_path / "node_modules").symlink_to(EXAMPLES / "node_modules")
    for name, text in {
        "LinkAccount.jsx": copied(stage, "React"),
        "main.jsx": ENTRY + MOUNT,
        "index.html": INDEX,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    config = "export default { resolve: { dedupe: ['react'], preserveSymlinks: true } }"
    (tmp_path / "vite.config.js").write_text(config, encoding="utf-8")
    subprocess.run([NODE, str(vite), "build", "--logLevel", "error"], cwd=tmp_path, check=True, timeout=120)
    links(stage, tmp_path / "dist")
