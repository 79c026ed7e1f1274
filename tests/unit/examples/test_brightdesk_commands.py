"""The commands for authors work on REST: a draft out of the document, a new connector, and what another document breaks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from linkwright.cli.connectors.group import app
from linkwright.cli.errors import FileUnreadable
from linkwright.connectors.compile import compile_connector
from linkwright.connectors.drift import Drift
from linkwright.connectors.drift_operations import find_operation_drift
from linkwright.connectors.errors import FieldUnknown
from linkwright.connectors.importing_operation import import_operation
from linkwright.connectors.openapi import Contract, NotOpenApi, read_contract
from linkwright.errors import BadRequest
from tests.unit.examples.brightdesk import ROOT, compiled

RUNNER = CliRunner()
TEXT = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
CONTRACT = read_contract(TEXT.encode())


@pytest.mark.parametrize("name", [one for one in CONTRACT.names if one != "listAgents"])
def test_the_draft_of_every_operation_compiles_once_it_is_filled_in(name: str, tmp_path: Path) -> None:
    copy = shutil.copytree(ROOT / "connector", tmp_path / "connector")
    shutil.rmtree(copy / "actions")
    (copy / "actions").mkdir()
    draft = import_operation(CONTRACT, name)
    filled = draft.replace('["FILL IN: scopes of connector.yaml"]', "[read]")
    filled = re.sub(r'"FILL IN: [^"]*"', "Said.", filled)
    (copy / "actions" / "drafts.yaml").write_text(filled, encoding="utf-8")
    action = compile_connector(copy, ROOT).connector["actions"][0]
    assert action["contract_operation"] == name


def test_a_draft_guesses_how_a_list_goes_on() -> None:
    guesses = {name: import_operation(CONTRACT, name) for name in CONTRACT.names if name != "listAgents"}
    assert "by: cursor, cursor: query.cursor, size: query.limit, next: meta.next_cursor" in guesses["listTickets"]
    assert "by: number, cursor: query.page, size: query.per_page, pages: total_pages" in guesses["listCustomers"]
    assert "by: link, cursor: query.page" in guesses["listComments"]
    assert "by: offset, cursor: query.offset, size: query.limit, total: total" in guesses["listEvents"]
    assert "page:" not in guesses["getTicket"]


def test_an_unknown_operation_is_told_with_the_nearest() -> None:
    with pytest.raises(FieldUnknown, match="Did you mean 'getTicket'"):
        import_operation(CONTRACT, "getTickets")
    with pytest.raises(FieldUnknown, match="deprecated"):
        import_operation(CONTRACT, "listAgents")


def test_a_new_connector_starts_from_the_document(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["new", "bright", "--openapi", str(ROOT / "openapi.yaml"), "--into", str(tmp_path)])
    assert done.exit_code == 0, done.output
    header = (tmp_path / "bright" / "connector.yaml").read_text(encoding="utf-8")
    assert "base_url: https://api.brightdesk.example/v2" in header
    assert "operation: getMe" in header
    assert 'headers: {X-Api-Key: "{credentials.api_key}"}' in header
    assert (tmp_path / "bright" / "openapi.yaml").read_bytes() == (ROOT / "openapi.yaml").read_bytes()
    told = RUNNER.invoke(app, ["check", str(tmp_path / "bright")])
    assert told.exit_code == 1
    assert all("is still to be filled in" in line for line in told.output.splitlines()[:-1])
    filled = header.replace(
        "\"FILL IN: path of the workspace's id; of the person's where there is none\"", "workspace.id"
    )
    filled = re.sub(r'docs: "FILL IN[^"]*"', "docs: https://brightdesk.example", filled)
    (tmp_path / "bright" / "connector.yaml").write_text(re.sub(r'"FILL IN[^"]*"', "Said.", filled), encoding="utf-8")
    for path in (tmp_path / "bright").rglob("*.*"):
        if path.suffix in (".yaml", ".md") and path.name not in ("connector.yaml", "openapi.yaml", "README.md"):
            text = path.read_text(encoding="utf-8").replace('["FILL IN: scopes of connector.yaml"]', "[read]")
            text = re.sub(r'"FILL IN[^"]*"', "Said.", text)
            path.write_text(text.replace("FILL IN:", "Said:"), encoding="utf-8")
    done = RUNNER.invoke(app, ["check", str(tmp_path / "bright")])
    assert done.exit_code == 0, done.output


def test_a_connector_has_one_contract(tmp_path: Path) -> None:
    both = ["--openapi", str(ROOT / "openapi.yaml"), "--graphql", str(ROOT / "openapi.yaml")]
    refused = RUNNER.invoke(app, ["new", "bright", *both, "--into", str(tmp_path)])
    assert isinstance(refused.exception, BadRequest)


def drift(old: str, new: str) -> Drift:
    assert old in TEXT
    changed = read_contract(TEXT.replace(old, new, 1).encode())
    return find_operation_drift(ROOT / "connector", compiled().connector, compiled().contract, changed)


@pytest.mark.parametrize(
    ("old", "new", "line", "action", "kind", "words"),
    [
        ("operationId: getTicket", "operationId: readTicket", "operation: getTicket", "get_ticket", "operation removed", "gone"),
        ("        - {name: tag, in: query", "        - {name: label, in: query", "tags: {bind: query.tag", "list_tickets",
         "input removed", "query.tag"),
        ("  /tickets/search:", "  /search:", "operation: searchTickets", "search_tickets", "request changed", "POST /search"),
        ("priority: {$ref: \"#/components/schemas/Priority\"}\n                    requester", "requester",
         "body.ticket: [subject, body", "create_ticket", "input removed", "body.ticket.priority"),
        ("required: [subject, requester_email]", "required: [subject, requester_email, body]", "operation: createTicket",
         "create_ticket", "became required", "body.ticket.body"),
        ("enum: [open, pending, solved]", "enum: [open, solved]", "status:", "list_tickets", "enum value removed", "pending"),
        ("        text: {type: string}\n        public", "        public", "operation: listComments", "list_comments",
         "field removed", "listComments.text"),
        ("properties: {id: {type: integer}, name: {type: string}, email", "properties: {id: {type: string}, name: {type: string}, email",
         "operation: listCustomers", "list_customers", "type changed", "was integer and is string"),
        ("subject: {type: string, maxLength: 200}\n                    body", "subject: {type: string, maxLength: 80}\n                    body",
         "body.ticket: [subject, body", "create_ticket", "narrowed", "maxLength 80"),
        ("      operationId: deleteTicket", "      operationId: deleteTicket\n      deprecated: true", "operation: deleteTicket",
         "delete_ticket", "deprecated", "marked deprecated"),
        ("workspace: {type: object", "space: {type: object", "operation: getMe", "account", "field removed", "getMe.workspace"),
    ],
)  # fmt: skip
def test_what_another_document_breaks_is_told_with_its_line(
    old: str, new: str, line: str, action: str, kind: str, words: str
) -> None:
    found = [one for one in drift(old, new).breaks if (one.action, one.kind) == (action, kind) and words in one.message]
    assert found
    written = (ROOT / "connector" / found[0].file).read_text(encoding="utf-8").splitlines()
    assert line in written[found[0].line - 1]


def test_a_field_more_breaks_nothing_and_is_counted() -> None:
    found = drift("        url: {type: string}\n", "        url: {type: string}\n        score: {type: number}\n")
    assert found.breaks == []
    assert found.harmless > 0
    assert drift('version: "2.4"', 'version: "2.5"') == Drift([], 0)


def test_the_command_compares_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(
        TEXT.replace("operationId: getTicket", "operationId: readTicket"), encoding="utf-8"
    )
    done = RUNNER.invoke(app, ["drift", str(ROOT / "connector"), "--against", str(tmp_path / "new.yaml")])
    assert done.exit_code == 1
    assert "get_ticket: operation removed: getTicket is gone." in done.output
    refused = RUNNER.invoke(app, ["drift", str(ROOT / "connector"), "--against", str(ROOT / "twin.py")])
    assert isinstance(refused.exception, FileUnreadable)


@pytest.mark.parametrize(
    "text", ["", "[]", "openapi: 3.1.0\npaths: []", "openapi: 3.0.0\npaths: {/x: {get: 4}}", "\x00"]
)
def test_a_document_that_is_none_never_breaks_the_reader(text: str) -> None:
    try:
        found = read_contract(text.encode())
    except NotOpenApi:
        return
    assert isinstance(found, Contract)
    assert found.names == []
