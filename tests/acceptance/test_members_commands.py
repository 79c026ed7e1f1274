"""Members by the command line beside a running hub, and the ways back in for who is locked out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hub import RunningHub, run_cli, running_hub

PASSWORD = "four quite unrelated words"


def _claimed(hub: RunningHub, url: str, email: str) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Use a one-time link: status, body, and the headers of the session's calls."""
    body = {"token": url.rsplit("/", 1)[1], "email": email, "name": email.partition("@")[0], "password": PASSWORD}
    made = hub.call("POST", "/console/api/claim", body, key="")
    cookie = made.headers.get("set-cookie", "").split(";")[0]
    return made.status, made.json(), {"cookie": cookie}


def _signed_in(hub: RunningHub, email: str) -> int:
    return hub.call("POST", "/console/api/sign-in", {"email": email, "password": PASSWORD}, key="").status


@pytest.mark.promise("members.roles")
@pytest.mark.promise("members.last-owner")
@pytest.mark.promise("members.removed")
def test_members_are_managed_and_let_back_in_by_commands(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        status, _, ann = _claimed(hub, hub.claim_url, "ann@example.com")
        assert status == 200
        link = hub.cli("members", "link", "--role", "developer", "--email", "dee@example.com")["url"]
        status, refused, _ = _claimed(hub, link, "eve@example.com")
        assert (status, refused["field"]) == (422, "email")
        status, _, dee = _claimed(hub, link, "dee@example.com")
        assert status == 200
        listed = {one["email"]: one["role"] for one in hub.cli("members", "list")}
        assert listed == {"ann@example.com": "owner", "dee@example.com": "developer"}

        # A developer may not what an admin may; the role counts at once.
        csrf = hub.call("GET", "/console/api/me", key="", headers=dee).json()["csrf_token"]
        made = {"key": "", "headers": {**dee, "x-csrf-token": csrf}}
        wanted = {"name": "x", "preset": "full"}
        assert hub.call("POST", "/console/api/keys", wanted, **made).status == 403
        assert hub.cli("members", "role", "dee@example.com", "admin")["role"] == "admin"
        assert hub.call("POST", "/console/api/keys", wanted, **made).status == 200
        owner = {"role": "owner"}
        assert hub.call("POST", "/console/api/invitations", owner, **made).status == 403

        refused = run_cli(
            "members", "role", "ann@example.com", "viewer", "--data", str(hub.data), env=hub.env, check=False
        )
        assert refused.returncode != 0
        assert "last one" in refused.stderr
        assert hub.cli("members", "reset-two-step", "ann@example.com")["was_on"] is False
        assert hub.cli("members", "sign-out", "ann@example.com")["ended"] == 0  # the reset ended it
        assert hub.call("GET", "/console/api/me", key="", headers=ann).status == 401
        assert hub.cli("members", "allow-passwords")["passwords"] is True
        assert _signed_in(hub, "ann@example.com") == 200
        assert hub.cli("members", "remove", "dee@example.com")["sessions"] == 1
        assert hub.call("GET", "/console/api/me", key="", headers=dee).status == 401
        assert _signed_in(hub, "dee@example.com") == 401


@pytest.mark.promise("projects.networks")
@pytest.mark.promise("keys.limits")
def test_networks_and_limits_are_set_by_commands(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        assert hub.call("GET", "/accounts").status == 200
        assert hub.cli("projects", "networks", "default", "--allow", "203.0.113.0/24")["networks"] == ["203.0.113.0/24"]
        refused = hub.call("GET", "/accounts")
        assert (refused.status, refused.json()["code"]) == (403, "address_not_allowed")
        assert "127.0.0.1" in refused.json()["message"]
        # Nobody is believed about where they come from.
        assert hub.call("GET", "/accounts", headers={"x-forwarded-for": "203.0.113.7"}).status == 403
        assert hub.cli("projects", "networks", "default", "--anywhere")["networks"] == []
        assert hub.call("GET", "/accounts").status == 200
        mine, other = hub.link(), hub.link(origin_owner_id="other", origin_owner_name="Other")
        key = hub.cli("keys", "create", "--name", "limited", "--account", mine)["key"]
        assert [one["id"] for one in hub.call("GET", "/accounts", key=key).json()] == [mine]
        ran = hub.call("POST", "/actions/rpc", {"action": "linear_list_teams"}, key=key, headers={"x-account-id": mine})
        assert ran.status == 200, ran.body
        hidden = hub.call(
            "POST", "/actions/rpc", {"action": "linear_list_teams"}, key=key, headers={"x-account-id": other}
        )
        assert (hidden.status, hidden.json()["code"]) == (404, "account_not_found")
