"""Who may renew a grant at this moment, and why somebody else may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linkwright.accounts.model import Account, StoredField
from linkwright.connectors.oauth import ACCESS_TOKEN, REFRESH_TOKEN
from linkwright.oauth.claiming import (
    LEASE,
    Claim,
    Outcome,
    Want,
    _before,
    _good,
    _redeemed,
    _refused,
    field_of,
    resting,
    unrenewed,
)
from linkwright.oauth.errors import RenewalFailed, RenewalLimited
from linkwright.oauth.messages import TIMEOUT
from linkwright.oauth.model import GrantRow

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stored(field: str = ACCESS_TOKEN, version: int = 3, ends: timedelta | None = HOUR) -> StoredField:
    return StoredField(field, version, b"record", "last", NOW - HOUR, NOW + ends if ends is not None else None)


def account(*fields: StoredField, status: str = "active") -> Account:
    known: dict[str, Any] = dict.fromkeys(Account.__dataclass_fields__)
    return Account(**{**known, "id": "acc_1", "status": status, "credentials": fields})


def grant(**changed: Any) -> GrantRow:
    known: dict[str, Any] = dict.fromkeys(GrantRow.__dataclass_fields__)
    return GrantRow(**{**known, "account_id": "acc_1", "lease_fence": 1, "failures": 0, "granted_at": NOW, **changed})


def kind(found: Outcome | None) -> str | None:
    return found.kind if found else None


ENDED = account(stored(ends=timedelta(0)), stored(REFRESH_TOKEN))


def test_a_lease_lasts_as_long_as_two_exchanges() -> None:
    assert timedelta(seconds=2 * TIMEOUT) == LEASE


def test_an_account_that_is_gone_is_to_be_looked_at_again() -> None:
    assert kind(_refused(None, grant(), Want(), NOW)) == "moved"


@pytest.mark.parametrize("status", ["active", "suspended", "error"])
def test_a_token_that_has_ended_may_be_renewed_while_the_account_is_kept_alive(status: str) -> None:
    assert _refused(replace(ENDED, status=status), grant(), Want(), NOW) is None


@pytest.mark.parametrize("status", ["inactive", "archived", "expired"])
def test_an_account_that_is_kept_alive_no_more_is_stuck(status: str) -> None:
    assert kind(_refused(replace(ENDED, status=status), grant(), Want(), NOW)) == "stuck"


def test_without_an_access_token_or_a_grant_there_is_nothing_to_renew() -> None:
    assert kind(_refused(account(stored(REFRESH_TOKEN)), grant(), Want(), NOW)) == "stuck"
    assert kind(_refused(ENDED, None, Want(), NOW)) == "stuck"


def test_a_token_that_is_good_still_is_left_alone_even_where_somebody_else_is_at_it() -> None:
    busy = grant(lease_until=NOW + HOUR)
    assert kind(_refused(account(stored()), busy, Want(), NOW)) == "good"


@pytest.mark.parametrize(("left", "answer"), [(1, "busy"), (0, "busy"), (-1, None)])
def test_a_lease_holds_up_to_its_very_end(left: int, answer: str | None) -> None:
    held = grant(lease_until=NOW + timedelta(seconds=left))
    assert kind(_refused(ENDED, held, Want(), NOW)) == answer


@pytest.mark.parametrize(
    ("failures", "due", "answer"), [(1, 7.6, "failed"), (1, 0, None), (1, -1, None), (0, 7.6, None)]
)
def test_a_provider_that_failed_is_left_alone_until_the_grant_is_due(
    failures: int, due: float, answer: str | None
) -> None:
    rests = grant(
        failures=failures, due_at=NOW + timedelta(seconds=due), last_error="token_address_failed: It is away."
    )
    found = _refused(ENDED, rests, Want(), NOW)
    assert kind(found) == answer
    if found is not None:
        assert found.error is not None
        assert found.error.headers == {"Retry-After": "8"}
        assert found.error.message.endswith("could not be renewed. It is away.")


def test_a_rest_is_told_as_a_second_at_least_and_a_grant_without_a_time_does_not_rest() -> None:
    soon = grant(failures=1, due_at=NOW + timedelta(milliseconds=200))
    found = _refused(ENDED, soon, Want(), NOW)
    assert found is not None
    assert found.error is not None
    assert found.error.headers == {"Retry-After": "1"}
    assert _refused(ENDED, grant(failures=1), Want(), NOW) is None


@pytest.mark.parametrize(("ends", "good"), [(61, True), (60, False), (59, False), (0, False)])
def test_a_call_takes_a_token_that_lasts_longer_than_the_margin(ends: float, good: bool) -> None:
    assert _good(stored(ends=timedelta(seconds=ends)), grant(), Want(), NOW) is good


def test_a_token_without_a_known_end_is_good_for_any_call() -> None:
    assert _good(stored(ends=None), grant(), Want(), NOW)


@pytest.mark.parametrize(("refused", "good"), [(3, False), (2, True), (4, True)])
def test_a_refused_token_is_good_only_if_another_version_has_come_since(refused: int, good: bool) -> None:
    assert _good(stored(version=3), grant(), Want(refused=refused), NOW) is good
    assert _good(stored(version=3, ends=timedelta(0)), grant(), Want(refused=refused, ahead=True), NOW) is good
    assert not _good(stored(version=0), grant(), Want(refused=0), NOW)


@pytest.mark.parametrize(("due", "good"), [(None, True), (1, True), (0, False), (-1, False)])
def test_ahead_of_need_a_grant_is_renewed_once_it_is_due(due: int | None, good: bool) -> None:
    row = grant(due_at=None if due is None else NOW + timedelta(seconds=due))
    assert _good(stored(ends=timedelta(0)), row, Want(ahead=True), NOW) is good


def test_the_refresh_token_that_is_redeemed_is_known_by_its_version() -> None:
    assert _redeemed(account(stored(), stored(REFRESH_TOKEN, 9))) == 9
    assert _redeemed(account(stored())) is None


@pytest.mark.parametrize(
    ("intent", "owner", "version", "before"),
    [
        (None, None, None, ""),
        (None, "own_1", None, ""),
        (8, "own_1", 9, ""),
        (9, "own_1", 9, "interrupted"),
        (9, None, 9, "lost"),
        (0, None, 0, "lost"),
    ],
)
def test_what_an_earlier_attempt_with_the_same_refresh_token_left_is_told(
    intent: int | None, owner: str | None, version: int | None, before: str
) -> None:
    assert _before(grant(intent_version=intent, lease_owner=owner), version) == before


def test_a_field_is_found_by_its_name() -> None:
    fields = (stored(), stored(REFRESH_TOKEN))
    claim = Claim(account(*fields), grant(), "own_1", 2, NOW, "")
    assert claim.stored(REFRESH_TOKEN) is fields[1] is field_of(account(*fields), REFRESH_TOKEN)
    assert claim.stored("api_key") is None


@pytest.mark.parametrize(
    ("last", "kind_", "said"),
    [
        ("token_address_failed: It is away: for long.", RenewalFailed, " It is away: for long."),
        ("token_address_limited: Wait.", RenewalLimited, " Wait."),
        (None, RenewalFailed, ""),
    ],
)
def test_the_refusal_while_a_provider_rests_says_what_failed(
    last: str | None, kind_: type[RenewalFailed], said: str
) -> None:
    error = resting(grant(last_error=last))
    assert type(error) is kind_
    assert error.message == f"The account's access token has ended and could not be renewed.{said}"


def test_a_refusal_may_bring_its_own_hint() -> None:
    error = unrenewed("It failed.", limited=True, hint="Do this.")
    assert (type(error), error.remedy) == (RenewalLimited, "Do this.")
    assert unrenewed("It failed.", limited=False).remedy == RenewalFailed.hint
