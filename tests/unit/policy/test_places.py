"""Places of the proxy have one spelling, and rules about names say what they leave open."""

from __future__ import annotations

import pytest

from linkwright.policy.facts import place_of, proxy_data
from linkwright.policy.loopholes import loopholes


@pytest.mark.parametrize(
    "url",
    [
        "https://api.desk.example/v1/tickets/7",
        "https://API.desk.example//v1/%74ickets/7/",
        "https://api.desk.example/v1/%2574ickets/7?x=1",
        "https://api.desk.example/v1%2ftickets///7",
    ],
)
def test_what_a_server_may_take_for_the_same_place_is_the_same_for_rules(url: str) -> None:
    assert place_of(proxy_data("delete", url, None)) == "DELETE api.desk.example/v1/tickets/7"


def test_a_condition_sees_each_value_of_a_parameter() -> None:
    assert proxy_data("get", "https://h.example/?a=1&a=2&b=", None)["query"] == {"a": ["1", "2"], "b": [""]}


def test_holding_back_by_name_is_said_to_leave_the_proxy_and_documents_open() -> None:
    named = {"id": "a", "outcome": "deny", "actions": ["linear_delete_issue"]}
    assert [("proxy" in one.split(",")[1], "document" in one) for one in loopholes([named])] == [
        (True, False),
        (False, True),
    ]
    assert loopholes([named, {"id": "b", "outcome": "approval", "effects": ["destroy"]}]) == []
    assert loopholes([{**named, "enabled": False}]) == []
    assert loopholes([{"id": "c", "outcome": "allow", "actions": ["linear_*"]}]) == []
    assert len(loopholes([{**named, "actions": ["linear_*"]}])) == 1
