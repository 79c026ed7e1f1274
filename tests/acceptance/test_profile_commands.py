"""`linkwright profiles` beside a running hub: an app is entered without its secret standing in any argument."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.hub import COMMAND, running_hub

SECRET = "the-secret-of-the-app-4711"


def test_a_profile_with_an_app_is_made_and_changed_with_its_secret_from_outside(tmp_path: Path) -> None:
    with running_hub(tmp_path / "data") as hub:
        made = hub.cli("profiles", "create", "linear", "--method", "oauth", "--parameter", "actor=app")
        assert (made["auth_method"], made["ready"], made["parameters"]) == ("oauth", False, {"actor": "app"})
        changing = [*COMMAND, "profiles", "update", made["id"], "--client-id", "our-app", "--client-secret", "--json"]
        changing += ["--data", str(hub.data)]
        piped = subprocess.run(
            changing, env=hub.env, input=f"{SECRET}\n", capture_output=True, text=True, timeout=60, check=True
        )
        assert json.loads(piped.stdout)["ready"] is True
        told = hub.call("GET", f"/connector_profiles/{made['id']}").json()["app"]
        assert (told["client_id"], told["client_secret"]) == ("our-app", "**redacted**4711")
        env = {**hub.env, "LINKWRIGHT_CREDENTIAL_CLIENT_SECRET": "another-secret-of-it-0815"}
        set_ = subprocess.run(changing, env=env, capture_output=True, text=True, timeout=60, check=True)
        assert hub.call("GET", f"/connector_profiles/{made['id']}").json()["app"]["client_secret"].endswith("0815")
        none = subprocess.run(changing, env=hub.env, input="", capture_output=True, text=True, timeout=60, check=False)
        assert none.returncode != 0
        assert "No client secret was given" in none.stderr
        assert SECRET not in piped.stdout + piped.stderr + set_.stdout + set_.stderr + "\n".join(hub.log)
        assert [one["id"] for one in hub.cli("profiles", "list") if one["auth_method"] == "oauth"] == [made["id"]]
