"""StackOne's published Hub, unmodified, in Chromium, against a real hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.acceptance.clients import BIN, drive, node_folder, run
from tests.check_machine import chromium
from tests.hub import RunningHub, running_hub
from tests.twin import running_twin

pytestmark = [
    pytest.mark.shared,
    pytest.mark.browser,
    pytest.mark.xdist_group("stackone-hub"),
    pytest.mark.timeout(400),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The driver's folder, installed and built."""
    from tests.conftest import SHARED

    folder = node_folder(
        SHARED.resolve() / "acceptance" / "hub-client", tmp_path_factory.mktemp("client") / "hub-client"
    )
    run([str(BIN / "npm"), "run", "build"], folder)
    return folder


def _drive(client: Path, hub: RunningHub, token: str, key: str, **env: str) -> dict[str, Any]:
    fixed = {
        "BASE_URL": hub.url,
        "SESSION_TOKEN": token,
        "API_KEY": key,
        "CHROMIUM": chromium() or "",
        "TIMEOUT_MS": "30000",
    }
    result: dict[str, Any] = {}
    # On an update the published Hub mounts its form anew when a late answer arrives, and loses what was typed meanwhile. The
    # driver waits for half a second of quiet, which a busy machine may show in between: then the person types again.
    for _ in range(3):
        result = drive([str(BIN / "node"), "drive.mjs"], client, **{**fixed, **env})
        if result.get("pass"):
            break
    return result


def _test_key(hub: RunningHub, token: str) -> str:
    profile = hub.hub_call(token, "GET", "/hub/connectors").json()["integrations"][0]["integration_id"]
    config = hub.hub_call(token, "GET", f"/hub/connectors/{profile}").json()
    return str(config["linkwright"]["test_credentials"]["api_key"])


@pytest.mark.promise("clients.stackone-hub")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_published_hub_links_with_an_api_key(client: Path, hub: RunningHub, theme: str) -> None:
    token = hub.session(origin_owner_id=f"hub-{theme}", type="test")["token"]
    result = _drive(client, hub, token, f"Bearer {_test_key(hub, token)} ", THEME=theme)
    assert result["pass"], json.dumps(result, indent=1)
    assert result["refused"] == []
    assert hub.call("GET", f"/accounts/{result['account']['id']}").json()["status"] == "active"


def test_the_published_hub_shows_a_refused_key_as_an_error(client: Path, hub: RunningHub) -> None:
    token = hub.session(origin_owner_id="hub-refused", type="test")["token"]
    result = _drive(client, hub, token, "lin_api_" + "0" * 40, EXPECT="error")
    assert result["pass"], json.dumps(result, indent=1)
    assert "did not accept this API key" in result["error"]
    assert hub.call("GET", "/accounts?origin_owner_id=hub-refused").json() == []


@pytest.mark.parametrize("named", ["by the session", "by the accountId prop"])
def test_the_published_hub_updates_an_account(client: Path, hub: RunningHub, named: str) -> None:
    account = hub.link(origin_owner_id=f"hub-update-{len(named)}")
    fields: dict[str, Any] = {"origin_owner_id": f"hub-update-{len(named)}", "type": "test"}
    if named == "by the session":
        fields["account_id"] = account
    token = hub.session(**fields)["token"]
    env = {} if named == "by the session" else {"ACCOUNT_ID": account}
    result = _drive(client, hub, token, _test_key(hub, token), **env)
    assert result["pass"], json.dumps(result, indent=1)
    assert result["account"]["id"] == account
    assert [a["id"] for a in hub.call("GET", f"/accounts?origin_owner_id={fields['origin_owner_id']}").json()] == [
        account
    ]


@pytest.mark.promise("clients.stackone-hub-oauth")
def test_the_published_hub_links_by_oauth_in_its_popup(client: Path, tmp_path: Path) -> None:
    with running_twin() as twin, running_hub(tmp_path, LINKWRIGHT_OUTBOUND_ORIGINS=twin.origins) as hub:
        app = json.loads(urlopen(f"{twin.url}/twin/oauth", timeout=10).read())
        # The driver presses nothing in the popup, so the provider says yes by itself.
        urlopen(Request(f"{twin.url}/twin/consent", b'{"answer": "allow"}', method="POST"), timeout=10).close()
        wish = {"connector_key": "linear", "auth_method": "oauth", "default": True, **app}
        made = hub.call("POST", "/connector_profiles", wish)
        assert made.status == 201, made.body
        token = hub.session(connector_profile_id=made.json()["id"])["token"]
        result = _drive(client, hub, token, "", FLOW="oauth")
        assert result["pass"], json.dumps(result, indent=1)
        assert result["message"]["account"]["id"] == result["account"]["id"]
        account = hub.call("GET", f"/accounts/{result['account']['id']}").json()
        assert account["status"] == "active"
        issues = hub.rpc(account["id"], "linear_list_issues", query={"page_size": 1})
        assert issues.status == 200, issues.body
        assert token not in "\n".join(hub.log)
        assert app["client_secret"] not in "\n".join(hub.log)
