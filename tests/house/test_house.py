"""The house holds itself up: sizes, shapes, directions, and documents that tell the truth."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from scripts import api_types, reference

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "linkwright"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations/versions" not in str(path))
DOMAINS = (
    "access",
    "projects",
    "profiles",
    "accounts",
    "linking",
    "actions",
    "usage",
    "publishing",
    "logs",
    "events",
    "receiving",
    "consents",
)
# One thing that answers differently where it is met: while linking (422, for the Hub) and on a call, or on a read and a PATCH.
SHARED_CODES = {
    "account_not_found",
    "credential_refused",
    "missing_right",
    "not_on_plan",
    "provider_fault",
    "provider_rate_limited",
    "session_expired",
    "upstream_unreachable",
}
_FORBIDDEN_NAMES = {"utils.py", "helpers.py", "manager.py", "utils", "helpers"}


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_median_file_has_at_most_90_lines_and_nine_in_ten_at_most_300() -> None:
    sizes = sorted(_lines(path) for path in SOURCES if path.name != "__init__.py")
    assert statistics.median(sizes) <= 90
    assert sizes[int(len(sizes) * 0.9)] <= 300


def test_no_file_of_code_has_more_than_500_lines() -> None:
    code = [p for p in _tracked("*.py", "*.ts", "*.tsx", "*.css", "*.mjs") if "migrations/versions" not in str(p)]
    code.remove(api_types.TYPES)  # generated
    assert {str(path.relative_to(ROOT)): _lines(path) for path in code if _lines(path) > 500} == {}


def test_nine_functions_in_ten_have_at_most_35_lines() -> None:
    sizes = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                sizes.append((node.end_lineno or node.lineno) - node.lineno + 1)
    sizes.sort()
    assert sizes[int(len(sizes) * 0.9)] <= 35


def test_packages_do_not_import_each_other_mutually() -> None:
    edges: dict[str, set[str]] = defaultdict(set)
    for path in SOURCES:
        inside = path.relative_to(PACKAGE).parts
        home = inside[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("linkwright."):
                edges[home].add(node.module.split(".")[1])
    mutual = {(a, b) for a, targets in edges.items() for b in targets if a != b and a in edges.get(b, ())}
    assert mutual == set()


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [path for path in SOURCES if path.name in _FORBIDDEN_NAMES or path.parent.name in _FORBIDDEN_NAMES] == []


def test_only_routes_know_the_web_framework() -> None:
    knowing = set()
    for path in SOURCES:
        inside = path.relative_to(PACKAGE).parts
        if inside[0] in DOMAINS and re.search(
            r"^from (fastapi|starlette)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            knowing.add(path.name)
    assert {name for name in knowing if not name.endswith("routes.py")} == set()


@pytest.mark.parametrize("package", ["connectors", "engine"])
def test_connectors_and_engine_know_neither_web_nor_sql(package: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / package).rglob("*.py"))
    assert re.findall(r"^(?:from|import) (fastapi|starlette|sqlalchemy|aiohttp|uvicorn)\b", text, re.MULTILINE) == []


def test_sql_stands_only_in_repositories_and_the_store() -> None:
    users = set()
    for path in SOURCES:
        if re.search(r"^(?:import sqlalchemy|from sqlalchemy)", path.read_text(encoding="utf-8"), re.MULTILINE):
            users.add(path.relative_to(PACKAGE))
    allowed = {"repository.py", "uses.py", "recording.py", "health.py", "proof.py"}
    assert {str(path) for path in users if path.parts[0] != "store" and path.name not in allowed} == set()


def test_every_error_has_its_own_code_a_status_a_sentence_and_a_remedy() -> None:
    classes = reference.error_classes()
    codes = [cls.code for cls in classes]
    assert {code for code in codes if codes.count(code) > 1} == SHARED_CODES
    assert [cls.__name__ for cls in classes if not 400 <= cls.status <= 599] == []
    assert [cls.__name__ for cls in classes if not (cls.__doc__ or "").strip() or not cls.hint] == []


@pytest.mark.parametrize("name", list(reference.pages()))
def test_the_generated_page_is_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == reference.pages()[name](), "run `make docs`"


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for page in _tracked("*.md"):
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "{" not in target and not target.startswith("/") and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert [line for line in broken if "catalog/" not in line] == []


def test_no_tracked_file_names_a_registry_host_or_a_path_of_a_build_machine() -> None:
    hosts = re.compile(r"pypi[.]org|pythonhoste[d][.]|npmj[s][.](org|com)|deb[.]deb[i]an")
    paths = re.compile(r"(^|[^A-Za-z0-9_])/(work|root|farm)/[a-z.]")
    found = []
    for path in _tracked():
        if path.suffix in {".png", ".woff2"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if hosts.search(text) or paths.search(text):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_no_data_of_a_running_hub_is_tracked() -> None:
    """A data folder that was opened in the checkout by mistake holds a master key; `git add -A` would publish it."""
    kinds = ("*.db", "*.db-*", "*.migrate-lock", "master.key", "*.key", "serve.lock", "*.sqlite*")
    assert [path.relative_to(ROOT) for path in _tracked(*kinds)] == []


def test_no_key_that_looks_real_stands_outside_the_tests() -> None:
    pattern = re.compile(r"lin_api_[A-Za-z0-9]{32,}|-----BEGIN (RSA |EC )?PRIVATE KEY")
    files = [path for path in _tracked() if "tests" not in path.parts and path.suffix != ".png"]
    assert [str(p) for p in files if pattern.search(p.read_text(encoding="utf-8", errors="replace"))] == []


def test_code_prints_nothing_and_leaves_no_marks_of_unfinished_work() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    assert [str(path) for path in SOURCES if marks.search(path.read_text(encoding="utf-8"))] == []


def test_tests_of_one_group_are_run_by_one_worker(tmp_path: Path) -> None:
    """pytest and pytest-xdist have disagreed about this before, and then each worker builds every stage."""
    for name in ("one", "two"):
        (tmp_path / f"test_{name}.py").write_text(
            "import pytest\n"
            "@pytest.mark.xdist_group('all')\n"
            "@pytest.mark.parametrize('n', range(4))\n"
            "def test_where(n, worker_id, record_property):\n"
            "    record_property('worker', worker_id)\n"
        )
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-p", "no:cacheprovider", "-q"]
    report = tmp_path / "report.xml"
    subprocess.run([*command, f"--junitxml={report}", str(tmp_path)], cwd=tmp_path, check=True, capture_output=True)
    assert len(set(re.findall(r'name="worker" value="(gw\d)"', report.read_text()))) == 1
