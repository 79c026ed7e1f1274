from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from scripts.audit import told, told_of_screens
from scripts.release.materials import ROOT, bill
from scripts.release.provenance import ProvenanceWrong, envelope, statement, verified


@pytest.fixture
def release(tmp_path: Path) -> list[Path]:
    """Two files as if they had been built."""
    folder = tmp_path / "dist"
    folder.mkdir()
    files = [folder / "a.whl", folder / "b.tar.gz"]
    for file in files:
        file.write_bytes(file.name.encode() * 100)
    return files


def test_the_bill_of_materials_is_valid_cyclonedx_and_names_every_pin_with_its_hashes() -> None:
    made = bill()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(made)) is None
    pins = re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements/run.txt").read_text(), re.MULTILINE)
    named = {(part["name"], part["version"]) for part in made["components"]}
    assert {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in pins} <= named
    assert ("react", json.loads((ROOT / "ui/package.json").read_text())["dependencies"]["react"]) in named
    assert all(part["hashes"] for part in made["components"])
    assert not any(part["name"] in ("vite", "typescript", "pytest") for part in made["components"])
    assert bill() == made


def test_a_release_that_was_signed_is_known_again(release: list[Path]) -> None:
    key = Ed25519PrivateKey.generate()
    sealed = envelope(statement(release, ROOT), key)
    stated = verified(sealed, release[0].parent, key.public_key())
    assert [one["name"] for one in stated["subject"]] == ["a.whl", "b.tar.gz"]
    assert re.fullmatch(
        "[0-9a-f]{40}", stated["predicate"]["buildDefinition"]["resolvedDependencies"][0]["digest"]["gitCommit"]
    )


def test_a_file_that_was_changed_or_is_missing_is_named(release: list[Path]) -> None:
    sealed = envelope(statement(release, ROOT), None)
    release[1].write_bytes(b"other")
    with pytest.raises(ProvenanceWrong, match=r"b\.tar\.gz is not the file"):
        verified(sealed, release[0].parent, None)
    release[1].unlink()
    with pytest.raises(ProvenanceWrong, match=r"b\.tar\.gz is missing"):
        verified(sealed, release[0].parent, None)


def test_a_statement_of_somebody_else_or_one_that_was_changed_is_refused(release: list[Path]) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    stated = statement(release, ROOT)
    for sealed in (envelope(stated, None), envelope(stated, other)):
        with pytest.raises(ProvenanceWrong, match="not signed with the key"):
            verified(sealed, release[0].parent, key.public_key())
    sealed = envelope(stated, key)
    sealed["payload"] = envelope({**stated, "subject": []}, None)["payload"]
    with pytest.raises(ProvenanceWrong, match="does not fit what is stated"):
        verified(sealed, release[0].parent, key.public_key())


def test_the_audit_names_what_is_unsafe_and_says_loudly_what_it_could_not_look_at() -> None:
    report = {
        "dependencies": [
            {"name": "good", "version": "1", "vulns": []},
            {"name": "bad", "version": "2", "vulns": [{"id": "GHSA-1", "fix_versions": ["2.1"]}]},
            {"name": "unknown", "skip_reason": "not found"},
        ]
    }
    lines = told(report)
    assert lines[0] == "bad 2: GHSA-1, mended in 2.1"
    assert lines[1].startswith("NOT AUDITED")
    assert lines[2] == "Audited: 2 Python packages"
    assert told_of_screens({"message": "no connection"})[0].startswith("NOT AUDITED")
    unsafe = {"left-pad": {"severity": "high", "via": [{"title": "It is gone"}, "other"]}, "other": {"via": ["x"]}}
    screens = told_of_screens({"vulnerabilities": unsafe, "metadata": {"dependencies": {"total": 3}}})
    assert screens == ["left-pad: high, It is gone", "Audited: 3 packages of the screens"]
