"""Every mistake that an author can make is told with its file, its line and what to do."""

from __future__ import annotations

import pytest

from tests.unit.connectors.workshop import ACTIONS, Workshop

A = "actions/tickets.yaml"
H = "connector.yaml"

# part, text that is right, text that is wrong, file, text on the line that is named, words of the finding
CASES = [
    ("actions", "nodes { id title kind", "nodes { id titel kind", A, "nodes { id titel", "Did you mean 'title'"),
    (
        "actions",
        "query ($filter: TicketFilter,",
        "query ($filter: Nope,",
        A,
        "query ($filter: Nope",
        "Unknown type 'Nope'",
    ),
    ("actions", "ticketCreate(input: $input) {", "ticketCreate(input: $input) {{", A, "ticketCreate(", "Syntax Error"),
    ("actions", "nodes { id title kind", "nodes { id title oldTitle kind", A, "oldTitle", "marked deprecated"),
    ("actions", "$filter.title.eq", "$filter.titel.eq", A, "$filter.titel.eq", "Did you mean 'title'?"),
    ("actions", "$filter.title.eq", "$filtre.title.eq", A, "$filtre.title.eq", "Did you mean 'filter'?"),
    ("actions", "$filter.title.eq", "$filter.hidden.eq", A, "$filter.hidden.eq", "marked internal"),
    ("actions", "$filter.title.eq", "filter.title.eq", A, "bind: filter.title.eq", "paths begin with $"),
    ("actions", "$filter.title.eq", "$filter.title.eq.x", A, "$filter.title.eq.x", "String has no field 'x'"),
    (
        "actions",
        "$filter.title.eq,",
        "[$filter.title.eq, $filter.changedAt.gte],",
        A,
        "    title: {bind",
        "different types",
    ),
    ("actions", "bind: $filter.title.eq", "bind: $filter.or.1.title.eq", A, "$filter.or.1", "must count from 0"),
    (
        "actions",
        "$filter.changedAt.gte",
        "$filter.or.1.changedAt.gte, bind2: 1",
        A,
        "    since: {bind",
        "bind2 is not a word",
    ),
    ("actions", ", about: The exact title.", "", A, "    title: {bind", "title has no description"),
    ("actions", "bind: $filter.title.eq", "bnid: $filter.title.eq", A, "bnid", "Did you mean 'bind'?"),
    ("actions", "[title!, body,", "[title!, bodi,", A, "$input: [title!, bodi", "Did you mean 'body'?"),
    ("actions", "[title!, body,", "[title!, raw,", A, "$input: [title!, raw", "marked internal"),
    ("actions", "[title!, body,", "[body,", A, "$input: [body", "TicketInput.title is required"),
    ("actions", "[title!, body,", "[title!, 'bo dy',", A, "$input: [title!", "not a field name"),
    ("actions", "$input: [title!, body, kind, size, tags]", "$input: yes", A, "$input: yes", "takes a list"),
    ("actions", "labels(first: 5)", "labels", A, "labels {", "no explicit `first`"),
    ("actions", "labels(first: 5)", "labels(first: 51)", A, "labels(first: 51)", "50 is the most"),
    ("actions", "scopes: [file]", "scopes: [fiel]", A, "scopes: [fiel]", "Did you mean 'file'?"),
    ("actions", "effect: write", "effect: wirte", A, "effect: wirte", "Did you mean 'write'?"),
    ("actions", "effect: read", "effect: write", A, "effect: write", "needs a mutation"),
    ("actions", "label: List tickets", "lable: List tickets", A, "lable:", "Did you mean 'label'?"),
    ("actions", "  about: File a ticket.\n", "", A, "create_ticket:", "about is missing"),
    ("actions", "about: File a ticket.", f"about: {'long ' * 70}", A, "about: long", "300 is the most"),
    ("actions", "create_ticket:", "Create-Ticket:", A, "Create-Ticket:", "cannot name an action"),
    ("actions", "page: tickets", "page: ticket", A, "page: ticket", "not a selected connection"),
    (
        "actions",
        "pageInfo { hasNextPage endCursor }",
        "pageInfo { hasNextPage }",
        A,
        "tickets(filter",
        "must select nodes",
    ),
    (
        "actions",
        "result: ticketCreate.ticket",
        "result: ticketCreate.tiket",
        A,
        "result: ticketCreate.tiket",
        "not selected",
    ),
    (
        "actions",
        "result: ticketCreate.ticket",
        "result: ticketCreate.success",
        A,
        "result: ticketCreate.s",
        "not an object",
    ),
    (
        "actions",
        "{ success ticket { id title } }",
        "{ ticket { id title } }",
        A,
        "ticketCreate(input",
        "Select success",
    ),
    (
        "actions",
        "inputs:\n    title:",
        "describe: {titel: x}\n  inputs:\n    title:",
        A,
        "describe:",
        "Did you mean 'title'?",
    ),
    ("actions", "    title: {bind", "    path_title: {bind", A, "path_title", "means a place in a call"),
    ("header", "stage: beta", "stage: betta", H, "stage: betta", "Did you mean 'beta'?"),
    ("header", "name: Desk", "nmae: Desk", H, "nmae: Desk", "Did you mean 'name'?"),
    ("header", "key: desk", "key: my_desk", H, "key: my_desk", "must be lower-case letters"),
    ("header", "hosts: [api.desk.example]", "hosts: [x.example]", H, "hosts:", "not among the hosts"),
    ("header", "includes: [file]", "includes: [flie]", H, "write: {about", "Did you mean 'file'?"),
    ("header", "{credentials.token}", "{credentials.tokne}", H, "headers:", "Did you mean 'credentials.token'?"),
    ("header", "guide: guide.md", "guide: giude.md", H, "guide: giude.md", "cannot be read"),
    ("header", "guide: guide.md", "guide: ../outside.md", H, "guide: ../outside.md", "cannot be read"),
    ("header", "outcome: rate_limited", "outcome: rate_limit", H, "rate_limit,", "Did you mean 'rate_limited'?"),
    ("header", "codes: [SLOW_DOWN]", "when: 'contains(['", H, "- {outcome", "cannot be read"),
    ("header", ", codes: [SLOW_DOWN]", "", H, "- {outcome", "needs codes, status or when"),
    ("header", "id: space.id\n  workspace", "id: space.nope\n  workspace", H, "id: space.nope", "not selected"),
    ("header", "query { me { id", "query { me { idd", H, "query { me", "Did you mean 'id'?"),
    ("header", "boxes(first: 5)", "boxes", H, "query { me", "no explicit `first`"),
    ("header", 'sha256: "@SHA@"', f'sha256: "{"0" * 64}"', H, "graphql:", "another than the pinned"),
    ("icon", "<svg ", "<svg><script/><x ", H, "", "small SVG without script"),
    ("guide", "::: scopes file", "::: scopes flie", "guide.md", "::: scopes", "Did you mean 'file'?"),
    ("guide", "::: scopes file", "::: scpoes file", "guide.md", "::: scpoes", "Did you mean 'scopes'?"),
    ("guide", "\n:::\n", "\n", "guide.md", "::: scopes", "never closed"),
    ("guide", "1. Open it.", "1. Open {app.nmae}.", "guide.md", "1. Open", "Did you mean 'app.name'?"),
    ("guide", "1. Open it.", "![x](y.png)", "guide.md", "![x]", "no pictures"),
]


