"""A lock is loaded whole or refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.catalog.shipped import read_lock
from linkwright.connectors.errors import LockInvalid
from linkwright.connectors.loading import load_connector, template_parts
from tests.unit.connectors.workshop import Workshop


def test_a_lock_of_another_format_is_refused(desk: Workshop) -> None:
    with pytest.raises(LockInvalid, match="format 99"):
        load_connector({**desk.compile().connector, "format": 99})


@pytest.mark.parametrize(
    "part", ["connector", "scopes", "auth", "actions", "guides", "errors", "limits", "account", "hash"]
)
def test_a_lock_with_a_part_missing_is_refused(desk: Workshop, part: str) -> None:
    lock = {key: value for key, value in desk.compile().connector.items() if key != part}
    with pytest.raises(LockInvalid, match=part):
        load_connector(lock)


def test_a_lock_whose_call_leaves_the_connectors_hosts_is_refused(desk: Workshop) -> None:
    lock: dict[str, Any] = desk.compile().connector
    lock["actions"][0]["call"]["url"] = "https://evil.example/graphql"
    with pytest.raises(LockInvalid, match=r"evil\.example"):
        load_connector(lock)


def test_an_unknown_action_has_no_scopes(desk: Workshop) -> None:
    with pytest.raises(KeyError):
        load_connector(desk.compile().connector).required_scopes(["desk_nope"])


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        ("{credentials.a}", (("", "a"),)),
        ("Key {credentials.a}", (("Key ", "a"),)),
        ("{credentials.a}:{credentials.b}!", (("", "a"), (":", "b"), ("!", ""))),
        ("fixed", (("fixed", ""),)),
    ],
)
def test_a_header_template_is_taken_apart_once(template: str, parts: object) -> None:
    assert template_parts(template) == parts


def test_a_lock_with_another_kind_of_value_somewhere_is_told_as_damaged() -> None:
    lock = read_lock("linear", "connector.lock.json")
    with pytest.raises(LockInvalid, match="AttributeError"):
        load_connector({**lock, "words": []})
