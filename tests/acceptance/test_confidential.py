"""Secrets that actions take and give are looked for in everything that a hub keeps: database, logs, run log, backup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.hub import RunningHub, run_cli, running_hub

TAKEN = [
    "taken-on-the-usual-way",
    "taken-under-its-long-name",
    "taken-misspelt",
    "taken-twice-first",
    "taken-twice-then",
]
TAKEN += ["taken-by-an-unknown-action", "taken-in-a-document", "taken-as-a-variable", "taken-in-half-a-document"]
HOOK = {"url": "https://receiver.example/hook", "resourceTypes": ["Issue"], "allPublicTeams": True}


def _raw(hub: RunningHub, account: str, document: str, **variables: Any) -> Any:
    answer = hub.rpc(account, "linear_run_graphql", body={"document": document, "variables": variables})
    return answer.json()


def _taken(hub: RunningHub, account: str) -> str:
    """Send every secret of TAKEN in some way; the id of the webhook that was made."""
    made = hub.rpc(account, "linear_create_webhook", body={**HOOK, "secret": TAKEN[0]})
    assert made.status == 200, made.body
    assert hub.rpc(account, "linear_create_webhook", body_secret=TAKEN[1], **HOOK).status == 200
    misspelt = hub.rpc(account, "linear_create_webhook", body={**HOOK, "sekret": TAKEN[2]})
    assert misspelt.status == 400
    assert "secret" in misspelt.json()["message"]
    twice = hub.rpc(account, "linear_create_webhook", secret=TAKEN[3], body={**HOOK, "secret": TAKEN[4]})
    assert twice.status == 400
    assert hub.rpc(account, "linear_create_webhoook", body={**HOOK, "secret": TAKEN[5]}).status == 404
    create = 'mutation {{ webhookCreate(input: {{url: "https://x.example", resourceTypes: ["Issue"], allPublicTeams: true, secret: {}}}) {{ success }} }}'
    assert _raw(hub, account, create.format(f'"{TAKEN[6]}"'))["data"]["webhookCreate"]["success"] is True
    variable = create.format("$s").replace("mutation ", "mutation ($s: String) ", 1)
    assert _raw(hub, account, variable, s=TAKEN[7])["data"]["webhookCreate"]["success"] is True
    assert "was not sent" in _raw(hub, account, create.format(f'"{TAKEN[8]}"')[:-9])["message"]
    return str(made.json()["data"]["id"])


def _given(hub: RunningHub, account: str, webhook: str) -> list[str]:
    """Have every secret given back that can be; all of them."""
    rotated = hub.rpc(account, "linear_rotate_webhook_secret", path={"id": webhook}).json()
    document = "mutation ($id: String!) { webhookRotateSecret(id: $id) { success fresh: secret } }"
    aliased = _raw(hub, account, document, id=webhook)
    team = hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
    inbox = hub.rpc(account, "linear_create_email_intake_address", body={"type": "team", "teamId": team}).json()
    upload = hub.rpc(
        account, "linear_create_file_upload", body={"contentType": "text/plain", "filename": "a.txt", "size": 3}
    ).json()
    return [
        rotated["data"]["secret"],
        aliased["data"]["webhookRotateSecret"]["fresh"],
        inbox["data"]["address"],
        _found(upload, "uploadUrl"),
    ]


def _found(value: Any, name: str) -> str:
    match = re.search(rf'"{name}": "([^"]+)"', json.dumps(value))
    assert match, value
    return match[1]


@pytest.mark.promise("secrets.confidential")
def test_what_is_confidential_reaches_the_caller_and_is_kept_nowhere(tmp_path: Path) -> None:
    data = tmp_path / "hub"
    with running_hub(data, LINKWRIGHT_LOG_LEVEL="debug", LINKWRIGHT_RUN_BODIES="all") as hub:
        hub.cli("profiles", "update", "linear", "--actions", "all")
        account = hub.link()
        secrets = TAKEN + _given(hub, account, _taken(hub, account))
        assert all(len(secret) > 10 for secret in secrets), secrets
        runs = hub.call("GET", "/requests/logs?page_size=100").json()["data"]
        assert len(runs) == 13
        told = [hub.call("GET", "/requests/logs?page_size=100&include=step_logs").body]
        for run in runs:
            one = hub.call("GET", f"/requests/logs/{run['request_id']}?include=step_logs,advanced_logs")
            assert one.status == 200, one.body
            told.append(one.body)
        run_cli("backup", str(tmp_path / "hub.zip"), "--data", str(data), "--json", env=hub.env)
        assert hub.stop() == 0
        log = "\n".join([*hub.log, *hub.printed]).encode()
    kept = {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert any(b"linear_rotate_webhook_secret" in content for content in kept.values())
    kept |= {"log": log, "run log": b"".join(told), "backup": (tmp_path / "hub.zip").read_bytes()}
    leaks = {(place, secret) for place, content in kept.items() for secret in secrets if secret.encode() in content}
    assert leaks == set()
