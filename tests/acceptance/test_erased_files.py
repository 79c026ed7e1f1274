"""What was erased or shredded is in no file of the data folder either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.hub import running_hub

pytestmark = pytest.mark.timeout(120)
OWNER = "cus_in_no_file_4711"


def files_with(folder: Path, content: bytes) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file() and content in path.read_bytes()}


@pytest.mark.promise("data.erase")
def test_an_erased_owner_is_in_no_page_of_the_database_nor_in_its_log(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data", LINKWRIGHT_RUN_BODIES="all") as hub:
        account = hub.link(origin_owner_id=OWNER, origin_owner_name=f"{OWNER} Ltd")
        assert hub.rpc(account, "linear_get_issue", path={"id": OWNER}).status == 404
        assert files_with(hub.data, OWNER.encode()) != set()
        assert hub.call("POST", "/owners/erase", {"origin_owner_id": OWNER}).status == 200
        assert files_with(hub.data, OWNER.encode()) == set()


@pytest.mark.promise("vault.shredding")
def test_the_wrapped_key_of_a_shredded_project_is_in_no_file(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        hub.link()
        with closing(sqlite3.connect(hub.data / "linkwright.db")) as database:
            (wrapped,) = database.execute("SELECT wrapped FROM data_key_wraps").fetchone()
        assert files_with(hub.data, wrapped) != set()
        hub.cli("vault", "shred", "--project", "default", "--yes")
        assert files_with(hub.data, wrapped) == set()
