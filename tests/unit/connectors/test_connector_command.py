"""The command line compiles, checks and says mistakes with file and line."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from linkwright.cli.connectors.group import app
from linkwright.cli.errors import ActionExists, FileUnreadable
from linkwright.connectors.compile import write
from linkwright.connectors.errors import ContractMissing
from linkwright.errors import NotFound
from tests.unit.connectors.workshop import Workshop

RUNNER = CliRunner()


def test_compiling_writes_once_and_then_finds_nothing_to_change(desk: Workshop) -> None:
    desk.compile()
    arguments = ["compile", str(desk.folder), "--contracts", str(desk.folder)]
    first = RUNNER.invoke(app, arguments)
    assert first.exit_code == 0
    assert "Wrote connector.lock.json, contract.lock.json." in first.output
    assert "Nothing changed." in RUNNER.invoke(app, arguments).output


def test_check_fails_on_a_stale_lock_and_writes_nothing(desk: Workshop) -> None:
    desk.compile()
    arguments = ["compile", str(desk.folder), "--contracts", str(desk.folder), "--check"]
    stale = RUNNER.invoke(app, arguments)
    assert stale.exit_code == 1
    assert "Stale: connector.lock.json, contract.lock.json." in stale.output
    assert not (desk.folder / "connector.lock.json").exists()
    RUNNER.invoke(app, arguments[:-1])
    fresh = RUNNER.invoke(app, arguments)
    assert fresh.exit_code == 0
    assert "up to date" in fresh.output


def test_a_green_check_says_what_there_is(desk: Workshop) -> None:
    desk.compile()
    said = RUNNER.invoke(app, ["check", str(desk.folder)]).output.splitlines()
    assert said[:2] == ["desk 1.0.0: no mistakes.", "3 actions (1 read, 2 write, 0 destroy)."]
    assert re.fullmatch(r"Largest input schema: \d+ of 8192 bytes \(desk_\w+\)\.", said[2])
    assert said[3] == "Dearest call: 1611 points (desk_list_tickets)."
    assert re.fullmatch(r"Tokens per definition: median \d+ \(aim 250\), most \d+ \(desk_\w+\); .*", said[4])
    assert said[5] == "Lines per action: median 13 (aim 20)."


def test_a_green_check_is_json_for_programs(desk: Workshop) -> None:
    desk.compile()
    said = json.loads(RUNNER.invoke(app, ["check", str(desk.folder), "--json"]).output)
    assert (said["findings"], said["count"], said["effects"]) == ([], 3, {"read": 1, "write": 2, "destroy": 0})
    first = said["actions"][0]
    assert (first["id"], first["file"], first["line"]) == ("desk_create_ticket", "actions/tickets.yaml", 18)


def test_mistakes_are_all_told_with_their_lines_and_end_the_command_with_one(desk: Workshop) -> None:
    desk.spoil("actions", "id title kind", "id titel kind").spoil("header", "outcome: rate_limited", "outcome: no")
    desk.findings()
    for command in ("check", "compile"):
        refused = RUNNER.invoke(app, [command, str(desk.folder)])
        assert refused.exit_code == 1
        lines = refused.output.splitlines()
        assert (
            "actions/tickets.yaml:9: Cannot query field 'titel' on type 'Ticket'. Did you mean 'title' or" in lines[0]
        )
        assert lines[-1] == "2 mistakes in 2 files."
    assert not (desk.folder / "connector.lock.json").exists()


def test_mistakes_are_json_for_programs(desk: Workshop) -> None:
    desk.spoil("header", "outcome: rate_limited", "outcome: rate_limit").findings()
    refused = RUNNER.invoke(app, ["check", str(desk.folder), "--json"])
    assert refused.exit_code == 1
    found = json.loads(refused.output)["findings"]
    assert [(one["line"], one["message"], one["remedy"]) for one in found] == [
        (desk.line("header", "rate_limit,"), "rate_limit is not an outcome.", "Did you mean 'rate_limited'?")
    ]
    assert found[0]["file"].endswith("connector.yaml")


def test_colours_are_for_terminals_only(desk: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.spoil("actions", "id title kind", "id titel kind").findings()
    arguments = ["check", str(desk.folder)]
    assert "\x1b[" not in RUNNER.invoke(app, arguments).output
    assert "\x1b[" in RUNNER.invoke(app, arguments, color=True).output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in RUNNER.invoke(app, arguments, color=True).output


def test_compiling_shows_tokens_of_every_action_dearest_first(desk: Workshop) -> None:
    desk.compile()
    lines = RUNNER.invoke(app, ["compile", str(desk.folder), "--tokens"]).output.splitlines()
    assert lines[0].split() == ["ACTION", "EFFECT", "TOKENS", "INPUT", "BYTES", "POINTS", "LINES"]
    tokens = [int(line.split()[2]) for line in lines[1:4]]
    assert tokens == sorted(tokens, reverse=True)


def test_an_unknown_connector_is_answered_with_the_nearest(desk: Workshop) -> None:
    with pytest.raises(NotFound, match="Did you mean 'linear'"):
        RUNNER.invoke(app, ["compile", "linaer", "--contracts", str(desk.folder)], catch_exceptions=False)


def test_a_missing_contract_is_told(desk: Workshop) -> None:
    desk.compile()
    with pytest.raises(ContractMissing):
        RUNNER.invoke(
            app, ["check", str(desk.folder), "--contracts", str(desk.folder / "actions")], catch_exceptions=False
        )


def test_importing_appends_drafts_and_refuses_an_action_that_is_there(desk: Workshop) -> None:
    desk.compile()
    schema, into = str(desk.folder / "schema.graphql"), desk.folder / "actions" / "people.yaml"
    first = RUNNER.invoke(app, ["import", "graphql", schema, "me", "space", "--into", str(into)])
    assert first.output == f"Added get_me, get_space to {into}. Fill in the marked lines, then check.\n"
    assert into.read_text().count("\n\nget_space:\n") == 1
    with pytest.raises(ActionExists, match="get_me already"):
        RUNNER.invoke(app, ["import", "graphql", schema, "me", "--into", str(into)], catch_exceptions=False)


def test_importing_prints_when_no_file_is_named(desk: Workshop) -> None:
    desk.compile()
    printed = RUNNER.invoke(app, ["import", "graphql", str(desk.folder / "schema.graphql"), "me"]).output
    assert printed.startswith("get_me:\n  label: Get me\n")


def test_importing_from_what_is_no_schema_is_told(desk: Workshop) -> None:
    desk.compile()
    with pytest.raises(FileUnreadable, match="is not a GraphQL schema: Syntax Error"):
        RUNNER.invoke(app, ["import", "graphql", str(desk.folder / "guide.md"), "me"], catch_exceptions=False)


def test_a_shipped_connector_is_checked_without_its_contract_at_hand() -> None:
    done = RUNNER.invoke(app, ["check", "linear"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("linear 1.0.0: no mistakes.")


def test_a_mistake_is_found_without_the_contract_at_hand(desk: Workshop) -> None:
    write(desk.folder, desk.compile())
    (desk.folder / "schema.graphql").unlink()
    tickets = desk.folder / "actions" / "tickets.yaml"
    tickets.write_text(
        tickets.read_text(encoding="utf-8").replace("id title kind owner", "id titel kind owner"), encoding="utf-8"
    )
    done = RUNNER.invoke(app, ["check", str(desk.folder)])
    assert done.exit_code == 1
    assert "Cannot query field 'titel' on type 'Ticket'. Did you mean 'title'" in done.output
