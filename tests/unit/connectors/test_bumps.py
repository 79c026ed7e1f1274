"""The size of a change and the sentences that say why, from one compiled connector to the next."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from linkwright.connectors.bumps import Change, bump
from linkwright.connectors.schema_inputs import input_steps
from linkwright.connectors.schema_outputs import output_steps
from tests.unit.connectors.workshop import Workshop


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The connector as it was."""
    return Workshop(tmp_path_factory.mktemp("old")).compile().connector


def changed(folder: Path, *spoils: tuple[str, str, str]) -> dict[str, Any]:
    workshop = Workshop(folder)
    for part, before, after in spoils:
        workshop.spoil(part, before, after)
    return workshop.compile().connector


MAJOR = {
    "an input is gone": (
        ("actions", "    since: {bind: $filter.changedAt.gte, about: Changed since.}\n", ""),
        "desk_list_tickets: the input since is gone.",
    ),
    "an input became required": (
        ("actions", "[title!, body, kind", "[title!, body!, kind"),
        "desk_create_ticket: the input body became required.",
    ),
    "a field of the result is gone": (
        ("actions", "nodes { id title kind owner", "nodes { id kind owner"),
        "desk_list_tickets: in the result, the field title is gone.",
    ),
    "an action is gone": (
        ("actions", "update_ticket:", "change_ticket:"),
        "The action desk_update_ticket is gone.",
    ),
    "a scope is needed": (
        ("actions", "scopes: [read]", "scopes: [read, write]"),
        "desk_list_tickets: it needs the scope write now.",
    ),
    "the effect changed": (
        ("actions", "effect: write\n  scopes: [write]", "effect: destroy\n  scopes: [write]"),
        "desk_update_ticket: its effect was write and is destroy.",
    ),
    "a host was added": (
        ("header", "hosts: [api.desk.example]", "hosts: [api.desk.example, files.desk.example]"),
        "It calls files.desk.example now, so accounts must be linked again.",
    ),
    "a field to enter was added": (
        (
            "header",
            "token: {label: Token, secret: true}",
            "token: {label: Token, secret: true}\n      site: {label: Site}",
        ),
        "Connecting by token needs the field site now.",
    ),
}
_BY_TOKEN = """    type: oauth2
    label: Token
    authorize_url: https://desk.example/oauth/authorize
    token_url: https://api.desk.example/oauth/token
    revoke_url: https://api.desk.example/oauth/revoke
    setup:
      actor: {label: Acts as, options: {user: A person, app: The app}, default: user}
    guide: guide.md
"""
_BY_KEY = """    type: header
    label: Token
    headers: {Authorization: "{credentials.token}"}
    guide: guide.md
    fields:
      token: {label: Token, secret: true}
"""
_BY_EXCHANGE = _BY_KEY.replace("type: header", "type: exchange").replace(
    '    headers: {Authorization: "{credentials.token}"}\n',
    "    exchange:\n      - {url: https://api.desk.example/login, gives: {access_token: token}}\n",
)
MINOR = {
    "an input was added": (
        ("actions", "    since:", "    text: {bind: $filter.title.contains, about: Part of the title.}\n    since:"),
        "desk_list_tickets: the input text is new.",
    ),
    "a field of the result was added": (
        ("actions", "nodes { id title kind owner", "nodes { id title size kind owner"),
        "desk_list_tickets: in the result, the field size is new.",
    ),
}


@pytest.mark.parametrize("name", MAJOR)
def test_what_breaks_callers_is_major(name: str, old: dict[str, Any], tmp_path: Path) -> None:
    spoil, sentence = MAJOR[name]
    found = bump(old, changed(tmp_path, spoil))
    assert found.bump == "major"
    assert sentence in found.reasons


@pytest.mark.parametrize("name", MINOR)
def test_what_only_adds_is_minor_and_taking_it_away_again_is_major(
    name: str, old: dict[str, Any], tmp_path: Path
) -> None:
    spoil, sentence = MINOR[name]
    new = changed(tmp_path, spoil)
    assert bump(old, new) == Change("minor", (sentence,))
    assert bump(new, old).bump == "major"


def test_an_input_that_need_not_be_given_any_more_is_minor(old: dict[str, Any], tmp_path: Path) -> None:
    stricter = changed(tmp_path, MAJOR["an input became required"][0])
    found = bump(stricter, old)
    assert (found.bump, found.reasons[0]) == ("minor", "desk_create_ticket: the input body became optional.")


def test_only_reasons_of_the_largest_size_are_told(old: dict[str, Any], tmp_path: Path) -> None:
    found = bump(old, changed(tmp_path, MAJOR["an input is gone"][0], MINOR["a field of the result was added"][0]))
    assert found.reasons == ("desk_list_tickets: the input since is gone.",)


