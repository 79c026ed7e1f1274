"""What plants the secrets: everything that a hub does with one, the ways that go wrong included."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pyotp

from tests.acceptance.canaries.caller import Caller
from tests.acceptance.canaries.door import WAYS, Door
from tests.acceptance.canaries.searching import Sweep
from tests.contract.access.openid import CLIENT, SECRET, OpenId
from tests.hub import RunningHub, run_cli

PASSWORD, WRONG = "canary pass phrase of Mira", "canary pass phrase that is wrong"
CONTENT = hashlib.sha256(b"canary file").hexdigest() * 40
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


def _last(address: str) -> str:
    return address.rpartition("/")[2]


def key_of(hub: RunningHub, sweep: Sweep, key: str) -> Caller:
    """A caller with an API key."""
    basic = base64.b64encode(f"{key}:".encode()).decode()
    caller = Caller(hub, sweep, {"authorization": f"Basic {basic}"})
    sweep.plant("API key of the hub", key, used=caller.ask("GET", "/accounts").status == 200)
    return caller


def member(hub: RunningHub, sweep: Sweep, link: str, kind: str, email: str) -> Caller:
    """A member who comes by a link, signs out and in again, with an app for the second step."""
    page = Caller(hub, sweep)
    looked = page.ask("POST", "/console/api/claim/look", {"token": _last(link)})
    sweep.plant(kind, _last(link), used=looked.status == 200)
    told = {"token": _last(link), "email": email, "name": "Mira Holt", "password": PASSWORD}
    entered = page.ask("POST", "/console/api/claim", told)
    assert entered.status == 200, entered.body
    sweep.plant("member's password", PASSWORD, used=True)
    sweep.plant("console session", page.cookies["lw_session"], used=True, given_by=entered.noted)
    _csrf(page)
    begun = page.ask("POST", "/console/api/me/two_step/begin")
    secret = begun.json()["secret"]
    done = page.ask("POST", "/console/api/me/two_step/confirm", {"code": pyotp.TOTP(secret).now()})
    assert done.status == 200, done.body
    sweep.plant("TOTP secret", secret, used=True, given_by=begun.noted)
    codes = [sweep.plant("recovery code", code, used=False, given_by=done.noted) for code in done.json()["codes"]]
    assert page.ask("POST", "/console/api/sign-out").status == 200
    wrong = page.ask("POST", "/console/api/sign-in", {"email": email, "password": WRONG})
    sweep.plant("wrong password", WRONG, used=wrong.status == 401)
    half = page.ask("POST", "/console/api/sign-in", {"email": email, "password": PASSWORD})
    sweep.plant("half a sign-in", page.cookies["lw_step"], used=True, given_by=half.noted)
    assert page.ask("POST", "/console/api/sign-in/code", {"code": codes[0][:-1] + "?"}).status >= 400
    whole = page.ask("POST", "/console/api/sign-in/code", {"code": codes[0]})
    sweep.plant("recovery code", codes[0], used=whole.status == 200)
    sweep.plant("console session", page.cookies["lw_session"], used=True, given_by=whole.noted)
    for name in ("lw_device",):
        if name in page.cookies:
            sweep.plant("known device", page.cookies[name], used=True, given_by=whole.noted)
    _csrf(page)
    return page


def _csrf(page: Caller) -> None:
    me = page.ask("GET", "/console/api/me")
    page.headers["x-csrf-token"] = page.sweep.plant("CSRF token", me.json()["csrf_token"], used=True, given_by=me.noted)


def organization(page: Caller) -> str:
    """What an owner sets that is secret; the address of an invitation."""
    sweep = page.sweep
    wish: dict[str, Any] = {
        "issuer": "https://id.example",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "domains": ["example.com"],
    }
    kept = page.ask("PUT", "/console/api/sign-in-settings", wish)
    assert kept.status == 200, kept.body
    sweep.plant("OIDC client secret", wish["client_secret"], used=kept.status == 200)
    assert page.ask("GET", "/console/api/sign-in-settings").json()["has_secret"] is True
    invited = page.ask("POST", "/console/api/invitations", {"role": "developer"})
    assert invited.status in (200, 201), invited.body
    link = str(invited.json()["url"])
    sweep.plant("invitation", _last(link), used=False, given_by=invited.noted)
    made = page.ask("POST", "/console/api/keys", {"name": "canary", "preset": "full"})
    assert made.status in (200, 201), made.body
    given = made.json()
    sweep.plant("API key of the hub", given["key"], used=False, given_by=made.noted)
    other = key_of(page.hub, sweep, given["key"])
    assert page.ask("POST", f"/console/api/keys/{given['id']}/revoke").status == 200
    assert other.ask("GET", "/accounts").status == 401
    return link


def by_openid(hub: RunningHub, sweep: Sweep, provider: OpenId, email: str) -> None:
    """A member comes in through the organization's provider: state, nonce, code, verifier and ID token."""
    provider.person = {"sub": "canary-person", "email": email, "email_verified": True, "name": "Mira Holt"}
    browser = Caller(hub, sweep, {"sec-fetch-site": "same-origin", "origin": hub.url})
    begun = browser.ask("POST", "/console/api/sign-in/provider", {"next": "/console/runs"})
    assert begun.status == 200, begun.body
    address = begun.json()["address"]
    asked = parse_qs(urlsplit(address).query)
    for name in ("state", "nonce"):
        sweep.plant(f"{name} of a sign-in by OpenID", asked[name][0], used=True, given_by=begun.noted)
    flow = browser.cookies["lw_flow"].partition(".")[0]
    sweep.plant("browser of a sign-in by OpenID", flow, used=True, given_by=begun.noted)
    told = provider.authorize(address)
    done = browser.ask("GET", "/console/api/sign-in/provider/return?" + urlencode(told), by_address=True)
    assert (done.status, "problem" in done.headers["location"]) == (303, False), done.headers
    sweep.plant("code of the OpenID provider", told["code"], used=told["code"] not in provider.codes)
    sweep.plant("ID token", provider.given[-1], used=True)
    name = "lw_session" if "lw_session" in browser.cookies else "lw_step"
    kind = "console session" if name == "lw_session" else "half a sign-in"
    sweep.plant(kind, browser.cookies[name], used=True, given_by=done.noted)
    again = browser.ask("GET", "/console/api/sign-in/provider/return?" + urlencode(told), by_address=True)
    assert "problem=" in again.headers["location"]


