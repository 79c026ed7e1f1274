"""The rows of signing in, one by one: whose they are, until when they work, and what ends with what, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.access import repository as access
from linkwright.access.entering import repository as entering
from linkwright.access.oidc import repository as oidc
from linkwright.access.sessions import repository as sessions
from linkwright.access.team import repository as team
from linkwright.access.tries import repository as tries
from linkwright.access.two_step import repository as two_step
from linkwright.kit.clock import FixedClock
from linkwright.store.database import Database, Tx
from linkwright.store.tables import (
    claim_links,
    member_identities,
    member_sessions,
    members,
    oidc_flows,
    sign_in_steps,
    sign_in_tries,
)
from tests.contract.access.signing import joined, organization

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
S = timedelta(seconds=1)


@pytest.fixture
async def two(database: Database, clock: FixedClock) -> tuple[str, str]:
    """Ann, an owner, and Bob of another organization."""
    await organization(database, clock)
    await organization(database, clock, "org_2", 2)
    return (
        await joined(database, clock, "ann@example.com", "owner"),
        await joined(database, clock, "bob@example.com", "viewer", "org_2"),
    )


def session(number: int, member: str, **changed: Any) -> dict[str, Any]:
    return {
        "token_hash": f"hash_{number}", "id": f"mses_{number}", "member_id": member, "csrf_token": f"csrf_{number}",
        "way": "password", "address": "", "device": "", "created_at": NOW, "used_at": NOW, "expires_at": NOW + 10 * S,
        "ends_at": NOW + 20 * S, **changed,
    }  # fmt: skip


async def ids(tx: Tx, column: sa.Column[Any]) -> set[Any]:
    return set((await tx.execute(sa.select(column))).scalars())


async def test_a_session_is_found_with_its_own_member_and_organization(
    database: Database, two: tuple[str, str]
) -> None:
    ann, bob = two
    async with database.write() as tx:
        await sessions.add(tx, session(1, ann))
        await sessions.add(tx, session(2, bob, csrf_token="other"))
        found = await sessions.find(tx, "hash_2")
        assert await sessions.find(tx, "hash_3") is None
    assert found is not None
    assert (found["id"], found["session_id"], found["csrf_token"], found["token_hash"]) == (
        bob,
        "mses_2",
        "other",
        "hash_2",
    )
    assert (found["organization_id"], found["organization_name"], found["organization_wire_id"]) == ("org_2", "Acme", 2)
    assert (found["used_at"], found["expires_at"], found["ends_at"]) == (NOW, NOW + 10 * S, NOW + 20 * S)


async def test_open_sessions_are_ones_own_that_have_neither_idled_out_nor_ended_the_last_used_first(
    database: Database, two: tuple[str, str]
) -> None:
    ann, bob = two
    async with database.write() as tx:
        for row in (
            session(1, ann),
            session(2, ann, used_at=NOW + S),
            session(3, ann, expires_at=NOW),
            session(4, ann, ends_at=NOW),
            session(5, bob),
            session(6, ann),
        ):
            await sessions.add(tx, row)
        found = [row["id"] for row in await sessions.open_of(tx, ann, NOW)]
        assert found == ["mses_2", "mses_1", "mses_6"]
        await sessions.sweep(tx, NOW)
        assert await ids(tx, member_sessions.c.id) == {"mses_1", "mses_2", "mses_5", "mses_6"}


async def test_a_use_and_an_end_touch_that_session_only(database: Database, two: tuple[str, str]) -> None:
    ann, bob = two
    async with database.write() as tx:
        for row in (session(1, ann), session(2, ann), session(3, ann), session(4, bob)):
            await sessions.add(tx, row)
        await sessions.touch(tx, "hash_1", NOW + S, NOW + 9 * S)
        rows = (await tx.execute(sa.select(member_sessions).order_by(member_sessions.c.id))).mappings().all()
        assert [(row["used_at"], row["expires_at"]) for row in rows] == [
            (NOW + S, NOW + 9 * S),
            *([(NOW, NOW + 10 * S)] * 3),
        ]
        assert not await sessions.end_one(tx, ann, "mses_4")
        assert not await sessions.end_one(tx, bob, "mses_1")
        assert await sessions.end_one(tx, ann, "mses_1")
        assert not await sessions.end_one(tx, ann, "mses_1")
        await sessions.end(tx, "hash_none")
        assert await ids(tx, member_sessions.c.id) == {"mses_2", "mses_3", "mses_4"}
        assert await sessions.end_all(tx, ann, keep="mses_3") == 1
        assert await ids(tx, member_sessions.c.id) == {"mses_3", "mses_4"}
        await sessions.end(tx, "hash_3")
        assert await sessions.end_all(tx, bob) == 1
        assert await ids(tx, member_sessions.c.id) == set()


async def test_tries_are_counted_by_name_and_given_back_one_by_one_down_to_none(
    database: Database, two: tuple[str, str]
) -> None:
    async with database.write() as tx:
        assert await tries.held(tx, ["a", "b"], NOW) == {"a": (0, NOW), "b": (0, NOW)}
        await tries.put(tx, "a", 2, NOW + S)
        assert await tries.held(tx, ["a", "b"], NOW + 5 * S) == {"a": (2, NOW + S), "b": (0, NOW)}
        await tries.give_back(tx, ["a", "b"])
        await tries.give_back(tx, [])
        assert await tries.held(tx, ["b", "a"], NOW) == {"a": (1, NOW + S), "b": (0, NOW)}
        await tries.add(tx, "c", NOW + S)
        assert await tries.held(tx, ["c"], NOW) == {"c": (0, NOW + S)}
        assert await tries.there(tx, "c")
        await tries.forget(tx, "c")
        assert not await tries.there(tx, "c")
        assert await tries.there(tx, "a")
        await tries.sweep(tx, NOW + S)
        assert await ids(tx, sign_in_tries.c.name) == {"a"}


async def test_an_app_is_replaced_only_until_a_code_has_shown_it_and_each_step_works_once(
    database: Database, two: tuple[str, str]
) -> None:
    ann, bob = two

    def secret(member: str, version: int) -> dict[str, Any]:
        return {"member_id": member, "record": b"r", "version": version, "last_step": 0, "created_at": NOW}

    async with database.write() as tx:
        assert await two_step.replace(tx, {**secret(ann, 1), "confirmed_at": None})
        assert await two_step.replace(tx, {**secret(ann, 2), "confirmed_at": None})
        assert await two_step.replace(tx, {**secret(bob, 1), "confirmed_at": NOW})
        assert not await two_step.replace(tx, {**secret(bob, 2), "confirmed_at": None})
        assert await two_step.on_of(tx, [ann, bob]) == {bob}
        assert await two_step.on_of(tx, [ann]) == set()
        assert not await two_step.take_step(tx, ann, 2, 7)
        assert not await two_step.take_step(tx, ann, 1, 7, NOW)
        assert not await two_step.take_step(tx, ann, 2, 0, NOW)
        assert await two_step.take_step(tx, ann, 2, 7, NOW + S)
        assert not await two_step.take_step(tx, ann, 2, 8, NOW)
        for step, taken in ((7, False), (6, False), (8, True), (8, False)):
            assert await two_step.take_step(tx, ann, 2, step) is taken
        found = await two_step.find(tx, ann)
        other = await two_step.find(tx, bob)
    assert found is not None
    assert other is not None
    assert (found["version"], found["last_step"], found["confirmed_at"]) == (2, 8, NOW + S)
    assert (other["version"], other["last_step"], other["confirmed_at"]) == (1, 0, NOW)


async def test_recovery_codes_are_their_owners_and_work_once(database: Database, two: tuple[str, str]) -> None:
    ann, bob = two
    async with database.write() as tx:
        await two_step.put_codes(tx, ann, ["old"])
        await two_step.put_codes(tx, bob, ["a", "b"])
        await two_step.put_codes(tx, ann, ["a", "b", "c"])
        assert not await two_step.take_code(tx, ann, "old", NOW)
        assert await two_step.take_code(tx, ann, "a", NOW)
        assert not await two_step.take_code(tx, ann, "a", NOW)
        assert (await two_step.codes_left(tx, ann), await two_step.codes_left(tx, bob)) == (2, 2)
        row = {"member_id": ann, "record": b"r", "version": 1, "last_step": 0, "created_at": NOW, "confirmed_at": NOW}
        await two_step.replace(tx, row)
        await two_step.replace(tx, {**row, "member_id": bob})
        assert await two_step.remove(tx, ann)
        assert not await two_step.remove(tx, ann)
        assert (await two_step.codes_left(tx, ann), await two_step.codes_left(tx, bob)) == (0, 2)
        assert await two_step.find(tx, bob) is not None


def step(token: str, member: str, **changed: Any) -> dict[str, Any]:
    return {
        "token_hash": token, "member_id": member, "stage": "code", "way": "link", "tries": 0, "created_at": NOW,
        "expires_at": NOW + 10 * S, **changed,
    }  # fmt: skip


async def test_half_a_sign_in_works_until_its_end_for_so_many_tries(database: Database, two: tuple[str, str]) -> None:
    ann, bob = two
    async with database.write() as tx:
        for row in (step("a", ann), step("b", ann, stage="setup"), step("c", bob), step("d", bob, expires_at=NOW)):
            await entering.add_step(tx, row)
        found = await entering.find_step(tx, "c", NOW)
        assert found is not None
        assert (found["id"], found["stage"], found["way"], found["tries"]) == (bob, "code", "link", 0)
        assert (found["organization_id"], found["organization_name"]) == ("org_2", "Acme")
        assert await entering.find_step(tx, "d", NOW) is None
        assert await entering.find_step(tx, "none", NOW) is None
        assert [await entering.count_try(tx, "a", 2) for _ in range(3)] == [True, True, False]
        assert (await tx.execute(sa.select(sa.func.sum(sign_in_steps.c.tries)))).scalar_one() == 2
        await entering.sweep(tx, NOW)
        assert await ids(tx, sign_in_steps.c.token_hash) == {"a", "b", "c"}
        assert await entering.end_step(tx, "b")
        assert not await entering.end_step(tx, "b")
        await entering.end_steps_of(tx, ann)
        assert await ids(tx, sign_in_steps.c.token_hash) == {"c"}


async def test_how_members_sign_in_is_kept_by_organization_and_changed_in_place(
    database: Database, two: tuple[str, str]
) -> None:
    row = {
        "organization_id": "org_1", "require_two_step": True, "passwords": True, "secret_version": 0, "domains": [],
        "default_role": "viewer", "joins": False, "updated_at": NOW,
    }  # fmt: skip
    async with database.write() as tx:
        assert await entering.settings_of(tx, "org_1") is None
        await entering.put_settings(tx, row)
        await entering.put_settings(tx, {**row, "organization_id": "org_2", "default_role": "admin"})
        await entering.put_settings(tx, {**row, "passwords": False})
        one, other = [await entering.settings_of(tx, name) for name in ("org_1", "org_2")]
    assert one is not None
    assert other is not None
    assert (one["passwords"], one["default_role"]) == (False, "viewer")
    assert (other["passwords"], other["default_role"]) == (True, "admin")


def link(token: str, **changed: Any) -> dict[str, Any]:
    return {
        "token_hash": token, "id": f"inv_{token}", "organization_id": "org_1", "role": "viewer", "email": None,
        "resets": False, "created_by": "member:mem_1", "created_at": NOW, "expires_at": NOW + 10 * S, **changed,
    }  # fmt: skip


async def test_a_one_time_link_is_spent_once_and_only_before_its_end(database: Database, two: tuple[str, str]) -> None:
    async with database.write() as tx:
        await access.add_claim_link(tx, link("a", role="admin", email="x@example.com", resets=True))
        await access.add_claim_link(tx, link("b", expires_at=NOW))
        await access.add_claim_link(tx, link("c", organization_id="org_2"))
        found = await access.find_claim_link(tx, "a", NOW)
        assert found is not None
        assert (found["id"], found["organization_name"]) == ("inv_a", "Acme")
        for token in ("b", "none"):
            assert await access.find_claim_link(tx, token, NOW) is None
            assert await access.spend_claim_link(tx, token, NOW) is None
        spent = await access.spend_claim_link(tx, "a", NOW)
        assert spent is not None
        assert dict(spent) == {"organization_id": "org_1", "role": "admin", "email": "x@example.com", "resets": True}
        assert await access.spend_claim_link(tx, "a", NOW) is None
        assert await access.find_claim_link(tx, "a", NOW) is None
        assert await access.find_claim_link(tx, "c", NOW) is not None


async def test_open_invitations_are_the_organizations_unused_ones_the_newest_first(
    database: Database, two: tuple[str, str]
) -> None:
    async with database.write() as tx:
        for row in (
            link("a"),
            link("b", created_at=NOW + S),
            link("c", expires_at=NOW),
            link("d", organization_id="org_2", created_by="member:mem_2"),
            link("e"),
            link("f", created_by="member:mem_2"),
        ):
            await access.add_claim_link(tx, row)
        await access.spend_claim_link(tx, "e", NOW)
        found = [row["id"] for row in await team.invitations(tx, "org_1", NOW)]
        assert found == ["inv_b", "inv_a", "inv_f"]
        assert await team.invitation(tx, "org_1", "inv_d") is None
        assert await team.invitation(tx, "org_1", "inv_e") is None
        assert await team.invitation(tx, "org_1", "inv_c") is not None
        assert await team.drop_invitation(tx, "inv_a")
        assert not await team.drop_invitation(tx, "inv_a")
        assert not await team.drop_invitation(tx, "inv_e")
        assert await team.drop_invitations_by(tx, "member:mem_2") == 2
        assert await team.drop_invitations_by(tx, "member:mem_1") == 2
        assert await ids(tx, claim_links.c.id) == {"inv_e"}


async def test_members_are_listed_by_organization_the_oldest_first_with_their_last_use(
    database: Database, clock: FixedClock, two: tuple[str, str]
) -> None:
    ann, bob = two
    clock.advance(1)
    cid = await joined(database, clock, "cid@example.com", "owner")
    async with database.write() as tx:
        for row in (session(1, ann, used_at=NOW), session(2, ann, used_at=NOW + 5 * S), session(3, bob)):
            await sessions.add(tx, row)
        found = await team.members_of(tx, "org_1")
        assert [(row["id"], row["used_at"]) for row in found] == [(ann, NOW + 5 * S), (cid, None)]
        assert (await team.owners(tx, "org_1"), await team.owners(tx, "org_2")) == (2, 0)
        assert await team.find(tx, "org_1", bob) is None
        assert await team.find(tx, "org_2", bob) is not None
        await team.update(tx, cid, {"role": "viewer"})
        assert await team.owners(tx, "org_1") == 1
        await team.remove(tx, cid)
        assert await ids(tx, members.c.id) == {ann, bob}


async def test_a_sign_in_through_a_provider_is_taken_once_and_an_identity_is_its_organizations(
    database: Database, two: tuple[str, str]
) -> None:
    ann, bob = two
    async with database.write() as tx:
        flow = {"organization_id": "org_1", "issuer": "https://id", "next": "/x", "created_at": NOW}
        for token, ends in (("a", NOW + S), ("b", NOW), ("c", NOW + S)):
            await oidc.add_flow(tx, {**flow, "token_hash": token, "expires_at": ends})
        taken = await oidc.take_flow(tx, "a", NOW)
        assert taken is not None
        assert (taken["issuer"], taken["next"], taken["organization_id"]) == ("https://id", "/x", "org_1")
        for token in ("a", "b", "none"):
            assert await oidc.take_flow(tx, token, NOW) is None
        await oidc.sweep(tx, NOW)
        assert await ids(tx, oidc_flows.c.token_hash) == {"c"}
        for issuer, subject, member in (
            ("https://id", "1", ann),
            ("https://id", "2", bob),
            ("https://other", "1", bob),
        ):
            row = {"issuer": issuer, "subject": subject, "member_id": member, "email": "e", "created_at": NOW}
            await oidc.add_identity(tx, {**row, "used_at": NOW})
        for organization_, issuer, subject, member in (
            ("org_1", "https://id", "1", ann),
            ("org_2", "https://id", "2", bob),
            ("org_2", "https://other", "1", bob),
            ("org_2", "https://id", "1", None),
            ("org_1", "https://id", "2", None),
            ("org_1", "https://other", "1", None),
        ):
            found = await oidc.member_of(tx, organization_, issuer, subject)
            assert (found["id"] if found else None) == member
        assert await oidc.known_at(tx, "https://id", ann)
        assert not await oidc.known_at(tx, "https://other", ann)
        await oidc.touch(tx, "https://id", "1", NOW + S)
        used = sa.select(member_identities.c.subject).where(member_identities.c.used_at == NOW + S)
        rows = (await tx.execute(used.where(member_identities.c.issuer == "https://id"))).scalars().all()
        assert rows == ["1"]
        assert len((await tx.execute(used)).scalars().all()) == 1
