"""`make release` builds wheel, source, bill of materials, checksums and provenance into `dist/`; `--verify FOLDER` checks them.

The same commit gives the same wheel, byte for byte: times in it are those of the commit.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scripts.release.materials import ROOT, bill
from scripts.release.provenance import ProvenanceWrong, digest, envelope, statement, verified

_SUMS, _PROVENANCE = "SHA256SUMS", "provenance.json"


def main() -> int:
    """Build, or verify."""
    parser = argparse.ArgumentParser(prog="make release", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", help="where the files go; must be empty or not exist"
    )
    parser.add_argument("--key", type=Path, help="sign with this Ed25519 key (PEM, PKCS #8)")
    parser.add_argument("--bill", action="store_true", help="print the bill of materials and build nothing")
    parser.add_argument("--verify", type=Path, metavar="FOLDER", help="check a release instead of building one")
    parser.add_argument("--public-key", type=Path, help="whose signature it must have (PEM)")
    options = parser.parse_args()
    if options.bill:
        sys.stdout.write(json.dumps(bill(), indent=2) + "\n")
        return 0
    if options.verify is not None:
        return _verify(options.verify, options.public_key)
    return _build(options.out, options.key)


def _build(out: Path, key_file: Path | None) -> int:
    if out.exists() and any(out.iterdir()):
        raise SystemExit(f"{out} is not empty. Name another folder with --out.")
    key = None
    if key_file is not None:
        loaded = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        if not isinstance(loaded, Ed25519PrivateKey):
            raise SystemExit(f"{key_file} is not an Ed25519 key. Make one: openssl genpkey -algorithm ed25519")
        key = loaded
    out.mkdir(parents=True, exist_ok=True)
    when = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=True
    ).stdout.strip()
    builder = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    subprocess.run(builder, cwd=ROOT, env={**os.environ, "SOURCE_DATE_EPOCH": when}, check=True, stdout=sys.stderr)
    wheel = next(out.glob("*.whl"))
    materials = out / f"{wheel.name.split('-')[0]}-{wheel.name.split('-')[1]}.cdx.json"
    materials.write_text(json.dumps(bill(), indent=2) + "\n", encoding="utf-8")
    files = sorted(out.iterdir())
    (out / _SUMS).write_text("".join(f"{digest(file)}  {file.name}\n" for file in files), encoding="utf-8")
    sealed = envelope(statement(files, ROOT), key)
    (out / _PROVENANCE).write_text(json.dumps(sealed, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write("".join(f"{file}\n" for file in sorted(out.iterdir())))
    if key is None:
        sys.stdout.write("Not signed: give a key with --key, or nobody can tell this release from another's.\n")
    return 0


def _verify(folder: Path, public: Path | None) -> int:
    key = None
    if public is not None:
        loaded = serialization.load_pem_public_key(public.read_bytes())
        if not isinstance(loaded, Ed25519PublicKey):
            raise SystemExit(f"{public} is not an Ed25519 public key.")
        key = loaded
    try:
        stated = verified(json.loads((folder / _PROVENANCE).read_text(encoding="utf-8")), folder, key)
    except ProvenanceWrong as wrong:
        sys.stdout.write(f"{wrong}\n")
        return 1
    inputs = stated["predicate"]["buildDefinition"]["resolvedDependencies"]
    signed = "signed by the key you named" if key is not None else "signature not checked: name one with --public-key"
    sys.stdout.write(f"{len(stated['subject'])} files of commit {inputs[0]['digest']['gitCommit']}; {signed}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
