"""What breaks under another contract is told by action, line and kind; what breaks nothing is only counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from graphql import build_schema, graphql_sync
from graphql import get_introspection_query as introspection
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.catalog.shipped import CONTRACT_FILE, read_lock
from linkwright.cli.connectors.group import app
from linkwright.cli.errors import FileUnreadable
from linkwright.connectors.compile import write
from linkwright.connectors.drift import Drift, find_drift
from linkwright.connectors.drift_types import safe_for_input, safe_for_output
from linkwright.kit.clock import SystemClock
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from tests.unit.connectors.workshop import SCHEMA, Workshop

RUNNER = CliRunner()
A = "actions/tickets.yaml"
TEXT = [
    # what changes in the contract, and what it becomes; file, text on the line, action, kind, words
    ("  kind: Kind\n  size: Float", "  size: Float", A, "nodes { id", "list_tickets", "field removed", "Ticket.kind is gone"),
    ("owner: Person\n", "owner: [Person!]\n", A, "nodes { id", "list_tickets", "type changed", "was Person and is [Person"),
    ("  title: String!\n  kind: Kind\n", "  title: String\n  kind: Kind\n", A, "{ success", "create_ticket", "type changed",
     "Ticket.title was String! and is String."),
    ("after: String, order: Order)", "after: String)", A, "tickets(filter", "list_tickets", "argument removed", "(order)"),
    ("first: Int, after: String, order", "first: Int, after: Int, order", A, "tickets(filter", "list_tickets",
     "type changed", "Query.tickets(after) was String and is Int"),
    ("order: Order): TicketC", "order: Order, desk: ID!): TicketC", A, "tickets(filter", "list_tickets", "became required",
     "does not do without desk: ID!"),
    ("enum Kind { bug wish ", "enum Kind { bug ", A, "$input: [title!, body, kind", "create_ticket", "enum value removed",
     "Kind takes wish no more"),
    ("input TicketInput {", "input TicketInput { desk: ID!", A, "$input: [title!", "create_ticket", "became required",
     "TicketInput does not do without desk"),
    ("  body: String\n", "  body: String!\n", A, "$input: [title!", "create_ticket", "became required", "was String and is String!"),
    ("  body: String\n", "", A, "$input: [title!", "create_ticket", "field removed", "TicketInput.body is gone"),
    ("input Since { gte: DateTimeOrDuration }", "input Since { gte: DateTime }", A, "since: {bind", "list_tickets",
     "type changed", "Since.gte was DateTimeOrDuration"),
    ("changedAt: Since", "since: Since", A, "since: {bind", "list_tickets", "field removed", "TicketFilter.changedAt is gone"),
    ("kind: Kind\n  size: Float", 'kind: Kind @deprecated(reason: "x")\n  size: Float', A, "nodes { id", "list_tickets",
     "deprecated", "Ticket.kind is marked deprecated"),
    ("  size: Int\n  tags", '  "[Internal] x"\n  size: Int\n  tags', A, "$input: [title!", "create_ticket", "internal",
     "TicketInput.size is marked internal"),
    ("slug: String! boxes", "boxes", "connector.yaml", "query { me { id", "account.query", "field removed", "Space.slug"),
    ("input TicketFilter {", "input TicketQuery {", A, "tickets(filter", "list_tickets", "type changed",
     "Query.tickets(filter) was TicketFilter and is TicketQuery"),
]  # fmt: skip


def drift(desk: Workshop, old: str, new: str) -> Drift:
    compiled = desk.compile()
    assert old in SCHEMA
    other = SCHEMA.replace(old, new).replace(
        "TicketFilter", "TicketQuery" if "TicketQuery {" in new else "TicketFilter"
    )
    contract = build_schema(other, assume_valid=True)
    return find_drift(desk.folder, compiled.connector, compiled.contract, contract)


@pytest.mark.parametrize(("old", "new", "file", "where", "action", "kind", "words"), TEXT)
def test_a_break_is_told_with_action_line_and_kind(
    desk: Workshop, old: str, new: str, file: str, where: str, action: str, kind: str, words: str
) -> None:
    found = [one for one in drift(desk, old, new).breaks if one.action == action and words in one.message]
    assert found, drift(desk, old, new).breaks
    line = desk.line("actions" if file == A else "header", where)
    assert [(one.file, one.kind) for one in found] == [(file, kind)]
    if action == "list_tickets" or file != A:
        assert found[0].line == line


def test_the_same_contract_breaks_nothing_and_changes_nothing(desk: Workshop) -> None:
    assert drift(desk, "type Box", "type Box") == Drift([], 0)


def test_what_is_new_is_counted_and_breaks_nothing(desk: Workshop) -> None:
    found = drift(desk, "type Label { ", "type Label { colour: String group: Group } type Group { id: ID } type Z { ")
    assert found.breaks != []
    added = drift(desk, "type Label { ", "type Group { id: ID } type Label { colour: String group: Group ")
    assert (added.breaks, added.harmless) == ([], 3)


def test_what_no_action_reaches_is_not_counted(desk: Workshop) -> None:
    assert drift(desk, "scalar DateTime\n", "scalar DateTime type Far { id: ID }\n") == Drift([], 0)


def test_a_looser_input_and_a_surer_output_break_nothing(desk: Workshop) -> None:
    assert drift(desk, "  title: String!\n  body: String\n", "  title: String\n  body: String\n").breaks == []
    assert drift(desk, "  kind: Kind\n  size: Float", "  kind: Kind!\n  size: Float").breaks == []


@given(
    st.recursive(st.just("T"), lambda inner: inner.map(lambda t: f"[{t}]") | inner.map(lambda t: f"{t.rstrip('!')}!"))
)
def test_a_type_may_always_take_its_own_place(notation: str) -> None:
    schema = build_schema(f"type T {{ a: Int }} input I {{ a: Int }} type Query {{ f: {notation} }}")
    kind = schema.query_type.fields["f"].type if schema.query_type else None
    assert kind is not None
    assert safe_for_output(kind, kind)
    assert safe_for_input(kind, kind)


def saved(desk: Workshop, text: str, name: str = "other.graphql") -> str:
    write(desk.folder, desk.compile())
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_command_lists_breaks_and_ends_with_one(desk: Workshop) -> None:
    other = saved(desk, SCHEMA.replace("  kind: Kind\n  size: Float", "  size: Float"))
    done = RUNNER.invoke(app, ["drift", str(desk.folder), "--against", other])
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines[0].endswith(f"{A}:9: list_tickets: field removed: Ticket.kind is gone.")
    assert lines[-1] == "1 break in 1 action. Harmless: 0 other changes of what this connector reaches."


def test_the_command_is_content_with_an_introspection_of_the_same_contract(desk: Workshop) -> None:
    answer = graphql_sync(build_schema(SCHEMA, assume_valid=True), introspection(input_value_deprecation=True))
    other = saved(desk, json.dumps({"data": answer.data}), "other.json")
    done = RUNNER.invoke(app, ["drift", str(desk.folder), "--against", other, "--json"])
    assert done.exit_code == 0
    assert json.loads(done.output) == {"breaks": [], "harmless": 0}


@pytest.mark.parametrize("text", ["", "# words", "{}", '{"data": null}', "[1]", '{"errors": []}'])
def test_a_file_without_a_schema_is_told(desk: Workshop, text: str) -> None:
    other = saved(desk, text)
    with pytest.raises(FileUnreadable, match="gives no GraphQL schema"):
        RUNNER.invoke(app, ["drift", str(desk.folder), "--against", other], catch_exceptions=False)


def test_a_connector_that_was_never_compiled_is_told(desk: Workshop) -> None:
    desk.compile()
    schema = str(desk.folder / "schema.graphql")
    with pytest.raises(FileUnreadable) as caught:
        RUNNER.invoke(app, ["drift", str(desk.folder), "--against", schema], catch_exceptions=False)
    assert caught.value.remedy == "Compile the connector first."


@pytest.mark.shared
def test_linear_does_not_drift_from_its_own_pinned_contract(shared: Path) -> None:
    done = RUNNER.invoke(app, ["drift", "linear", "--against", str(shared / "linear" / "schema.graphql")])
    assert done.output.startswith("Nothing breaks. Harmless: 0 other changes")


def test_a_provider_is_asked_for_its_contract_through_the_one_client(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = LinearTwin("drift", SystemClock(), read_lock("linear", CONTRACT_FILE))
    asked: list[str] = []

    async def send(_client: AiohttpTransport, request: OutboundRequest) -> OutboundResponse:
        asked.append(request.url)
        return await twin.send(request)

    monkeypatch.setattr(AiohttpTransport, "send", send)
    done = RUNNER.invoke(app, ["drift", "linear", "--against", "https://api.linear.app/graphql"])
    assert done.output.startswith("Nothing breaks. Harmless: 0 other changes")
    assert asked == ["https://api.linear.app/graphql"]


def test_a_provider_that_refuses_to_describe_itself_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def send(_client: AiohttpTransport, _request: OutboundRequest) -> OutboundResponse:
        return OutboundResponse(401, {}, b"who are you", 1.0)

    monkeypatch.setattr(AiohttpTransport, "send", send)
    with pytest.raises(FileUnreadable, match="answered with 401: who are you") as caught:
        RUNNER.invoke(app, ["drift", "linear", "--against", "https://api.linear.app/graphql"], catch_exceptions=False)
    assert "Save an introspection" in caught.value.remedy
