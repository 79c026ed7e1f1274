"""A project at its own address: at `localhost` answers a project of what is the hub itself at 127.0.0.1."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.hub import Answer, RunningHub, running_hub

pytestmark = [pytest.mark.xdist_group("white-label"), pytest.mark.timeout(120)]
NAME = 'Fern <b>hill</b> & "Co"'
ESCAPED = "Fern &lt;b&gt;hill&lt;/b&gt; &amp; &#34;Co&#34;"
GUIDE = "/connectors/linear/guides/link-account/api-key"
EVIL = "<script>alert(1)</script>"


@dataclass
class White:
    """The hub, and its project with an address of its own."""

    hub: RunningHub
    project: str
    key: str
    url: str

    def own(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """A request at the project's own address, with no key."""
        at = RunningHub(self.hub.process, self.hub.data, self.hub.env, self.url)
        return at.call(method, path, body, key="", headers=headers)

    def session(self, **fields: Any) -> dict[str, Any]:
        """A session of the project."""
        body = {"origin_owner_id": "cus_1", "origin_owner_name": "Example Bakery", "provider": "linear", **fields}
        made = self.hub.call("POST", "/connect_sessions", body, key=self.key)
        assert made.status == 201, made.body
        return dict(made.json())


@pytest.fixture(scope="module")
def white(tmp_path_factory: pytest.TempPathFactory) -> Iterator[White]:
    """A fresh hub whose second project hides our name."""
    with running_hub(tmp_path_factory.mktemp("white") / "data") as hub:
        assert hub.url, hub.log
        own = hub.url.replace("127.0.0.1", "localhost")
        project = hub.cli("projects", "create", "fern")["id"]
        key = hub.cli("keys", "create", "--name", "server", "--project", "fern")["key"]
        links = {"home_url": "https://fern.example", "support_url": "mailto:help@fern.example", "color": "#F26B21"}
        changed = hub.call(
            "PATCH", "/project", {"app_name": NAME, "hide_brand": True, "public_url": own, **links}, key=key
        )
        assert changed.status == 200, changed.body
        yield White(hub, project, key, own)


@pytest.mark.promise("brand.own-address")
def test_at_its_own_address_a_project_serves_its_hub_and_nothing_else(white: White) -> None:
    link = white.session()["auth_link_url"]
    assert link.startswith(f"{white.url}/link/lwl_")
    token = white.own("POST", "/link/open", {"token": link.rpartition("/")[2]}).json()["token"]
    settings = white.own("GET", "/hub/settings", **{"x-hub-session-token": token})
    assert settings.json()["linkwright"]["app"]["name"] == NAME
    assert settings.json()["linkwright"]["return_url"] == "https://fern.example"
    for path in ("/console", "/console/api/me", "/accounts", "/openapi.json", "/project", "/mcp", "/connect_sessions"):
        assert white.own("GET", path).status == 404, path
    assert white.own("POST", "/actions/rpc", {}).status == 404
    assert white.hub.call("GET", "/console").status == 200


@pytest.mark.promise("brand.own-address")
def test_links_and_sessions_of_another_project_do_not_work_there(white: White) -> None:
    other = white.hub.session(origin_owner_name="Somebody Else")
    link = other["auth_link_url"].rpartition("/")[2]
    page = white.own("GET", f"/link/{link}").body.decode()
    assert "Somebody Else" not in page
    assert page == white.own("GET", "/link/lwl_forged").body.decode()
    assert white.own("POST", "/link/open", {"token": link}).json()["code"] == "link_dead"
    assert white.own("GET", "/hub/settings", **{"x-hub-session-token": other["token"]}).status == 401
    assert white.hub.hub_call(other["token"], "GET", "/hub/settings").status == 200
    default = white.hub.call("GET", "/project").json()["id"]
    assert white.own("GET", f"/brand/{default}/theme.css").status == 404


@pytest.mark.promise("brand.own-address")
@pytest.mark.parametrize("header", ["host", "x-forwarded-host", "x-forwarded-server", "forwarded", "x-original-host"])
def test_no_header_makes_an_address(white: White, header: str) -> None:
    value = "for=1;host=evil.example" if header == "forwarded" else "evil.example"
    body = {"origin_owner_id": "a", "origin_owner_name": "b"}
    made = white.hub.call("POST", "/connect_sessions", body, headers={header: value})
    assert made.json()["auth_link_url"].startswith(white.hub.url)
    for path in ("/llms.txt", GUIDE, f"{GUIDE}.md", "/", "/link/lwl_none", "/openapi.json", "/console", "/embed"):
        answer = white.hub.call("GET", path, headers={header: value})
        assert b"evil.example" not in answer.body + str(answer.headers).encode(), path


