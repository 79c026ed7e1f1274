"""The command line compiles, checks and says mistakes with file and line."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from linkwright.cli.connectors.group import app
from linkwright.cli.errors import ActionExists, FileUnreadable
from linkwright.connectors.errors import ConnectorInvalid, ContractMissing
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


def test_checking_a_folder_names_its_dearest_call(desk: Workshop) -> None:
    desk.compile()
    assert (
        "No mistakes: 3 actions, the dearest costs 1611 points."
        in RUNNER.invoke(app, ["check", str(desk.folder)]).output
    )


def test_mistakes_end_the_command_with_all_of_them(desk: Workshop) -> None:
    desk.spoil("actions", "id title kind", "id titel kind").findings()
    with pytest.raises(ConnectorInvalid) as caught:
        RUNNER.invoke(app, ["check", str(desk.folder)], catch_exceptions=False)
    assert caught.value.message.startswith("1 mistake in the connector's files:\nactions/tickets.yaml:9: ")


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