def session(api: Caller, **more: Any) -> Caller:
    """A connect session; its Hub."""
    owner = {"origin_owner_id": "cus_canary", "origin_owner_name": "Example Bakery", "provider": "linear", **more}
    made = api.ask("POST", "/connect_sessions", owner)
    assert made.status == 201, made.body
    told = made.json()
    api.sweep.plant("connect session", told["token"], used=True, given_by=made.noted)
    link = _last(told["auth_link_url"])
    api.sweep.plant("auth link", link, used=True, given_by=made.noted)
    opened = api.ask("GET", f"/link/{link}", by_address=True)
    assert opened.status == 200
    # The page of a link is given the link, and the session that it opens.
    opened.noted.gives |= {link, *re.findall(r"lws_\w+", opened.body.decode())}
    for token in re.findall(r"lws_\w+", opened.body.decode()):
        api.sweep.plant("session of a link", token, used=True)
    return Caller(api.hub, api.sweep, {"x-hub-session-token": told["token"]})


def linked(api: Caller, keys: dict[str, str]) -> str:
    """An account by an API key, after one that is refused and one that is nonsense."""
    hub, sweep = session(api), api.sweep
    profile = next(one["integration_id"] for one in hub.ask("GET", "/hub/connectors").json()["integrations"])

    def connect(key: str) -> Any:
        return hub.ask("POST", "/hub/accounts", {"integration_id": profile, "credentials": {"api_key": key}})

    sweep.plant("refused key of the provider", keys["suspended"], used=connect(keys["suspended"]).status == 422)
    nonsense = "canary typed into the wrong field\nwith a line"
    sweep.plant("malformed key", nonsense, used=connect(nonsense).status >= 400)
    made = connect(keys["full"])
    assert made.status == 200, made.body
    sweep.plant("key of the provider", keys["full"], used=True)
    for path in ("/hub/settings", f"/hub/connectors/{profile}", f"/hub/accounts/{made.json()['id']}"):
        hub.ask("GET", path)
    return str(made.json()["id"])


