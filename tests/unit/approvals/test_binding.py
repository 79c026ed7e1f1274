"""An approval is for one exact call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkwright.approvals.model import GRACE, Approval, binding_of

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
TEXTS = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
CALLS: Any = st.fixed_dictionaries(
    {
        "project_id": TEXTS,
        "account_id": TEXTS,
        "linkings": st.integers(1, 9),
        "action": TEXTS,
        "effect": st.sampled_from(["read", "write", "destroy"]),
        "caller": TEXTS,
        "policy_version": TEXTS,
        "arguments": st.dictionaries(TEXTS, JSON, max_size=3),
    }
)
APPROVAL = Approval(
    id="apr_1",
    project_id="prj_1",
    account_id="acc_1",
    action="linear_create_issue",
    effect="write",
    binding="b",
    plan_hash="plan_1",
    policy_version="pol_1",
    rule={"minutes": 60},
    caller="key:key_1",
    caller_name="planner",
    caller_member=None,
    face="rpc",
    run_id="run_1",
    state="approved",
    created_at=NOW,
    expires_at=NOW + timedelta(hours=1),
)


@pytest.mark.promise("approvals.exact")
@given(CALLS, CALLS, st.data())
def test_nothing_that_it_is_bound_to_can_be_altered(one: dict[str, Any], other: dict[str, Any], data: Any) -> None:
    name = data.draw(st.sampled_from(sorted(one)))
    assume(repr(one[name]) != repr(other[name]))
    altered = {**one, name: other[name]}
    if name == "arguments":
        # True and 1 are one key of a Python dict, and two values in JSON.
        assume(one[name] != other[name])
    assert binding_of(**one) == binding_of(**one)
    assert binding_of(**altered) != binding_of(**one)


@given(st.sampled_from(["pending", "approved", "refused"]), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_what_is_past_its_end_is_expired(state: str, late: timedelta) -> None:
    assert replace(APPROVAL, state=state).standing(APPROVAL.expires_at + late) == "expired"
    assert replace(APPROVAL, state=state).standing(APPROVAL.expires_at - timedelta(seconds=1)) == state


def test_what_was_taken_may_be_sent_again_for_a_while_and_then_counts_as_used() -> None:
    taken = replace(APPROVAL, state="claimed", used_at=NOW)
    assert taken.standing(NOW + GRACE - timedelta(seconds=1)) == "claimed"
    assert taken.standing(NOW + GRACE) == "used"
    assert replace(taken, used_at=None).standing(NOW) == "used"
