"""One function decides, and what it does not allow is refused."""

from __future__ import annotations

import itertools

import pytest

from linkwright.access.decide import Resource, decide, require
from linkwright.access.errors import Forbidden, UnknownScope
from linkwright.access.principals import Principal
from linkwright.access.scopes import PRESETS, RIGHTS, ROLES, SCOPES, grant_of
from linkwright.errors import NotFound

PEOPLE_ONLY = ("key", "network", "member", "project", "organization", "signin")
KINDS = (
    *("session", "account", "profile", "webhook", "log", "settings", "connector", "action", "something else"),
    *PEOPLE_ONLY,
)
VERBS = ("read", "write", "execute", "link", "destroy")


def _key(*scopes: str, effects: frozenset[str] | None = None) -> Principal:
    return Principal("key", "key_1", "test", "prj_1", scopes=frozenset(scopes), effects=effects)


def test_a_key_without_scopes_may_do_nothing() -> None:
    for kind, verb in itertools.product(KINDS, VERBS):
        assert not decide(_key(), verb, Resource(kind, "prj_1")).allowed


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("platform:read", {(kind, "read") for kind in ("session", "account", "profile", "webhook", "log", "settings")}),
        ("platform:write", {(kind, "write") for kind in ("session", "account", "profile", "webhook", "settings")}),
        ("actions:execute", {("action", "execute")}),
        ("connectors:read", {("connector", "read")}),
        ("connectors:write", {("connector", "write")}),
    ],
)
def test_each_scope_opens_exactly_what_it_names(scope: str, allowed: set[tuple[str, str]]) -> None:
    found = {
        pair
        for pair in itertools.product(KINDS, VERBS)
        if decide(_key(scope), pair[1], Resource(pair[0], "prj_1")).allowed
    }
    assert found == allowed


@pytest.mark.parametrize(("kind", "verb"), list(itertools.product(KINDS, VERBS)))
def test_nothing_of_another_project_is_allowed_or_admitted_to_exist(kind: str, verb: str) -> None:
    with pytest.raises(NotFound):
        require(_key(*SCOPES), verb, Resource(kind, "prj_2"))


def test_a_connect_session_may_only_link() -> None:
    session = Principal("session", "ses_1", "", "prj_1", scopes=frozenset(SCOPES))
    allowed = {p for p in itertools.product(KINDS, VERBS) if decide(session, p[1], Resource(p[0], "prj_1")).allowed}
    assert allowed == {("account", "link"), ("session", "link"), ("connector", "link")}


def test_a_read_only_key_runs_reads_and_refuses_writes() -> None:
    grant = PRESETS["read-only"]
    key = _key(*grant.scopes, effects=frozenset(grant.effects or ()))
    assert decide(key, "execute", Resource("action", "prj_1", effect="read")).allowed
    for effect in ("write", "destroy"):
        assert not decide(key, "execute", Resource("action", "prj_1", effect=effect)).allowed


def _member(role: str) -> Principal:
    return Principal("member", "mem_1", "Ann", "prj_1", scopes=ROLES[role], role=role)


@pytest.mark.promise("members.roles")
def test_each_role_may_what_the_one_below_may_and_exactly_this_more() -> None:
    everywhere = list(itertools.product(KINDS, VERBS))
    may = {
        role: {pair for pair in everywhere if decide(_member(role), pair[1], Resource(pair[0], "prj_1")).allowed}
        for role in ("viewer", "developer", "admin", "owner")
    }
    assert may["viewer"] == {
        (kind, "read")
        for kind in (
            "session",
            "account",
            "profile",
            "webhook",
            "log",
            "settings",
            "connector",
            "key",
            "network",
            "member",
        )
    }
    assert may["developer"] - may["viewer"] == {
        ("action", "execute"),
        *((kind, "write") for kind in ("session", "account", "profile", "webhook", "connector")),
    }
    assert may["admin"] - may["developer"] == {
        (kind, "write") for kind in ("settings", "key", "network", "member", "project")
    }
    assert may["owner"] - may["admin"] == {
        ("signin", "read"),
        ("signin", "write"),
        ("organization", "write"),
        ("project", "destroy"),
    }
    assert may["viewer"] < may["developer"] < may["admin"] < may["owner"]


@pytest.mark.promise("members.roles")
def test_no_key_whatever_its_scopes_does_what_only_people_may() -> None:
    key = _key(*SCOPES, *RIGHTS)
    assert not any(decide(key, verb, Resource(kind, "prj_1")).allowed for kind in PEOPLE_ONLY for verb in VERBS)
    with pytest.raises(UnknownScope):
        grant_of(["members:write"])


def test_keys_are_made_by_members_only() -> None:
    owner = Principal("member", "mem_1", "Ann", "prj_1", scopes=ROLES["owner"], role="owner")
    viewer = Principal("member", "mem_2", "Vic", "prj_1", scopes=ROLES["viewer"], role="viewer")
    assert decide(owner, "write", Resource("key", "prj_1")).allowed
    assert not decide(viewer, "write", Resource("key", "prj_1")).allowed
    assert not decide(_key(*SCOPES), "write", Resource("key", "prj_1")).allowed


def test_a_refusal_names_the_scope_that_is_missing() -> None:
    with pytest.raises(Forbidden, match="it needs the scope platform:write"):
        require(_key("platform:read"), "write", Resource("account", "prj_1"))


def test_an_unknown_scope_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownScope, match="Did you mean 'platform:read'"):
        grant_of(["platform:raed"])


def test_no_scope_given_means_full() -> None:
    assert grant_of([]).scopes == tuple(SCOPES)


def test_presets_together_do_not_lift_a_limit_that_none_of_them_lifts() -> None:
    assert grant_of(["read-only", "accounts"]).effects == ("read",)
    assert grant_of(["platform:write", "read-only"]).effects == ("read",)
    assert grant_of(["read-only", "actions:execute"]).effects is None
    assert grant_of(["accounts"]).effects is None
