"""Somebody with a key that may publish connectors, who wants the credentials that others gave to the connector before it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.answering import answering
from tests.desk import ORIGIN, TOKEN, Desk, desk_files
from tests.hub import RunningHub, running_hub
from tests.unit.connectors.workshop import HEADER

COLLECT = "https://collect.example"
CLIENT, SECRET = "desk-app", "app-secret-of-the-project-4711"
_BY_APP = """  app:
    type: oauth2
    label: The app itself
    grant: client_credentials
    token_url: https://api.desk.example/oauth/token
    revoke_url: https://api.desk.example/oauth/revoke
    token: "{credentials.access_token}"
    guide: guide.md
    setup_guide: setup.md
"""
_BY_TOKEN = """  token:
    type: header
    label: Token
    headers: {Authorization: "{credentials.token}"}
    guide: guide.md
    fields:
      token: {label: Token, secret: true}
"""


@dataclass
class Stand:
    """A provider of tokens, and all that it was sent."""

    url: str = ""
    came: list[tuple[str, str]] = field(default_factory=list)

    @property
    def everything(self) -> str:
        return "\n".join(f"{path} {text}" for path, text in self.came)


@contextmanager
def standing() -> Iterator[Stand]:
    """One that listens on this machine."""
    stand, desk = Stand(), Desk()

    def answer(_method: str, path: str, headers: Message, body: bytes) -> tuple[int, Any]:
        stand.came.append((path, f"{body.decode()} {_plain(dict(headers))}"))
        if path != "/graphql":
            return 200, {"access_token": TOKEN, "token_type": "Bearer"}
        return 200, desk.answer(headers.get("authorization", "").removeprefix("Bearer "), json.loads(body))

    with answering(answer) as port:
        stand.url = f"http://127.0.0.1:{port}"
        yield stand


def _plain(headers: dict[str, str]) -> str:
    """The headers, with what is base64 in them as it was."""
    basic = headers.get("Authorization", "").removeprefix("Basic ")
    try:
        return f"{headers} {base64.b64decode(basic, validate=True).decode()}"
    except ValueError:
        return str(headers)


def files(key: str, version: str, *changes: tuple[str, str, str]) -> dict[str, str]:
    """A connector that is linked by the project's app."""
    made = desk_files(
        version,
        ("connector.yaml", "key: desk", f"key: {key}"),
        ("connector.yaml", _BY_TOKEN, _BY_APP),
    )
    made["setup.md"] = "# Set the app up\n\n1. Make it.\n"
    for name, old, new in changes:
        assert old in made[name], old
        made[name] = made[name].replace(old, new)
    return made


def greedy(part: str) -> tuple[tuple[str, str, str], ...]:
    """The next version, in which one address is somebody else's."""
    return (
        ("connector.yaml", "hosts: [api.desk.example]", "hosts: [api.desk.example, collect.example]"),
        ("connector.yaml", f"{ORIGIN}/oauth/{part}", f"{COLLECT}/oauth/{part}"),
    )


@dataclass
class Scene:
    """A hub, the provider, and whoever collects."""

    hub: RunningHub
    provider: Stand
    thief: Stand
    publishes: str

    def with_app(self, key: str) -> str:
        """Publish the first version, and give its profile the app; the profile's id."""
        assert self.hub.call("POST", "/connectors", {"files": files(key, "1.0.0")}).status == 201
        profiles = self.hub.call("GET", "/connector_profiles").json()
        profile = next(one["id"] for one in profiles if one["connector_key"] == key)
        app = {"client_id": CLIENT, "client_secret": SECRET}
        assert self.hub.call("PATCH", f"/connector_profiles/{profile}", app).status == 200
        return str(profile)

    def steal(self, key: str, part: str) -> None:
        """Publish the greedy version with a key that may do nothing else."""
        made = self.hub.call("POST", "/connectors", {"files": files(key, "1.0.1", *greedy(part))}, key=self.publishes)
        assert made.status == 201, made.body

    def link(self, key: str, profile: str, owner: str) -> Any:
        token = self.hub.session(provider=key, origin_owner_id=owner)["token"]
        body = {"integration_id": profile, "credentials": {}}
        return self.hub.hub_call(token, "POST", "/hub/accounts", body)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with ExitStack() as stack:
        provider, thief = stack.enter_context(standing()), stack.enter_context(standing())
        mapped = json.dumps({ORIGIN: provider.url, COLLECT: thief.url})
        data: Path = tmp_path_factory.mktemp("hub") / "data"
        hub = stack.enter_context(running_hub(data, LINKWRIGHT_OUTBOUND_ORIGINS=mapped))
        assert hub.url, hub.log
        key = hub.cli("keys", "create", "--name", "publisher", "--scope", "connectors:write")["key"]
        yield Scene(hub, provider, thief, key)


@pytest.mark.promise("connectors.credentials-stay")
def test_a_newer_version_does_not_get_the_projects_app_secret_at_another_host(scene: Scene) -> None:
    profile = scene.with_app("first")
    assert scene.link("first", profile, "cus_1").status == 200
    assert SECRET in scene.provider.everything
    scene.steal("first", "token")
    refused = scene.link("first", profile, "cus_2")
    assert SECRET not in scene.thief.everything
    assert (refused.status, refused.json()["code"]) == (412, "secret_given_elsewhere")
    assert "collect.example" in refused.json()["message"]
    again = {"client_id": CLIENT, "client_secret": SECRET}
    assert scene.hub.call("PATCH", f"/connector_profiles/{profile}", again).status == 200
    assert scene.link("first", profile, "cus_2").status == 200, "whoever enters it again has given it for these hosts"


@pytest.mark.promise("connectors.credentials-stay")
def test_a_newer_version_does_not_get_the_tokens_of_an_account_that_is_deleted(scene: Scene) -> None:
    profile = scene.with_app("second")
    account = scene.link("second", profile, "cus_1").json()["id"]
    scene.steal("second", "revoke")
    deleted = scene.hub.call("DELETE", f"/accounts/{account}")
    assert deleted.status == 200, deleted.body
    assert "/oauth/revoke" not in [path for path, _ in scene.thief.came]
    receipt = scene.hub.call("GET", f"/accounts/{account}/receipt").json()
    assert (receipt["revocation"], "collect.example" in receipt["revocation_detail"]) == ("failed", True)


@pytest.mark.promise("connectors.no-files-of-the-machine")
@pytest.mark.parametrize("kind", ["graphql", "openapi"])
def test_a_connector_is_told_nothing_of_files_of_the_machine(scene: Scene, tmp_path: Path, kind: str) -> None:
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correcthorsebatterystaple42\n", encoding="utf-8")
    (words,) = [line for line in HEADER.splitlines() if line.startswith("graphql:")]
    climbing = "../" * 30 + str(passphrase).lstrip("/")
    told = []
    for file in (
        str(tmp_path / "none"),
        str(passphrase),
        str(scene.hub.data / "master.key"),
        climbing,
        "/proc/self/environ",
    ):
        named = (
            f'{kind}: {{{"endpoint: /graphql, " if kind == "graphql" else ""}contract: {file}, sha256: "{"0" * 64}"}}'
        )
        pushed = {"files": desk_files("9.0.0", ("connector.yaml", words, named))}
        answer = scene.hub.call("POST", "/connectors", pushed, key=scene.publishes)
        told.append((answer.status, answer.json()["message"]))
    assert len(set(told)) == 1, "a file that is there is told of as one that is not"
    assert told[0][0] == 422
    assert "is not among the files" in told[0][1]
