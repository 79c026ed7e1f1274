"""The page says of every table what it holds, and says it as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linkwright.app.retention import KEPT
from linkwright.owners.holdings import HOLDINGS
from linkwright.settings import PREFIX, Settings
from linkwright.store.records import RECORDS
from linkwright.store.tables import metadata

PAGE = (Path(__file__).parents[3] / "docs" / "security" / "data-map.md").read_text(encoding="utf-8")
ROWS = {
    cells[1].strip(" `"): [cell.strip() for cell in cells[2:-1]]
    for line in PAGE.partition("## Every table")[2].splitlines()
    if (cells := line.split("|"))[0] == "" and len(cells) == 9 and cells[1].startswith(" `")
}


@pytest.mark.promise("data.map")
def test_every_table_has_a_line_with_every_cell_filled() -> None:
    assert set(ROWS) == set(metadata.tables)
    assert [table for table, cells in ROWS.items() if not all(cells)] == []


def test_every_sealed_column_is_named_and_no_other_table_is_called_sealed() -> None:
    for table, cells in ROWS.items():
        named = set(re.findall(r"`(\w+)`", cells[2]))
        assert named == {one.name for one in RECORDS if one.table.name == table}, table


def test_it_says_of_each_table_whether_an_export_holds_it() -> None:
    assert {table for table, cells in ROWS.items() if cells[4] == "yes"} == {one.table for one in HOLDINGS}


def test_an_export_holds_no_column_of_hashes_or_secrets() -> None:
    for holding in HOLDINGS:
        shown = {column.name for column in holding.columns}
        assert not {name for name in shown if name.endswith("_hash") and name not in {"key_hash", "plan_hash"}}, holding
        sealed = {one.name for one in RECORDS if one.table.name == holding.table}
        assert not shown & sealed, holding


def test_every_table_that_names_an_account_or_an_owner_says_what_erasing_does() -> None:
    for name, table in metadata.tables.items():
        if {"account_id", "origin_owner_id"} & set(table.c.keys()) and name != "sign_in_flows":
            assert ROWS[name][4] == "yes", f"{name} names owners or their accounts, and is in no export"


def test_every_setting_of_retention_stands_there_with_its_default() -> None:
    told = dict(re.findall(r"\[`LINKWRIGHT_(\w+)`\]\([^)]*\) \| ([\d,]+) \|", PAGE))
    for setting in {one.setting for one in KEPT} | {"audit_retention_days"}:
        assert int(told[setting.upper()].replace(",", "")) == Settings.model_fields[setting].default, PREFIX + setting
