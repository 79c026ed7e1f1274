"""What is confidential of an action is written beside it; the compiler finds what was forgotten, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkwright.connectors.loading import load_connector
from tests.unit.connectors.mistakes import connector
from tests.unit.connectors.workshop import Workshop

MUTATION = "mutation ($input: TicketInput!) { ticketCreate(input: $input) { success ticket { id } } }"


def action(folder: Path, *lines: str, effect: str = "write", confidential: str = "") -> Workshop:
    """The small connector with one more action, made of these lines."""
    desk = connector(folder)
    head = ["sealed:", "  label: Sealed", "  about: A sealed ticket.", f"  effect: {effect}", "  scopes: [file]"]
    head += [f"  confidential: [{confidential}]"] if confidential else []
    desk.actions["sealed.yaml"] = "\n".join([*head, *(f"  {line}" for line in lines)]) + "\n"
    return desk


ALIAS = ["query: 'query ($id: String!) { ticket(id: $id) { id code: pin } }'"]
RENAMED = [f"query: '{MUTATION}'", "inputs:", "  $input: [title!]", "  code: {bind: $input.pin, about: The code.}"]
RENAMED += ["describe: {title: The title.}", "result: ticketCreate.ticket"]
WHOLE = [f"query: '{MUTATION}'", "inputs: {input: {bind: $input, about: All of it., opaque: true}}"]
WHOLE += ["result: ticketCreate.ticket"]
STEP = ["inputs:", "  title: {type: String!, about: The title.}", "  code: {type: String, about: The code.}"]
STEP += [
    "steps:",
    "  - id: made",
    f"    query: '{MUTATION}'",
    "    with: {input.title: inputs.title, input.pin: inputs.code}",
]
STEP += ["result: '{done: made.success}'"]
CASES = [
    pytest.param(ALIAS, "read", "code", ("code",), id="an alias of a selected field"),
    pytest.param(RENAMED, "write", "code", ("code", "pin"), id="an input of another name"),
    pytest.param(WHOLE, "write", "input", ("input",), id="an object that is published without its fields"),
    pytest.param(STEP, "write", "code", ("code", "pin"), id="an input that a step passes on"),
]


@pytest.mark.parametrize(("lines", "effect", "word", "hidden"), CASES)
def test_what_is_confidential_must_be_said_and_is_known_at_run_time_by_all_its_names(
    tmp_path: Path, lines: list[str], effect: str, word: str, hidden: tuple[str, ...]
) -> None:
    forgotten = action(tmp_path / "a", *lines, effect=effect).findings()
    assert [(one.file, one.line) for one in forgotten] == [("actions/sealed.yaml", 1)], forgotten
    assert forgotten[0].message.startswith(f"{word} (TicketInput.pin)" if effect == "write" else f"{word} (Ticket.pin)")
    said = action(tmp_path / "b", *lines, effect=effect, confidential=word)
    assert said.findings() == []
    assert load_connector(said.compile().connector).actions["desk_sealed"].confidential == hidden


def test_an_action_may_say_more_than_the_header_asks_for(tmp_path: Path) -> None:
    desk = action(
        tmp_path, "query: 'query ($id: String!) { ticket(id: $id) { title } }'", effect="read", confidential="title"
    )
    assert desk.action("sealed")["confidential"] == ["title"]
    assert desk.action("get_ticket")["confidential"] == []


def test_a_word_with_its_type_means_that_type_alone(tmp_path: Path) -> None:
    desk = connector(tmp_path).spoil("header", "confidential: [pin]", "confidential: [Ticket.pin, Space.slug]")
    assert desk.findings() == []
    assert load_connector(desk.compile().connector).confidential == {"Ticket.pin", "Space.slug"}
    text = desk.actions["more.yaml"]
    desk.actions["more.yaml"] = text.replace("success ticket { id pin }", "success ticket { id }").replace(
        "  confidential: [pin]\n", ""
    )
    assert desk.findings() == [], "TicketInput.pin is not meant"


def test_a_hook_with_the_callers_own_document_hides_every_word(tmp_path: Path) -> None:
    desk = connector(tmp_path).spoil("header", "confidential: [pin]", "confidential: [pin, Space.slug]")
    desk.actions["raw.yaml"] = (
        "raw:\n  label: Raw\n  about: Run a document.\n  effect: write\n  scopes: [write]\n"
        "  describe: {document: The document., variables: Its variables.}\n  hook: run_graphql\n"
    )
    assert desk.action("raw")["confidential"] == ["pin", "slug"]
    assert desk.action("search_schema")["confidential"] == []
