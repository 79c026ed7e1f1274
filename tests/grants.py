"""Accounts that hold tokens which end, and a provider that turns its refresh tokens over: each is taken once."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.accounts.model import Account, StoredField
from linkwright.accounts.storing import AccountStore, NewAccount, Verified
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.connectors.oauth import OAuth
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.kit.secret import Secret
from linkwright.oauth import repository as grants
from linkwright.oauth.due import renew_at
from linkwright.oauth.renewal import Renewal
from linkwright.oauth.sources import Sources
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.profiles import repository as profiles
from linkwright.profiles.apps import ProfileApps
from linkwright.store.database import Database
from linkwright.store.hot import HotRows
from linkwright.vault.vault import Vault

CLIENT, SECRET = "app-1", "app-secret-of-the-profile"
DAY = 86_400.0
TEAMS = {"teams": {"nodes": [{"id": "t1", "key": "ENG", "name": "Engineering"}], "pageInfo": {"hasNextPage": False}}}
COMMENT = {"commentCreate": {"success": True, "comment": {"id": "c1", "body": "Hi", "url": "https://linear.app/c1"}}}
REFUSED = {
    "errors": [{"message": "No", "extensions": {"type": "authentication error", "code": "AUTHENTICATION_ERROR"}}]
}


def with_oauth(connector: Connector, **changes: Any) -> Connector:
    """The connector with a way of signing in by OAuth, `oauth`."""
    told = {
        "grant": "authorization_code",
        "token_url": "https://api.linear.app/oauth/token",
        "revoke_url": "https://api.linear.app/oauth/revoke",
    }
    method = AuthMethod(
        key="oauth",
        type="oauth2",
        label="Sign in",
        fields=(),
        headers={"Authorization": "Bearer {credentials.access_token}"},
        settings_url="",
        guide="",
        parts=(("Authorization", (("Bearer ", "access_token"),)),),
        oauth=OAuth(**{**told, **changes}),
    )
    return replace(connector, auth={**connector.auth, "oauth": method})


Script = Callable[[Callable[[], OutboundResponse]], Awaitable[OutboundResponse]]
"""What happens to one request; it gets what carries the request out."""


@dataclass
class Provider:
    """A provider of tokens, and of an API that takes them. Every refresh token is good for one redemption.

    Attributes:
        lives: seconds of an access token; None says nothing about it.
        rotates: whether a redemption gives a new refresh token.
        grace: a spent refresh token gives, once more, what it gave at first, as long as that was not used itself.
        ended: grants that a person has ended.
        given: refresh tokens of each grant, the newest last.
        presented: how often each refresh token was shown.
        script: what happens to the next requests to the token address.
    """

    lives: float | None = DAY
    rotates: bool = True
    grace: bool = False
    scope: str | None = None
    ended: set[str] = field(default_factory=set)
    given: dict[str, list[str]] = field(default_factory=dict)
    presented: Counter[str] = field(default_factory=Counter)
    access: dict[str, str] = field(default_factory=dict)
    refused_tokens: set[str] = field(default_factory=set)
    revoked: list[tuple[str, str]] = field(default_factory=list)
    script: deque[Script] = field(default_factory=deque)
    asked: list[dict[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    issued: int = 0

    def grant(self) -> tuple[str, str, str]:
        """A new grant: its name, an access token and a refresh token."""
        name = f"grant-{len(self.given) + 1}"
        self.given[name] = []
        return (name, *self._pair(name))

    def alive(self, refresh: str) -> bool:
        """Whether a refresh token would be taken."""
        name = self._grant_of(refresh)
        return name is not None and name not in self.ended and self.given[name][-1] == refresh

    def lost(self, after: bool, error: Exception) -> None:
        """Lose the next request (or only its answer)."""

        async def script(carry_out: Callable[[], OutboundResponse]) -> OutboundResponse:
            if after:
                carry_out()
            raise error

        self.script.append(script)

    def answers(self, status: int, body: Any = None, **headers: str) -> None:
        """Answer the next request so, without doing anything."""

        async def script(_carry_out: Callable[[], OutboundResponse]) -> OutboundResponse:
            lines = {name.replace("_", "-"): value for name, value in headers.items()}
            return OutboundResponse(status, lines, jsons.dumpb(body or {}), 1.0)

        self.script.append(script)

    def held(self, *, after: bool) -> Held:
        """Hold the next request, before or after it is carried out."""
        held = Held(after)
        self.script.append(held)
        return held

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Answer a request."""
        path = urlsplit(request.url).path
        if path == "/graphql":
            return self._api(request)
        form = dict(parse_qsl((request.body or b"").decode()))
        if path == "/oauth/revoke":
            self.revoked.append((form["token_type_hint"], form["token"]))
            return await self._scripted(lambda: _answer(200, {}))
        self.asked.append({**form, "authorization": request.headers.get("Authorization", "")})
        return await self._scripted(lambda: self._token(form))

    async def _scripted(self, carry_out: Callable[[], OutboundResponse]) -> OutboundResponse:
        if self.script:
            return await self.script.popleft()(carry_out)
        await asyncio.sleep(0)
        return carry_out()

    def _token(self, form: dict[str, str]) -> OutboundResponse:
        if form["grant_type"] == "client_credentials":
            name = "app"
            self.given.setdefault(name, [])
            self.issued += 1
            access = f"access-{self.issued}"
            self.access[access] = name
            return _answer(200, self._told(access))
        refresh = form["refresh_token"]
        self.presented[refresh] += 1
        name = self._grant_of(refresh)
        if name is None or name in self.ended:
            return _answer(400, {"error": "invalid_grant"})
        if self.given[name][-1] != refresh:
            if self.grace and self.given[name][-2:-1] == [refresh]:
                newest = self.given[name][-1]
                access = next(token for token in reversed(self.access) if self.access[token] == name)
                return _answer(200, {**self._told(access), "refresh_token": newest})
            return _answer(400, {"error": "invalid_grant"})
        access, newest = self._pair(name)
        told = self._told(access)
        return _answer(200, {**told, "refresh_token": newest} if self.rotates else told)

    def _told(self, access: str) -> dict[str, Any]:
        told: dict[str, Any] = {"access_token": access, "token_type": "Bearer"}
        told |= {} if self.lives is None else {"expires_in": self.lives}
        return told if self.scope is None else {**told, "scope": self.scope}

    def _pair(self, name: str) -> tuple[str, str]:
        self.issued += 1
        access = f"access-{self.issued}"
        self.access[access] = name
        if self.rotates or not self.given[name]:
            self.given[name].append(f"refresh-{self.issued}")
        return access, self.given[name][-1]

    def _grant_of(self, refresh: str) -> str | None:
        return next((name for name, tokens in self.given.items() if refresh in tokens), None)

    def _api(self, request: OutboundRequest) -> OutboundResponse:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        self.calls.append(token)
        if token in self.refused_tokens or token not in self.access:
            return _answer(401, REFUSED)
        return _answer(200, {"data": {**TEAMS, **COMMENT}})


