"""A hub with a world in it, a provider that can fail on demand, and a browser: what tests of the screens and `make screens` share."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, BrowserContext, Page

from tests import warm
from tests.acceptance.client_document import ORIGIN, serving_document
from tests.acceptance.receiver import Receiver, receiving
from tests.browser import walk
from tests.hub import RunningHub, running_hub
from tests.postgres import free_port

# Customers of views that name none, in turn: lists of several look like lists of several.
_CUSTOMERS = ("Example Brewery", "Quarry Works", "Kestrel Tours", "Maple Dental", "Orchard Foods", "Pelican Freight")
HOOKS = "https://hooks.example"
LONG_OWNER = "Gesellschaft für nachhaltige Schifffahrtsplanung und Hafenlogistik mbH & Co. KG"


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#f26b21"/>'
    '<path d="M7 17V7h10M7 12h8" stroke="#fff" stroke-width="3" fill="none"/></svg>'
)


# Whether somebody is signed in, and what the browser speaks.
Kind = tuple[bool, str | None]


@dataclass
class Branded:
    """A project that hides our name; `url` is its own address."""

    id: str = ""
    url: str = ""
    key: str = ""
    hub: RunningHub | None = None

    def link(self, **fields: Any) -> str:
        """A fresh auth link of the project."""
        assert self.hub
        body = {"origin_owner_id": "cus_1", "origin_owner_name": "Example Bakery", "provider": "linear", **fields}
        made = self.hub.call("POST", "/connect_sessions", body, key=self.key)
        assert made.status == 201, made.body
        return str(made.json()["auth_link_url"])


@dataclass
class Stage:
    """What a view needs to come about.

    Attributes:
        keys: keys of the provider's stand-in, by what they do.
        member: cookies of the signed-in owner.
        accounts: account ids by owner.
        runs: run ids by what they show.
        receiver: takes the events that are posted to `HOOKS`.
        endpoints: ids of webhook endpoints by their paths.
        empty_project: id of a project with nothing in it.
        branded: a project in somebody's colours, at an address of its own.
        profiles: ids of profiles by what they are for.
    """

    hub: RunningHub
    chrome: Browser
    provider: str
    keys: dict[str, str]
    receiver: Receiver
    member: Any = None
    accounts: dict[str, str] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    endpoints: dict[str, str] = field(default_factory=dict)
    empty_project: str = ""
    branded: Branded = field(default_factory=Branded)
    profiles: dict[str, str] = field(default_factory=dict)
    _number: int = 0
    _sessions_made: bool = False
    _contexts: dict[Kind, BrowserContext] = field(default_factory=dict)
    _idle: dict[Kind, Page] = field(default_factory=dict)

    def page(self, *, member: bool = False, width: int = 1280, theme: str = "light", **context: Any) -> Page:
        """A blank page. Without further settings it shares its browser context, and so its cache, with others of its kind."""
        made = self._context(member, **context) if context else self._shared((member, None))
        return _dressed(made.new_page(), width, theme)

    @contextmanager
    def lent(self, *, member: bool, locale: str | None, width: int, theme: str, spent: bool) -> Iterator[Page]:
        """A page that shows one view after the other: a window costs the browser more than what is shown in it.

        Nothing of a view is there when the next one comes: no route, no script, no storage of the tab, no pointer over it. After
        a failure, or where it is `spent`, nobody gets it again.
        """
        kind = (member, locale)
        page = self._idle.pop(kind, None) or self._shared(kind).new_page()
        try:
            yield _dressed(page, width, theme)
        except BaseException:
            page.close()
            raise
        page.unroute_all(behavior="ignoreErrors")
        if spent or kind in self._idle:
            for opened in page.context.pages:
                if opened is page or opened.opener() is page:
                    opened.close()
            return
        page.evaluate("() => { try { sessionStorage.clear() } catch {} }")
        page.mouse.move(-1, -1)
        # Of the hub, so that the process that draws its pages lives on; the browser throws away the document before.
        page.goto(f"{self.hub.url}/embed.js")
        page.evaluate("() => sessionStorage.clear()")
        self._idle[kind] = page

    def close(self) -> None:
        """Close the shared contexts."""
        for context in self._contexts.values():
            context.close()

    def _shared(self, kind: Kind) -> BrowserContext:
        if kind not in self._contexts:
            member, locale = kind
            self._contexts[kind] = self._context(member, **({"locale": locale} if locale else {}))
        return self._contexts[kind]

    def _context(self, member: bool, **context: Any) -> BrowserContext:
        made = self.chrome.new_context(storage_state=self.member if member else None, **context)
        made.set_default_timeout(20_000)
        return made

    def link(self, **fields: Any) -> str:
        """A fresh auth link, of an owner that nobody had before unless one is named; for a key unless something is said."""
        self._number += 1
        if self.profiles and not fields.keys() & {"provider", "account_id", "connector_profile_id"}:
            fields["connector_profile_id"] = self.profiles["API key"]
        fields.setdefault("origin_owner_id", f"cus_{7000 + self._number}")
        fields.setdefault("origin_owner_name", _CUSTOMERS[self._number % len(_CUSTOMERS)])
        return str(self.hub.session(**fields)["auth_link_url"])

    def sessions_in_every_state(self) -> None:
        """Sessions that are open, used, expired and revoked stand in the list; made once."""
        if self._sessions_made:
            return
        self._sessions_made = True
        self.hub.session(origin_owner_name="Example Harbour", label="Sent by mail", expires_in=86_400)
        self.hub.session(origin_owner_name=LONG_OWNER, provider=None, multiple=True, expires_in=86_400)
        self.hub.session(origin_owner_name="Example Mill", expires_in=1)
        revoked = self.hub.session(origin_owner_name="Example Tannery")
        self.hub.call("POST", f"/connect_sessions/{revoked['id']}/revoke", {})

    def consents(self, answer: str) -> None:
        """Let the provider answer `allow` or `deny` by itself, or `ask` again."""
        _ask(f"{self.provider}/twin/consent", {"answer": answer})

    def fail_next(self, **fault: Any) -> None:
        """Let the provider's next answers be faults."""
        _ask(f"{self.provider}/twin/faults", fault)


