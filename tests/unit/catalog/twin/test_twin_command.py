from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from linkwright.cli.twin import app, introduction
from linkwright.cli.twin_server import MOST_BODY_BYTES, serve_twin
from linkwright.outbound.errors import UpstreamTimeout


@pytest.fixture
def client(twin: Any) -> Any:
    with TestClient(serve_twin(twin, "https://api.linear.app")) as client:
        yield client


def test_the_served_twin_answers_like_linear(client: Any, twin: Any) -> None:
    answer = client.post(
        "/graphql", json={"query": "{ viewer { name } }"}, headers={"Authorization": twin.keys["full"]}
    )
    assert answer.status_code == 200
    assert answer.json() == {"data": {"viewer": {"name": "Mira Holt"}}}
    assert answer.headers["x-ratelimit-requests-remaining"] == "2499"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert client.post("/graphql", json={"query": "{ viewer { name } }"}).status_code == 401


def test_other_paths_and_methods_are_refused_and_not_a_crash(client: Any) -> None:
    assert client.get("/graphql").status_code == 400
    assert client.post("/elsewhere", content=b"x").status_code == 400
    assert client.post("/graphql", content=b"x" * (MOST_BODY_BYTES + 1)).status_code == 413


def test_a_time_out_of_the_twin_becomes_an_http_answer(client: Any, twin: Any) -> None:
    twin.fail_next(error=UpstreamTimeout())
    assert client.post("/graphql", json={"query": "{ viewer { name } }"}).status_code == 408


def test_the_command_tells_its_address_a_key_and_how_to_point_a_hub_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[dict[str, Any]] = []
    monkeypatch.setattr("uvicorn.run", lambda _, **options: served.append(options))
    result = CliRunner().invoke(app, ["linear", "--port", "9123", "--seed", "demo"])
    assert result.exit_code == 0, result.output
    assert served == [{"host": "127.0.0.1", "port": 9123, "log_level": "warning"}]
    assert "Twin of Linear at http://127.0.0.1:9123/graphql" in result.output
    assert "API key: lin_" + "api_" in result.output
    wanted = """LINKWRIGHT_OUTBOUND_ORIGINS='{"https://api.linear.app":"http://127.0.0.1:9123"}'"""
    assert wanted in result.output


def test_every_other_key_is_listed_by_name() -> None:
    text = introduction("http://x:1", {"full": "a", "read_only": "b", "down": "c"})
    assert "read_only" in text
    assert "down" in text
    assert "\n  full" not in text


def test_a_port_out_of_range_is_refused() -> None:
    assert CliRunner().invoke(app, ["linear", "--port", "70000"]).exit_code == 2