def test_texts_are_a_patch_and_the_version_alone_is_nothing(old: dict[str, Any], tmp_path: Path) -> None:
    texts = changed(tmp_path, ("actions", "about: Tickets of the desk.", "about: All tickets of the desk."))
    assert bump(old, texts).bump == "patch"
    renumbered = copy.deepcopy(old)
    renumbered["connector"]["version"] = "9.9.9"
    renumbered["hash"] = "another"
    assert bump(old, renumbered) == Change("none", ())


@pytest.mark.parametrize(
    ("before", "after", "breaks"),
    [
        ({"type": "string"}, {"type": "integer"}, True),
        ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["a"]}, True),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["a", "b"]}, False),
        ({"type": "string"}, {"type": "string", "enum": ["a"]}, True),
        ({"type": "integer", "maximum": 10}, {"type": "integer", "maximum": 5}, True),
        ({"type": "integer", "maximum": 10}, {"type": "integer", "maximum": 50}, False),
        ({"type": "integer", "minimum": 1}, {"type": "integer"}, False),
        ({"type": "integer"}, {"type": "integer", "minimum": 1}, True),
        ({"type": "string"}, {"type": "string", "pattern": "x"}, True),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string"}, True),
        ({"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
        ({"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "number"}}, True),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}},
            {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["b"]},
            True,
        ),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}},
            {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
            False,
        ),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "properties": {}}, True),
    ],
)
def test_a_narrower_input_breaks_and_a_wider_one_does_not(
    before: dict[str, Any], after: dict[str, Any], breaks: bool
) -> None:
    steps = list(input_steps("x", before, after))
    assert steps
    assert any(broken for broken, _ in steps) is breaks
    assert list(input_steps("x", before, before)) == []


@pytest.mark.parametrize(
    ("before", "after", "breaks"),
    [
        ({"type": "string"}, {"type": "number"}, True),
        ({"type": "string"}, {"anyOf": [{"type": "string"}, {"type": "null"}]}, True),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string"}, False),
        (
            {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
            {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}}}},
            True,
        ),
        (
            {"type": "object", "properties": {"a": {}}, "required": ["a"]},
            {"type": "object", "properties": {"a": {}}, "required": []},
            True,
        ),
    ],
)
def test_an_answer_that_gives_less_breaks_and_one_that_gives_more_does_not(
    before: dict[str, Any], after: dict[str, Any], breaks: bool
) -> None:
    assert any(broken for broken, _ in output_steps("", before, after)) is breaks
    assert list(output_steps("", before, before)) == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("/oauth/token", "/oauth/v2/token", "its token_url was https://api.desk.example/oauth/token and is"),
        ("/oauth/authorize", "/oauth/v2/authorize", "its authorize_url was"),
        ("    revoke_url: https://api.desk.example/oauth/revoke\n", "", "tokens can no longer be revoked"),
        (", app: The app", "", "the choice app of actor is gone"),
    ],
)
def test_tokens_that_would_be_given_or_renewed_elsewhere_are_major(
    before: str, after: str, sentence: str, tmp_path: Path
) -> None:
    old = changed(tmp_path / "old", ("header", _BY_KEY, _BY_TOKEN))
    new = changed(tmp_path / "new", ("header", _BY_KEY, _BY_TOKEN.replace(before, after)))
    found = bump(old, new)
    assert found.bump == "major"
    assert any(sentence in reason for reason in found.reasons)


def test_another_way_to_the_same_name_and_another_address_of_an_exchange_are_major(
    old: dict[str, Any], tmp_path: Path
) -> None:
    exchanged = changed(tmp_path / "new", ("header", _BY_KEY, _BY_EXCHANGE))
    assert "Connecting by token was of the type header and is exchange." in bump(old, exchanged).reasons
    moved = changed(tmp_path / "moved", ("header", _BY_KEY, _BY_EXCHANGE.replace("/login", "/log-in")))
    assert any("are at https://api.desk.example/log-in" in reason for reason in bump(exchanged, moved).reasons)


def test_an_issuer_to_compare_with_is_minor(tmp_path: Path) -> None:
    old = changed(tmp_path / "old", ("header", _BY_KEY, _BY_TOKEN))
    named = _BY_TOKEN.replace("    setup:", "    issuer: https://desk.example\n    setup:")
    found = bump(old, changed(tmp_path / "new", ("header", _BY_KEY, named)))
    assert found == Change("minor", ("Connecting by token: answers must come from https://desk.example.",))
