"""Every route that takes something: the record that it leaves, and a call of it; or why it leaves none.

A new route wants one line here: in `LEAVES`, with its call and its events, or in `SILENT`, with the reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx2

from linkwright.kit.secret import Secret
from tests.contract.audit import approving, people
from tests.contract.audit.people import PASSWORD
from tests.contract.consents.world import COOKIES, World
from tests.desk import desk_files

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#246"/></svg>'


class Walk:
    """The calls' way to what they need; everything is made afresh, so that they need no order."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._made = 0
        self.linked = ""

    def name(self) -> str:
        """A name that was not used before."""
        self._made += 1
        return f"n{self._made}"

    async def api(self, method: str, path: str, body: Any = None, **more: Any) -> httpx2.Response:
        """A call with the API key."""
        return await self.world.api(method, path, **({"json": body} if body is not None else {}), **more)

    async def id(self, method: str, path: str, body: Any) -> str:
        """The id of what a call made."""
        made = await self.api(method, path, body)
        assert made.status_code in (200, 201), made.text
        return str(made.json()["id"])

    async def console(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        """A call of the signed-in owner."""
        cookie = {"cookie": f"{COOKIES.session}={self.world.cookie}"}
        me = (await self.world.http.get("/console/api/me", headers=cookie)).json()
        sent = {**cookie, "x-csrf-token": me["csrf_token"], **headers}
        return await self.world.http.request(method, path, json=body, headers=sent)

    async def claim(self) -> httpx2.Response:
        """Somebody becomes a member."""
        async with self.world.hub.database.write() as tx:
            me = await self.me()
            token = await self.world.hub.members.invite(tx, me["organization"]["id"])
        body = {"token": token.reveal(), "email": f"{self.name()}@example.com", "name": "Bo", "password": PASSWORD}
        return await self.world.http.post("/console/api/claim", json=body)

    async def me(self) -> dict[str, Any]:
        """The signed-in owner."""
        cookie = {"cookie": f"{COOKIES.session}={self.world.cookie}"}
        return dict((await self.world.http.get("/console/api/me", headers=cookie)).json())

    async def sign_out(self) -> httpx2.Response:
        """End a session of the owner that is not needed any more."""
        kept = self.world.cookie
        entered = await self.world.hub.members.sign_in("ann@example.com", Secret(PASSWORD))
        self.world.cookie = entered.token.reveal()
        try:
            return await self.console("POST", "/console/api/sign-out")
        finally:
            self.world.cookie = kept

    async def account(self) -> str:
        """A test account of a new owner."""
        return await self.world.link(f"cus_{self.name()}")

    async def run(self, path: str = "/actions/rpc", **more: Any) -> httpx2.Response:
        """Run an action that only reads."""
        headers = {"x-account-id": await self.account()}
        return await self.api("POST", path, {"action": "linear_list_teams", **more}, headers=headers)

    async def session(self, **more: Any) -> dict[str, Any]:
        """A connect session."""
        wish = {"origin_owner_id": self.name(), "origin_owner_name": "Bakery", "provider": "linear", "type": "test"}
        return dict((await self.api("POST", "/connect_sessions", {**wish, **more})).json())

    async def hub_account(self, method: str) -> httpx2.Response:
        """Link an account in the Hub, and change or remove it there."""
        token = {"x-hub-session-token": (await self.session(multiple=True))["token"]}
        http = self.world.http
        profile = (await http.get("/hub/connectors", headers=token)).json()["integrations"][0]["integration_id"]
        given = (await http.get(f"/hub/connectors/{profile}", headers=token)).json()["linkwright"]["test_credentials"]
        body = {"integration_id": profile, "credentials": given}
        made = await http.post("/hub/accounts", headers=token, json=body)
        if method == "POST":
            return made
        path = f"/hub/accounts/{made.json()['id']}"
        return await http.request(method, path, headers=token, **({"json": body} if method == "PATCH" else {}))

    async def profile(self) -> str:
        """A profile that no account uses."""
        return await self.id(
            "POST", "/connector_profiles", {"connector_key": "linear", "auth_method": "api_key", "name": self.name()}
        )

    async def webhook(self) -> str:
        """A webhook endpoint."""
        return await self.id("POST", "/webhook_endpoints", {"url": "https://hooks.example/in"})

    async def subscribed(self) -> str:
        """An account whose provider posts events."""
        account = await self.account()
        made = await self.api("PUT", f"/accounts/{account}/provider_events", {"kinds": ["issue"]})
        assert made.status_code == 200, made.text
        return account

    async def consented(self) -> dict[str, Any]:
        """The tokens of an MCP client."""
        client = (await self.world.register())["client_id"]
        return {"client_id": client, **(await self.world.tokens(client, await self.account()))}

    async def shut_out(self) -> httpx2.Response:
        """End the consent of a client."""
        await self.consented()
        listed = (await self.api("GET", "/mcp_clients")).json()
        return await self.api("DELETE", f"/mcp_clients/{listed[0]['id']}")

    async def rerun(self) -> httpx2.Response:
        """Run a read that failed again, since what failed is kept."""
        headers = {"x-account-id": await self.account()}
        wrong = {"action": "linear_get_issue", "path": {"id": "00000000-0000-4000-8000-000000000000"}}
        run = (await self.api("POST", "/actions/rpc", wrong, headers=headers)).headers["x-linkwright-run-id"]
        return await self.console("POST", f"/console/api/runs/{run}/rerun")

    async def applied(self) -> httpx2.Response:
        """Plan a write, and apply it."""
        headers = {"x-account-id": await self.account()}
        teams = await self.api("POST", "/actions/rpc", {"action": "linear_list_teams"}, headers=headers)
        body = {"teamId": teams.json()["data"][0]["id"], "title": "Planned"}
        call = {"action": "linear_create_issue", "body": body}
        plan = (await self.api("POST", "/actions/rpc", {**call, "mode": "plan"}, headers=headers)).json()
        wish = {**call, "mode": "apply", "plan_hash": plan["data"]["plan_hash"]}
        return await self.api("POST", "/actions/rpc", wish, headers=headers)

    async def proxied(self) -> httpx2.Response:
        """Call the provider past its actions."""
        account = await self.account()
        profile = (await self.api("GET", f"/accounts/{account}")).json()
        listed = (await self.api("GET", "/connector_profiles")).json()
        for one in listed["data"] if isinstance(listed, dict) else listed:
            await self.api("PATCH", f"/connector_profiles/{one['id']}", {"proxy": True})
        assert profile
        body = {"method": "post", "path": "/graphql", "body": {"query": "{ viewer { id } }"}}
        return await self.api("POST", "/unified/proxy", body, headers={"x-account-id": account})

    async def mcp(self, method: str, **params: Any) -> httpx2.Response:
        """A message to /mcp."""
        return await self.world.mcp(self.world.key, method, params, x_account_id=await self.account())


Call = Callable[[Walk], Awaitable[httpx2.Response]]


@dataclass(frozen=True)
class Leaves:
    """What a call leaves: events, and the kind of principal that they stand under."""

    call: Call
    principal: str
    events: tuple[str, ...]


def by_key(call: Call, *events: str) -> Leaves:
    """By an API key."""
    return Leaves(call, "key", events)


def by_member(call: Call, *events: str) -> Leaves:
    """By a member in the console."""
    return Leaves(call, "member", events)


def _key(walk: Walk) -> Awaitable[httpx2.Response]:
    return walk.console("POST", "/console/api/keys", {"name": walk.name(), "preset": "read-only"})


async def _revoked(walk: Walk) -> httpx2.Response:
    return await walk.console("POST", f"/console/api/keys/{(await _key(walk)).json()['id']}/revoke")


def _on_account(method: str, tail: str = "", body: Any = None) -> Call:
    async def call(walk: Walk) -> httpx2.Response:
        return await walk.api(method, f"/accounts/{await walk.account()}{tail}", body)

    return call


def _on(make: Callable[[Walk], Awaitable[str]], method: str, path: str, body: Any = None) -> Call:
    async def call(walk: Walk) -> httpx2.Response:
        return await walk.api(method, path.format(await make(walk)), body)

    return call


async def _redelivered(walk: Walk) -> httpx2.Response:
    path = f"/webhook_endpoints/{await walk.webhook()}"
    made = (await walk.api("POST", f"{path}/test")).json()
    return await walk.api("POST", f"{path}/deliveries/{made['id']}/redeliver")


async def _resumed(walk: Walk) -> httpx2.Response:
    account = await walk.account()
    await walk.api("POST", f"/accounts/{account}/suspend")
    return await walk.api("POST", f"/accounts/{account}/resume")


async def _session_id(walk: Walk) -> str:
    return str((await walk.session())["id"])


async def _logo(walk: Walk, method: str) -> httpx2.Response:
    put = await walk.world.api("PUT", "/project/logos/light", content=SVG)
    return put if method == "PUT" else await walk.api("DELETE", "/project/logos/light")


async def _consent(walk: Walk) -> httpx2.Response:
    client = (await walk.world.register())["client_id"]
    return await walk.world.answer(walk.world.asking(client), account=[await walk.account()])


async def _token(walk: Walk) -> httpx2.Response:
    client = (await walk.world.register())["client_id"]
    return await walk.world.trade(client, await walk.world.code(client, await walk.account()))


async def _token_revoked(walk: Walk) -> httpx2.Response:
    given = await walk.consented()
    form = {"token": given["access_token"], "client_id": given["client_id"]}
    return await walk.world.http.post("/oauth/revoke", data=form)


async def _registered(walk: Walk) -> httpx2.Response:
    wish = {"client_name": "Tester", "redirect_uris": ["https://client.example/callback"]}
    return await walk.world.http.post("/oauth/register", json=wish)


async def _withdrawn(walk: Walk) -> httpx2.Response:
    await walk.api("POST", "/connectors", {"files": desk_files("3.0.0")})
    return await walk.api("DELETE", "/connectors/desk/versions/3.0.0")


async def _feedback(walk: Walk) -> httpx2.Response:
    body = {"feedback": "A word of an agent", "account_id": await walk.account(), "tool_names": ["linear_list_teams"]}
    return await walk.api("POST", "/ai/tool-feedback", body)


async def _on_owner(walk: Walk, what: str) -> httpx2.Response:
    account = (await walk.api("GET", f"/accounts/{await walk.account()}")).json()
    return await walk.api("POST", f"/owners/{what}", {"origin_owner_id": account["origin_owner_id"]})


def _sign_in(walk: Walk) -> Awaitable[httpx2.Response]:
    return walk.world.http.post("/console/api/sign-in", json={"email": "ann@example.com", "password": PASSWORD})


async def _console_run(walk: Walk) -> httpx2.Response:
    account = await walk.account()
    body = {"action": "linear_list_teams"}
    return await walk.console("POST", "/console/api/actions/rpc", body, **{"x-account-id": account})


LEAVES: dict[str, Leaves] = {
    # Calls.
    "POST /actions/rpc": by_key(lambda walk: walk.run(), "action.run"),
    "POST /actions/rpc plan": by_key(lambda walk: walk.run(mode="plan"), "action.planned"),
    "POST /actions/rpc apply": by_key(lambda walk: walk.applied(), "action.planned", "action.applied"),
    "POST /console/api/actions/rpc": by_member(_console_run, "action.run"),
    "POST /console/api/runs/{run_id}/rerun": by_member(lambda walk: walk.rerun(), "action.run"),
    "POST /unified/proxy": by_key(lambda walk: walk.proxied(), "proxy.called"),
    "MCP tools/call": by_key(lambda walk: walk.mcp("tools/call", name="linear_list_teams", arguments={}), "action.run"),
    # Projects, profiles, connectors.
    "PATCH /project": by_key(lambda walk: walk.api("PATCH", "/project", {"app_name": walk.name()}), "project.changed"),
    "PUT /project/logos/{theme}": by_key(lambda walk: _logo(walk, "PUT"), "project.logo_stored"),
    "DELETE /project/logos/{theme}": by_key(lambda walk: _logo(walk, "DELETE"), "project.logo_removed"),
    "POST /connector_profiles": by_key(
        lambda walk: walk.api(
            "POST", "/connector_profiles", {"connector_key": "linear", "auth_method": "api_key", "name": walk.name()}
        ),
        "profile.created",
    ),
    "PATCH /connector_profiles/{profile_id}": by_key(
        _on(Walk.profile, "PATCH", "/connector_profiles/{}", {"actions": "all"}), "profile.changed"
    ),
    "DELETE /connector_profiles/{profile_id}": by_key(
        _on(Walk.profile, "DELETE", "/connector_profiles/{}"), "profile.deleted"
    ),
    "POST /connectors": by_key(
        lambda walk: walk.api("POST", "/connectors", {"files": desk_files()}), "connector.published"
    ),
    "DELETE /connectors/{key}/versions/{version}": by_key(_withdrawn, "connector.withdrawn"),
    "POST /ai/tool-feedback": by_key(_feedback, "feedback.given"),
    # Accounts and the sessions in which they are linked.
    "PATCH /accounts/{account_id}": by_key(_on_account("PATCH", "", {"label": "A word"}), "account.changed"),
    "DELETE /accounts/{account_id}": by_key(_on_account("DELETE"), "account.deleted", "credential.destroyed"),
    "POST /accounts/{account_id}/suspend": by_key(_on_account("POST", "/suspend"), "account.status_changed"),
    "POST /accounts/{account_id}/resume": by_key(_resumed, "account.status_changed"),
    "POST /accounts/{account_id}/convert": by_key(
        _on_account("POST", "/convert", {"type": "production"}), "account.changed"
    ),
    "POST /accounts/{account_id}/reconnect_link": by_key(_on_account("POST", "/reconnect_link", {}), "session.created"),
    "PUT /accounts/{account_id}/provider_events": by_key(
        _on_account("PUT", "/provider_events", {"kinds": ["issue"]}), "provider_events.began"
    ),
    "DELETE /accounts/{account_id}/provider_events": by_key(
        _on(Walk.subscribed, "DELETE", "/accounts/{}/provider_events"), "provider_events.ended"
    ),
    "POST /accounts/{account_id}/check": by_key(_on_account("POST", "/check"), "account.checked"),
    "POST /connect_sessions": by_key(_on(_session_id, "POST", "/connect_sessions/{}/revoke"), "session.created"),
    "POST /connect_sessions/{session_id}/revoke": by_key(
        _on(_session_id, "POST", "/connect_sessions/{}/revoke"), "session.revoked"
    ),
    "DELETE /connect_sessions/{session_id}": by_key(
        _on(_session_id, "DELETE", "/connect_sessions/{}"), "session.revoked"
    ),
    "POST /hub/accounts": Leaves(
        lambda walk: walk.hub_account("POST"), "session", ("account.linked", "credential.stored", "session.used")
    ),
    "PATCH /hub/accounts/{account_id}": Leaves(
        lambda walk: walk.hub_account("PATCH"),
        "session",
        ("account.reconnected", "credential.destroyed", "credential.stored"),
    ),
    "DELETE /hub/accounts/{account_id}": Leaves(
        lambda walk: walk.hub_account("DELETE"), "session", ("account.deleted", "credential.destroyed")
    ),
    # Owners of accounts.
    "POST /owners/export": by_key(lambda walk: _on_owner(walk, "export"), "owner.exported"),
    "POST /owners/erase": by_key(
        lambda walk: _on_owner(walk, "erase"), "owner.erasure_begun", "account.deleted", "owner.erased"
    ),
    # Keys and members.
    "POST /console/api/claim": by_member(
        lambda walk: walk.claim(), "member.invitation_used", "member.created", "member.signed_in"
    ),
    "POST /console/api/sign-in": by_member(_sign_in, "member.signed_in"),
    "POST /console/api/sign-out": by_member(lambda walk: walk.sign_out(), "member.signed_out"),
    "PATCH /console/api/members/{member_id}": by_member(people.changed_member, "member.role_changed"),
    "DELETE /console/api/members/{member_id}": by_member(people.removed_member, "member.deleted"),
    "POST /console/api/members/{member_id}/two_step/reset": by_member(
        people.reset_member, "member.two_step_off", "member.recovery_codes_ended"
    ),
    "POST /console/api/invitations": by_member(people.invited, "member.invited"),
    "DELETE /console/api/invitations/{invitation_id}": by_member(people.uninvited, "member.invitation_deleted"),
    "POST /console/api/me/two_step/begin": by_member(people.begun, "member.two_step_begun"),
    "POST /console/api/me/two_step/confirm": by_member(
        people.switched_on, "member.two_step_on", "member.recovery_codes_made"
    ),
    "POST /console/api/me/two_step/codes": by_member(
        people.new_codes, "member.recovery_codes_ended", "member.recovery_codes_made"
    ),
    "POST /console/api/me/two_step/off": by_member(
        people.switched_off, "member.two_step_off", "member.recovery_codes_ended"
    ),
    "POST /console/api/me/password": by_member(people.new_password, "member.password_set"),
    "POST /console/api/me/sessions/end_others": by_member(people.ended_others, "member.signed_out"),
    "DELETE /console/api/me/sessions/{session_id}": by_member(people.ended_one, "member.signed_out"),
    "POST /console/api/sign-in/code": by_member(people.signed_in_twice, "member.signed_in"),
    "POST /console/api/sign-in/setup": by_member(
        lambda walk: people.set_up(walk, confirm=False), "member.two_step_begun"
    ),
    "POST /console/api/sign-in/setup/confirm": by_member(
        lambda walk: people.set_up(walk, confirm=True),
        "member.two_step_on",
        "member.recovery_codes_made",
        "member.signed_in",
    ),
    "PUT /console/api/sign-in-settings": by_member(
        lambda walk: walk.console("PUT", "/console/api/sign-in-settings", {"default_role": "developer"}),
        "sign_in.settings_changed",
    ),
    "PUT /console/api/project/networks": by_member(
        lambda walk: walk.console("PUT", "/console/api/project/networks", {"networks": ["127.0.0.0/8"]}),
        "project.networks_changed",
    ),
    # Rules, and people who decide.
    "PUT /policy": by_member(approving.changed_rules, "policy.changed"),
    "POST /approvals/{approval_id}/decide": by_member(approving.decided, "approval.decided"),
    "POST /approvals/{approval_id}/link": by_member(approving.linked, "approval.link_made"),
    "POST /approve/{token}": Leaves(approving.decided_at_link, "link", ("approval.decided",)),
    "POST /console/api/keys": by_member(_key, "key.created"),
    "POST /console/api/keys/{key_id}/revoke": by_member(_revoked, "key.revoked"),
    # MCP clients.
    "POST /oauth/register": Leaves(_registered, "unknown", ("client.registered",)),
    "POST /oauth/consent": by_member(_consent, "consent.given"),
    "POST /oauth/token": Leaves(_token, "client", ("token.issued",)),
    "POST /oauth/revoke": Leaves(_token_revoked, "client", ("token.ended",)),
    "DELETE /mcp_clients/{consent_id}": by_key(lambda walk: walk.shut_out(), "consent.ended"),
    # Webhooks.
    "POST /webhook_endpoints": by_key(
        lambda walk: walk.api("POST", "/webhook_endpoints", {"url": "https://hooks.example/in"}),
        "webhook.created",
        "webhook.secret_created",
    ),
    "PATCH /webhook_endpoints/{endpoint_id}": by_key(
        _on(Walk.webhook, "PATCH", "/webhook_endpoints/{}", {"enabled": False}), "webhook.changed"
    ),
    "DELETE /webhook_endpoints/{endpoint_id}": by_key(
        _on(Walk.webhook, "DELETE", "/webhook_endpoints/{}"), "webhook.deleted"
    ),
    "POST /webhook_endpoints/{endpoint_id}/test": by_key(
        _on(Walk.webhook, "POST", "/webhook_endpoints/{}/test"), "webhook.tested"
    ),
    "POST /webhook_endpoints/{endpoint_id}/redeliver": by_key(
        _on(Walk.webhook, "POST", "/webhook_endpoints/{}/redeliver", {"since": "2026-11-01T00:00:00Z"}),
        "webhook.redelivered",
    ),
    "POST /webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/redeliver": by_key(
        _redelivered, "webhook.redelivered"
    ),
    "POST /webhook_endpoints/{endpoint_id}/rotate": by_key(
        _on(Walk.webhook, "POST", "/webhook_endpoints/{}/rotate", {}), "webhook.secret_created"
    ),
}

_READS = "It only reads."
_PROGRESS = "The progress of a linking; the account that comes of it is recorded."
SILENT: dict[str, str] = {
    "POST /actions/search": _READS,
    "POST /policy/explain": _READS,
    "POST /policy/what-if": _READS,
    "POST /console/api/claim/look": _READS,
    "POST /actions/build": "Refused always: there is nothing to build.",
    "POST /connect_sessions/authenticate": _READS,
    "POST /link/open": "It gives a token that is made of the link; nothing is stored.",
    "POST /hub/connection_attempts": _PROGRESS,
    "DELETE /hub/connection_attempts/{attempt_id}": _PROGRESS,
    "POST /hub/sign_in": _PROGRESS,
    "POST /console/api/sign-in/provider": "The way to a provider begins; who comes back from there is recorded.",
    "POST /connect/start/{start}": _PROGRESS,
    "POST /provider_events/{subscription_id}": "What a provider posts; it is sent on as an event.",
    **{
        f"MCP {method}": _READS
        for method in (
            "initialize",
            "ping",
            "server/discover",
            "tools/list",
            "resources/list",
            "resources/templates/list",
            "resources/read",
        )
    },
    "POST /twins/{key}/{path:path}": "A twin stands for a provider, and is none of the hub's own.",
    "POST /mcp": "Its methods stand here one by one.",
    "POST /mcp/": "As for /mcp.",
}
