"""What was erased of an owner is in no file of the data folder either."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hub import running_hub

pytestmark = pytest.mark.timeout(120)
OWNER = "cus_in_no_file_4711"


def files_with(folder: Path, text: str) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file() and text.encode() in path.read_bytes()}


@pytest.mark.promise("data.erase")
def test_an_erased_owner_is_in_no_page_of_the_database_nor_in_its_log(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data", LINKWRIGHT_RUN_BODIES="all") as hub:
        account = hub.link(origin_owner_id=OWNER, origin_owner_name=f"{OWNER} Ltd")
        assert hub.rpc(account, "linear_get_issue", path={"id": OWNER}).status == 404
        assert files_with(hub.data, OWNER) != set()
        assert hub.call("POST", "/owners/erase", {"origin_owner_id": OWNER}).status == 200
        assert files_with(hub.data, OWNER) == set()
