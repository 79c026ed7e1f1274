"""What of a connector's folder is pushed: all that the compiler reads, and the contract from wherever it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkwright.catalog.parcels import compile_files
from linkwright.cli.connectors.parcels import files_of
from linkwright.cli.errors import FileUnreadable
from linkwright.connectors.bumps import bump
from linkwright.connectors.compile import compile_connector
from linkwright.errors import NotFound
from tests.desk import desk_files, write_files

BRIGHTDESK = Path("examples/brightdesk")


def test_the_files_of_a_folder_come_to_the_lock_that_the_folder_comes_to(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "desk", desk_files())
    for name in ("connector.lock.json", "schemas/a.json", ".git/config.yaml", "notes.txt", "__pycache__/x.json"):
        write_files(folder, {name: "{}"})
    files = files_of(folder, None)
    assert files == desk_files()
    assert compile_files(files).connector == compile_connector(folder, folder).connector


@pytest.mark.parametrize("place", ["", "desk"])
def test_the_contract_is_found_where_contracts_are_kept(tmp_path: Path, place: str) -> None:
    files = desk_files()
    contract = files.pop("schema.graphql")
    folder = write_files(tmp_path / "desk", files)
    kept = write_files(tmp_path / "contracts" / place, {"schema.graphql": contract, "other.graphql": "type Query"})
    assert files_of(folder, tmp_path / "contracts" if place else kept) == desk_files()


def test_a_connector_for_a_rest_api_is_pushed_with_its_openapi_document() -> None:
    files = files_of(BRIGHTDESK / "connector", BRIGHTDESK)
    lock = compile_files(files).connector
    assert lock == compile_connector(BRIGHTDESK / "connector", BRIGHTDESK).connector
    assert bump(lock, lock).bump == "none"
    fewer = compile_files({name: text for name, text in files.items() if name != "actions/comments.yaml"}).connector
    assert bump(fewer, lock).bump == "minor"
    assert bump(lock, fewer).bump == "major"


def test_a_folder_without_a_connector_or_with_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"There is no connector\.yaml"):
        files_of(tmp_path, None)
    folder = write_files(tmp_path / "desk", desk_files())
    (folder / "icon.svg").write_bytes(b"\xff\xfe")
    with pytest.raises(FileUnreadable, match=r"icon\.svg is not UTF-8 text"):
        files_of(folder, None)