def signed_in_at_provider(api: Caller, door: Door) -> None:
    """An account by a person's yes at the provider: app secret, start address, state, code, verifier and tokens."""
    sweep = api.sweep
    with urlopen(f"{door.twin}/twin/oauth", timeout=20) as answer:
        app = json.loads(answer.read())
    wish = {"connector_key": "linear", "auth_method": "oauth", "name": "Sign in"}
    wish |= {"client_id": app["client_id"], "client_secret": app["client_secret"]}
    profile = api.ask("POST", "/connector_profiles", wish)
    assert profile.status == 201, profile.body
    # Of another owner: the same workspace of the same owner would be the same account, linked anew.
    hub = session(api, integration_id=profile.json()["id"], origin_owner_id="cus_signed_in")
    begun = hub.ask("POST", "/hub/sign_in", {"integration_id": profile.json()["id"]})
    assert begun.status == 200, begun.body
    start = urlsplit(begun.json()["url"]).path
    sweep.plant("start of a sign-in", _last(start), used=True, given_by=begun.noted)
    browser = Caller(api.hub, sweep, {"sec-fetch-site": "same-origin", "referer": f"{api.hub.url}/link"})
    away = browser.ask("GET", start, by_address=True)
    assert away.status == 303, away.body
    for name, value in browser.cookies.items():
        sweep.plant(f"cookie {name}", value, used=True, given_by=away.noted)
    asked = urlsplit(away.headers["location"])
    state = parse_qs(asked.query)["state"][0]
    sweep.plant("state of a sign-in", state, used=True, given_by=away.noted)
    back = Caller(_At(door.url), sweep).ask(  # type: ignore[arg-type]
        "POST", f"{asked.path}?{asked.query}", form={"decision": "allow"}, by_address=True
    )
    sweep.answers.remove(back.noted)
    returned = urlsplit(back.headers["location"])
    done = browser.ask("GET", f"{returned.path}?{returned.query}", by_address=True)
    assert done.status == 200, done.body
    code = parse_qs(returned.query)["code"][0]
    sweep.plant("code of the provider", code, used=f"code={code}" in "&".join(door.forms))
    told, form = door.tokens[-1], parse_qs(door.forms[-1])
    sweep.plant("PKCE verifier", form["code_verifier"][0], used=True)
    sweep.plant("client secret of an app", app["client_secret"], used=True)
    sweep.plant(
        "access token of the provider", told["access_token"], used=f"Bearer {told['access_token']}" in door.seen
    )
    sweep.plant("refresh token of the provider", told["refresh_token"], used=True)


class _At:
    def __init__(self, url: str) -> None:
        self.url = url


