"""SECURITY.md and the pages below docs/security: what they promise is tested, and what they name is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.named import ROOT, absent, cells, named

SECURITY = ROOT / "SECURITY.md"
THREATS = ROOT / "docs" / "security" / "threat-model.md"
PAGES = [SECURITY, *sorted((ROOT / "docs" / "security").glob("*.md"))]
ACTORS = [
    "end user",
    "API key",
    "malicious member",
    "malicious project",
    "author of a connector",
    "provider that turned hostile",
    "on the network",
    "guesses",
    "took the database",
    "took a backup",
    "operator",
    "talked into",
    "hostile MCP client",
    "page that embeds the Hub",
    "supplies us",
]


def _promised() -> list[list[str]]:
    lines = SECURITY.read_text(encoding="utf-8").splitlines()
    return [cells(line) for line in lines if re.match(r"\| S\d+ \|", line)]


def _ids() -> set[str]:
    text = (ROOT / "tests" / "promises.toml").read_text(encoding="utf-8")
    return {promise["id"] for promise in tomllib.loads(text)["promise"]}


def test_promises_are_numbered_without_a_gap() -> None:
    assert [row[0] for row in _promised()] == [f"S{number}" for number in range(1, len(_promised()) + 1)]
    assert len(_promised()) >= 25


def test_every_promise_is_shown_by_promises_and_tests_that_there_are() -> None:
    wrong = {}
    for number, says, shown in _promised():
        tests = {path for path, _ in named(shown) if path.startswith("tests/")}
        ids = {name for name in shown.split("`")[1::2] if "/" not in name}
        if not says.endswith(".") or not (tests or ids) or ids - _ids() or absent(shown):
            wrong[number] = sorted(ids - _ids()) + absent(shown)
    assert wrong == {}


def test_the_page_says_how_to_report_and_what_the_hub_is_not() -> None:
    text = SECURITY.read_text(encoding="utf-8")
    assert "private vulnerability reporting" in text
    assert "zero-knowledge" in text.split("## What we are not", 1)[1]
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", text) == [], "there is no address that reports could be sent to"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_security_page_names_is_there(page: Path) -> None:
    assert absent(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    lost = []
    for target, heading in re.findall(r"\]\(([\w./-]*\.md)?#([^)\s]+)\)", page.read_text(encoding="utf-8")):
        other = page.parent / target if target else page
        heads = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
        if heading not in {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}:
            lost.append(f"{target}#{heading}")
    assert lost == []


def _actors() -> dict[str, list[list[str]]]:
    text = THREATS.read_text(encoding="utf-8").split("\n## Actors\n", 1)[1].split("\n## ", 1)[0]
    found = {}
    for part in text.split("\n### ")[1:]:
        name, _, rest = part.partition("\n")
        found[name] = [cells(line) for line in rest.splitlines() if line.startswith("| ")][1:]
    return found


@pytest.mark.parametrize("actor", ACTORS)
def test_each_actor_has_threats_with_what_is_done_and_what_is_left(actor: str) -> None:
    (rows,) = [rows for name, rows in _actors().items() if actor in name]
    assert len(rows) >= 3
    assert [row for row in rows if len(row) != 4 or not row[0] or not row[1] or not (row[3] or row[2])] == []


def test_every_module_of_the_threat_model_is_there() -> None:
    told = {name for rows in _actors().values() for row in rows for name in re.findall(r"`([a-z_]+/[\w./-]*)`", row[2])}
    assert len(told) > 30
    assert [
        name
        for name in sorted(told)
        if not (ROOT / "src" / "linkwright" / name).exists() and not (ROOT / name).exists()
    ] == []
