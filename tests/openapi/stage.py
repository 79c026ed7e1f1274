"""A hub with one thing of every kind, and what keeps generated calls from sawing off the branch they sit on.

The key, the member's session, the Hub's session and one account are kept: they are what the calls are made with. Whatever changes or
ends something is given spares of the same kind, made beforehand; `sign-out` is called without the member's session. An id
that a generator makes up is never one of those that are kept.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.hub import RunningHub

ACTIONS = ["linear_list_issues", "linear_get_viewer", "linear_create_comment", "linear_list_teams"]
METHODS = ["initialize", "ping", "tools/list", "tools/call", "resources/list", "resources/read", "prompts/list"]
_SPARES = 6
_ENDING = ("/revoke", "/suspend", "/resume", "/convert", "/rotate", "/reconnect_link", "/check")


@dataclass
class Stage:
    """What calls are made with.

    Attributes:
        kept: by name of a parameter or field, values that are there and stay there.
        spare: the same for calls that change or end what they name.
    """

    hub: RunningHub
    member: Mapping[str, str]
    kept: dict[str, list[str]] = field(default_factory=dict)
    spare: dict[str, list[str]] = field(default_factory=dict)

    def credentials(self, path: str) -> dict[str, str]:
        """Headers by which the hub knows the caller of a path."""
        if path == "/console/api/sign-out":
            return {}
        if path.startswith("/console/api/"):
            return dict(self.member)
        if path.startswith("/hub/"):
            return {"x-hub-session-token": self.kept["x-hub-session-token"][0]}
        return {"authorization": "Basic " + base64.b64encode(f"{self.hub.key}:".encode()).decode()}

    def known(self, method: str, path: str) -> Mapping[str, list[str]]:
        """Values that are there, by name, for a call of this operation."""
        changes = method.upper() != "GET" and "{" in path
        return {**self.kept, **self.spare} if changes or path.endswith(_ENDING) else self.kept


def set_up(hub: RunningHub) -> Stage:
    """Fill a fresh hub by its own endpoints."""
    account = hub.link()
    profile = hub.call("GET", "/connector_profiles").json()[0]["id"]
    hook = _endpoint(hub)
    hub.rpc(account, "linear_list_issues")
    stage = Stage(hub, _signed_in(hub))
    stage.kept = {
        "account_id": [account],
        "x-account-id": [account],
        "profile_id": [profile],
        "integration_id": [profile],
        "endpoint_id": [hook],
        "run_id": [run["request_id"] for run in hub.call("GET", "/requests/logs").json()["data"]][:3],
        "session_id": [str(hub.session(origin_owner_id="kept")["id"])],
        "x-hub-session-token": [hub.session(origin_owner_id="hub", type="test")["token"]],
        "provider": ["linear"],
        "key": ["linear"],
        "action": ACTIONS,
        "method": METHODS,
        "theme": ["light", "dark"],
    }
    stage.spare = {
        "account_id": [hub.link(origin_owner_id=f"spare {n}") for n in range(_SPARES)],
        "profile_id": [_profile(hub, f"Spare {n}") for n in range(2)],
        "endpoint_id": [_endpoint(hub) for _ in range(_SPARES)],
        "session_id": [str(hub.session(origin_owner_id=f"spare {n}")["id"]) for n in range(_SPARES)],
        "key_id": [_key(hub, stage.member) for _ in range(_SPARES)],
    }
    return stage


def _signed_in(hub: RunningHub) -> dict[str, str]:
    """The headers of a member's browser."""
    body = {
        "token": hub.claim_url.rsplit("/", 1)[1],
        "email": "owner@example.com",
        "name": "Owner",
        "password": "correct horse battery",
    }
    claimed = hub.call("POST", "/console/api/claim", body, key="")
    cookie = claimed.headers["set-cookie"].split(";")[0]
    me = hub.call("GET", "/console/api/me", key="", headers={"cookie": cookie}).json()
    return {"cookie": cookie, "x-csrf-token": me["csrf_token"]}


def _endpoint(hub: RunningHub) -> str:
    return _id(
        hub.call("POST", "/webhook_endpoints", {"url": "https://example.com/hook", "events": ["account.created"]})
    )


def _profile(hub: RunningHub, name: str) -> str:
    body = {"connector_key": "linear", "name": name, "auth_method": "api_key"}
    return _id(hub.call("POST", "/connector_profiles", body))


def _key(hub: RunningHub, member: Mapping[str, str]) -> str:
    body = {"name": "Spare", "preset": "read-only"}
    return _id(hub.call("POST", "/console/api/keys", body, key="", headers=dict(member)))


def _id(answer: Any) -> str:
    assert answer.status in {200, 201}, answer.body
    return str(answer.json()["id"])
