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
    of_kind(
        "key",
        "POST",
        "/console/api/keys",
        body={"name": "Walls", "preset": "read-only"},
        also={"body.accounts[]": "account", "body.profiles[]": "profile"},
    ),
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
    Row("GET", "/console/api/me/sessions", "member", changes=False, shows="console_session"),
    Row("POST", "/console/api/me/sessions/end_others", "member"),
    Row("DELETE", "/console/api/me/sessions/{session_id}", "member", at={"session_id": "{console_session}"}),
    Row("POST", "/console/api/me/password", "member", body={"old": "a", "new": "b"}, ok=401),
    Row("GET", "/console/api/me/two_step", "member", changes=False),
    Row("POST", "/console/api/me/two_step/begin", "member"),
    *(
        Row("POST", f"/console/api/me/two_step/{what}", "member", body={"code": "123456"}, ok=status)
        for what, status in (("confirm", 409), ("codes", 401), ("off", 401))
    ),
    of_kind("member", "GET", "/console/api/members", shows="colleague", organization=True),
    of_kind("member", "PATCH", "/console/api/members/{member_id}", body={"role": "admin"}),
    for_callers(
        "PATCH",
        "/console/api/members/{member_id}",
        ("member", "write owner"),
        body={"role": "viewer"},
        at={"member_id": "{peer}"},
        seen_by=("member", "read"),
        name="of an owner",
    ),
    of_kind("member", "DELETE", "/console/api/members/{member_id}"),
    for_callers(
        "POST", "/console/api/members/{member_id}/two_step/reset", ("member", "write owner"), seen_by=("member", "read")
    ),
    of_kind("member", "GET", "/console/api/invitations", shows="invitation", organization=True),
    of_kind("member", "POST", "/console/api/invitations", body={"role": "viewer"}),
    for_callers(
        "POST", "/console/api/invitations", ("member", "write owner"), body={"role": "owner"}, name="for an owner"
    ),
    of_kind("member", "DELETE", "/console/api/invitations/{invitation_id}"),
    of_kind("network", "GET", "/console/api/project/networks"),
    of_kind("network", "PUT", "/console/api/project/networks", body={"networks": []}),
    of_kind("signin", "GET", "/console/api/sign-in-settings"),
    of_kind("signin", "PUT", "/console/api/sign-in-settings", body={}),
)
