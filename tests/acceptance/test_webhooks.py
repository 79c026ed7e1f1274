"""Events of a running hub, posted to a real receiver: one that misbehaves in every way, and a hub that is killed."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.acceptance.receiver import Got, Receiver, receiving
from tests.hub import RunningHub, running_hub

_ORIGIN = "https://hooks.example"


def _endpoint(hub: RunningHub, path: str, **wish: Any) -> dict[str, Any]:
    made = hub.call("POST", "/webhook_endpoints", {"url": f"{_ORIGIN}{path}", **wish})
    assert made.status == 201, made.body
    return dict(made.json())


def _origins(receiver: Receiver) -> str:
    return json.dumps({_ORIGIN: receiver.url})


def _log(hub: RunningHub, endpoint: dict[str, Any], key: str | None = None) -> list[dict[str, Any]]:
    """The endpoint's deliveries; those that the receiver has answered are written down a moment later."""
    reply = hub.call("GET", f"/webhook_endpoints/{endpoint['id']}/deliveries?page_size=100", key=key)
    return list(reply.json()["data"])


def _eventually(look: Callable[[], bool]) -> None:
    """Ask the hub until it has written down what the receiver has seen already."""
    for _ in range(2_000):
        if look():
            return
    raise AssertionError("it was never written down")


def _at(path: str, count: int, *, answered: int | None = None) -> Callable[[list[Got]], bool]:
    def enough(got: list[Got]) -> bool:
        return len([one for one in got if one.path == path and answered in (None, one.answered)]) >= count

    return enough


@pytest.mark.timeout(150)
def test_a_receiver_that_fails_redirects_and_is_gone_and_then_recovers_gets_every_event(tmp_path: Path) -> None:
    with receiving() as receiver, running_hub(tmp_path / "data", LINKWRIGHT_OUTBOUND_ORIGINS=_origins(receiver)) as hub:
        receiver.says |= {"/fails": 500, "/redirects": 307, "/gone": 410}
        fails, redirects = _endpoint(hub, "/fails"), _endpoint(hub, "/redirects", events=["account.created"])
        gone = _endpoint(hub, "/gone", events=["account.created"])
        account = hub.link()
        assert hub.rpc(account, "linear_get_issue", path={"id": "00000000-0000-4000-8000-000000000000"}).status >= 400
        got = receiver.wait(lambda got: all(_at(path, 1)(got) for path in ("/fails", "/redirects", "/gone")))
        receiver.says.clear()
        got = receiver.wait(
            lambda got: (
                _at("/redirects", 1, answered=204)(got)
                and {one.told["type"] for one in got if one.path == "/fails" and one.answered == 204}
                >= {"account.created", "run.failed", "webhook.disabled"}
            )
        )
        assert {one.path for one in got} == {"/fails", "/redirects", "/gone"}
        _check_signatures(got, "/fails", fails["secret"])
        created = [one for one in got if one.path == "/redirects"]
        assert [one.answered for one in created] == [307, 204]
        assert len({(one.id, one.body) for one in created}) == 1
        told = next(one.told["data"] for one in got if one.told["type"] == "webhook.disabled")
        assert (told["endpoint_id"], told["reason"]) == (gone["id"], "gone")
        assert hub.call("GET", f"/webhook_endpoints/{gone['id']}").json()["enabled"] is False
        for endpoint in (fails, redirects):
            _eventually(lambda one=endpoint: {line["status"] for line in _log(hub, one)} == {"delivered"})
        assert fails["secret"] not in "\n".join(hub.log)
        assert hub.stop() == 0


def _check_signatures(got: list[Got], path: str, secret: str) -> None:
    for one in got:
        if one.path == path:
            assert Webhook(secret).verify(one.body, one.headers) == one.told


@pytest.mark.promise("webhooks.at-least-once")
@pytest.mark.timeout(150)
def test_a_hub_killed_while_it_delivers_delivers_everything_afterwards_with_the_same_ids(tmp_path: Path) -> None:
    with receiving() as receiver:
        receiver.says["/hooks"] = 0
        with running_hub(tmp_path / "data", LINKWRIGHT_OUTBOUND_ORIGINS=_origins(receiver)) as hub:
            key = hub.key
            endpoint = _endpoint(hub, "/hooks")
            sent = {hub.call("POST", f"/webhook_endpoints/{endpoint['id']}/test").json()["event_id"] for _ in range(30)}
            hanging = {one.id for one in receiver.wait(_at("/hooks", 8))}
            hub.stop(signal.SIGKILL)
        receiver.says["/hooks"] = 204
        receiver.release.set()
        with running_hub(tmp_path / "data", LINKWRIGHT_OUTBOUND_ORIGINS=_origins(receiver)) as hub:
            got = receiver.wait(lambda got: {one.id for one in got if one.answered == 204} >= sent)
            _eventually(lambda: {line["status"] for line in _log(hub, endpoint, key)} == {"delivered"})
            assert hub.stop() == 0
    assert {one.id for one in got} == sent
    repeated = [one for one in got if one.answered == 204 and one.id in hanging]
    assert {one.id for one in repeated} == hanging
    for event in sent:
        assert len({one.body for one in got if one.id == event}) == 1
    _check_signatures(got, "/hooks", endpoint["secret"])


@pytest.mark.timeout(120)
def test_a_stop_while_a_receiver_hangs_is_quick_and_clean_and_the_delivery_is_made_by_the_next_start(
    tmp_path: Path,
) -> None:
    with receiving() as receiver:
        receiver.says["/hooks"] = 0
        with running_hub(tmp_path / "data", LINKWRIGHT_OUTBOUND_ORIGINS=_origins(receiver)) as hub:
            endpoint = _endpoint(hub, "/hooks")
            hub.call("POST", f"/webhook_endpoints/{endpoint['id']}/test")
            receiver.wait(_at("/hooks", 1))
            assert hub.stop() == 0
            assert "Traceback" not in "\n".join(hub.log)
        receiver.says.clear()
        with running_hub(tmp_path / "data", LINKWRIGHT_OUTBOUND_ORIGINS=_origins(receiver)) as hub:
            got = receiver.wait(_at("/hooks", 1, answered=204))
            assert hub.stop() == 0
    assert len({one.id for one in got}) == 1
