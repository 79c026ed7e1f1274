"""The hub serves with a database role that may only read and write rows; docs/operations.md says how it is made."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.hub import running_hub
from tests.postgres import cluster

pytestmark = pytest.mark.postgres
PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


@pytest.fixture
def place() -> Iterator[str]:
    """Host and port of a PostgreSQL server with a database that the role `linkwright_owner` owns."""
    with cluster() as address:
        for sql in ("create role linkwright_owner login", "create role linkwright_serve login"):
            _done(f"{address}/postgres", sql)
        _done(f"{address}/postgres", "create database hub owner linkwright_owner")
        yield address.rpartition("@")[2]


def _done(address: str, sql: str) -> None:
    async def do() -> None:
        connection = await asyncpg.connect(address)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    asyncio.run(do())


def _granted() -> str:
    """The statements of the page."""
    found = re.search(r"```sql\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_a_role_that_may_only_read_and_write_rows_serves_once_the_tables_are_there(place: str, tmp_path: Path) -> None:
    owner, serving = f"postgresql://linkwright_owner@{place}/hub", f"postgresql://linkwright_serve@{place}/hub"
    with running_hub(tmp_path / "hub", LINKWRIGHT_DATABASE_URL=owner) as first:
        assert first.url, first.log
        account = first.link()
        assert first.stop() == 0
    _done(owner, _granted())
    with running_hub(tmp_path / "hub", LINKWRIGHT_DATABASE_URL=serving) as hub:
        assert hub.url, hub.log
        hub.printed += first.printed
        assert hub.rpc(account, "linear_list_issues", query={"page_size": 1}).status == 200
        made = hub.rpc(account, "linear_create_issue", body={"teamId": "ENG", "title": "Made by few rights"})
        assert made.status == 200, made.body
        assert hub.link(origin_owner_id="cus_2").startswith("acc_")
        assert hub.call("DELETE", f"/accounts/{account}").status == 200
        assert hub.call("GET", "/ready").status == 200
        assert hub.stop() == 0
        assert "permission denied" not in "\n".join(hub.log)


@pytest.mark.parametrize("sql", ["create table mine (a int)", "alter table members add mine int", "drop table members"])
def test_that_role_can_neither_make_nor_change_nor_drop_a_table(place: str, tmp_path: Path, sql: str) -> None:
    owner, serving = f"postgresql://linkwright_owner@{place}/hub", f"postgresql://linkwright_serve@{place}/hub"
    _done(owner, "create table members (a int)")
    _done(owner, _granted())
    _done(serving, "insert into members values (1)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        _done(serving, sql)
