"""The committed locks of Linear are what the files compile to, and keep what the actions promise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.shipped import CONTRACT_FILE, LOCK_FILE, read_lock
from linkwright.connectors.compile import compile_connector, content_hash, stale
from linkwright.connectors.contract import build_schema
from linkwright.connectors.errors import LockInvalid
from linkwright.connectors.guides import guide_markdown, render_guide
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock

CATALOG = Catalog.load()
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
FOLDER = Path(str(resources.files("linkwright.catalog").joinpath("linear")))
WANTED = {
    "get_viewer", "get_organization", "list_teams", "list_users", "list_workflow_states", "list_issue_labels",
    "list_projects", "list_issues", "get_issue", "search_issues", "create_issue", "update_issue", "create_comment",
    "list_comments",
}  # fmt: skip


@pytest.mark.shared
def test_the_locks_are_fresh(shared: Path) -> None:
    assert stale(FOLDER, compile_connector(FOLDER, shared / "linear")) == []


def test_the_hash_in_the_lock_is_the_hash_of_the_lock() -> None:
    lock = read_lock("linear", LOCK_FILE)
    assert lock["hash"] == content_hash(lock)
    assert LINEAR.hash == lock["hash"]


def test_the_contract_lock_is_the_one_that_the_connector_lock_names() -> None:
    table = read_lock("linear", CONTRACT_FILE)
    named = read_lock("linear", LOCK_FILE)["contract"]["table_sha256"]
    assert hashlib.sha256(jsons.canonical(table)).hexdigest() == named


def test_every_document_fits_the_contract_table() -> None:
    schema = build_schema(read_lock("linear", CONTRACT_FILE))
    calls = [action.call for action in LINEAR.actions.values() if not action.hook and not action.steps]
    calls += [step.call for action in LINEAR.actions.values() for step in action.steps if step.request is None]
    documents = [call.document for call in calls] + [LINEAR.account.call.document]
    assert [error.message for text in documents for error in validate(schema, parse(text))] == []


def test_the_first_actions_are_there_under_their_full_ids() -> None:
    assert {action.name for action in LINEAR.actions.values()} >= WANTED
    assert all(action.id == f"linear_{action.name}" for action in LINEAR.actions.values())


def test_every_call_stays_below_the_providers_cost_limit_at_its_largest_page() -> None:
    assert {action.id: action.complexity for action in LINEAR.actions.values() if action.complexity >= 10_000} == {}


def test_every_action_and_every_input_is_described_within_its_budget() -> None:
    for action in LINEAR.actions.values():
        assert 20 <= len(action.description) <= 300
        for name, schema in action.schemas["flat_smart"].get("properties", {}).items():
            assert 3 <= len(schema.get("description", "")) <= 300, f"{action.id}: {name}"


def test_actions_that_change_something_ask_for_no_more_than_they_need() -> None:
    scopes = {action.name: action.scopes for action in LINEAR.actions.values()}
    assert scopes["create_issue"] == ("issues:create",)
    assert scopes["create_comment"] == ("comments:create",)
    assert scopes["update_issue"] == ("write",)
    assert scopes["list_issues"] == ("read",)


def test_the_least_set_of_scopes_is_asked_for_in_linears_order() -> None:
    def asked(*names: str) -> list[str]:
        return [scope.name for scope in LINEAR.required_scopes([f"linear_{name}" for name in names])]

    assert asked("list_issues") == ["read"]
    assert asked("create_comment", "create_issue") == ["read", "issues:create", "comments:create"]
    assert asked("create_issue", "update_issue") == ["read", "write"]


def test_entities_are_named_in_the_path_and_nothing_else_is() -> None:
    for action in LINEAR.actions.values():
        for spec in action.inputs.values():
            place = "query" if action.effect == "read" else "body"
            assert spec.location == ("path" if spec.paths == (("id",),) else place)


def test_every_style_publishes_the_same_inputs() -> None:
    for action in LINEAR.actions.values():
        nested = {
            f"{place}_{name}"
            for place, part in action.schemas["nested"].get("properties", {}).items()
            for name in part["properties"]
        }
        assert nested == set(action.schemas["flat_prefixed"].get("properties", {}))
        assert {name.split("_", 1)[1] for name in nested} == set(action.schemas["flat_smart"].get("properties", {}))
        assert set(action.schemas["flat_smart"].get("properties", {})) == set(action.inputs)


def test_published_schemas_are_safe_for_every_model_vendor() -> None:
    for action in LINEAR.actions.values():
        for schema in (*action.schemas.values(), action.output_schema):
            for part in parts(schema):
                assert not {"$ref", "$schema", "const", "pattern", "format", "oneOf", "allOf"} & part.keys()
                assert isinstance(part.get("type", ""), str)
                assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,63}", name) for name in part.get("properties", {}))


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        yield from parts(inner)
    if "items" in schema:
        yield from parts(schema["items"])


def test_the_guide_follows_what_is_asked_for() -> None:
    options: dict[str, Any] = {"all_scopes": LINEAR.scopes, "white_label": True, "values": {"app.name": "Acme"}}
    few = LINEAR.required_scopes(["linear_create_issue"])
    text = guide_markdown(LINEAR.guides["api_key"], scopes=few, **options)
    assert "- [x] Read" in text
    assert "- [ ] Write" in text
    assert "- [x] Create issues" in text
    assert "Linkwright" not in text
    assert text.count("lin_api_") == 1
    page = render_guide(LINEAR.guides["api_key"], scopes=few, first_section=True, **options)
    assert page.count("<ol>") == 1
    assert page.count("<strong>") == 5


def test_the_icon_is_small_and_without_script() -> None:
    assert LINEAR.icon_svg.startswith("<svg")
    assert len(LINEAR.icon_svg) < 2048
    assert "script" not in LINEAR.icon_svg


def test_actions_are_found_by_their_full_id_across_connectors() -> None:
    found = CATALOG.action("linear_create_issue")
    assert found is not None
    assert found.connector == "linear"
    assert CATALOG.action("create_issue") is None
    assert CATALOG.get("nope") is None
    assert [connector.key for connector in CATALOG.connectors()] == ["linear"]


def test_a_lock_that_is_missing_is_told() -> None:
    with pytest.raises(LockInvalid):
        read_lock("linear", "nothing.json")


def test_each_connector_brings_a_twin_and_unknown_ones_none(clock: FixedClock) -> None:
    twin = CATALOG.twin("linear", "seed", clock)
    assert twin is not None
    assert set(twin.credentials()) == {"api_key"}
    assert CATALOG.twin("nope", "seed", clock) is None