@pytest.mark.parametrize(("part", "right", "wrong", "file", "where", "words"), CASES, ids=[c[5] + c[2] for c in CASES])
def test_a_mistake_is_told_with_its_line_and_remedy(
    desk: Workshop, part: str, right: str, wrong: str, file: str, where: str, words: str
) -> None:
    desk.spoil(part, right, wrong)
    found = [finding for finding in desk.findings() if words in str(finding)]
    assert found, [str(finding) for finding in desk.findings()]
    assert found[0].file == file
    if where:
        source = {A: "actions", H: "header", "guide.md": "guide"}[file]
        assert found[0].line == desk.line(source, where)


def test_a_connector_without_mistakes_has_no_findings(desk: Workshop) -> None:
    assert desk.findings() == []


def test_all_mistakes_of_all_files_are_told_at_once(desk: Workshop) -> None:
    desk.spoil("actions", "id title kind", "id titel kind").spoil("actions", "[title!, body,", "[title!, bodi,")
    desk.spoil("header", "outcome: rate_limited", "outcome: nope").spoil("guide", "::: scopes file", "::: scopes no")
    found = desk.findings()
    assert [finding.file for finding in found] == [A, A, H, "guide.md"]
    assert found == sorted(found)


def test_a_recursive_input_type_is_not_published_whole(desk: Workshop) -> None:
    desk.spoil("actions", "    title: {bind: $filter.title.eq, about: The exact title.}\n", "")
    desk.spoil("actions", "    since: {bind: $filter.changedAt.gte, about: Changed since.}\n", "    filter: $filter\n")
    assert [str(finding) for finding in desk.findings() if "would publish" in finding.message]


