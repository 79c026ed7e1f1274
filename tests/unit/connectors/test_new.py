"""A new connector says line by line what is still to be filled in, and is green once it is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from linkwright.cli.connectors.group import app
from linkwright.cli.errors import FileExists
from linkwright.connectors.compile import compile_connector
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.errors import BadRequest
from tests.unit.connectors.workshop import SCHEMA

RUNNER = CliRunner()
# What an author would write in place of each mark of connector.yaml, by the key that it stands at.
ANSWERS = {
    "about": "Tickets of a desk.",
    "docs": "https://desk.example/docs",
    "base_url": "https://api.desk.example",
    "hosts": "api.desk.example",
    "endpoint": "/graphql",
    "id": "me.id",
    "teams": "space.boxes.nodes",
}


def made(tmp_path: Path, *more: str) -> Path:
    done = RUNNER.invoke(app, ["new", "desk", "--into", str(tmp_path), *more])
    assert done.exit_code == 0, done.output
    return tmp_path / "desk"


def with_contract(tmp_path: Path) -> Path:
    (tmp_path / "contract.graphql").write_text(SCHEMA, encoding="utf-8")
    return made(tmp_path, "--graphql", str(tmp_path / "contract.graphql"))


def fill_in(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'(\w+): (\[?)"FILL IN[^"]*"', lambda m: f'{m[1]}: {m[2]}"{ANSWERS.get(m[1], "read")}"', text)
    path.write_text(re.sub(r"FILL IN: [^\n*]*", "Open the desk.", text), encoding="utf-8")


@pytest.mark.parametrize("contract", [True, False])
def test_check_names_exactly_the_marked_lines(tmp_path: Path, contract: bool) -> None:
    folder = with_contract(tmp_path) if contract else made(tmp_path)
    with pytest.raises(ConnectorInvalid) as refused:
        compile_connector(folder, folder)
    marked = {
        (name, number)
        for name in ("connector.yaml", "actions/account.yaml")
        for number, line in enumerate((folder / name).read_text(encoding="utf-8").splitlines(), 1)
        if "FILL IN" in line
    }
    assert {(one.file, one.line) for one in refused.value.findings} == marked
    assert all("still to be filled in" in one.message for one in refused.value.findings)


def test_it_is_green_once_everything_is_filled_in(tmp_path: Path) -> None:
    folder = with_contract(tmp_path)
    header = folder / "connector.yaml"
    fill_in(header)
    found = "query { me { id name email } space { boxes(first: 5) { nodes { id } } } }"
    header.write_text(
        header.read_text(encoding="utf-8")
        .replace("query { me { id name email } }", found)
        .replace("team: {id: id, name: name}", "team: {id: id}"),
        encoding="utf-8",
    )
    fill_in(folder / "actions" / "account.yaml")
    left = RUNNER.invoke(app, ["check", str(folder)])
    assert left.exit_code == 1
    places = [line.split(": ", 1)[0].rsplit("/", 1)[-1] for line in left.output.splitlines()[:-1]]
    assert places == ["api-key.md:3", "api-key.md:7", "api-key.md:9"]
    fill_in(folder / "guides" / "api-key.md")
    green = RUNNER.invoke(app, ["check", str(folder)])
    assert green.exit_code == 0, green.output
    assert green.output.startswith("desk 0.1.0: no mistakes.\n1 action (1 read, 0 write, 0 destroy).")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(FileExists):
        RUNNER.invoke(app, ["new", "desk", "--into", str(tmp_path)], catch_exceptions=False)


@pytest.mark.parametrize("key", ["My-Desk", "9desk", "", "d" * 33, "../desk"])
def test_what_cannot_be_a_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(BadRequest, match="cannot be a key"):
        RUNNER.invoke(app, ["new", "--into", str(tmp_path), "--", key], catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []


def test_new_files_name_schemas_that_are_there(tmp_path: Path) -> None:
    folder = made(tmp_path)
    for name in ("connector.yaml", "actions/account.yaml"):
        path = folder / name
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert found
        assert json.loads((path.parent / found[1]).read_bytes())["$schema"].endswith("draft-07/schema#")
