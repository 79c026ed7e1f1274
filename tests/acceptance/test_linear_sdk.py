"""Linear's own published SDK, unmodified, against the twin of Linear as a server of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.clients import BIN, drive, node_folder
from tests.twin import running_twin

pytestmark = [pytest.mark.xdist_group("linear-sdk"), pytest.mark.timeout(300)]
SOURCE = Path(__file__).parent / "linear_sdk"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the SDK saw."""
    folder = node_folder(SOURCE, tmp_path_factory.mktemp("sdk") / "client")
    with running_twin("sdk") as twin:
        env = {"API_URL": f"{twin.url}/graphql", "API_KEY": twin.keys["full"], "READ_ONLY_KEY": twin.keys["read_only"]}
        return drive([str(BIN / "node"), "drive.mjs"], folder, **env)


@pytest.mark.promise("linear.sdk-runs-on-the-twin")
def test_the_sdk_reads_walks_pages_and_writes(found: dict[str, Any]) -> None:
    assert found["exit"] == 0, found
    assert (found["viewer"], found["organization"], found["teams"]) == ("Mira Holt", "fernhill", ["DES", "ENG", "OPS"])
    assert found["issues"] == 39
    assert 0 < found["filtered"] < 39
    assert found["created"] == {"success": True, "title": "By the SDK", "state": "Triage"}
    assert found["updated"] == {"success": True, "title": "Changed by the SDK"}
    assert found["comments"] == {"success": True, "count": 1}
    assert found["deleted"] is True
    assert all(found[name] > 0 for name in ("states", "members", "projects", "labels", "notifications", "search"))


def test_the_sdk_understands_what_the_twin_refuses(found: dict[str, Any]) -> None:
    refusals = found["refusals"]
    assert refusals["missing"]["message"] == "Could not find referenced Issue."
    assert refusals["key"]["kind"] == "AuthenticationLinearError"
    assert refusals["right"]["kind"] == "ForbiddenLinearError"
    assert refusals["input"]["message"] == "teamId must be a UUID."
