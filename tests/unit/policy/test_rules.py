"""Rules decide, the same for the same call, whatever the rules and whatever the call."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib.metadata import requires
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwright.policy.errors import RulesInvalid
from linkwright.policy.model import EFFECTS, FACES, OUTCOMES, Decision, Facts
from linkwright.policy.rules import Policy, read_rules, version_of
from linkwright.policy.tracing import misses, trace

AT = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
CALL = Facts("linear_update_issue", "write", "rpc", "acc_1", "prof_1", "cus_1", ("key:key_1",), AT)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "a", "b"]), inner, max_size=3)
    ),
    max_leaves=8,
)
CONDITIONS = st.sampled_from(
    [
        "",
        "arguments.title == 'x'",
        "arguments.a > `2`",
        "arguments.a",
        "length(arguments.title) > `3`",
        "arguments.a[?b == `1`]",
        "contains(arguments.b, 'x')",
        "!arguments.title",
        "body.query",
        "sum(arguments.a) < `5` && arguments.b",
    ]
)
RULES = st.fixed_dictionaries(
    {"outcome": st.sampled_from(OUTCOMES), "when": CONDITIONS},
    optional={
        "enabled": st.booleans(),
        "name": st.text(max_size=10),
        "actions": st.lists(st.sampled_from(["*", "linear_*", "linear_update_issue", "proxy", "[", "*[!"]), max_size=2),
        "effects": st.lists(st.sampled_from(EFFECTS), max_size=2),
        "faces": st.lists(st.sampled_from(FACES), max_size=2),
        "accounts": st.lists(st.sampled_from(["acc_1", "acc_2"]), max_size=1),
        "profiles": st.lists(st.sampled_from(["prof_1", "prof_2"]), max_size=1),
        "owners": st.lists(st.sampled_from(["cus_*", "x"]), max_size=1),
        "callers": st.lists(st.sampled_from(["key:*", "role:viewer"]), max_size=1),
        "hours": st.sampled_from([None, {"from": "22:00", "to": "06:00"}, {"days": ["mon"], "outside": True}]),
    },
)


def policy(*said: dict[str, Any]) -> Policy:
    numbered = [{"id": f"r{number}", **one} for number, one in enumerate(said, 1)]
    return Policy(read_rules(numbered), version_of(numbered))


@pytest.mark.promise("policy.total")
@settings(max_examples=300)
@given(st.lists(RULES, max_size=5), JSON, st.datetimes(timezones=st.just(UTC)), st.sampled_from(FACES))
def test_whatever_the_rules_and_the_call_they_decide_and_the_same_again(
    said: list[dict[str, Any]], arguments: Any, at: datetime, face: str
) -> None:
    facts = Facts("linear_update_issue", "write", face, "acc_1", "prof_1", "cus_1", ("key:key_1",), at)
    found = [policy(*said).decide(facts, {"arguments": arguments}) for _ in range(2)]
    assert found[0] == found[1]
    decision = found[0]
    assert isinstance(decision, Decision)
    assert decision.outcome in OUTCOMES
    assert not decision.failed or decision.outcome == "deny"
    without = policy(*said).decide(facts, None)
    assert not isinstance(without, Decision) or without == decision
    told = trace(policy(*said), facts, {"arguments": arguments})
    assert [one["number"] for one in told if one["decided"]] == ([decision.number] if decision.number else [])


@settings(max_examples=200)
@given(RULES)
def test_what_explains_why_a_rule_was_passed_over_agrees_with_what_passes_it_over(said: dict[str, Any]) -> None:
    rule = policy(said).rules[0]
    assert rule.fits(CALL) == (misses(rule, CALL) is None)


@pytest.mark.promise("policy.total")
@pytest.mark.parametrize(
    ("when", "arguments"),
    [
        ("arguments.title", {"title": "yes"}),
        ("arguments.a[?b]", {"a": [{"b": 1}]}),
        ("length(arguments.a) > `1`", {"a": 7}),
        ("contains(arguments.missing, 'x')", {}),
    ],
)
def test_a_condition_that_breaks_or_is_neither_true_nor_false_denies(when: str, arguments: dict[str, Any]) -> None:
    decision = policy({"outcome": "allow", "when": when}).decide(CALL, {"arguments": arguments})
    assert isinstance(decision, Decision)
    assert (decision.outcome, bool(decision.failed), decision.message) == ("deny", True, "")


def test_the_first_rule_that_fits_decides_and_an_exception_stands_above() -> None:
    exception = {"outcome": "allow", "callers": ["key:key_1"]}
    wall = {"outcome": "deny"}
    first, other = policy(exception, wall), policy(wall, exception)
    outcomes = [one.decide(CALL, None) for one in (first, other, policy())]
    assert [one.outcome for one in outcomes if isinstance(one, Decision)] == ["allow", "deny", "allow"]
    assert [one.number for one in outcomes if isinstance(one, Decision)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("hours", "moment", "holds"),
    [
        ({"days": ["mon"], "from": "09:00", "to": "17:00"}, AT, True),
        ({"days": ["tue"], "from": "09:00", "to": "17:00"}, AT, False),
        ({"days": ["mon"], "from": "09:00", "to": "17:00", "outside": True}, AT, False),
        ({"days": ["mon"], "from": "13:00", "to": "14:00", "zone": "Europe/Berlin"}, AT, True),
        ({"days": ["mon"], "from": "09:00", "to": "12:00"}, AT, False),
        ({"days": ["mon"], "from": "22:00", "to": "06:00"}, AT + timedelta(hours=15), True),
        ({"days": ["tue"], "from": "22:00", "to": "06:00"}, AT + timedelta(hours=15), False),
        ({"days": ["sun"], "from": "22:00", "to": "06:00"}, AT.replace(hour=5), True),
        ({"days": ["mon"], "from": "00:00", "to": "24:00"}, AT.replace(hour=23), True),
    ],
)
def test_hours_are_those_of_their_zone_and_go_over_midnight(
    hours: dict[str, Any], moment: datetime, holds: bool
) -> None:
    rule = policy({"outcome": "deny", "hours": hours}).rules[0]
    assert rule.hours is not None
    assert rule.hours.hold(moment) is holds


def test_time_zones_are_there_also_where_the_machine_has_none() -> None:
    assert "tzdata" in (requires("linkwright") or ())
    try:
        zoneinfo.reset_tzpath(to=())
        for zone in ({}, {"zone": "Europe/Berlin"}):
            zoneinfo.ZoneInfo.clear_cache()
            assert policy({"outcome": "deny", "hours": {"days": ["mon"], **zone}}).rules[0].hours is not None
    finally:
        zoneinfo.reset_tzpath()
        zoneinfo.ZoneInfo.clear_cache()


def test_a_client_goes_by_the_member_on_whose_behalf_it_acts() -> None:
    callers = ("client:https://app.example/client.json", "member:mem_1", "role:developer")
    facts = Facts("linear_update_issue", "write", "mcp", "acc_1", "prof_1", "cus_1", callers, AT)
    for one in ("client:https://app.example/*", "member:mem_1", "role:dev*"):
        decision = policy({"outcome": "deny", "callers": [one]}).decide(facts, None)
        assert isinstance(decision, Decision)
        assert decision.outcome == "deny"


def test_a_deep_or_hostile_condition_is_refused_when_it_is_saved() -> None:
    for when in ("!" * 900 + "arguments.a", "arguments." + "a" * 1_000, "a.b", "arguments.a | b", "length(b)"):
        if when == "arguments.a | b":
            # What stands behind the bar is asked of what stands before it.
            policy({"outcome": "deny", "when": when})
            continue
        with pytest.raises(RulesInvalid):
            policy({"outcome": "deny", "when": when})


def test_the_version_is_of_everything_that_the_rules_say() -> None:
    one = [{"id": "r1", "outcome": "deny", "message": "a"}]
    assert version_of(one) == version_of([dict(reversed(one[0].items()))])
    assert version_of(one) != version_of([{**one[0], "message": "b"}])
    assert version_of([]) == "none"
