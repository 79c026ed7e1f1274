"""`linkwright data`: an owner's data taken out and erased on the server, beside a running hub."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub import RunningHub, run_cli, running_hub

pytestmark = pytest.mark.timeout(120)
OWNER = "cus_leaving"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("data-commands") / "data") as running:
        yield running


@pytest.mark.promise("data.export")
def test_an_export_is_written_once_and_ends_with_what_it_holds(hub: RunningHub, tmp_path: Path) -> None:
    account = hub.link(origin_owner_id=OWNER)
    output = tmp_path / "owner.jsonl"
    asked = ("data", "export", "--owner", OWNER, "--output", str(output), "--data", str(hub.data))
    done = run_cli(*asked, env=hub.env, check=False)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in lines if one["kind"] == "accounts"] == [account]
    assert lines[-1]["rows"]["accounts"] == 1
    again = run_cli(*asked, env=hub.env, check=False)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)


@pytest.mark.promise("data.erase")
def test_nothing_is_erased_unless_somebody_said_yes_and_then_the_running_hub_knows(hub: RunningHub) -> None:
    account = hub.link(origin_owner_id="cus_going")
    asked = ("data", "erase", "--owner", "cus_going", "--data", str(hub.data), "--json")
    for more in ((), ("--json",)):
        refused = run_cli(*asked[:-1], *more, env=hub.env, check=False)
        assert (refused.returncode, "--yes" in refused.stderr) == (1, True)
    assert hub.call("GET", f"/accounts/{account}").status == 200
    receipt = run_cli(*asked, "--yes", env=hub.env)
    assert [one["account_id"] for one in receipt["accounts"]] == [account]
    assert hub.call("GET", f"/owners/erasures/{receipt['id']}").json() == receipt
    assert hub.call("GET", f"/accounts/{account}").status == 404
    assert hub.rpc(account, "linear_get_viewer").status == 404
