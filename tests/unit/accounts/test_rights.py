from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkwright.accounts.rights import learnt, needed_scopes, rights_of, unneeded_scopes
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Connector
from linkwright.engine.results import Identity

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def linear() -> Connector:
    found = Catalog.load().get("linear")
    assert found is not None
    return found


def identity(proven: tuple[str, ...], teams: int = 3) -> Identity:
    return Identity("ws", {}, {}, [{"key": f"T{n}"} for n in range(teams)], proven)


def states_of(linear: Connector, choice: str | tuple[str, ...], known: list[dict[str, object]]) -> dict[str, str]:
    return {right.scope: right.state for right in rights_of(linear, choice, known)}


def test_what_trying_the_key_proved_is_proven_and_the_rest_is_learnt_on_first_use(linear: Connector) -> None:
    assert states_of(linear, "core", learnt(identity(("read",)), AT)) == {"read": "proven", "write": "on_first_use"}


def test_the_rights_follow_the_actions_that_are_switched_on(linear: Connector) -> None:
    chosen = ("linear_create_issue", "linear_create_comment")
    assert list(states_of(linear, chosen, [])) == ["read", "issues:create", "comments:create"]
    assert [scope.name for scope in needed_scopes(linear, "read")] == ["read"]


def test_a_proven_right_proves_what_it_includes(linear: Connector) -> None:
    known = learnt(identity(("read", "admin")), AT)
    assert states_of(linear, ("linear_create_issue",), known) == {"read": "proven", "issues:create": "proven"}


def test_a_missing_right_says_nothing_of_its_parts(linear: Connector) -> None:
    known = [{"scope": "write", "state": "missing", "detail": "Linear refused a change.", "at": None}]
    assert states_of(linear, ("linear_create_issue", "linear_update_issue"), known)["write"] == "missing"
    assert states_of(linear, ("linear_create_issue",), known)["issues:create"] == "on_first_use"


def test_of_the_same_moment_what_was_learnt_of_a_right_itself_outweighs_what_another_includes(
    linear: Connector,
) -> None:
    at = "2026-11-24T12:00:00.000Z"
    missing = {"scope": "issues:create", "state": "missing", "detail": "Linear refused an issue.", "at": at}
    for known in ([missing, *learnt(identity(("write",)), AT)], [*learnt(identity(("write",)), AT), missing]):
        assert states_of(linear, ("linear_create_issue",), known)["issues:create"] == "missing"


def test_a_right_that_the_connector_no_longer_has_is_passed_over(linear: Connector) -> None:
    assert states_of(linear, "read", learnt(identity(("gone", "read")), AT)) == {"read": "proven"}


def test_what_is_switched_off_is_neither_needed_nor_part_of_what_is_needed(linear: Connector) -> None:
    assert [scope.name for scope in unneeded_scopes(linear, "core")] == ["admin"]
    assert [scope.name for scope in unneeded_scopes(linear, "read")] == [
        "write",
        "admin",
        "issues:create",
        "comments:create",
    ]


@pytest.mark.parametrize(
    ("teams", "detail"), [(0, "Answered."), (1, "Answered for 1 team."), (3, "Answered for 3 teams.")]
)
def test_how_we_know_is_said_in_words(teams: int, detail: str) -> None:
    assert learnt(identity(("read",), teams), AT) == [
        {
            "scope": "read",
            "state": "proven",
            "source": "linking",
            "detail": detail,
            "at": "2026-11-24T12:00:00.000Z",
        }
    ]


def test_what_was_granted_is_proven_and_the_rest_is_missing(linear: Connector) -> None:
    known = learnt(identity(("read",)), AT, linear, frozenset({"read", "write", "unheard-of"}))
    states = {one["scope"]: (one["state"], one["source"]) for one in known}
    assert states == {
        "read": ("proven", "linking"),
        "write": ("proven", "grant"),
        "issues:create": ("proven", "grant"),
        "comments:create": ("proven", "grant"),
        "admin": ("missing", "grant"),
    }


def test_where_the_provider_does_not_say_what_it_granted_nothing_is_missing(linear: Connector) -> None:
    assert [one["state"] for one in learnt(identity(("read",)), AT, linear)] == ["proven"]


@pytest.mark.parametrize(
    ("person", "missing"),
    [
        ({"administrator": False, "owner": False}, True),
        ({"administrator": False}, True),
        ({"administrator": False, "owner": True}, False),
        ({"administrator": True}, False),
        ({"administrator": None, "owner": None}, False),
        ({}, False),
    ],
)
def test_who_is_no_administrator_cannot_administer_whatever_was_granted(
    linear: Connector, person: dict[str, object], missing: bool
) -> None:
    whose = Identity("ws", {}, person, [], ("read",))
    lacking = [one["scope"] for one in learnt(whose, AT, linear) if one["state"] == "missing"]
    assert lacking == (["admin"] if missing else [])
    granted = learnt(whose, AT, linear, {"read", "admin"})
    assert states_of(linear, "all", granted)["admin"] == ("missing" if missing else "proven")
