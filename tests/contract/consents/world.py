"""A whole hub on either database, a member of it, and MCP clients that are let in."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
import sqlalchemy as sa

from linkwright.access.cookies import Cookies
from linkwright.app import Hub
from linkwright.cli.first_start import first_start
from linkwright.kit.clock import FixedClock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.store.tables import accounts, connector_profiles

PUBLIC = "https://hub.example"
COOKIES = Cookies.of(PUBLIC)
RESOURCE = f"{PUBLIC}/mcp"
CALLBACK = "https://client.example/callback"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}


def challenge_of(verifier: str) -> str:
    """S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def told_in(address: str) -> dict[str, str]:
    """The query of an address."""
    return dict(parse_qsl(urlsplit(address).query))


class World:
    """The hub, spoken to over its whole HTTP surface."""

    def __init__(self, hub: Hub, clock: FixedClock) -> None:
        self.hub = hub
        self.clock = clock
        self.http = httpx2.AsyncClient(transport=httpx2.ASGITransport(hub.asgi), base_url=PUBLIC)
        self.key = ""
        self.cookie = ""

    async def found(self) -> None:
        """The first start, and its owner."""
        made = await first_start(self.hub)
        assert made is not None
        self.key = made.key.reveal()
        self.cookie = await self.member(made.claim, "ann@example.com")

    async def member(self, claim: Any, email: str) -> str:
        """A member by a one-time link; the session's cookie."""
        entered = await self.hub.members.claim(claim, email, "Ann Lee", Secret("a long enough pass phrase"))
        return entered.token.reveal()

    async def api(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """One call with the API key."""
        headers = {"authorization": f"Bearer {given.pop('key', self.key)}", **given.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **given)

    async def put_account(self, owner: str, project_id: str | None = None) -> str:
        """An account without a credential: enough for whatever sends nothing to a provider."""
        now, account_id = self.clock.now(), new_id("acc")
        async with self.hub.database.write() as tx:
            known = (await tx.execute(sa.select(connector_profiles))).mappings().all()
            profile = next(one for one in known if project_id in (None, one["project_id"]))
            row = {
                "id": account_id,
                "project_id": profile["project_id"],
                "profile_id": profile["id"],
                "connector_key": "linear",
                "connector_version": "1.0.0",
                "auth_method": profile["auth_method"],
                "origin_owner_id": owner,
                "origin_owner_name": owner,
                "slot": "",
                "status": "active",
                "status_reasons": [],
                "type": "production",
                "upstream": "live",
                "identity": {},
                "rights": [],
                "setup_information": {},
                "shared": False,
                "created_at": now,
                "updated_at": now,
            }
            await tx.execute(sa.insert(accounts).values(row))
        return account_id

    async def link(self, owner: str, key: str | None = None) -> str:
        """A test account."""
        wish = {"origin_owner_id": owner, "origin_owner_name": owner, "provider": "linear", "type": "test"}
        session = await self.api("POST", "/connect_sessions", json=wish, **({"key": key} if key else {}))
        token = {"x-hub-session-token": session.json()["token"]}
        listed = (await self.http.get("/hub/connectors", headers=token)).json()["integrations"]
        profile = listed[0]["integration_id"]
        config = (await self.http.get(f"/hub/connectors/{profile}", headers=token)).json()
        given = {"integration_id": profile, "credentials": config["linkwright"]["test_credentials"]}
        made = await self.http.post("/hub/accounts", headers=token, json=given)
        assert made.status_code == 200, made.text
        return str(made.json()["id"])

    async def register(self, **more: Any) -> dict[str, Any]:
        """A client that registered itself."""
        made = await self.http.post(
            "/oauth/register", json={"client_name": "Tester", "redirect_uris": [CALLBACK], **more}
        )
        assert made.status_code == 201, made.text
        return dict(made.json())

    def asking(self, client_id: str, **changes: str | None) -> dict[str, str]:
        """What a client sends with a person; None leaves a parameter out."""
        usual: dict[str, str | None] = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": CALLBACK,
            "state": "xyz",
            "scope": "actions:execute read",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            "resource": RESOURCE,
            **changes,
        }
        return {name: value for name, value in usual.items() if value is not None}

    async def page(self, asking: dict[str, str], cookie: str | None = None, **more: str) -> httpx2.Response:
        """The consent page."""
        headers = {"cookie": f"{COOKIES.session}={self.cookie if cookie is None else cookie}"}
        return await self.http.get(f"/oauth/consent?{urlencode({**asking, **more})}", headers=headers)

    async def answer(
        self, asking: dict[str, str], *, cookie: str | None = None, account: list[str], **fields: Any
    ) -> httpx2.Response:
        """Read the page and send its form."""
        page = await self.page(asking, cookie)
        assert page.status_code == 200, page.text
        form = {unescape(name): unescape(value) for name, value in _HIDDEN.findall(page.text.rpartition("<form")[2])}
        chosen = {"decision": "allow", "extent": "read", "days": "30", "account": account, **fields}
        headers = {"cookie": f"{COOKIES.session}={self.cookie if cookie is None else cookie}"}
        return await self.http.post("/oauth/consent", data={**form, **chosen}, headers=headers)

    async def code(self, client_id: str, account: str, *, asking: dict[str, str] | None = None, **fields: Any) -> str:
        """The code that a client gets when somebody lets it in."""
        sent = await self.answer(asking or self.asking(client_id), account=[account], **fields)
        assert sent.status_code == 303, sent.text
        return told_in(sent.headers["location"])["code"]

    async def trade(self, client_id: str, code: str, **changes: str) -> httpx2.Response:
        """A code for tokens."""
        form = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": code,
            "code_verifier": VERIFIER,
            "redirect_uri": CALLBACK,
            "resource": RESOURCE,
            **changes,
        }
        return await self.http.post("/oauth/token", data=form)

    async def refresh(self, client_id: str, token: str, **changes: str) -> httpx2.Response:
        """A refresh token for new ones."""
        form = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token, **changes}
        return await self.http.post("/oauth/token", data=form)

    async def tokens(self, client_id: str, account: str, **fields: Any) -> dict[str, Any]:
        """The whole way."""
        answer = await self.trade(client_id, await self.code(client_id, account, **fields))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def mcp(self, token: str, method: str = "ping", params: Any = None, **headers: str) -> httpx2.Response:
        """One message to /mcp."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
        sent = {
            **JSON,
            "authorization": f"Bearer {token}",
            **{name.replace("_", "-"): v for name, v in headers.items()},
        }
        return await self.http.post("/mcp", json=body, headers=sent)

    async def works(self, token: str) -> bool:
        """Whether an access token is taken."""
        return (await self.mcp(token)).status_code == 200

    async def ends(self, token: str) -> bool:
        """Whether an access token is refused within a second: so long may another process keep what it knows of it."""
        try:
            async with asyncio.timeout(1.0):
                while await self.works(token):
                    await asyncio.sleep(0)
        except TimeoutError:
            return False
        return True
