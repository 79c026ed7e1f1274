"""A connector's page tells what it does and what each action takes, gives and costs."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from linkwright.cli.connectors.group import app
from linkwright.cli.errors import FileUnreadable
from linkwright.connectors.compile import write
from linkwright.connectors.page import connector_page
from tests.unit.connectors.workshop import Workshop

RUNNER = CliRunner()


def page(desk: Workshop) -> str:
    return connector_page(desk.folder, desk.compile().connector)


def test_medians_stand_at_the_top_beside_what_is_aimed_at(desk: Workshop) -> None:
    head = page(desk).split("## How to link")[0]
    assert head.startswith("# Desk\n\nTickets of a desk. Version 1.0.0, beta.")
    assert "| Actions | 3: 1 read, 2 write, 0 destroy; 0 in the preset `core` | |" in head
    assert "| Lines of YAML per action, median | 13 | 20 or fewer |" in head
    assert "| Dearest call | 1611 points: `desk_list_tickets` | |" in head


def test_an_action_shows_its_inputs_with_types_and_what_is_required(desk: Workshop) -> None:
    action = page(desk).split("#### `desk_create_ticket`")[1].split("####")[0]
    assert "**Create a ticket.** File a ticket." in action
    assert "write · needs `file` · " in action
    assert "| `title` | text, required | The title. |" in action
    assert "| `kind` | one of `bug`, `wish` | Kind of ticket. |" in action
    assert "| `tags` | list of text | Tags. |" in action


def test_an_example_stands_with_its_action(desk: Workshop) -> None:
    desk.compile()
    (desk.folder / "examples").mkdir()
    shown = {
        "create_ticket": {"input": {"title": "Café"}, "note": "A title is enough."},
        "list_tickets": {"input": {}},
        "update_ticket": {"input": {"id": "t1", "size": 2}},
    }
    (desk.folder / "examples" / "tickets.json").write_text(json.dumps(shown), encoding="utf-8")
    text = page(desk)
    assert text.count('A title is enough.\n\n```json\n{\n  "title": "Café"\n}\n```') == 1


def test_a_text_with_a_bar_stays_in_its_cell(desk: Workshop) -> None:
    desk.spoil("actions", "The title.", "a | b")
    assert "| a \\| b |" in page(desk)


def test_the_guide_is_shown_with_its_markers_resolved(desk: Workshop) -> None:
    desk.spoil("guide", "# Link Desk\n", "# Link Desk\n\n## Make it\n")
    linking = page(desk).split("## How to link")[1].split("## Scopes")[0]
    assert "> 2. Tick File." in linking
    assert ":::" not in linking


def test_the_page_is_written_once_and_checked(desk: Workshop) -> None:
    write(desk.folder, desk.compile())
    arguments = ["docs", str(desk.folder), "--into", str(desk.folder / "pages")]
    assert RUNNER.invoke(app, [*arguments, "--check"]).exit_code == 1
    assert not (desk.folder / "pages").exists()
    assert RUNNER.invoke(app, arguments).output.startswith("Wrote ")
    assert (desk.folder / "pages" / "desk.md").read_text(encoding="utf-8") == page(desk)
    assert RUNNER.invoke(app, [*arguments, "--check"]).output.endswith("is up to date.\n")


def test_a_connector_that_was_never_compiled_has_no_page(desk: Workshop) -> None:
    desk.compile()
    with pytest.raises(FileUnreadable):
        RUNNER.invoke(app, ["docs", str(desk.folder)], catch_exceptions=False)
