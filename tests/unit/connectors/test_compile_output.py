"""What the compiler derives: inputs, outputs, costs and a lock that is the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linkwright.connectors.compile import content_hash, stale, write
from linkwright.connectors.loading import load_connector
from linkwright.connectors.published import published
from tests.unit.connectors.workshop import Workshop


def test_compiling_twice_gives_the_same_bytes(desk: Workshop) -> None:
    assert desk.compile().files() == desk.compile().files()


def test_the_hash_covers_everything_in_the_lock(desk: Workshop) -> None:
    first = desk.compile().connector
    assert first["hash"] == content_hash(first)
    desk.spoil("actions", "about: File a ticket.", "about: File one ticket.")
    assert desk.compile().connector["hash"] != first["hash"]


def test_a_written_lock_is_fresh_until_a_file_changes(desk: Workshop) -> None:
    compiled = desk.compile()
    assert stale(desk.folder, compiled) == ["connector.lock.json", "contract.lock.json"]
    assert write(desk.folder, compiled) == ["connector.lock.json", "contract.lock.json"]
    assert write(desk.folder, desk.compile()) == []
    desk.spoil("guide", "Open it.", "Open the desk.")
    assert stale(desk.folder, desk.compile()) == ["connector.lock.json"]


def test_the_contract_is_pinned_by_the_hash_of_its_file_and_of_its_table(desk: Workshop) -> None:
    compiled = desk.compile()
    assert len(compiled.connector["contract"]["sha256"]) == 64
    assert len(compiled.connector["contract"]["table_sha256"]) == 64
    assert "Ticket" in compiled.contract["types"]


def test_required_comes_from_the_contract_and_from_the_mark(desk: Workshop) -> None:
    action = desk.action("create_ticket")
    assert [one["name"] for one in action["inputs"] if one["required"]] == ["title"]
    assert published(action["inputs"])["nested"]["required"] == ["body"]
    assert published(action["inputs"])["flat_prefixed"]["required"] == ["body_title"]
    assert published(action["inputs"])["flat_smart"]["required"] == ["title"]


def test_the_own_id_is_in_the_path_and_the_rest_in_body_or_query(desk: Workshop) -> None:
    update = {one["name"]: one["location"] for one in desk.action("update_ticket")["inputs"]}
    assert update == {"id": "path", "title": "body", "size": "body", "owner": "body", "dueOn": "body"}
    assert {one["location"] for one in desk.action("list_tickets")["inputs"]} == {"query"}


def test_variables_that_nobody_mentions_are_published_as_they_are(desk: Workshop) -> None:
    names = [one["name"] for one in desk.action("list_tickets")["inputs"]]
    assert names == ["order", "title", "since", "cursor", "page_size"]


def test_the_actions_own_description_beats_the_one_of_the_whole_connector(desk: Workshop) -> None:
    smart = published(desk.action("create_ticket")["inputs"])["flat_smart"]["properties"]
    assert (smart["title"]["description"], smart["size"]["description"]) == ("The title.", "Points.")
    desk.spoil("actions", "describe: {title: The title.}", "describe: {title: What it is., size: How large.}")
    smart = published(desk.action("create_ticket")["inputs"])["flat_smart"]["properties"]
    assert (smart["title"]["description"], smart["size"]["description"]) == ("What it is.", "How large.")


def test_internal_values_of_an_enum_are_not_published(desk: Workshop) -> None:
    assert published(desk.action("create_ticket")["inputs"])["flat_smart"]["properties"]["kind"] == {
        "type": "string",
        "enum": ["bug", "wish"],
        "description": "Kind of ticket.",
    }


def test_a_question_mark_lets_null_through(desk: Workshop) -> None:
    action = desk.action("update_ticket")
    owner = published(action["inputs"])["flat_smart"]["properties"]["owner"]
    assert owner["anyOf"] == [{"type": "string"}, {"type": "null"}]
    assert action["any_of"] == ["title", "size", "owner", "dueOn"]


def test_a_nested_connection_of_bare_nodes_becomes_a_list(desk: Workshop) -> None:
    action = desk.action("list_tickets")
    assert action["collapse"] == [{"path": ["labels"], "cut": True, "first": 5}]
    record = action["output_schema"]["items"]
    assert record["properties"]["labels"]["type"] == "array"
    assert record["properties"]["owner"]["anyOf"][1] == {"type": "null"}


def test_the_cost_follows_the_providers_rule_at_the_largest_page(desk: Workshop) -> None:
    # tickets 1 + 100 x (node 1 + id title kind 0.3 + owner 1.1 + labels (1 + 5 x (1.2 + 1.1)) + pageInfo 1.2)
    assert desk.action("list_tickets")["complexity"] == 1611


def test_success_is_required_without_being_asked_for(desk: Workshop) -> None:
    assert desk.action("create_ticket")["require"] == ["ticketCreate", "success"]


def test_published_schemas_are_safe_for_every_model_vendor(desk: Workshop) -> None:
    for action in desk.compile().connector["actions"]:
        for style in ("nested", "flat_prefixed", "flat_smart"):
            root = published(action["inputs"])[style]
            assert root["type"] == "object"
            assert root["additionalProperties"] is False
            assert not {"anyOf", "oneOf", "allOf", "$ref"} & root.keys()
            assert_safe(root)
        assert_safe(action["output_schema"])


def assert_safe(schema: dict[str, Any]) -> None:
    for part in parts(schema):
        assert not {"$ref", "$schema", "const", "pattern", "format", "oneOf", "allOf"} & part.keys()
        assert isinstance(part.get("type", ""), str)
        assert part.keys() & {"type", "anyOf"}


def parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for inner in (*schema.get("properties", {}).values(), *schema.get("anyOf", ())):
        yield from parts(inner)
    if "items" in schema:
        yield from parts(schema["items"])


def test_the_lock_loads_into_what_the_runtime_uses(desk: Workshop) -> None:
    connector = load_connector(desk.compile().connector)
    assert set(connector.actions) == {"desk_list_tickets", "desk_create_ticket", "desk_update_ticket"}
    assert connector.actions["desk_list_tickets"].paged
    assert [scope.name for scope in connector.required_scopes(["desk_create_ticket"])] == ["read", "file"]
    assert [scope.name for scope in connector.required_scopes(connector.actions)] == ["read", "write"]
    assert [scope.name for scope in connector.required_scopes([])] == ["read"]