def calls(api: Caller, account: str, door: Door) -> None:
    """Calls that succeed and fail, over every face, with a provider that says the credential back."""
    there = {"x_account_id": account}

    def run(action: str, **places: Any) -> Any:
        return api.ask("POST", "/actions/rpc", {"action": action, **places}, **there)

    assert run("linear_list_teams").status == 200
    assert run("linear_get_issue", path={"id": "ENG-99999"}).status >= 400
    key = next(iter(api.sweep.planted["key of the provider"]))
    pasted = run("linear_search_issues", query={"term": f"why does {key} fail"})
    api.sweep.answers.remove(pasted.noted)
    tool = {"name": "linear_list_teams", "arguments": {}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": tool}
    modern = {"accept": "application/json, text/event-stream", "mcp_protocol_version": "2025-11-25", **there}
    raw = {"method": "post", "path": "/graphql", "body": {"query": "{ viewer { id } }"}}
    canary = api.sweep.plant("header of a proxied call", "canary-of-a-proxied-header-7Hq2", used=True)
    for way in (None, *WAYS, "cut"):
        door.way = way
        run("linear_list_teams")
        run("linear_create_issue", body={"teamId": "ENG", "title": "x"})
        api.ask("POST", "/mcp", message, **modern)
        api.ask("POST", "/unified/proxy", {**raw, "headers": {"x-canary": canary}}, **there)
    door.way = None
    assert door.echoed == set(WAYS)
    api.ask("POST", "/unified/proxy", {**raw, "headers": {"authorization": f"Bearer {canary}"}}, **there)
    for nonsense in (b"{", b'{"action": "' + canary.encode(), b"\xff\xfe", b"[" * 300):
        assert api.ask("POST", "/actions/rpc", nonsense, **there).status >= 400
    stranger = "lw_" + "canaryCanary1234" * 2 + "12345678"
    for header in (
        f"Bearer {stranger}",
        f"Basic {base64.b64encode(f'{stranger}:'.encode()).decode()}",
        f"Nonsense {stranger}",
    ):
        refused = Caller(api.hub, api.sweep, {"authorization": header}).ask("GET", "/accounts")
        api.sweep.plant("key that nobody has", stranger, used=refused.status == 401)


def confidential(api: Caller, account: str) -> None:
    """Secrets that actions take and give, a file, and an address of it."""
    there, sweep = {"x_account_id": account}, api.sweep
    taken = "canary-taken-by-an-action-51"
    hook = {"url": "https://receiver.example/hook", "resourceTypes": ["Issue"], "allPublicTeams": True}
    made = api.ask(
        "POST", "/actions/rpc", {"action": "linear_create_webhook", "body": {**hook, "secret": taken}}, **there
    )
    for _ in range(200):
        if made.status == 403:  # a change of the profile holds within a second
            made = api.ask(
                "POST", "/actions/rpc", {"action": "linear_create_webhook", "body": {**hook, "secret": taken}}, **there
            )
    assert made.status == 200, made.body
    sweep.plant("secret that an action takes", taken, used=made.status == 200, given_by=made.noted)
    rotate = {"action": "linear_rotate_webhook_secret", "path": {"id": made.json()["data"]["id"]}}
    rotated = api.ask("POST", "/actions/rpc", rotate, **there)
    sweep.plant("secret that an action gives", rotated.json()["data"]["secret"], used=True, given_by=rotated.noted)
    edge = "edge-of-parts"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="call"\r\n\r\n{{"action":"linear_upload_file"}}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n{CONTENT}\r\n--{edge}--\r\n"
    )
    stored = api.ask(
        "POST", "/actions/rpc", body.encode(), content_type=f"multipart/form-data; boundary={edge}", **there
    )
    assert stored.status == 200, stored.body
    call = {"action": "linear_download_asset", "query": {"url": stored.json()["data"]["url"]}, "file_as": "address"}
    given = api.ask("POST", "/actions/rpc", call, **there)
    token = _last(given.json()["data"]["download_url"])
    fetched = Caller(api.hub, sweep).ask("GET", f"/files/{token}", by_address=True)
    sweep.plant("address of a file", token, used=fetched.status == 200, given_by=given.noted)
    sweep.plant("content of a file", CONTENT, used=CONTENT.encode() in fetched.body, given_by=fetched.noted)