def test_published_inputs_over_eight_kilobytes_are_refused(desk: Workshop) -> None:
    many = "".join(f"    in{n}: {{bind: $filter.title.eq, about: {'w' * 280}}}\n" for n in range(30))
    desk.spoil("actions", "  inputs:\n    title:", f"  inputs:\n{many}    title:")
    assert any("8192 is the most" in finding.message for finding in desk.findings())


def test_a_page_that_costs_too_much_is_refused_with_the_largest_that_fits(desk: Workshop) -> None:
    desk.spoil("header", 'sha256: "@SHA@"}', 'sha256: "@SHA@", complexity: {max: 500}}')
    found = [finding for finding in desk.findings() if "points at its largest" in finding.message]
    assert found[0].line == desk.line("actions", "list_tickets:")
    size = int(found[0].remedy.split("max: ")[1].split("}")[0])
    desk.spoil("actions", "page: tickets", f"page: {{at: tickets, max: {size}}}")
    assert desk.findings() == []
    desk.spoil("actions", f"max: {size}", f"max: {size + 1}")
    assert desk.findings() != []


def test_a_page_must_be_driven_by_its_variables(desk: Workshop) -> None:
    desk.spoil("actions", "labels(first: 5)", "labels(first: 5, after: $after)")
    desk.spoil("actions", "first: $first, after: $after", "first: $first")
    assert [(f.line, "must be called with" in f.message) for f in desk.findings()] == [(8, True)]


def test_an_action_defined_in_two_files_is_refused(desk: Workshop) -> None:
    desk.actions["zz.yaml"] = ACTIONS[ACTIONS.index("update_ticket:") :]
    assert [(f.file, f.line) for f in desk.findings()] == [("actions/zz.yaml", 1)]


def test_two_inputs_of_one_name_are_refused(desk: Workshop) -> None:
    desk.spoil("actions", "$input: [title!, body,", "$input: [title!, title, body,")
    assert any("two inputs called title" in finding.message for finding in desk.findings())


def test_a_key_that_stands_twice_is_refused_with_its_line(desk: Workshop) -> None:
    desk.spoil("actions", "  label: List tickets\n", "  label: List tickets\n  label: Again\n")
    assert [(f.file, f.line) for f in desk.findings()] == [(A, 3)]


def test_a_file_that_is_no_yaml_is_told_and_the_others_are_still_checked(desk: Workshop) -> None:
    desk.actions["broken.yaml"] = "x: [1, 2\n"
    desk.spoil("actions", "id title kind", "id titel kind")
    assert [finding.file for finding in desk.findings()] == ["actions/broken.yaml", A]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "\t", "\0", "a: &x [*x]"])
def test_nonsense_in_place_of_a_header_is_a_finding(desk: Workshop, text: str) -> None:
    desk.header = text
    assert desk.findings()


def test_a_contract_that_is_no_schema_is_a_finding(desk: Workshop) -> None:
    desk.schema = "this is { no schema"
    assert any("not a GraphQL schema" in finding.message for finding in desk.findings())


def test_a_folder_without_actions_is_a_finding(desk: Workshop) -> None:
    desk.actions = {}
    assert [finding.message for finding in desk.findings()] == ["The connector has no actions."]


def test_two_inputs_that_fill_one_list_are_refused(desk: Workshop) -> None:
    desk.spoil("actions", "$filter.title.eq", "$filter.or.0.title.eq")
    desk.spoil("actions", "$filter.changedAt.gte", "$filter.or.1.changedAt.gte")
    assert any("since and title fill the same list" in finding.message for finding in desk.findings())


def test_more_actions_than_an_everyday_preset_may_have_are_refused(desk: Workshop) -> None:
    one = (
        "  label: Get\n  about: One.\n  effect: read\n  scopes: [read]\n  core: true\n  query: 'query { me { id } }'\n"
    )
    desk.actions["many.yaml"] = "".join(f"get_{number:02}:\n{one}" for number in range(40))
    assert desk.findings() == []
    desk.actions["many.yaml"] += f"get_last:\n{one}"
    assert [str(found) for found in desk.findings()] == [
        "actions/many.yaml:286: 41 actions are core; 40 is the most. Keep those that are used every day."
    ]
