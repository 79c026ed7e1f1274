"""Where a release came from: a statement in the form of in-toto with the predicate of SLSA 1, sealed in a DSSE envelope.

The statement names every file of the release by its SHA-256, the commit, and the pinned inputs of the build. The
envelope is signed with Ed25519 where a key is given; without one it says nothing that could not be made up.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TYPE = "application/vnd.in-toto+json"
INPUTS = ("requirements/run.txt", "requirements/build.txt", "requirements/uv.txt", "ui/package-lock.json")


class ProvenanceWrong(Exception):
    """The statement does not fit the files, or its signature does not fit the key."""


def statement(files: list[Path], root: Path) -> dict[str, Any]:
    """What is stated of these files, built from the checkout `root`."""
    commit = _git(root, "rev-parse", "HEAD")
    inputs = [{"uri": name, "digest": {"sha256": digest(root / name)}} for name in INPUTS if (root / name).exists()]
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": file.name, "digest": {"sha256": digest(file)}} for file in sorted(files)],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "make release",
                "externalParameters": {"clean": _git(root, "status", "--porcelain") == ""},
                "resolvedDependencies": [{"uri": "git", "digest": {"gitCommit": commit}}, *inputs],
            },
            "runDetails": {"builder": {"id": "make release"}},
        },
    }


def envelope(stated: dict[str, Any], key: Ed25519PrivateKey | None) -> dict[str, Any]:
    """The statement with its signature, if there is a key."""
    payload = json.dumps(stated, sort_keys=True, separators=(",", ":")).encode()
    signatures = []
    if key is not None:
        signed = key.sign(_signed(payload))
        signatures.append({"keyid": key_id(key.public_key()), "sig": base64.b64encode(signed).decode()})
    return {"payloadType": TYPE, "payload": base64.b64encode(payload).decode(), "signatures": signatures}


def verified(sealed: dict[str, Any], folder: Path, key: Ed25519PublicKey | None) -> dict[str, Any]:
    """The statement, once it is known to fit the files beside it and the key.

    Raises:
        ProvenanceWrong: names the first thing that does not fit.
    """
    payload = base64.b64decode(sealed["payload"])
    if key is not None:
        wanted = key_id(key)
        found = next((one for one in sealed["signatures"] if one["keyid"] == wanted), None)
        if found is None:
            raise ProvenanceWrong(f"It is not signed with the key {wanted}.")
        try:
            key.verify(base64.b64decode(found["sig"]), _signed(payload))
        except InvalidSignature:
            raise ProvenanceWrong("The signature does not fit what is stated.") from None
    stated: dict[str, Any] = json.loads(payload)
    for subject in stated["subject"]:
        file = folder / Path(subject["name"]).name
        if not file.exists():
            raise ProvenanceWrong(f"{subject['name']} is missing.")
        if digest(file) != subject["digest"]["sha256"]:
            raise ProvenanceWrong(f"{subject['name']} is not the file that was released.")
    return stated


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def key_id(key: Ed25519PublicKey) -> str:
    """The first sixteen digits of the SHA-256 of the raw public key."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def _signed(payload: bytes) -> bytes:
    """What DSSE signs: type and payload with their lengths (secure-systems-lab/dsse, protocol.md)."""
    return b"DSSEv1 %d %s %d %s" % (len(TYPE), TYPE.encode(), len(payload), payload)


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
    ).stdout.strip()