def test_a_forwarded_host_of_somebody_who_is_no_proxy_of_ours_changes_nothing(white: White) -> None:
    forged = {"x-forwarded-host": white.url.removeprefix("http://")}
    assert white.hub.call("GET", "/console", headers=forged).status == 200
    assert white.hub.call("GET", "/accounts", headers=forged).status == 200


def test_a_trusted_proxys_forwarded_host_leads_to_the_project(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data", LINKWRIGHT_TRUSTED_PROXIES="127.0.0.1") as hub:
        hub.cli("projects", "update", "default", "--app-name", "Fern", "--public-url", "https://link.fern.example")
        forwarded = {
            "x-forwarded-host": "link.fern.example",
            "x-forwarded-proto": "https",
            "x-forwarded-for": "203.0.113.9",
        }
        assert b"# Fern" in hub.call("GET", "/llms.txt", headers=forwarded).body
        assert hub.call("GET", "/console", headers=forwarded).status == 404
        assert (
            hub.call(
                "GET", "/accounts", headers={**forwarded, "x-forwarded-host": "link.fern.example.evil.example"}
            ).status
            == 200
        )
        assert hub.session()["auth_link_url"].startswith("https://link.fern.example/link/")


def test_our_name_stands_nowhere_that_a_customer_looks(white: White) -> None:
    link = white.session()["auth_link_url"].removeprefix(white.url)
    pages = (link, "/link/lwl_none", "/link", "/", GUIDE, f"{GUIDE}.md", "/llms.txt", "/embed")
    for path in pages:
        body = white.own("GET", path).body.decode()
        assert "linkwright" not in body.lower().replace("lwl_", ""), path
    for path in (GUIDE, f"{GUIDE}.md", "/llms.txt"):
        named = white.hub.call("GET", f"{path}?project={white.project}", key="").body.decode()
        assert "linkwright" not in named.lower(), path
        assert "Linkwright" in white.hub.call("GET", "/llms.txt", key="").body.decode()


def test_names_are_escaped_wherever_the_server_writes_them(white: White) -> None:
    link = white.session(origin_owner_name=EVIL)["auth_link_url"].removeprefix(white.url)
    landing = white.own("GET", link).body.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in landing
    for path in (link, "/link/lwl_none", "/", GUIDE):
        page = white.own("GET", path).body.decode()
        assert EVIL not in page
        assert "<b>hill</b>" not in page
        assert ESCAPED in page, path
    for path in (f"{GUIDE}.md", "/llms.txt"):
        assert "<b>hill" not in white.own("GET", path).body.decode(), path


def test_nothing_that_a_customer_opens_sets_a_cookie_or_may_run_a_foreign_script(white: White) -> None:
    link = white.session()["auth_link_url"].removeprefix(white.url)
    for path in (link, "/", GUIDE, "/embed", f"/brand/{white.project}/theme.css"):
        headers = white.own("GET", path).headers
        assert "set-cookie" not in headers
        assert headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self'" in white.own("GET", link).headers["content-security-policy"]


def test_a_logo_is_served_so_that_nothing_in_it_could_run(white: White) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>'
    put = white.hub.call("PUT", "/project/logos/light", drawing, key=white.key, headers={"content-type": "text/html"})
    assert put.status == 200, put.body
    path = put.json()["logo_url"].removeprefix(white.url)
    refused = white.hub.call("PUT", "/project/logos/dark", drawing.replace(b"<path", b"<script/><path"), key=white.key)
    assert (refused.status, refused.json()["code"]) == (422, "logo_refused")
    # As if the check had missed one.
    with sqlite3.connect(white.hub.data / "linkwright.db") as rows:
        rows.execute(
            "UPDATE project_logos SET content = ?", (drawing.replace(b"<path", b"<script>alert(1)</script><path"),)
        )
    served = white.own("GET", path)
    assert served.headers["content-type"] == "image/svg+xml"
    assert served.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert served.headers["x-content-type-options"] == "nosniff"


def test_a_key_that_may_only_read_changes_no_brand(white: White) -> None:
    key = white.hub.cli("keys", "create", "--name", "reader", "--scope", "read-only", "--project", "fern")["key"]
    assert white.hub.call("GET", "/project", key=key).json()["app_name"] == NAME
    for method, path, body in (("PATCH", "/project", {"color": None}), ("PUT", "/project/logos/light", b"x"), ("DELETE", "/project/logos/light", None)):  # fmt: skip
        assert white.hub.call(method, path, body, key=key).status == 403, path


def test_the_command_line_says_why_a_logo_is_not_fetched(white: White) -> None:
    from tests.hub import run_cli

    for address in ("http://169.254.169.254/", "http://127.0.0.1:1/logo.png"):
        done = run_cli(
            "projects",
            "update",
            "fern",
            "--logo-url",
            address,
            "--data",
            str(white.hub.data),
            env=white.hub.env,
            check=False,
        )
        assert done.returncode != 0
        assert "The logo was not fetched." in done.stderr
