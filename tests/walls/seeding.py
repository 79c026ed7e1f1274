"""Fills a project with at least one row of every kind, and remembers the ids and secrets by which others could ask for it."""

from __future__ import annotations

import random
import string
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from linkwright.access.keys import Limits
from linkwright.access.principals import Principal
from linkwright.access.scopes import SCOPES
from linkwright.actions.downloads.callers import kept
from linkwright.app import Hub
from linkwright.kit import jsons
from linkwright.kit.ids import new_id, new_token, random_text, token_hash
from linkwright.kit.secret import Secret
from linkwright.policy.rules import version_of
from linkwright.publishing.service import PublishingService
from linkwright.publishing.workshop import Workshop, compile_here
from linkwright.store import tables
from tests.desk import desk_files
from tests.walls.asking import Answer, ask

Ids = dict[str, str]
CLIENT = "https://client.example/callback"
_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


class Seeder:
    """Fills projects of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._now: datetime = hub.clock.now()

    async def organization(self, name: str, number: int) -> str:
        """An organization."""
        made = new_id("org")
        await self.put(tables.organizations, id=made, wire_id=number, name=name, created_at=self._now)
        return made

    async def member(self, organization_id: str, role: str, name: str) -> tuple[str, str, str, str]:
        """A member who is signed in: the id, the session's cookie and its CSRF token."""
        member_id, token, csrf = new_id("mem"), new_token(), random_text(40)
        await self.put(
            tables.members,
            id=member_id,
            organization_id=organization_id,
            email=f"{name}@walls.example",
            name=name,
            role=role,
            password_hash="none",
            created_at=self._now,
        )
        session_id = await self._session_of(member_id, token, csrf)
        return member_id, token, csrf, session_id

    async def second_session(self, member_id: str) -> str:
        """Another session of a member; its id."""
        return await self._session_of(member_id, new_token(), random_text(40))

    async def _session_of(self, member_id: str, token: str, csrf: str) -> str:
        ends, session_id = self._now + timedelta(days=1), new_id("mses")
        await self.put(
            tables.member_sessions,
            token_hash=token_hash(token),
            id=session_id,
            member_id=member_id,
            csrf_token=csrf,
            way="password",
            address="10.0.0.1",
            device="",
            created_at=self._now,
            used_at=self._now,
            expires_at=ends,
            ends_at=ends,
        )
        return session_id

    async def invitation(self, organization_id: str) -> str:
        """A one-time link that nobody has used; its id."""
        made = new_id("inv")
        await self.put(
            tables.claim_links,
            id=made,
            token_hash=token_hash(made),
            organization_id=organization_id,
            role="viewer",
            resets=False,
            created_at=self._now,
            expires_at=self._now + timedelta(days=1),
        )
        return made

    async def key(
        self,
        project_id: str,
        name: str,
        *scopes: str,
        ends: datetime | None = None,
        accounts: tuple[str, ...] | None = None,
    ) -> tuple[str, str]:
        """An API key: its id and itself."""
        async with self._hub.database.write() as tx:
            made, secret = await self._hub.keys.create(
                tx, project_id, name, scopes or ["full"], limits=Limits(accounts)
            )
            if ends is not None:
                await tx.execute(
                    sa.update(tables.api_keys).where(tables.api_keys.c.id == made.id).values(expires_at=ends)
                )
        return made.id, secret.reveal()

    async def project(self, organization_id: str, name: str, member_id: str) -> Ids:
        """A project with everything in it. What people typed there begins with the project's name."""
        hub = self._hub
        async with hub.database.write() as tx:
            made = await hub.projects.create(tx, organization_id, name, f"{name} canary app")
            await hub.profiles.ensure_defaults(tx, made.id)
            row = (
                await tx.execute(
                    sa.select(tables.connector_profiles.c.id).where(
                        tables.connector_profiles.c.project_id == made.id,
                        tables.connector_profiles.c.connector_key == "linear",
                    )
                )
            ).scalar_one()
            await tx.execute(
                sa.update(tables.connector_profiles)
                .where(tables.connector_profiles.c.id == row)
                .values(name=f"{name} canary profile", actions="all", client_id=f"{name}-canary-client")
            )
        ids: Ids = {"project": made.id, "profile": row, "member": member_id, "name": name}
        ids["key"], ids["secret_key"] = await self.key(made.id, f"{name} canary key")
        await self._asked(ids)
        await self._inserted(ids)
        await self._connector(ids)
        return ids

    async def session(self, ids: Ids, **wish: Any) -> dict[str, Any]:
        """A connect session of the project's key."""
        body = {
            "origin_owner_id": f"{ids['name']}-canary-owner",
            "origin_owner_name": f"{ids['name']} canary owner",
            "provider": "linear",
            "type": "test",
            **wish,
        }
        return dict((await self._api(ids, "POST", "/connect_sessions", body)).json())

    async def link(self, ids: Ids, **wish: Any) -> str:
        """A test account."""
        session = {"x-hub-session-token": (await self.session(ids, **wish))["token"]}
        config = (await self._send("GET", f"/hub/connectors/{ids['profile']}", None, session)).json()
        given = {"integration_id": ids["profile"], "credentials": config["linkwright"]["test_credentials"]}
        return str((await self._send("POST", "/hub/accounts", given, session)).json()["id"])

    async def put(self, table: sa.Table, **values: Any) -> None:
        """Insert a row."""
        async with self._hub.database.write() as tx:
            await tx.execute(sa.insert(table).values(values))

    async def _asked(self, ids: Ids) -> None:
        """What the API makes by itself."""
        ids["account"] = await self.link(ids)
        ids["owner"] = f"{ids['name']}-canary-owner"
        session = await self.session(ids, account_id=ids["account"], label=f"{ids['name']} canary label")
        ids |= {"session": session["linkwright"]["id"], "number": str(session["id"]), "session_token": session["token"]}
        ids["link"] = session["auth_link_url"].rpartition("/")[2]
        token = {"x-hub-session-token": ids["session_token"]}
        begun = await self._send("POST", "/hub/connection_attempts", {"token": ids["session_token"]}, token)
        ids["attempt"] = begun.json()["id"]
        endpoint = await self._api(
            ids, "POST", "/webhook_endpoints", {"url": f"https://{ids['name']}-canary.example/in"}
        )
        ids["endpoint"] = endpoint.json()["id"]
        ids["delivery"] = (await self._api(ids, "POST", f"/webhook_endpoints/{ids['endpoint']}/test")).json()["id"]
        run = await self._api(
            ids, "POST", "/actions/rpc", {"action": "linear_list_teams", "headers": {"x-account-id": ids["account"]}}
        )
        ids["run"] = run.headers["x-linkwright-run-id"]
        events = await self._api(ids, "PUT", f"/accounts/{ids['account']}/provider_events", {"how": "by_hand"})
        ids["subscription"] = events.json()["url"].rpartition("/")[2]
        await self._signing_in(ids)
        said = {"feedback": f"{ids['name']} canary feedback", "account_id": ids["account"]}
        await self._api(ids, "POST", "/ai/tool-feedback", said)

    async def _signing_in(self, ids: Ids) -> None:
        """Two people on their way to the provider: one has not left yet, one has not come back."""
        wish = {"connector_key": "linear", "auth_method": "oauth", "name": f"{ids['name']} canary sign-in"}
        app = {"client_id": f"{ids['name']}-canary-app", "client_secret": f"{ids['name']}-canary-secret"}
        ids["oauth"] = (await self._api(ids, "POST", "/connector_profiles", {**wish, **app})).json()["id"]
        session = await self.session(ids, connector_profile_id=ids["oauth"], origin_owner_id="on-the-way")
        token = {"x-hub-session-token": session["token"]}
        begun = [
            (await self._send("POST", "/hub/sign_in", {"integration_id": ids["oauth"]}, token)).json()["url"]
            for _ in range(2)
        ]
        ids["start"] = begun[0].rpartition("/")[2]
        path = "/connect/start/" + begun[1].rpartition("/")[2]
        left = await self._send(
            "GET", path, None, {"sec-fetch-site": "same-origin", "referer": "https://hub.example/link"}
        )
        ids["state"] = parse_qs(urlsplit(left.headers["location"]).query)["state"][0]

    async def _inserted(self, ids: Ids) -> None:
        """What only others make, or time does."""
        now, later = self._now, self._now + timedelta(days=30)
        place = {"project_id": ids["project"], "account_id": ids["account"]}
        ids |= {"receipt": new_id("acc"), "consent": new_id("cns"), "client": new_id("mcl")}
        await self.put(
            tables.deletion_receipts,
            account_id=ids["receipt"],
            project_id=ids["project"],
            connector_key="linear",
            auth_method="api_key",
            origin_owner_id=f"{ids['name']}-canary-gone",
            origin_owner_name=f"{ids['name']} canary gone",
            fields=["api_key"],
            deleted_by=f"key:{ids['key']}",
            deleted_by_name="x",
            deleted_at=now,
            revocation="not_supported",
            revocation_detail="",
        )
        ids["erasure"] = new_id("ers")
        await self.put(
            tables.owner_erasures,
            id=ids["erasure"],
            project_id=ids["project"],
            mark=token_hash(ids["erasure"]),
            state="done",
            accounts=[],
            counts={"erased": {}, "kept": {}},
            asked_by=f"key:{ids['key']}",
            asked_by_name=f"{ids['name']} canary key",
            asked_at=now,
            touched_at=now,
            finished_at=now,
        )
        await self.put(
            tables.webhook_attempts,
            delivery_id=ids["delivery"],
            number=1,
            started_at=now,
            duration_ms=1.0,
            status=200,
            excerpt=f"{ids['name']} canary answer",
        )
        await self.put(
            tables.project_logos,
            project_id=ids["project"],
            theme="light",
            media_type="image/png",
            content=f"{ids['name']} canary logo".encode(),
            created_at=now,
        )
        await self.put(tables.oauth_grants, **place, lease_fence=0, failures=0, granted_at=now)
        await self.put(
            tables.writes,
            **place,
            key_hash=token_hash(ids["account"]),
            key_kind="given",
            action="linear_create_issue",
            fingerprint="f",
            state="done",
            seed="s",
            caller={},
            lease_fence=1,
            run_id=ids["run"],
            told=True,
            created_at=now,
            expires_at=later,
        )
        await self._judged(ids)
        await self.tokens(ids, ids["consent"], [ids["account"]], None)

    async def _judged(self, ids: Ids) -> None:
        """Rules, a call that waits for a person, and the address of a file."""
        now, later = self._now, self._now + timedelta(days=1)
        ids |= {"approval": new_id("apr"), "approval_link": new_token(), "file": new_token("lwd_")}
        place = {"project_id": ids["project"], "account_id": ids["account"]}
        await self.put(
            tables.policies,
            project_id=ids["project"],
            rules=[],
            version=version_of([]),
            updated_by=f"{ids['name']} canary",
            updated_at=now,
        )
        await self.put(
            tables.approvals,
            id=ids["approval"],
            **place,
            action="linear_create_issue",
            effect="write",
            binding=ids["approval"],
            plan_hash="p",
            policy_version="v",
            rule={"id": "r", "number": 1, "name": f"{ids['name']} canary rule", "message": "", "minutes": 60},
            caller=f"key:{ids['key']}",
            caller_name=f"{ids['name']} canary key",
            face="rpc",
            run_id=ids["run"],
            state="pending",
            shown=b"x",
            created_at=now,
            expires_at=later,
            link_hash=token_hash(ids["approval_link"]),
            link_by=ids["member"],
            link_name="x",
        )
        download = new_id("dl")
        sealed = await self._hub.vault.seal(Secret("{}"), **place, field=f"download:{download}", version=1)
        who = Principal("key", ids["key"], "walls", ids["project"], "", scopes=frozenset(SCOPES))
        await self.put(
            tables.downloads,
            id=download,
            token_hash=token_hash(ids["file"]),
            **place,
            run_id=ids["run"],
            action="linear_list_teams",
            caller=kept(who),
            record=sealed,
            created_at=now,
            expires_at=later,
        )

    async def tokens(self, ids: Ids, consent: str, accounts: list[str], effects: list[str] | None) -> None:
        """A consent of the project's member with a client, a code and tokens; `ids` gets `code`, `refresh`, `access`."""
        now, later = self._now, self._now + timedelta(days=30)
        known = consent != ids["consent"]
        if not known:
            await self.put(
                tables.mcp_clients,
                id=ids["client"],
                name=f"{ids['name']} canary client",
                redirect_uris=[CLIENT],
                auth_method="none",
                created_at=now,
                expires_at=later,
            )
        await self.put(
            tables.mcp_consents,
            id=consent,
            project_id=ids["project"],
            member_id=ids["member"],
            client_id=ids["client"],
            client_name=f"{ids['name']} canary client",
            redirect_host="client.example",
            accounts=accounts,
            effects=effects,
            created_at=now,
            updated_at=now,
            expires_at=later,
        )
        code, access_token, refresh = new_token("lwa_"), new_token("lwm_"), new_token("lwr_")
        shared = {"consent_id": consent, "client_id": ids["client"], "family": new_id("fam"), "effects": effects}
        shared["audience"] = "https://hub.example/mcp"
        proof = {"redirect_uri": CLIENT, "challenge": _CHALLENGE, "created_at": now, "expires_at": later}
        await self.put(tables.mcp_codes, hash=token_hash(code), **{**shared, "family": new_id("fam")}, **proof)
        await self.put(tables.mcp_refresh_tokens, hash=token_hash(refresh), **shared, state="open", created_at=now)
        await self.put(
            tables.mcp_access_tokens,
            hash=token_hash(access_token),
            **shared,
            refresh_hash=token_hash(refresh),
            created_at=now,
            expires_at=later,
        )
        ids |= {"code": code, "access": access_token, "refresh": refresh}

    async def _connector(self, ids: Ids) -> None:
        """A connector of the project's own, `<name>desk`."""
        key = f"{ids['name']}desk"
        files = desk_files("1.0.0", ("connector.yaml", "key: desk", f"key: {key}"))
        await publish(self._hub, ids, files)
        ids["connector"], ids["connector_action"] = key, f"{key}_list_tickets"

    async def _api(self, ids: Ids, method: str, path: str, body: Any = None) -> Any:
        return await self._send(method, path, body, {"authorization": f"Bearer {ids['secret_key']}"})

    async def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Any:
        request = {"path": path, "query": {}, "header": {}, "body": body}
        answer = await ask(self._hub.asgi, method, request, headers)
        assert answer.status < 400, (method, path, answer.text)
        return _Json(answer)


class _Json:
    def __init__(self, answer: Answer) -> None:
        self.headers = answer.headers
        self._body = answer.body

    def json(self) -> Any:
        return jsons.loads(self._body)


async def publish(hub: Hub, ids: Ids, files: dict[str, str]) -> None:
    """Publish a connector, compiled in this process."""
    who = Principal("key", ids["key"], "walls", ids["project"], "", scopes=frozenset(SCOPES))
    await PublishingService(hub.database, hub.catalogs, hub.profiles, Workshop(compile_here), hub.clock).publish(
        who, files
    )


def nowhere(ids: Ids) -> Ids:
    """For each id one of the same look that exists nowhere."""
    dice = random.Random(7)

    def other(kind: str, text: str) -> str:
        if kind == "number":
            return "987654321"
        if kind in {"connector", "connector_action", "name"}:
            return text.replace("homedesk", "zqxvkjw").replace("home", "zqxv")
        prefix, mark, rest = text.rpartition("_") if "_" in text else ("", "", text)
        letters = string.ascii_letters + string.digits
        return prefix + mark + "".join(dice.choice(letters) for _ in rest)

    return {kind: other(kind, text) for kind, text in ids.items()}
