"""One hub with three projects: the callers' own, another of the same organization, and one of another organization."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from linkwright.app import Hub
from linkwright.cli.first_start import first_start
from linkwright.kit.ids import new_id, new_token
from linkwright.store import tables
from linkwright.web.consent_form import confirmation
from tests.walls.asking import HOST, Answer, ask
from tests.walls.callers import Session, headers_of
from tests.walls.rights import PRESETS, ROLES, SCOPES
from tests.walls.row import Row, filled
from tests.walls.seeding import Ids, Seeder, nowhere

HOME_HOST = "home.walls.example"
# What every use moves, and what is drawn from for everybody.
_MOVING = frozenset({"counters", "api_key_uses", "mcp_consent_uses", "rate_buckets", "sign_in_tries"})


@dataclass
class World:
    """The hub, and everything by which it can be asked for something."""

    hub: Hub
    ids: dict[str, Ids] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    members: dict[str, Session] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    _organization_id: str = ""
    _unique: int = 0
    _foreign: re.Pattern[str] = re.compile("$^")
    _kept: sqlite3.Connection | None = None

    async def found(self) -> None:
        """Make everything."""
        await first_start(self.hub)
        seeder = Seeder(self.hub)
        async with self.hub.database.read() as tx:
            organization = (await tx.execute(sa.select(tables.organizations.c.id))).scalar_one()
        self._organization_id = organization
        other = await seeder.organization("stranger canary organization", 99)
        for role in ROLES:
            self.members[role] = Session(*await seeder.member(organization, role, f"home-{role}"))
        self.members["stranger"] = Session(*await seeder.member(other, "owner", "stranger-canary"))
        for name, holder, member in (
            ("home", organization, "owner"),
            ("sister", organization, "owner"),
            ("stranger", other, "stranger"),
        ):
            self.ids[name] = await seeder.project(holder, name, self.members[member].member_id)
        for name, holder, member, session in (
            ("home", organization, "viewer", "owner second"),
            ("sister", organization, "viewer", "developer"),
            ("stranger", other, "stranger", "stranger"),
        ):
            found = self.ids[name]
            peer = Session(
                *await seeder.member(
                    holder, "owner", f"{'home' if holder == organization else 'stranger-canary'}-{name}"
                )
            )
            if session == "owner second":
                found["console_session"] = await seeder.second_session(self.members["owner"].member_id)
            else:
                found["console_session"] = self.members[session].session_id
            found |= {"colleague": self.members[member].member_id, "peer": peer.member_id}
            found["invitation"] = await seeder.invitation(holder)
        await self._records()
        self.ids["nowhere"] = nowhere(self.ids["home"])
        await self._credentials(seeder)
        async with self.hub.database.write() as tx:
            await tx.execute(
                sa.update(tables.projects)
                .where(tables.projects.c.id == self.ids["home"]["project"])
                .values(own_url=f"https://{HOME_HOST}")
            )
        secret = {"secret_key", "client", "name", "member", "colleague", "peer", "invitation", "console_session"}
        foreign = {
            value
            for whose in ("sister", "stranger")
            for kind, value in self.ids[whose].items()
            if kind not in secret and kind != "number"
        }
        foreign |= {"sister.canary", "stranger.canary"}
        self._foreign = re.compile("|".join(sorted(foreign)))
        await self.hub.recorder.flush()
        await self._records()
        self._keep()

    async def _records(self) -> None:
        """What stands in each project's record; an id of it."""
        await self.hub.audit.close()
        table = tables.audit_records
        async with self.hub.database.read() as tx:
            for name in ("home", "sister", "stranger"):
                found = await tx.execute(
                    sa.select(table.c.id).where(table.c.chain == self.ids[name]["project"]).limit(1)
                )
                self.ids[name].setdefault("record", found.scalar_one())

    async def _credentials(self, seeder: Seeder) -> None:
        home, now = self.ids["home"]["project"], self.hub.clock.now()
        for name in (*PRESETS, *SCOPES):
            _, self.keys[name] = await seeder.key(home, name, name)
        _, self.keys["expired"] = await seeder.key(home, "expired", ends=now - timedelta(seconds=1))
        revoked, self.keys["revoked"] = await seeder.key(home, "revoked")
        async with self.hub.database.write() as tx:
            await self.hub.keys.revoke(tx, revoked)
        self.keys["unknown"] = new_token("lw_")
        other = await seeder.link(self.ids["home"], origin_owner_id="home-other-owner")
        _, self.keys["limited"] = await seeder.key(home, "limited", accounts=(other,))
        ended = Session(*await seeder.member((await self._organization()), "owner", "home-ended"))
        async with self.hub.database.write() as tx:
            await tx.execute(
                sa.update(tables.member_sessions)
                .where(tables.member_sessions.c.member_id == ended.member_id)
                .values(expires_at=now - timedelta(seconds=1))
            )
        self.members["ended"] = ended
        self.sessions["alive"] = self.ids["home"]["session_token"]
        for name, column in (("revoked", "revoked_at"), ("expired", "expires_at")):
            made = await seeder.session(self.ids["home"])
            self.sessions[name] = made["token"]
            async with self.hub.database.write() as tx:
                await tx.execute(
                    sa.update(tables.connect_sessions)
                    .where(tables.connect_sessions.c.id == made["linkwright"]["id"])
                    .values({column: now - timedelta(seconds=1)})
                )
        self.tokens["all"] = self.ids["home"]["access"]
        narrow = {**self.ids["home"], "member": self.members["admin"].member_id}
        await seeder.tokens(narrow, new_id("cns"), [narrow["account"]], ["read"])
        self.tokens["read"] = narrow["access"]
        gone = {**self.ids["home"], "member": self.members["developer"].member_id}
        consent = new_id("cns")
        await seeder.tokens(gone, consent, [gone["account"]], None)
        async with self.hub.database.write() as tx:
            await tx.execute(
                sa.update(tables.mcp_consents)
                .where(tables.mcp_consents.c.id == consent)
                .values(expires_at=now - timedelta(seconds=1))
            )
        self.tokens["ended"] = gone["access"]

    async def _organization(self) -> str:
        async with self.hub.database.read() as tx:
            table = tables.projects
            found = await tx.execute(
                sa.select(table.c.organization_id).where(table.c.id == self.ids["home"]["project"])
            )
            return str(found.scalar_one())

    async def ask(
        self,
        row: Row,
        caller: str,
        whose: Mapping[str, str],
        *,
        also: str = "",
        host: str = HOST,
        project: str = "",
    ) -> tuple[Answer, list[str]]:
        """The row's request as a caller, with the ids of `whose` by place (`""` for all others); and the ids sent."""
        sent: list[str] = []

        def idof(address: str, kind: str) -> str:
            if kind == "unique":
                self._unique += 1
                return f"u{self._unique}"
            if kind == "client":
                return self.ids["home"]["client"]
            if kind == "confirm":
                return self._confirmation(row, caller)
            if kind == "claim":
                return "x" * 40
            value = self.ids[whose.get(address, whose.get("", "home"))][kind]
            sent.append(value)
            return value

        extra = {also: row.also[also]} if also else {}
        request = filled(row.template(), idof, extra)
        headers = headers_of(caller, self, row)
        if project:
            headers["x-linkwright-project"] = self.ids[project]["project"]
            sent.append(headers["x-linkwright-project"])
        self._unique += 1
        peer = f"10.0.{self._unique // 250 % 250}.{self._unique % 250}"
        answer = await ask(self.hub.asgi, row.method, request, headers, form=row.form, host=host, peer=peer)
        return answer, sent

    def _confirmation(self, row: Row, caller: str) -> str:
        role = caller.removeprefix("member ").partition(",")[0]
        member = self.members.get(role)
        told = {**row.body, "client_id": self.ids["home"]["client"]}
        return confirmation(member, told) if member else "x"  # type: ignore[arg-type]

    def leaked(self, row: Row, answer: Answer, sent: list[str]) -> str:
        """Something of another project that an answer holds and the request did not; empty if there is nothing."""
        found = self._foreign.findall(answer.text) + self._foreign.findall(str(answer.headers))
        known = {*sent, self.ids["sister"]["project"], "sister canary"} if row.organization else set(sent)
        return next((one for one in found if not any(one in word for word in known)), "")

    async def dump(self) -> dict[str, list[str]]:
        """Every row that is not the callers' own project's, by table."""
        await self.hub.recorder.flush()
        await self.hub.audit.close()
        home, found = self.ids["home"]["project"], {}
        async with self.hub.database.read() as tx:
            for table in tables.metadata.sorted_tables:
                if table.name in _MOVING:
                    continue
                statement = sa.select(table)
                if "project_id" in table.c:
                    statement = statement.where(table.c.project_id != home)
                elif "chain" in table.c:
                    # The record of what was refused here.
                    statement = statement.where(table.c.chain.not_in([home, self._organization_id, "hub"]))
                elif table is tables.projects:
                    statement = statement.where(table.c.id != home)
                found[table.name] = sorted(str(tuple(row)) for row in await tx.execute(statement))
        return found

    @property
    def restores(self) -> bool:
        """Whether `restore` puts everything back."""
        return self._kept is not None

    def _keep(self) -> None:
        if self.hub.database.dialect == "sqlite":
            self._kept = sqlite3.connect(":memory:")
            with sqlite3.connect(self.hub.database.native) as live:
                live.backup(self._kept)
            live.close()

    async def restore(self) -> None:
        """Put everything back as it was found, where the database lets us."""
        await self.hub.recorder.flush()
        await self.hub.audit.close()
        if self._kept is not None:
            with sqlite3.connect(self.hub.database.native) as live:
                self._kept.backup(live)
            live.close()
            self.hub.rows.peek("")

    def close(self) -> None:
        """Forget what was kept."""
        if self._kept is not None:
            self._kept.close()
