"""Connector files and locks: whatever is wrong with them is a finding or LockInvalid, never anything else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from linkwright.catalog.parcels import compile_files
from linkwright.catalog.shipped import read_lock
from linkwright.connectors.errors import ConnectorInvalid, LockInvalid
from linkwright.connectors.findings import Finding
from linkwright.connectors.loading import load_connector
from linkwright.connectors.source import parse_source
from linkwright.kit import jsons
from tests.fuzz.mutations import YAML_SNIPPETS, changed_json, changed_text
from tests.fuzz.target import Target

ROOT = Path(__file__).resolve().parents[3]
DESK = ROOT / "examples" / "brightdesk"
LINEAR = ROOT / "src" / "linkwright" / "catalog" / "linear"


@cache
def desk_files() -> dict[str, str]:
    """The example's files as they are pushed, with fewer actions, so that compiling stays quick."""
    folder = DESK / "connector"
    files = {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".lock.json")
    }
    return {**files, "openapi.yaml": (DESK / "openapi.yaml").read_text()}


@cache
def linear_texts() -> list[str]:
    """Linear's YAML."""
    return [path.read_text() for path in sorted(LINEAR.rglob("*.yaml"))]


@st.composite
def pushed(draw: st.DrawFn) -> dict[str, str]:
    """The example with one file changed."""
    files = desk_files()
    written = [name for name in files if name != "openapi.yaml" and not name.endswith((".svg", ".lock.json"))]
    name = draw(st.sampled_from(["connector.yaml", *written]))
    return {name: draw(changed_text([files[name]], YAML_SNIPPETS))}


def compiles_or_tells(changed: dict[str, str]) -> None:
    """A pushed connector compiles, or all that is wrong comes as findings with a line in a file."""
    try:
        compiled = compile_files({**desk_files(), **changed})
    except ConnectorInvalid as refused:
        assert refused.findings
        assert all(one.line >= 1 and one.message for one in refused.findings)
        return
    load_connector(jsons.loads(compiled.files()["connector.lock.json"]))


def parses_or_tells(text: str) -> None:
    """Any text is plain data or one finding; nothing in it is run, and aliases do not make it grow."""
    found = parse_source(text, "x.yaml")
    if isinstance(found, Finding):
        assert found.line >= 1
        assert found.message
        return
    written = len(repr(found.data))
    assert written < 200 * len(text) + 10_000
    _plain(found.data)


def _plain(value: Any) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            assert type(key) is str
            _plain(item)
    elif isinstance(value, list):
        for item in value:
            _plain(item)


def loads_or_tells(lock: Any) -> None:
    """A lock is a connector or LockInvalid."""
    if not isinstance(lock, dict):
        return
    try:
        load_connector(lock)
    except LockInvalid:
        return


@cache
def locks() -> list[Any]:
    """The example's lock whole, and Linear's with fewer actions."""
    linear = read_lock("linear", "connector.lock.json")
    desk = jsons.loads((DESK / "connector" / "connector.lock.json").read_bytes())
    return [{**lock, "actions": lock["actions"][at : at + 2]} for lock in (linear, desk) for at in range(0, 24, 3)]


TARGETS = (
    Target("connector-yaml", lambda: changed_text([*linear_texts(), *YAML_SNIPPETS], YAML_SNIPPETS), parses_or_tells),
    Target("connector-compiler", pushed, compiles_or_tells),
    Target("connector-lock", lambda: changed_json(locks()), loads_or_tells),
)