class Held:
    """A request that waits at the provider."""

    def __init__(self, after: bool) -> None:
        self._after = after
        self.arrived = asyncio.Event()
        self.free = asyncio.Event()

    async def __call__(self, carry_out: Callable[[], OutboundResponse]) -> OutboundResponse:
        answer = carry_out() if self._after else None
        self.arrived.set()
        await self.free.wait()
        return answer or carry_out()


def _answer(status: int, body: Any) -> OutboundResponse:
    return OutboundResponse(status, {"content-type": "application/json"}, jsons.dumpb(body), 1.0)


class Ways:
    """One provider, live and as the twin."""

    def __init__(self, provider: Any) -> None:
        self.live = provider

    def twin(self, connector: Connector, project_id: str) -> Any:
        return self.live

    def for_tests(self, connector: Connector) -> str:
        return "twin"


@dataclass
class Grants:
    """A project's accounts that are linked by OAuth."""

    database: Database
    clock: Clock
    vault: Vault
    rows: HotRows
    project_id: str
    profile_id: str
    catalog: Catalog
    provider: Any

    def __post_init__(self) -> None:
        self.accounts = AccountRows(self.rows)

    def renewal(self, **more: Any) -> Renewal:
        """What renews, as one process has it."""
        more.setdefault("dice", lambda: 0.0)
        return Renewal(self.database, self.accounts, self.sources(), self.vault, self.clock, **more)

    def sources(self) -> Sources:
        return Sources(self.catalog, Ways(self.provider), ProfileApps(self.database, self.vault, self.clock))

    async def app(self, client_id: str | None = CLIENT, secret: str | None = SECRET) -> None:
        """Give the profile an app."""
        apps = ProfileApps(self.database, self.vault, self.clock)
        sealed = await apps.sealed(self.project_id, self.profile_id, Secret(secret)) if secret else None
        async with self.database.write() as tx:
            await profiles.update(tx, self.profile_id, {"client_id": client_id})
            if sealed:
                await profiles.put_secret(tx, sealed)

    async def add(
        self,
        tokens: dict[str, str],
        *,
        lives: float | None = DAY,
        life: float = DAY,
        upstream: str = "live",
        scopes: Any = ("read",),
    ) -> str:
        """An account that holds these tokens, which end in `lives` seconds of their whole `life`; its id."""
        now, account_id = self.clock.now(), new_id("acc")
        ends = None if lives is None else now + timedelta(seconds=lives)
        fields = []
        for name, value in tokens.items():
            place = {"project_id": self.project_id, "account_id": account_id, "field": name}
            record = await self.vault.seal(Secret(value), **place, version=1)
            given = now if ends is None else ends - timedelta(seconds=life)
            fields.append(StoredField(name, 1, record, "", given, ends if name == "access_token" else None))
        new = NewAccount(
            id=account_id,
            project_id=self.project_id,
            profile_id=self.profile_id,
            connector_key="linear",
            auth_method="oauth",
            origin_owner_id=account_id,
            origin_owner_name="Acme",
            origin_username=None,
            only=False,
            label=None,
            type="production",
            upstream=upstream,
            metadata=None,
        )
        verified = Verified("w1", {"person": {"id": account_id}}, [], "1.0.0", ("api.linear.app",), {}, fields)
        async with self.database.write() as tx:
            await AccountStore(self.clock).add(tx, new, verified)
            place2 = (self.project_id, account_id)
            await grants.put(tx, place2, scopes, renew_at(ends, now, 0.0), now)
        return account_id

    async def linked(self, *, lives: float | None = DAY, **more: Any) -> str:
        """An account with a fresh grant of the provider; its id."""
        _, access, refresh = self.provider.grant()
        return await self.add({"access_token": access, "refresh_token": refresh}, lives=lives, **more)

    async def row(self, account_id: str) -> AccountRow:
        """As a call sees it."""
        found = await self.accounts.read(account_id)
        assert found is not None
        return found

    async def tokens(self, account_id: str) -> dict[str, str]:
        """What is stored, in the clear."""
        found = {}
        row = await self.row(account_id)
        for name, version, record in row.credentials:
            place = {"project_id": row.project_id, "account_id": row.id, "field": name}
            found[name] = (await self.vault.open(record, **place, version=version)).reveal()
        return found

    async def grant(self, account_id: str) -> Any:
        """The row beside the account."""
        async with self.database.read() as tx:
            return await grants.find(tx, account_id)

    async def account(self, account_id: str) -> Account:
        """The account as the API knows it."""
        from linkwright.accounts import repository

        async with self.database.read() as tx:
            found = await repository.find(tx, self.project_id, account_id)
        assert found is not None
        return found
