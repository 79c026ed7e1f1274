"""What results cost is measured on the twin, the same every time, and shown on a connector's page."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from linkwright.catalog.catalog import LOCK_FILE, Catalog, read_lock
from linkwright.cli.connectors.group import app
from linkwright.cli.connectors.measuring import LARGE, ResultFigures, result_figures, results_section

HASH = read_lock("linear", LOCK_FILE)["hash"]
FEW = {"a_get": ResultFigures(99), "a_list": ResultFigures(80, 4, 500), "a_huge": ResultFigures(2_500, 25, 2_600)}


@pytest.fixture(scope="module")
def section() -> str:
    return results_section("Linear", result_figures("linear", HASH))


def test_every_action_has_its_figures_and_lists_those_of_a_full_page() -> None:
    found = result_figures("linear", HASH)
    linear = Catalog.load().get("linear")
    assert linear
    assert found.keys() == linear.actions.keys()
    assert all(one.tokens > 0 for one in found.values())
    for name, one in found.items():
        action = linear.actions[name]
        assert (one.rows is not None) is action.paged, name
    team = found["linear_list_team_issues"]
    assert team.rows
    assert team.page == round(team.tokens / team.rows * 25)


def test_measuring_again_gives_the_same_numbers() -> None:
    assert result_figures.__wrapped__("linear", HASH) == result_figures("linear", HASH)


def test_results_stay_small_in_the_middle_and_only_lists_are_large() -> None:
    """A result that grows beyond this is a selection that nobody has looked at."""
    found = result_figures("linear", HASH)
    assert sorted(one.tokens for one in found.values())[len(found) // 2] <= 120
    assert [name for name, one in found.items() if one.tokens > LARGE and one.rows is None] == []
    assert max(one.page or 0 for one in found.values()) < 5_000


def test_the_section_counts_what_is_large_and_shows_the_largest_first() -> None:
    text = results_section("Desk", FEW)
    assert "run on the twin of Desk. Median 99 tokens; 1 above 2,000." in text
    assert "1 lists are above 2,000 then" in text
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert rows == ["| `a_huge` | 2500 | 25 | 2600 |", "| `a_list` | 80 | 4 | 500 |", "| `a_get` | 99 |  |  |"]


def test_the_section_is_part_of_the_page_that_the_command_writes(section: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["docs", "linear", "--into", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "linear.md").read_text(encoding="utf-8").endswith(section)


def test_a_connector_that_does_not_ship_as_it_is_has_no_figures() -> None:
    assert result_figures("linear", "another hash") == {}
    assert result_figures("brightdesk", HASH) == {}
    assert results_section("Desk", {}) == ""
