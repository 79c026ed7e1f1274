"""`linkwright connector run` acts on linked accounts, beside a running hub and without one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.hub import run_cli, running_hub


def ran(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done: subprocess.CompletedProcess[str] = run_cli("connector", "run", *arguments, "--data", str(data), check=False)
    return done


def test_an_action_runs_on_a_linked_account_beside_the_hub_and_after_it(tmp_path: Path) -> None:
    data = tmp_path / "hub"
    with running_hub(data) as hub:
        account = hub.link()
        beside = ran(data, "linear_list_teams", "--account", account, "-i", "page_size=2")
        assert beside.returncode == 0, beside.stderr
        answer: dict[str, Any] = json.loads(beside.stdout)
        assert answer == hub.rpc(account, "linear_list_teams", query={"page_size": 2}).json()
        runs = hub.call("GET", "/requests/logs").json()["data"]
        assert [(run["source_type"], run["account_id"]) for run in runs] == [("rpc", account), ("cli", account)]
        assert hub.stop() == 0
    alone = ran(data, "linear_list_teams", "--account", account, "-i", "page_size=2")
    assert json.loads(alone.stdout) == answer
    refused = ran(data, "linear_create_planet", "--account", account)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Linear has no action 'linear_create_planet'")
    missing = ran(data, "linear_list_teams", "--account", "nobody")
    assert missing.returncode == 1
    assert "Traceback" not in missing.stderr


def test_without_a_hub_it_says_where_it_looked(tmp_path: Path) -> None:
    done = ran(tmp_path, "linear_list_teams", "--account", "x")
    assert done.returncode == 1
    assert done.stderr.startswith(f"There is no Linkwright in {tmp_path} yet.")
