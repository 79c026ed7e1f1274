"""An imported action is a draft: right in all that the contract knows, and marked where an author must decide."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from linkwright.connectors.checking import checked
from linkwright.connectors.errors import FieldUnknown
from linkwright.connectors.importing import action_name, import_field
from linkwright.connectors.model import Header
from linkwright.connectors.source import Source, parse_source
from tests.unit.connectors.workshop import HEADER, SCHEMA, Workshop

CONTRACT = build_schema(SCHEMA, assume_valid=True)
LIST = """\
list_tickets:
  label: List tickets
  about: "FILL IN: one or two sentences of your own that tell it from its neighbours"
  effect: read
  scopes: ["FILL IN: the scope of connector.yaml that it needs"]
  query: |
    query ($filter: TicketFilter, $order: Order, $first: Int, $after: String) {
      tickets(filter: $filter, order: $order, first: $first, after: $after) {
        nodes {
          id title kind size changedAt data
          owner { id name }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  inputs:
    title: {bind: $filter.title.eq, about: FILL IN}
    changed_since: {bind: $filter.changedAt.gte, about: FILL IN}
  describe:
    order: FILL IN
  page: tickets
"""


def header() -> Header:
    source = parse_source(HEADER.replace("@SHA@", "0" * 64), "connector.yaml")
    assert isinstance(source, Source)
    found = checked(Header, source)
    assert isinstance(found, Header)
    return found


def filled(text: str) -> str:
    return text.replace('"FILL IN: the scope of connector.yaml that it needs"', "write").replace("FILL IN", "Said")


def test_a_list_is_drafted_with_its_plain_comparisons_and_its_page() -> None:
    assert import_field(CONTRACT, "tickets") == LIST


def test_what_the_connector_describes_already_is_not_marked() -> None:
    text = import_field(CONTRACT, "ticketCreate", header())
    assert "$input: [title!, body, kind, size, tags]" in text
    assert "describe:\n    title: FILL IN\n  result" in text


def test_closed_and_recursive_fields_are_left_out() -> None:
    text = import_field(CONTRACT, "ticketCreate")
    assert "raw" not in text
    assert "nested" not in text
    assert "oldTitle" not in text


@pytest.mark.parametrize(
    ("kind", "field", "many", "name"),
    [
        ("mutation", "issueCreate", False, "create_issue"),
        ("mutation", "issueAddLabel", False, "issue_add_label"),
        ("mutation", "logout", False, "logout"),
        ("query", "issues", True, "list_issues"),
        ("query", "issue", False, "get_issue"),
        ("query", "searchIssues", True, "search_issues"),
        ("query", "issueSLAs", True, "list_issue_sl_as"),
        ("query", "HTTPRoute", False, "get_http_route"),
    ],
)
def test_an_action_is_called_by_verb_and_thing(kind: str, field: str, many: bool, name: str) -> None:
    assert action_name(kind, field, many=many) == name


@pytest.mark.parametrize(
    ("field", "words"),
    [("tikets", "Did you mean 'tickets'"), ("secrets", "marked internal"), ("old", "marked deprecated")],
)
def test_a_field_that_cannot_be_used_is_refused(field: str, words: str) -> None:
    with pytest.raises(FieldUnknown, match=words):
        import_field(CONTRACT, field)


def test_a_name_of_a_query_and_a_mutation_asks_which() -> None:
    both = build_schema("type Query { note: Int } type Mutation { note: Int }")
    with pytest.raises(FieldUnknown, match=r"Write query\.note or mutation\.note"):
        import_field(both, "note")
    assert "mutation {" in import_field(both, "mutation.note")


def test_every_mark_is_a_finding_with_its_line_and_nothing_follows_from_it(desk: Workshop) -> None:
    desk.actions["drafts.yaml"] = import_field(CONTRACT, "space", header())
    found = [(one.file, one.line, one.message) for one in desk.findings()]
    assert found == [
        ("actions/drafts.yaml", 3, "get_space.about is still to be filled in."),
        ("actions/drafts.yaml", 5, "get_space.scopes is still to be filled in."),
    ]
    assert desk.findings()[1].remedy == "The scope of connector.yaml that it needs."


@pytest.mark.parametrize(
    "field", ["me", "space", "ticket", "boxes", "count", "tickets", "ticketCreate", "ticketUpdate"]
)
def test_a_draft_compiles_once_it_is_filled_in(desk: Workshop, field: str) -> None:
    desk.actions = {"drafts.yaml": filled(import_field(CONTRACT, field, header()))}
    assert desk.findings() == []


@pytest.mark.shared
def test_every_root_field_of_linear_makes_a_valid_draft(shared: Path) -> None:
    contract = build_schema((shared / "linear" / "schema.graphql").read_text(encoding="utf-8"), assume_valid=True)
    drafts = []
    for kind, root in (("query", contract.query_type), ("mutation", contract.mutation_type)):
        for field in root.fields if root else ():
            try:
                drafts.append(import_field(contract, f"{kind}.{field}"))
            except FieldUnknown:
                continue
    source = parse_source("\n".join(drafts), "drafts.yaml")
    assert isinstance(source, Source), source
    assert len(source.data) == len(drafts) > 400
    wrong = {name: validate(contract, parse(words["query"])) for name, words in source.data.items()}
    assert {name: errors for name, errors in wrong.items() if errors} == {}
