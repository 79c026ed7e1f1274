"""The bill of materials in CycloneDX 1.6: every Python package that is pinned, and the npm packages that are built into the screens."""

from __future__ import annotations

import base64
import json
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill(root: Path = ROOT) -> dict[str, Any]:
    """The bill of a checkout; the same checkout gives the same bill."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    reference = f"pkg:pypi/{name}@{version}"
    parts = sorted([*_python(root), *_screens(root)], key=lambda part: str(part["bom-ref"]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": reference,
                "name": name,
                "version": version,
                "purl": reference,
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": reference, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _python(root: Path) -> list[dict[str, Any]]:
    """Of each package all distributions that the pins admit, since the machine decides which of them is installed."""
    found: list[dict[str, Any]] = []
    for line in (root / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines():
        pin, digest = _PIN.match(line), _HASH.search(line)
        if pin:
            name = re.sub(r"[-_.]+", "-", pin[1]).lower()
            purl = f"pkg:pypi/{name}@{pin[2]}"
            found.append(_part(name, pin[2], purl))
        elif digest:
            found[-1].setdefault("hashes", []).append({"alg": "SHA-256", "content": digest[1]})
    return found


def _screens(root: Path) -> list[dict[str, Any]]:
    """What the built screens hold; tools that only build them are left out."""
    found = []
    for folder in ("ui", "ui/embed"):
        lock = root / folder / "package-lock.json"
        if not lock.exists():
            continue
        for place, package in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
            name = place.rpartition("node_modules/")[2]
            if not name or package.get("dev") or package.get("peer") or package.get("link"):
                continue
            part = _part(name, package["version"], f"pkg:npm/{name.replace('@', '%40')}@{package['version']}")
            algorithm, _, digest = package.get("integrity", "").partition("-")
            if algorithm == "sha512":
                part["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}]
            if part not in found:
                found.append(part)
    return found


def _part(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
