"""Files go through a real hub in both directions, piece by piece, to a real server and back."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.hub import Answer, RunningHub, running_hub
from tests.twin import running_twin

pytestmark = [pytest.mark.xdist_group("files"), pytest.mark.timeout(240)]
LARGE = hashlib.sha256(b"seed").digest() * (12 * 1024 * 1024 // 32)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningHub, str]]:
    """A hub with an account at a twin that is another process, and the account's id."""
    settings = {"LINKWRIGHT_MAX_FILE_BYTES": str(16 * 1024 * 1024), "LINKWRIGHT_MAX_BODY_BYTES": str(1024 * 1024)}
    with running_twin() as twin:
        folder = tmp_path_factory.mktemp("hub")
        (folder / "scratch").mkdir()
        env = {**settings, "LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins, "TMPDIR": str(folder / "scratch")}
        with running_hub(folder / "data", LINKWRIGHT_RUN_BODIES="all", **env) as running:
            running.cli("profiles", "update", "linear", "--actions", "all")
            yield running, running.link(api_key=twin.keys["full"])


def form(*parts: tuple[str, str, str, bytes]) -> tuple[bytes, dict[str, str]]:
    """Parts as (name, file name, type, content)."""
    edge = "edge-of-parts"
    body = b""
    for name, filename, kind, content in parts:
        more = f'; filename="{filename}"' if filename else ""
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"{more}\r\nContent-Type: {kind}\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return body + f"--{edge}--\r\n".encode(), {"content-type": f"multipart/form-data; boundary={edge}"}


def call(action: str, **inputs: Any) -> tuple[str, str, str, bytes]:
    return ("call", "", "application/json", json.dumps({"action": action, **inputs}).encode())


def sent(hub: RunningHub, account: str, *parts: tuple[str, str, str, bytes]) -> Answer:
    body, headers = form(*parts)
    return hub.call("POST", "/actions/rpc", body, headers={**headers, "x-account-id": account})


@pytest.mark.promise("files.streamed")
def test_a_large_file_goes_up_and_comes_down_as_it_was(hub: tuple[RunningHub, str]) -> None:
    running, account = hub
    up = sent(running, account, call("linear_upload_file"), ("file", "süß.bin", "application/x-seed", LARGE))
    assert up.status == 200, up.body
    stored = up.json()["data"]
    assert (stored["name"], stored["type"], stored["size"]) == ("süß.bin", "application/x-seed", len(LARGE))
    down = running.rpc(account, "linear_download_asset", query={"url": stored["url"]})
    assert down.status == 200
    assert hashlib.sha256(down.body).digest() == hashlib.sha256(LARGE).digest()
    assert down.headers["content-type"] == "application/x-seed"
    assert down.headers["content-disposition"].startswith("attachment;")
    assert "filename*=UTF-8''s%C3%BC%C3%9F.bin" in down.headers["content-disposition"]
    assert down.headers["content-security-policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert down.headers["x-linkwright-run-id"].startswith("run_")


def test_a_small_file_travels_in_the_call_and_under_an_issue(hub: tuple[RunningHub, str]) -> None:
    running, account = hub
    file = {"name": "rows.csv", "base64": base64.b64encode(b"a,b\n1,2\n").decode()}
    made = running.rpc(account, "linear_attach_file_to_issue", body={"issueId": "ENG-1", "title": "Rows", "file": file})
    assert made.status == 200, made.body
    attached = made.json()["data"]
    assert (attached["title"], attached["issue"]["identifier"]) == ("Rows", "ENG-1")
    down = running.rpc(account, "linear_download_asset", query={"url": attached["url"]})
    assert (down.body, down.headers["content-type"]) == (b"a,b\n1,2\n", "text/csv")


def test_logs_show_a_file_by_name_and_size_and_never_its_content(hub: tuple[RunningHub, str]) -> None:
    running, account = hub
    secret = "content-that-is-nobodys-business"
    file = {"name": "note.txt", "text": secret}
    done = running.rpc(account, "linear_upload_file", body={"file": file})
    assert done.status == 200, done.body
    run = running.call("GET", f"/requests/logs/{done.headers['x-linkwright-run-id']}?include=step_logs")
    assert b"note.txt" in run.body
    assert secret.encode() not in run.body
    stored = b"".join(path.read_bytes() for path in running.data.rglob("*") if path.is_file())
    assert secret.encode() not in stored
    assert list((running.data.parent / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ({"name": "x"}, "as text or as base64"),
        ({"name": "x", "text": "a", "base64": "YQ=="}, "as text or as base64"),
        ({"name": "x", "base64": "%%%"}, "cannot be read"),
        ({"name": "x", "text": "a", "type": "no type"}, "not the type of a file"),
        ({"text": "a"}, "name"),
        ("a.txt", "file"),
    ],
)
def test_a_file_that_is_none_is_refused(hub: tuple[RunningHub, str], file: Any, words: str) -> None:
    running, account = hub
    refused = running.rpc(account, "linear_upload_file", body={"file": file})
    assert refused.status == 400, refused.body
    assert words in refused.json()["message"]


def test_a_form_that_is_too_large_or_broken_is_refused_and_leaves_nothing(hub: tuple[RunningHub, str]) -> None:
    running, account = hub
    upload = call("linear_upload_file")
    huge = sent(running, account, upload, ("file", "x.bin", "a/b", LARGE), ("other", "y.bin", "a/b", LARGE))
    assert huge.status == 413
    assert "LINKWRIGHT_MAX_FILE_BYTES" in huge.json()["hint"]
    assert sent(running, account, ("file", "x.bin", "a/b", b"x")).status == 400
    assert sent(running, account, upload, ("body", "x.bin", "a/b", b"x")).status == 400
    assert sent(running, account, upload, ("unknown", "x.bin", "a/b", b"x")).status == 400
    twice = sent(running, account, upload, ("file", "x.bin", "a/b", b"x"), ("file", "y.bin", "a/b", b"y"))
    assert twice.status == 400
    headers = {"content-type": "multipart/form-data; boundary=x", "x-account-id": account}
    broken = running.call("POST", "/actions/rpc", b"--y\r\nnonsense", headers=headers)
    assert broken.status == 400
    assert "call" in broken.json()["hint"]
    assert list((running.data.parent / "scratch").iterdir()) == []


def test_an_address_elsewhere_or_an_asset_that_is_not_there_is_refused(hub: tuple[RunningHub, str]) -> None:
    running, account = hub
    for url in ("https://evil.example/x", "http://uploads.linear.app/x", "https://u:p@uploads.linear.app/x", "x"):
        refused = running.rpc(account, "linear_download_asset", query={"url": url})
        assert refused.status in (400, 502), refused.body
    up = running.rpc(account, "linear_upload_file", body={"file": {"name": "n.txt", "text": "x"}}).json()["data"]["url"]
    missing = running.rpc(account, "linear_download_asset", query={"url": f"{up[:-1]}!"})
    assert (missing.status, missing.headers["content-type"]) == (404, "application/json")


def test_a_model_gets_text_as_text_and_an_address_of_what_is_too_large(hub: tuple[RunningHub, str]) -> None:
    running, account = hub

    def tool(name: str, **arguments: Any) -> dict[str, Any]:
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        headers = {"x-account-id": account, "accept": "application/json, text/event-stream"}
        return dict(running.call("POST", "/mcp?param-style=flat_smart", message, headers=headers).json()["result"])

    up = tool("linear_upload_file", file={"name": "n.md", "type": "text/markdown", "text": "# Tide tables"})
    address = up["structuredContent"]["result"]["data"]["url"]
    down = tool("linear_download_asset", url=address)
    assert down["isError"] is False
    assert down["content"][1]["resource"]["text"] == "# Tide tables"
    assert down["structuredContent"]["result"]["data"] == {"name": "n.md", "type": "text/markdown", "size": 13}
    large = sent(running, account, call("linear_upload_file"), ("file", "x.bin", "application/x-seed", LARGE)).json()
    told = tool("linear_download_asset", url=large["data"]["url"])
    assert told["isError"] is False
    data = told["structuredContent"]["result"]["data"]
    assert data["size"] == len(LARGE)
    assert data["download_url"] in told["content"][0]["text"]
    assert len(json.dumps(told)) < 5_000
