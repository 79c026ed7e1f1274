"""Kills a hub at every step of a call that was approved, starts it anew, sends the call again, and counts what the provider has.

    python -m tests.killed_approvals --database URL [--every N]

As `tests.killed_writes`, without any idempotency key: what makes it one is the approval.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx2

from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.app import build_hub
from linkwright.approvals.deciding import Deciding
from linkwright.approvals.sealing import PlanSealing
from linkwright.policy.schemas import PolicyRequest
from linkwright.policy.service import PolicyService
from linkwright.settings import load_settings
from tests.hub import running_hub
from tests.killed_writes import Place, sampled
from tests.twin import running_twin

_RULE = {"id": "ask", "name": "Ask", "outcome": "approval", "actions": ["linear_create_issue"]}


class ApprovedPlace(Place):
    """Sends calls without a key, and has them approved."""

    project = ""

    async def _post(self, http: httpx2.AsyncClient, face: str, title: str, request_id: int) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.key}", "x-account-id": self.account}
        body = {"action": "linear_create_issue", "body": {"teamId": "ENG", "title": title}}
        answer = await http.post("/actions/rpc", json=body, headers=headers)
        return {"status": answer.status_code, "body": answer.json()}

    def prepare(self) -> None:
        """Make the rule."""
        asyncio.run(self._as_member(None))

    def approve(self, approval_id: str) -> None:
        """Approve, in this process."""
        asyncio.run(self._as_member(approval_id))

    async def _as_member(self, approval_id: str | None) -> None:
        hub = await build_hub(load_settings(self.env, data=self.data))
        member = Principal("member", "mem_1", "Mira", self.project, "org", 1, ROLES["owner"], None, "owner")
        if approval_id is None:
            async with hub.database.write() as tx:
                await PolicyService(hub.catalogs, hub.clock).put(tx, member, PolicyRequest(rules=[_RULE]))
        else:
            deciding = Deciding(hub.database, PlanSealing(hub.vault), hub.clock, "")
            await deciding.decide(member, approval_id, approve=True)
        await hub.database.close()


def settle(place: ApprovedPlace, every: int) -> dict[str, int]:
    """Kill at one step after the other until a call comes through alive; what was found."""
    found = {"steps": 0, "killed": 0, "done_by_the_killed": 0, "asked_anew": 0}
    for step in sampled(every, found):
        _kill_at(place, step, found)
    return found


def _kill_at(place: ApprovedPlace, step: int, found: dict[str, int]) -> None:
    title = f"approved and killed at step {step}"
    asked = place.write("", title, 0, later=False)
    assert asked is not None
    assert asked["status"] == 409, asked
    place.approve(asked["body"]["approval"]["id"])
    answer = place.write("", title, 0, kill_at=step)
    before = place.issues(title)
    assert before <= 1, f"{title}: {before} issues before it was sent again"
    if answer is not None:
        assert (answer["status"], before) == (200, 1), f"{title}: {answer}"
        return
    found["killed"] += 1
    found["done_by_the_killed"] += before
    repeated = place.write("", title, 0)
    assert repeated is not None
    if repeated["status"] == 409:
        # All was written down before the kill: the same words are a new wish, which a person is asked about.
        assert before == 1, f"{title}: {repeated}"
        assert repeated["body"]["code"] == "approval_required", repeated
        found["asked_anew"] += 1
    else:
        assert repeated["status"] == 200, f"{title}: {repeated}"
    assert place.issues(title) == 1, f"{title}: {place.issues(title)} issues after it was sent again"


def run(database: str | None, every: int) -> dict[str, int]:
    """All of it on one database."""
    with tempfile.TemporaryDirectory() as folder, running_twin() as twin:
        env = {"LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins, "LINKWRIGHT_LOG_LEVEL": "error"}
        if database:
            env["LINKWRIGHT_DATABASE_URL"] = database
        data = Path(folder) / "data"
        with running_hub(data, **env) as hub:
            assert hub.url, hub.log
            key, account = hub.key, hub.link(twin.keys["full"])
            project = hub.session()["project_id"]
        place = ApprovedPlace(env, data, key, account, twin)
        place.project = project
        place.prepare()
        return settle(place, every)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    sys.stdout.write(json.dumps(run(options.database, options.every)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