def make_profiles(stage: Stage) -> None:
    """Profiles that sign in: one with the provider's app, and one whose app is still to be entered."""
    wish = {"connector_key": "linear", "auth_method": "oauth"}
    app = _ask(f"{stage.provider}/twin/oauth")
    for name, more in {"Sign in": app, "Not set up": {}}.items():
        made = stage.hub.call("POST", "/connector_profiles", {**wish, "name": name, **more})
        assert made.status == 201, made.body
        stage.profiles[name] = str(made.json()["id"])
    known = stage.hub.call("GET", "/auth_configs").json()["data"]
    stage.profiles["API key"] = next(one["id"] for one in known if one["default"])


def _dressed(page: Page, width: int, theme: str) -> Page:
    page.set_viewport_size(viewport(width))
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    return page


def viewport(width: int) -> Any:
    """A window of that width: a laptop's or a phone's height."""
    return {"width": width, "height": 800 if width > 500 else 740}


@contextmanager
def raised(folder: Path, chrome: Browser) -> Iterator[Stage]:
    """Start everything, with a member and nothing else in it; `fill` brings the world."""
    with _provider() as address, receiving() as receiver, serving_document() as document:
        origins = json.dumps(
            {
                **{f"https://{host}linear.app": address for host in ("", "api.", "uploads.")},
                HOOKS: receiver.url,
                ORIGIN: document,
            }
        )
        with running_hub(folder / "data", LINKWRIGHT_OUTBOUND_ORIGINS=origins, LINKWRIGHT_RUN_BODIES="all") as hub:
            assert hub.url, hub.log
            hub.cli("projects", "update", "default", "--app-name", "Acme Planner")
            stage = Stage(hub, chrome, address, _ask(f"{address}/twin/keys"), receiver)
            yield stage
            stage.close()


def sign_in(stage: Stage) -> None:
    """Use the one-time link, and keep the cookies for pages to come."""
    page = stage.page(locale="en-GB")
    walk.claim(page, stage.hub)
    stage.member = page.context.storage_state()
    page.context.close()


