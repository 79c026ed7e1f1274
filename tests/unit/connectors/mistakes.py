"""Deliberate mistakes, each one change of a small connector, and what authors are told of it.

`mistakes/FEATURE/NAME.yaml` says the change (`in` which file, what is `right` and what is `wrong`), `NAME.txt` beside it
holds the lines that authors read. `make golden` writes the texts anew; look at the difference before committing it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from linkwright.connectors.compile import compile_connector
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding
from linkwright.connectors.source import Source, read_source
from tests.unit.connectors.workshop import HEADER, SCHEMA, Workshop

FOLDER = Path(__file__).with_name("mistakes")
BRIGHTDESK = Path(__file__).resolve().parents[3] / "examples" / "brightdesk"
REST = "rest_"
"""Features whose mistakes are made in the example for REST begin so."""
NAMES = """confidential: [pin]
names:
  ticket:
    about: "Ticket: title or id."
    query: |
      query ($text: String!) { tickets(first: 20, filter: {title: {eq: $text}}) { nodes { id title } } }
    at: tickets.nodes
    match: [title]
    show: "{title}"
    list_action: list_tickets
"""
MORE = """get_ticket:
  label: Get a ticket
  about: One ticket in full.
  effect: read
  scopes: [read]
  query: |
    query ($id: String!) { ticket(id: $id) { ...Card } }
  resolve: {id: ticket}

report_bug:
  label: Report a bug
  about: File a ticket that is a bug.
  effect: write
  scopes: [file]
  query: |
    mutation ($input: TicketInput!) {
      ticketCreate(input: $input) { success ticket { id title } }
    }
  inputs:
    $input: [title!]
  constants:
    $input.kind: bug
  describe: {title: The title.}
  result: ticketCreate.ticket

file_and_show:
  label: File and show
  about: File a ticket and read it back.
  effect: write
  scopes: [file, read]
  inputs:
    title: {type: String!, about: The title.}
    size: {type: Int, about: Points.}
  steps:
    - id: made
      query: |
        mutation ($input: TicketInput!) {
          ticketCreate(input: $input) { success ticket { id title } }
        }
      with: {input.title: inputs.title, input.size: inputs.size}
      result: ticketCreate.ticket
    - id: shown
      when: made.id
      query: |
        query ($id: String!) { ticket(id: $id) { id title kind } }
      with: {id: made.id}
  result: "{made: made, ticket: shown}"

file_sealed:
  label: File a sealed ticket
  about: File a ticket that only its pin opens.
  effect: write
  scopes: [file]
  confidential: [pin]
  query: |
    mutation ($input: TicketInput!) {
      ticketCreate(input: $input) { success ticket { id pin } }
    }
  inputs:
    $input: [title!, pin]
  describe: {title: The title., pin: The pin.}
  result: ticketCreate.ticket

search_schema:
  label: Search the schema
  about: Find types and fields of the schema by words.
  effect: read
  scopes: [read]
  describe: {text: Words to look for., limit: How many.}
  hook: search_schema
"""
FRAGMENTS = "fragment Card on Ticket { id title }\n"
TASKS = """create_ticket:
  en: [file a complaint, something is broken]
  de: [Stapel anlegen]

update_ticket:
  en: [give it a new title]
"""
WORDS = "ticket: [card*, case]\n"


def connector(folder: Path) -> Workshop:
    """The connector without mistakes."""
    schema = SCHEMA.replace("  tags: [String!]\n", "  tags: [String!]\n  pin: String\n", 1)
    schema = schema.replace("  data: JSONObject\n", "  data: JSONObject\n  pin: String\n", 1)
    desk = Workshop(folder, schema=schema, header=HEADER + NAMES)
    desk.actions["more.yaml"] = MORE
    desk.others["fragments/tickets.graphql"] = FRAGMENTS
    desk.others["tasks/tickets.yaml"] = TASKS
    desk.others["words.yaml"] = WORDS
    return desk


def all_mistakes() -> list[Path]:
    """Every mistake, by feature and name."""
    return sorted(FOLDER.glob("*/*.yaml"))


def told(mistake: Path, folder: Path) -> str:
    """What authors read of a mistake: one finding to a line."""
    read = read_source(mistake, mistake.name)
    assert isinstance(read, Source), read
    if mistake.parent.name.startswith(REST):
        return "".join(f"{finding}\n" for finding in _brightdesk(folder, read.data))
    desk = connector(folder)
    _spoil(desk, read.data)
    return "".join(f"{finding}\n" for finding in desk.findings())


def _brightdesk(folder: Path, change: dict[str, Any]) -> list[Finding]:
    """The findings in a copy of the example for REST, spoilt in one place; its contract is pinned anew if that is spoilt."""
    copy = shutil.copytree(BRIGHTDESK, folder / "brightdesk")
    part, right, wrong = change["in"], change["right"], change["wrong"]
    path = copy / (part if part == "openapi.yaml" else f"connector/{part}")
    text = path.read_text(encoding="utf-8")
    assert right in text, f"{part} does not hold {right!r}"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    if part == "openapi.yaml" and change.get("pin", True):
        header = copy / "connector" / "connector.yaml"
        pinned = f"sha256: {hashlib.sha256(path.read_bytes()).hexdigest()}"
        header.write_text(re.sub(r"sha256: [0-9a-f]{64}", pinned, header.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        compile_connector(copy / "connector", copy)
    except ConnectorInvalid as refused:
        return refused.findings
    return []


def _spoil(desk: Workshop, change: dict[str, Any]) -> None:
    part, right, wrong = change["in"], change["right"], change["wrong"]
    if part in ("connector.yaml", "guide.md"):
        desk.spoil({"connector.yaml": "header", "guide.md": "guide"}[part], right, wrong)
        return
    texts = desk.actions if part.startswith("actions/") else desk.others
    name = part.removeprefix("actions/")
    assert right in texts[name], f"{part} does not hold {right!r}"
    texts[name] = texts[name].replace(right, wrong, 1)


if __name__ == "__main__":
    for path in all_mistakes():
        with tempfile.TemporaryDirectory() as scratch:
            path.with_suffix(".txt").write_text(told(path, Path(scratch)), encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(FOLDER)}\n")
