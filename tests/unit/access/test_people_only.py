"""What only people do, what only some of them see, and under whose name it stands."""

from __future__ import annotations

import itertools

import pytest

from linkwright.access.decide import Resource, decide
from linkwright.access.principals import Kind, Principal, note
from linkwright.access.scopes import ROLES, SCOPES

ROLE_NAMES = ("viewer", "developer", "admin", "owner")
EVERYTHING = frozenset(SCOPES).union(*ROLES.values())


def member(role: str) -> Principal:
    return Principal("member", "mem_1", "Ann", "prj_1", scopes=ROLES[role], role=role)


def may(principal: Principal) -> set[tuple[str, str]]:
    """What of rules, approvals, the record, owners of accounts and clients."""
    kinds = ("policy", "approval", "audit", "owner", "client")
    verbs = ("read", "write", "execute", "link", "destroy")
    return {
        pair
        for pair in itertools.product(kinds, verbs)
        if decide(principal, pair[1], Resource(pair[0], "prj_1")).allowed  # type: ignore[arg-type]
    }


def test_rules_approvals_the_record_and_owners_are_for_those_whose_role_reaches_so_far() -> None:
    found = {role: may(member(role)) for role in ROLE_NAMES}
    assert found["viewer"] == {("policy", "read"), ("approval", "read"), ("client", "read")}
    assert found["developer"] - found["viewer"] == {("approval", "write"), ("client", "write")}
    assert found["admin"] - found["developer"] == {
        ("policy", "write"),
        ("audit", "read"),
        ("owner", "read"),
        ("owner", "destroy"),
    }
    assert found["owner"] == found["admin"]


@pytest.mark.parametrize("kind", ["key", "client", "session"])
def test_no_program_sees_or_changes_rules_and_approvals_whatever_its_scopes(kind: Kind) -> None:
    principal = Principal(kind, "x", "", "prj_1", scopes=EVERYTHING, role="owner")
    assert not {pair for pair in may(principal) if pair[0] in ("policy", "approval")}


def test_a_key_of_all_scopes_reads_the_record_and_takes_owners_out() -> None:
    key = Principal("key", "key_1", "CI", "prj_1", scopes=frozenset(SCOPES))
    assert may(key) == {
        ("audit", "read"),
        ("owner", "read"),
        ("owner", "destroy"),
        ("client", "read"),
        ("client", "write"),
    }


@pytest.mark.parametrize(("kind", "name"), [("key", "Ann"), ("member", "Ann"), ("client", "Ann"), ("session", "")])
def test_a_request_stands_under_its_principals_name_and_an_end_users_name_is_left_out(
    monkeypatch: pytest.MonkeyPatch, kind: Kind, name: str
) -> None:
    noted: list[tuple[object, ...]] = []
    monkeypatch.setattr("linkwright.access.principals.note_principal", lambda *given: noted.append(given))
    note(Principal(kind, "x_1", "Ann", "prj_1", "org_1"))
    assert noted == [(f"{kind}:x_1", name, "prj_1", "org_1")]


def test_who_asks_is_known_by_kind_id_person_and_role() -> None:
    key = Principal("key", "key_1", "CI", "prj_1")
    assert (key.reference, key.person, key.goes_by, key.limited) == ("key:key_1", None, ("key:key_1",), False)
    client = Principal("client", "con_1", "App", "prj_1", role="viewer", member_id="mem_1", client_id="cli_1")
    assert (client.reference, client.person) == ("client:con_1", "mem_1")
    assert client.goes_by == ("client:cli_1", "member:mem_1", "role:viewer")


@pytest.mark.parametrize(
    ("accounts", "profiles", "reached"),
    [
        (None, None, True),
        (("acc_1",), None, True),
        (("acc_2",), None, False),
        (None, {"p_1"}, True),
        (None, {"p_2"}, False),
        (("acc_1",), {"p_2"}, False),
        (("acc_2",), {"p_1"}, False),
        (("acc_1",), {"p_1"}, True),
        ((), None, False),
    ],
)
def test_an_account_is_reached_where_both_limits_let_it(
    accounts: tuple[str, ...] | None, profiles: set[str] | None, reached: bool
) -> None:
    limits = frozenset(profiles) if profiles is not None else None
    who = Principal("key", "k", "", "prj_1", accounts=accounts, profiles=limits)
    assert who.reaches("acc_1", "p_1") is reached
    assert who.limited is (accounts is not None or profiles is not None)
