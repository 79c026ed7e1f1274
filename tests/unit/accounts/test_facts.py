"""Learning what a credential may do: whatever is learnt in whatever order, nothing is hidden that was not disproved."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.accounts import facts
from linkwright.catalog.catalog import Catalog

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LINEAR = Catalog.load().get("linear")
assert LINEAR is not None
SCOPES = list(LINEAR.scopes)
ACTIONS = {scope: next(one for one in LINEAR.actions.values() if one.scopes == (scope,)) for scope in SCOPES}


def fact(scope: str, state: str, minute: int = 0, source: str = "call") -> dict[str, Any]:
    return facts.fact(scope, state, source, None, AT + timedelta(minutes=minute))


SOME = st.builds(
    fact,
    st.sampled_from([*SCOPES, "gone"]),
    st.sampled_from([facts.PROVEN, facts.MISSING]),
    st.integers(0, 5),
    st.sampled_from([facts.LINKING, facts.CALL, facts.CHECK]),
)


@given(st.lists(SOME, max_size=12), st.integers(0, 2**32), st.integers(1, 4))
def test_several_processes_that_learn_in_any_order_come_to_the_same(
    learnt: list[dict[str, Any]], seed: int, parts: int
) -> None:
    shuffled = list(learnt)
    random.Random(seed).shuffle(shuffled)
    batches = [shuffled[n::parts] for n in range(parts)]
    stored: list[dict[str, Any]] = []
    for batch in batches:
        stored = facts.merged(stored, facts.merged(batch))
    assert stored == facts.merged(learnt) == facts.merged(stored, learnt)


@given(st.lists(SOME, max_size=12))
def test_nothing_is_lacking_without_a_refusal_of_it_or_of_what_it_includes(learnt: list[dict[str, Any]]) -> None:
    refused = {one["scope"] for one in learnt if one["state"] == facts.MISSING}
    for name in facts.standing(LINEAR, learnt).lacking:
        assert refused & LINEAR.covered([name])


@given(st.lists(SOME, max_size=12), st.sampled_from(SCOPES))
def test_a_call_that_works_shows_its_scopes_whatever_was_known_before(learnt: list[dict[str, Any]], scope: str) -> None:
    later = facts.of_success(ACTIONS[scope], AT + timedelta(hours=1))
    after = facts.standing(LINEAR, facts.merged(learnt, later))
    assert after.proven.issuperset(LINEAR.covered([scope]))
    assert not after.lacking & LINEAR.covered([scope])


@given(st.lists(SOME, max_size=12), st.sampled_from(SCOPES))
def test_a_refusal_takes_along_what_includes_the_scope_and_nothing_else(
    learnt: list[dict[str, Any]], scope: str
) -> None:
    before = facts.standing(LINEAR, learnt)
    later = facts.of_refusal(LINEAR, ACTIONS[scope], [scope], "no", AT + timedelta(hours=1))
    after = facts.standing(LINEAR, facts.merged(learnt, later))
    including = {name for name in SCOPES if scope in LINEAR.covered([name])}
    assert including <= after.lacking
    assert after.lacking - including <= before.lacking


@given(st.lists(SOME, max_size=12))
def test_a_scope_is_known_to_be_there_or_to_be_missing_but_never_both(learnt: list[dict[str, Any]]) -> None:
    found = facts.standing(LINEAR, learnt)
    assert not found.proven & found.lacking
    assert found.proven | found.lacking <= set(SCOPES)


@given(st.lists(SOME, max_size=12))
def test_what_is_stored_says_the_same_as_all_that_was_learnt(learnt: list[dict[str, Any]]) -> None:
    assert facts.standing(LINEAR, facts.merged(learnt)) == facts.standing(LINEAR, learnt)


def test_a_refusal_that_names_the_greater_scope_shows_that_the_actions_own_is_missing_too() -> None:
    refused = facts.of_refusal(LINEAR, ACTIONS["issues:create"], ["write"], "no", AT)
    assert {one["scope"] for one in refused} == {"write", "issues:create"}
    assert facts.standing(LINEAR, refused).lacking == {"write", "issues:create", "admin"}


def test_a_refusal_that_names_nothing_shows_nothing() -> None:
    assert facts.of_refusal(LINEAR, ACTIONS["write"], [], "You may not see this team.", AT) == []
    assert facts.of_refusal(LINEAR, ACTIONS["write"], ["unheard-of"], "no", AT) == []


def test_a_later_proof_of_the_greater_scope_lifts_an_older_refusal_of_the_smaller() -> None:
    known = [fact("issues:create", facts.MISSING, 0), fact("write", facts.PROVEN, 1)]
    assert facts.standing(LINEAR, known).lacking == frozenset()


def test_of_the_same_moment_the_better_word_counts() -> None:
    both = [fact("write", facts.MISSING), fact("write", facts.PROVEN)]
    for order in (both, both[::-1]):
        assert facts.standing(LINEAR, order).proven >= {"write"}
        assert facts.standing(LINEAR, facts.merged(order)).lacking == frozenset()


@pytest.mark.parametrize(
    ("before", "now", "lacking"),
    [
        ({"administrator": False}, {"administrator": True}, False),
        ({"administrator": True}, {"administrator": True}, True),
        ({}, {"administrator": True}, True),
        ({"administrator": False}, {"administrator": False}, True),
        ({"administrator": True}, {"administrator": False}, True),
    ],
)
def test_who_becomes_an_administrator_is_given_another_try(
    before: dict[str, Any], now: dict[str, Any], lacking: bool
) -> None:
    known = [fact("admin", facts.MISSING), fact("read", facts.PROVEN)]
    after = facts.after_check(LINEAR, known, before, now, AT + timedelta(hours=1))
    assert ("admin" in facts.standing(LINEAR, after).lacking) is lacking
    assert "read" in facts.standing(LINEAR, after).proven


def test_who_is_an_administrator_no_more_is_found_out_by_a_check() -> None:
    after = facts.after_check(
        LINEAR, [fact("admin", facts.PROVEN)], {"administrator": True}, {"administrator": False}, AT
    )
    assert "admin" in facts.standing(LINEAR, after).proven  # of the same moment, the better word
    later = facts.after_check(
        LINEAR,
        [fact("admin", facts.PROVEN)],
        {"administrator": True},
        {"administrator": False},
        AT + timedelta(hours=1),
    )
    assert "admin" in facts.standing(LINEAR, later).lacking


def test_a_check_that_finds_nothing_new_changes_nothing() -> None:
    known = facts.merged([fact("admin", facts.MISSING), fact("read", facts.PROVEN)])
    person = {"administrator": False}
    assert facts.after_check(LINEAR, known, person, person, AT + timedelta(days=1)) == known
