"""One function decides, and what it does not allow is refused."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from linkwright.access.decide import Resource, decide, require
from linkwright.access.errors import Forbidden, UnknownScope
from linkwright.access.principals import Principal
from linkwright.access.scopes import PRESETS, RIGHTS, ROLES, SCOPES, Grant, grant_of
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


def _limited() -> Principal:
    return Principal("key", "key_1", "test", "prj_1", scopes=frozenset(SCOPES), accounts=("acc_1",))


def test_what_is_given_one_by_one_adds_up() -> None:
    assert grant_of(["platform:read", "connectors:read", "platform:read"]).scopes == (
        "platform:read",
        "connectors:read",
    )
    assert grant_of(["accounts", "connectors:write"]).scopes == ("platform:read", "platform:write", "connectors:write")


def test_limits_of_effects_add_up_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, "writes", Grant(("actions:execute",), ("write", "read")))
    assert grant_of(["read-only", "writes"]).effects == ("read", "write")


@pytest.mark.parametrize(
    ("principal", "verb", "resource", "reason"),
    [
        (_key(*SCOPES), "read", Resource("account", "prj_2"), "it belongs to another project"),
        (
            Principal("session", "s", "", "prj_1"),
            "read",
            Resource("account", "prj_1"),
            "a connect session may only link",
        ),
        (Principal("session", "s", "", "prj_1"), "link", Resource("account", "prj_1"), "linking is what it is for"),
        (
            Principal("client", "c", "", "prj_1"),
            "read",
            Resource("account", "prj_1"),
            "an MCP client may only run actions",
        ),
        (
            Principal("client", "c", "", "prj_1", scopes=frozenset(SCOPES), accounts=("acc_1",)),
            "execute",
            Resource("action", "prj_1", account_id="acc_2"),
            "it was allowed to act on other accounts only",
        ),
        (_key(*SCOPES), "write", Resource("key", "prj_1"), "only a member in the console may do this"),
        (_key(*SCOPES), "link", Resource("log", "prj_1"), "nobody may link a log"),
        (_key(), "read", Resource("log", "prj_1"), "it needs the scope platform:read"),
        (_key(*SCOPES), "read", Resource("policy", "prj_1"), "only a member in the console may do this"),
        (_limited(), "read", Resource("settings", "prj_1"), "it is limited to some accounts"),
        (_limited(), "read", Resource("account", "prj_1"), "it is limited, and no account is named"),
        (_limited(), "read", Resource("log", "prj_1"), "it is limited, and no account is named"),
        (_limited(), "read", Resource("profile", "prj_1"), "it is limited, and no connector profile is named"),
        (_limited(), "read", Resource("account", "prj_1", account_id="acc_1"), "it has platform:read"),
        (_limited(), "read", Resource("connector"), "it has connectors:read"),
        (
            Principal("member", "m", "", "prj_1", role="viewer"),
            "read",
            Resource("log", "prj_1"),
            "it needs the right platform:read",
        ),
        (
            Principal("member", "m", "", "prj_1", role="developer"),
            "read",
            Resource("audit", "prj_1"),
            "it needs the role owner or admin",
        ),
        (
            _key("actions:execute", effects=frozenset({"write", "read"})),
            "execute",
            Resource("action", "prj_1", effect="destroy"),
            "it may only run actions of effect read, write",
        ),
        (_key("platform:read"), "read", Resource("log", "prj_1"), "it has platform:read"),
        (_key("platform:read"), "read", Resource("log"), "it has platform:read"),
    ],
)
def test_every_decision_says_why_in_the_words_that_are_documented(
    principal: Principal, verb: str, resource: Resource, reason: str
) -> None:
    decision = decide(principal, verb, resource)
    assert decision.reason == reason
    assert decision.foreign == (reason == "it belongs to another project")
    assert decision.allowed == reason.startswith(("linking", "it has"))


def test_a_client_acts_on_the_accounts_that_it_was_allowed_and_on_what_is_no_account() -> None:
    client = Principal("client", "c", "", "prj_1", scopes=frozenset(SCOPES), accounts=("acc_1",))
    assert decide(client, "execute", Resource("action", "prj_1", account_id="acc_1")).allowed
    assert decide(client, "execute", Resource("action", "prj_1")).allowed


@pytest.mark.parametrize(
    ("kind", "who"),
    [("key", "This API key"), ("session", "This session"), ("client", "This client"), ("member", "Your role")],
)
def test_a_refusal_says_who_may_not_do_what(kind: str, who: str) -> None:
    principal = Principal(kind, "x", "", "prj_1")  # type: ignore[arg-type]
    with pytest.raises(Forbidden) as refused:
        require(principal, "write", Resource("account", "prj_1"))
    assert refused.value.message.startswith(f"{who} may not write this account: ")
    assert refused.value.message.endswith(decide(principal, "write", Resource("account", "prj_1")).reason + ".")


@pytest.mark.parametrize(
    ("accounts", "profiles", "kind", "account", "profile", "allowed"),
    [
        (("acc_1",), None, "account", "acc_1", "p_1", True),
        (("acc_1",), None, "account", "acc_2", "p_1", False),
        (("acc_1",), None, "profile", None, "p_1", False),
        (None, {"p_1"}, "profile", None, "p_1", True),
        (None, {"p_1"}, "profile", None, "p_2", False),
        (None, {"p_1"}, "account", "acc_1", "p_1", True),
        (None, {"p_1"}, "account", "acc_1", "p_2", False),
        (None, {"p_1"}, "account", "acc_1", None, False),
        (None, {"p_1"}, "log", "acc_1", None, False),
        (("acc_1",), {"p_1"}, "account", "acc_1", "p_1", True),
        (("acc_1",), {"p_1"}, "account", "acc_1", "p_2", False),
        (("acc_1",), {"p_1"}, "account", "acc_2", "p_1", False),
        (("acc_1",), {"p_1"}, "log", "acc_2", "p_1", False),
        (None, {"p_1"}, "action", "acc_1", None, True),
        (None, {"p_1"}, "action", "acc_1", "p_2", False),
        (("acc_1",), {"p_1"}, "action", "acc_2", None, False),
        (("acc_1",), {"p_1"}, "action", None, None, True),
    ],
)
def test_who_is_limited_to_accounts_and_profiles_reaches_what_fits_both(
    accounts: tuple[str, ...] | None,
    profiles: set[str] | None,
    kind: str,
    account: str | None,
    profile: str | None,
    allowed: bool,
) -> None:
    limits = frozenset(profiles) if profiles is not None else None
    key = Principal("key", "k", "", "prj_1", scopes=frozenset(SCOPES), accounts=accounts, profiles=limits)
    verb = "execute" if kind == "action" else "read"
    resource = Resource(kind, "prj_1", account_id=account, profile_id=profile)
    decision = decide(key, verb, resource)
    assert decision.allowed == allowed
    if not allowed:
        # What names an account or profile is, for a key, as if it were not there.
        assert (decision.foreign, decision.reason) == (True, "it was allowed to act on other accounts only")
    client = replace(key, kind="client")
    if kind == "action":
        assert (decide(client, verb, resource).allowed, decide(client, verb, resource).foreign) == (allowed, False)


def test_only_an_owner_changes_what_an_owner_is() -> None:
    admin = Principal("member", "m", "", "prj_1", scopes=ROLES["admin"], role="admin")
    owner = Principal("member", "m", "", "prj_1", scopes=ROLES["owner"], role="owner")
    assert decide(admin, "write", Resource("member", role="admin")).allowed
    refused = decide(admin, "write", Resource("member", role="owner"))
    assert (refused.allowed, refused.reason) == (False, "it needs the right owners:write")
    assert decide(owner, "write", Resource("member", role="owner")).allowed
    assert decide(admin, "read", Resource("member", role="owner")).allowed
    assert decide(admin, "write", Resource("settings", "prj_1", role="owner")).allowed
