from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.accounts import states
from linkwright.accounts.errors import StatusConflict
from linkwright.accounts.model import STATUSES

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def why(code: str) -> dict[str, Any]:
    return states.reason(code, f"Because of {code}.", AT)


def test_a_reason_carries_code_sentence_and_a_time_with_zone() -> None:
    assert why("suspended") == {
        "code": "suspended",
        "description": "Because of suspended.",
        "timestamp": "2026-11-24T12:00:00.000Z",
    }


@pytest.mark.parametrize("status", ["active", "inactive", "expired", "error"])
def test_suspending_keeps_what_was_wrong_before(status: str) -> None:
    before = [why("credential_refused")]
    assert states.suspended(status, before, why("suspended")) == ("suspended", [*before, why("suspended")])


def test_suspending_twice_changes_nothing() -> None:
    before = [why("suspended")]
    assert states.suspended("suspended", before, states.reason("suspended", "Again.", AT)) == ("suspended", before)


def test_an_archived_account_cannot_be_suspended() -> None:
    with pytest.raises(StatusConflict, match="archived"):
        states.suspended("archived", [], why("suspended"))


def test_resuming_an_account_that_was_fine_makes_it_active() -> None:
    assert states.resumed("suspended", [why("suspended")]) == ("active", [])


@pytest.mark.parametrize(("code", "status"), [("credential_refused", "error"), ("grant_ended", "expired")])
def test_resuming_does_not_mend_what_was_wrong_before(code: str, status: str) -> None:
    assert states.resumed("suspended", [why(code), why("suspended")]) == (status, [why(code)])


def test_resuming_an_active_account_changes_nothing() -> None:
    assert states.resumed("active", []) == ("active", [])


@pytest.mark.parametrize("status", ["inactive", "archived", "expired", "error"])
def test_only_a_suspension_can_be_resumed(status: str) -> None:
    with pytest.raises(StatusConflict, match=f"its status is {status}"):
        states.resumed(status, [])


def test_linking_again_ends_every_reason_but_a_suspension() -> None:
    assert states.linked([why("credential_refused")]) == ("active", [])
    assert states.linked([why("credential_refused"), why("suspended")]) == ("suspended", [why("suspended")])


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("active", "error"),
        ("inactive", "error"),
        ("error", "error"),
        ("suspended", "suspended"),
        ("expired", "expired"),
    ],
)
def test_a_refused_credential_is_an_error_unless_something_graver_holds(status: str, after: str) -> None:
    assert states.refused(status, [], why("credential_refused"))[0] == after


def test_a_refusal_is_noted_once_with_its_latest_time() -> None:
    older = states.reason("credential_refused", "Older.", AT)
    assert states.refused("error", [older], why("credential_refused"))[1] == [why("credential_refused")]


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("active", "expired"),
        ("inactive", "expired"),
        ("error", "expired"),
        ("expired", "expired"),
        ("suspended", "suspended"),
        ("archived", "archived"),
    ],
)
def test_a_grant_that_has_ended_is_expired_unless_something_graver_holds(status: str, after: str) -> None:
    assert states.refused(status, [], why("grant_ended")) == (after, [why("grant_ended")])


@pytest.mark.parametrize("status", ["active", "inactive", "error"])
def test_a_credential_of_another_account_is_an_error(status: str) -> None:
    assert states.refused(status, [], why("another_account")) == ("error", [why("another_account")])


@pytest.mark.parametrize(
    ("status", "after"),
    [
        ("active", "active"),
        ("inactive", "active"),
        ("error", "active"),
        ("expired", "active"),
        ("suspended", "suspended"),
        ("archived", "archived"),
    ],
)
def test_what_works_ends_every_doubt_of_the_credential_and_nothing_else(status: str, after: str) -> None:
    wrong = [why(code) for code in ("credential_refused", "another_account", "grant_ended")]
    held = [why("suspended")] if status == "suspended" else []
    assert states.works(status, [*wrong, *held]) == (after, held)


@pytest.mark.parametrize("status", STATUSES)
def test_while_its_profile_is_off_an_active_account_is_shown_as_inactive_and_others_as_they_are(status: str) -> None:
    before = [why("credential_refused")]
    on = states.shown(status, before, enabled=True, since=AT)
    off = states.shown(status, before, enabled=False, since=AT)
    assert on == (status, before)
    assert off[0] == ("inactive" if status == "active" else status)
    assert [one["code"] for one in off[1]] == [
        "credential_refused",
        *(["profile_disabled"] if status == "active" else []),
    ]


@given(
    status=st.sampled_from(STATUSES),
    events=st.lists(st.sampled_from(["link", "suspend", "resume", "refuse", "end", "other", "work"]), max_size=12),
)
def test_whatever_happens_a_suspended_account_says_so_and_an_active_one_has_no_reason(
    status: str, events: list[str]
) -> None:
    reasons: list[dict[str, Any]] = [why("suspended")] if status == "suspended" else []
    for event in events:
        try:
            if event == "link":
                status, reasons = states.linked(reasons)
            elif event == "suspend":
                status, reasons = states.suspended(status, reasons, why("suspended"))
            elif event == "resume":
                status, reasons = states.resumed(status, reasons)
            elif event == "work":
                status, reasons = states.works(status, reasons)
            else:
                code = {"refuse": "credential_refused", "end": "grant_ended", "other": "another_account"}[event]
                status, reasons = states.refused(status, reasons, why(code))
        except StatusConflict:
            continue
        codes = [one["code"] for one in reasons]
        assert (status == "suspended") == ("suspended" in codes)
        assert status != "active" or codes == []
        assert len(codes) == len(set(codes))
