"""What users rely on is written down once, and each promise is claimed by a test; both directions are checked."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "tests" / "promises.toml"
_CLAIM = re.compile(r"pytest\.mark\.promise\(\s*\"([^\"]+)\"\s*\)")


def _promises() -> dict[str, str]:
    return {
        promise["id"]: promise["says"] for promise in tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["promise"]
    }


def _claims() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {
        name for path in files if path != Path(__file__) for name in _CLAIM.findall(path.read_text(encoding="utf-8"))
    }


def test_every_promise_is_claimed_by_a_test() -> None:
    assert sorted(set(_promises()) - _claims()) == []


def test_every_claim_names_a_promise() -> None:
    assert sorted(_claims() - set(_promises())) == []


def test_every_promise_is_a_sentence_with_its_own_id() -> None:
    listed = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["promise"]
    assert len({promise["id"] for promise in listed}) == len(listed)
    assert [promise["id"] for promise in listed if not promise["says"].endswith(".")] == []