def webhooks(api: Caller, account: str) -> None:
    """Signing secrets of our events and of the provider's."""
    made = api.ask("POST", "/webhook_endpoints", {"url": "https://hooks.example/canary", "events": ["account.created"]})
    assert made.status == 201, made.body
    api.sweep.plant("webhook secret", made.json()["secret"], used=True, given_by=made.noted)
    api.ask("POST", f"/webhook_endpoints/{made.json()['id']}/test")
    typed = "lin_wh_" + "canaryOfEvents12" * 2
    put = api.ask("PUT", f"/accounts/{account}/provider_events", {"secret": typed})
    api.sweep.plant("secret of provider events", typed, used=put.status in (200, 400, 409, 422))
    registered = api.ask("PUT", f"/accounts/{account}/provider_events", {"kinds": ["issue"]})
    assert registered.status == 200, registered.body


def approvals(api: Caller, page: Caller, account: str) -> None:
    """A call that waits, and a link by which somebody else decides."""
    rule = {"id": "r1", "name": "Ask", "outcome": "approval", "actions": ["linear_create_comment"]}
    assert page.ask("PUT", "/policy", {"rules": [rule]}).status == 200
    issue = api.ask("POST", "/actions/rpc", {"action": "linear_list_issues"}, x_account_id=account).json()["data"][0][
        "id"
    ]
    call = {"action": "linear_create_comment", "body": {"issueId": issue, "body": "Rye?"}}
    asked = api.ask("POST", "/actions/rpc", call, x_account_id=account)
    assert asked.status == 409, asked.body
    made = page.ask("POST", f"/approvals/{asked.json()['approval']['id']}/link")
    assert made.status in (200, 201), made.body
    token = _last(str(made.json()["url"]))
    looked = Caller(api.hub, api.sweep).ask("GET", f"/approve/{token}", by_address=True)
    looked.noted.gives.add(token)
    decided = Caller(api.hub, api.sweep).ask("POST", f"/approve/{token}", form={"decision": "approve"}, by_address=True)
    assert looked.status == decided.status == 200, decided.body
    api.sweep.plant("approval link", token, used=True, given_by=made.noted)
    done = api.ask("POST", "/actions/rpc", call, x_account_id=account)
    assert done.status == 200, done.body
    assert page.ask("PUT", "/policy", {"rules": []}).status == 200


def mcp_client(api: Caller, page: Caller, account: str) -> None:
    """A client that registers, is let in, calls, renews, and uses an old token again."""
    sweep, resource = api.sweep, f"{api.hub.url}/mcp"
    bare = Caller(api.hub, sweep)
    wish = {
        "client_name": "Canary",
        "redirect_uris": ["http://localhost:3031/cb"],
        "token_endpoint_auth_method": "client_secret_post",
    }
    client = bare.ask("POST", "/oauth/register", wish)
    assert client.status == 201, client.body
    known = {"client_id": client.json()["client_id"], "client_secret": client.json()["client_secret"]}
    verifier = "canaryVerifier" * 4
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {"response_type": "code", "client_id": known["client_id"], "redirect_uri": wish["redirect_uris"][0]}
    query |= {"code_challenge": challenge, "code_challenge_method": "S256", "resource": resource, "state": "s1"}
    shown = page.ask("GET", "/oauth/authorize?" + urlencode(query))
    while shown.status == 303 and shown.headers["location"].startswith("/"):
        shown = page.ask("GET", shown.headers["location"])
    last = shown.body.decode().rpartition("<form")[2]
    form = {unescape(name): unescape(value) for name, value in _HIDDEN.findall(last)}
    marked = re.search(r'name="extent" value="(\w+)" checked', last)
    assert marked, shown.body
    back = page.ask(
        "POST",
        "/oauth/consent",
        form={**form, "decision": "allow", "extent": marked[1], "days": "1", "account": account},
    )
    code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]
    redeem = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": wish["redirect_uris"][0],
        "resource": resource,
    }
    assert (
        bare.ask(
            "POST", "/oauth/token", form={**redeem, **known, "client_secret": "wrong", "code_verifier": verifier}
        ).status
        >= 400
    )
    pair = bare.ask("POST", "/oauth/token", form={**redeem, **known, "code_verifier": verifier})
    assert pair.status == 200, pair.body
    sweep.plant("code for an MCP client", code, used=True, given_by=back.noted)
    sweep.plant("secret of an MCP client", known["client_secret"], used=True, given_by=client.noted)
    sweep.plant("verifier of an MCP client", verifier, used=True)
    listed = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    renew = {"grant_type": "refresh_token", "resource": resource, **known}
    for _ in range(2):
        tokens = pair.json()
        there = {"accept": "application/json, text/event-stream", "mcp_protocol_version": "2025-11-25"}
        used = bare.ask("POST", "/mcp", listed, authorization=f"Bearer {tokens['access_token']}", **there)
        sweep.plant(
            "access token of an MCP client", tokens["access_token"], used=used.status == 200, given_by=pair.noted
        )
        sweep.plant("refresh token of an MCP client", tokens["refresh_token"], used=True, given_by=pair.noted)
        pair = bare.ask("POST", "/oauth/token", form={**renew, "refresh_token": tokens["refresh_token"]})
        assert pair.status == 200, pair.body
    for name in ("access_token", "refresh_token"):
        sweep.plant(f"{name.replace('_', ' ')} of an MCP client", pair.json()[name], used=False, given_by=pair.noted)
    # Once within 30 seconds an answer may have been lost; the second time it is a thief, and everything ends.
    again = [
        bare.ask("POST", "/oauth/token", form={**renew, "refresh_token": tokens["refresh_token"]}) for _ in range(2)
    ]
    assert [one.status for one in again] == [200, 400]
    for name in ("access_token", "refresh_token"):
        sweep.plant(
            f"{name.replace('_', ' ')} of an MCP client", again[0].json()[name], used=False, given_by=again[0].noted
        )


