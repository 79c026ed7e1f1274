"""What changes at Linear's twin arrives at a real receiver: registered through the API, or by hand where the key may not."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from standardwebhooks import Webhook

from linkwright.catalog.linear.twin.keys import make_keys
from tests.acceptance.receiver import Got, Receiver, receiving
from tests.hub import RunningHub, running_hub

_ORIGIN = "https://hooks.example"


def _told(got: list[Got], name: str) -> list[dict[str, Any]]:
    return [one.told for one in got if one.told["type"] == name]


def _wait(receiver: Receiver, name: str, count: int = 1) -> list[dict[str, Any]]:
    return _told(receiver.wait(lambda got: len(_told(got, name)) >= count), name)


def _endpoint(hub: RunningHub, *events: str) -> dict[str, Any]:
    made = hub.call("POST", "/webhook_endpoints", {"url": f"{_ORIGIN}/hooks", "events": list(events)})
    assert made.status == 201, made.body
    return dict(made.json())


def _put(hub: RunningHub, account: str, **wish: Any) -> dict[str, Any]:
    made = hub.call("PUT", f"/accounts/{account}/provider_events", wish)
    assert made.status == 200, made.body
    return dict(made.json())


@pytest.mark.promise("provider-events.sent-on")
@pytest.mark.timeout(150)
def test_a_change_made_by_an_action_arrives_at_a_receiver_as_an_event(tmp_path: Path) -> None:
    with receiving() as receiver:
        origins = json.dumps({_ORIGIN: receiver.url})
        with running_hub(tmp_path / "data", LINKWRIGHT_OUTBOUND_ORIGINS=origins) as hub:
            endpoint = _endpoint(hub, "linear.*")
            account = hub.link()
            assert hub.call("GET", f"/accounts/{account}/provider_events").json()["code"] == "provider_events_off"
            made = _put(hub, account, kinds=["issue", "comment"])
            assert (made["how"], made["secret"], made["steps"]) == ("api", None, [])
            assert "linear.issue.created" in made["events"]
            team = hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
            issue = hub.rpc(account, "linear_create_issue", body={"teamId": team, "title": "Bake bread"}).json()["data"]
            [told] = _wait(receiver, "linear.issue.created")
            assert (told["data"]["account_id"], told["data"]["body"]["data"]["title"]) == (account, "Bake bread")
            comment = hub.rpc(account, "linear_create_comment", body={"issueId": issue["id"], "body": "Rye?"})
            assert comment.status == 200, comment.body
            comment_id = comment.json()["data"]["id"]
            hub.rpc(account, "linear_update_comment", path={"id": comment_id}, body={"body": "Rye!"})
            [updated] = _wait(receiver, "linear.comment.updated")
            assert updated["data"]["body"]["data"]["body"] == "Rye!"
            for one in receiver.got:
                assert Webhook(endpoint["secret"]).verify(one.body, one.headers) == one.told
            shown = hub.call("GET", f"/accounts/{account}/provider_events").json()
            assert shown["received_at"] is not None

            narrowed = _put(hub, account, kinds=["comment"], include_body=False)
            assert narrowed["url"] != made["url"]
            hub.rpc(account, "linear_update_issue", path={"id": issue["id"]}, body={"title": "Bake rolls"})
            hub.rpc(account, "linear_update_comment", path={"id": comment_id}, body={"body": "Spelt."})
            latest = _wait(receiver, "linear.comment.updated", 2)[-1]
            assert "body" not in latest["data"]
            assert _told(receiver.got, "linear.issue.updated") == []

            deleted = hub.call("DELETE", f"/accounts/{account}/provider_events")
            assert deleted.status == 200
            hub.cli("profiles", "update", "linear", "--actions", "all")
            assert _webhooks(hub, account, 0)
            assert hub.stop() == 0


@pytest.mark.timeout(150)
def test_a_key_that_may_not_register_leaves_it_to_a_person_who_enters_the_secret(tmp_path: Path) -> None:
    with receiving() as receiver:
        origins = json.dumps({_ORIGIN: receiver.url})
        with running_hub(tmp_path / "data", LINKWRIGHT_OUTBOUND_ORIGINS=origins) as hub:
            _endpoint(hub, "linear.issue.created")
            project = hub.cli("projects", "list")[0]["id"]
            account = hub.link(make_keys(project)["no_admin"].value, type="test")
            made = _put(hub, account)
            assert (made["how"], bool(made["secret"])) == ("by_hand", True)
            assert made["reason"]
            assert any(made["url"] in step for step in made["steps"])
            typed = "lin_" + "wh_" + "t" * 32
            entered = _put(hub, account, secret=typed)
            assert (entered["url"], entered["secret"]) == (made["url"], None)
            workspace = hub.call("GET", f"/accounts/{account}").json()["linkwright"]["identity"]["workspace"]["id"]
            assert _post(entered["url"], typed, workspace) == 200
            assert _post(entered["url"], made["secret"], workspace) == 403
            [told] = _wait(receiver, "linear.issue.created")
            assert told["data"]["account_id"] == account
            assert (
                hub.call("PUT", f"/accounts/{account}/provider_events", {"kinds": ["isue"]})
                .json()["message"]
                .endswith("Did you mean 'issue'?")
            )
            assert typed not in "\n".join(hub.log)


@pytest.mark.timeout(120)
def test_deleting_an_account_ends_its_events_at_the_provider_too(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        account, other = hub.link(), hub.link(origin_owner_id="cus_2", origin_owner_name="Example Cafe")
        _put(hub, account)
        hub.cli("profiles", "update", "linear", "--actions", "all")
        assert _webhooks(hub, other, 1)
        assert hub.call("DELETE", f"/accounts/{account}").status == 200
        assert _webhooks(hub, other, 0)


def _webhooks(hub: RunningHub, account: str, count: int) -> bool:
    """Whether the provider has so many; a change of the profile holds within a second."""
    for _ in range(500):
        listed = hub.rpc(account, "linear_list_webhooks")
        if listed.status == 200:
            # The twin has one of somebody else's.
            ours = [one for one in listed.json()["data"] if "/provider_events/" in one["url"]]
            return len(ours) == count
    return False


def _post(url: str, secret: str, workspace: str) -> int:
    told = {
        "action": "create",
        "type": "Issue",
        "data": {"id": "i1"},
        "organizationId": workspace,
        "webhookTimestamp": int(time.time() * 1000),
    }
    body = json.dumps(told).encode()
    headers = {
        "content-type": "application/json",
        "linear-delivery": f"d-{time.time_ns()}",
        "linear-signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }
    try:
        with urlopen(Request(url, body, headers), timeout=20) as answer:
            return int(answer.status)
    except OSError as refused:
        return int(getattr(refused, "code", 0))