def fill(stage: Stage) -> None:
    """Accounts of every kind and runs of every outcome."""
    hub, keys = stage.hub, stage.keys
    _webhooks(stage)
    make_profiles(stage)
    stage.empty_project = str(hub.cli("projects", "create", "quiet", "--app-name", "Quiet")["id"])
    for number, (owner, key) in enumerate(
        {
            "Acme": keys["full"],
            "Example Bakery": keys["read_only"],
            "Example Clinic": None,
            "Northwind Studio": keys["no_admin"],
            LONG_OWNER: keys["other_workspace"],
            "Example Florist": keys["member"],
        }.items()
    ):
        stage.accounts[owner] = hub.link(key, origin_owner_id=f"cus_{4100 + number}", origin_owner_name=owner)
    stage.branded = _branded(hub)
    acme = stage.accounts["Acme"]
    team = hub.rpc(acme, "linear_list_teams").json()["data"][0]["id"]
    calls = {
        "read": hub.rpc(acme, "linear_list_issues", query={"page_size": 5}),
        "not found": hub.rpc(acme, "linear_get_issue", path={"id": "ENG-99999"}),
        "written": hub.rpc(acme, "linear_create_issue", body={"teamId": team, "title": "Fix the login page"}),
        "no right": hub.rpc(
            stage.accounts["Example Bakery"], "linear_create_issue", body={"teamId": team, "title": "Not allowed"}
        ),
    }
    stage.fail_next(status=502)
    calls["provider down"] = hub.rpc(acme, "linear_create_issue", body={"teamId": team, "title": "Lost on the way"})
    _suspend_person(stage, keys["member"])
    calls["key refused"] = hub.rpc(stage.accounts["Example Florist"], "linear_get_viewer")
    stage.runs = {what: answer.headers["x-linkwright-run-id"] for what, answer in calls.items()}
    hub.call("POST", f"/accounts/{stage.accounts['Northwind Studio']}/suspend", {})


def _webhooks(stage: Stage) -> None:
    """One endpoint that takes everything, one that fails, and one that is gone."""
    stage.receiver.says |= {"/fails": 503, "/gone": 410}
    for path, wish in {
        "/planner": {"description": "The planner's backend", "ordered": True},
        "/fails": {"events": ["account.*", "run.failed"]},
        "/gone": {"events": ["account.created"], "description": "The old receiver"},
    }.items():
        made = stage.hub.call("POST", "/webhook_endpoints", {"url": HOOKS + path, **wish}).json()
        stage.endpoints[path] = made["id"]


def _branded(hub: RunningHub) -> Branded:
    """At `localhost` answers what is the hub itself at 127.0.0.1."""
    own = hub.url.replace("127.0.0.1", "localhost")
    made = hub.cli("projects", "create", "fernhill", "--app-name", "Fernhill Planner")
    logo = hub.data / "logo.svg"
    logo.write_text(LOGO, encoding="utf-8")
    brand = ("--color", "#F26B21", "--corner", "4", "--hide-brand", "--public-url", own, "--logo", str(logo))
    pages = ("--home-url", "https://fernhill.example", "--support-url", "mailto:help@fernhill.example")
    more = ("--privacy-url", "https://fernhill.example/privacy", "--terms-url", "https://fernhill.example/terms")
    hub.cli("projects", "update", "fernhill", *brand, *pages, *more)
    key = hub.cli("keys", "create", "--name", "server", "--project", "fernhill")["key"]
    return Branded(str(made["id"]), own, str(key), hub)


def _suspend_person(stage: Stage, key: str) -> None:
    """Somebody at the provider shuts out the person whose key this is."""

    def asked(query: str, by: str) -> Any:
        return _ask(f"{stage.provider}/graphql", {"query": query}, by)["data"]

    person = asked("{ viewer { id } }", key)["viewer"]["id"]
    done = asked(f'mutation {{ userSuspend(id: "{person}") {{ success }} }}', stage.keys["full"])
    assert done["userSuspend"]["success"], done


@contextmanager
def _provider() -> Iterator[str]:
    port = free_port()
    arguments = ["twin", "linear", "--port", str(port), "--seed", "screens"]
    with warm.popen(arguments, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                if "Stop with" in line:
                    break
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _wait(port: int) -> None:
    """Until the port answers; each try waits in the kernel, not here."""
    for _ in range(2000):
        try:
            _ask(f"http://127.0.0.1:{port}/twin/keys")
            return
        except (URLError, ConnectionError):
            continue
    raise AssertionError("the provider's stand-in did not start")


def _ask(url: str, body: Any = None, key: str | None = None) -> Any:
    headers = {"content-type": "application/json"} | ({"authorization": key} if key else {})
    request = Request(url, None if body is None else json.dumps(body).encode(), headers)
    with urlopen(request, timeout=20) as answer:
        text = answer.read()
    return json.loads(text) if text else None