def read_everything(api: Caller, page: Caller) -> None:
    """Every list and log that the API and the console have."""
    for path in (
        "/accounts",
        "/auth_configs",
        "/connector_profiles",
        "/connect_sessions",
        "/keys",
        "/mcp_clients",
        "/openapi.json",
    ):
        api.ask("GET", path)
    for path in ("/webhook_endpoints", "/policy", "/ready", "/health", "/llms.txt"):
        api.ask("GET", path)
    log = api.ask("GET", "/requests/logs?include=step_logs,advanced_logs&page_size=100")
    assert log.status == 200
    for run in log.json()["data"]:
        one = api.ask("GET", f"/requests/logs/{run['request_id']}?include=step_logs,advanced_logs")
        assert one.status == 200
    for path in ("members", "invitations", "me", "me/sessions", "me/two_step", "sign-in-settings"):
        told = page.ask("GET", f"/console/api/{path}")
        if path == "me":
            told.noted.gives.add(page.headers["x-csrf-token"])
    page.ask("GET", "/audit?page_size=100")
    page.ask("GET", "/approvals")


def commands(hub: RunningHub, sweep: Sweep, folder: Path) -> None:
    """Every command that reads, and the archives that commands write."""
    log = folder / "hub.log"
    log.write_text("\n".join(hub.log))
    data = ["--data", str(hub.data)]
    said = [
        *(["keys", "list"], ["vault", "verify"]),
        ["backup", str(folder / "backup.zip")],
        ["support-bundle", "--out", str(folder / "support.zip"), "--log", str(log)],
        ["audit", "export", "--output", str(folder / "audit.jsonl")],
    ]
    for words in said:
        done = run_cli(*words, *data, env=hub.env, check=False)
        assert done.returncode == 0, (words, done.stderr)
        sweep.look_at(
            f"command {' '.join(words[:2]) if len(words) < 3 else words[0]}", (done.stdout + done.stderr).encode()
        )
    sweep.look_into_zip("backup", folder / "backup.zip", "master.key", "audit.key")
    sweep.look_into_zip("support bundle", folder / "support.zip")
    sweep.look_at("audit export", (folder / "audit.jsonl").read_bytes())
