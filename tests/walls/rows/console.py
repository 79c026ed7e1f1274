"""Actions of the console alone."""

from __future__ import annotations

from tests.walls.row import Row
from tests.walls.rows.making import (
    ISSUE,
    READS,
    RUN_READS,
    RUN_WRITES,
    for_callers,
    of_kind,
)

MEMBERS = (
    Row("POST", "/console/api/sign-out", "member", alone=200),
    Row("GET", "/console/api/me", "member", changes=False, shows="project", organization=True),
    of_kind("key", "GET", "/console/api/keys", shows="key"),
    of_kind("key", "POST", "/console/api/keys", body={"name": "Walls", "preset": "read-only"}),
    of_kind("key", "POST", "/console/api/keys/{key_id}/revoke"),
    for_callers(
        "POST",
        "/console/api/runs/{run_id}/rerun",
        ("log", "read"),
        RUN_READS,
        door="member",
    ),
    for_callers(
        "POST",
        "/console/api/actions/rpc",
        RUN_READS,
        door="member",
        headers={"x-account-id": "{account}"},
        body={"action": READS},
        name="a read",
    ),
    for_callers(
        "POST",
        "/console/api/actions/rpc",
        RUN_WRITES,
        door="member",
        body={**ISSUE, "headers": {"x-account-id": "{account}"}},
        name="a write",
    ),
)
