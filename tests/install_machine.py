"""Installs what the tests need beside Python packages, where the machine allows: as root on Debian. Says what is missing elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from check_machine import missing

PACKAGES = {"chromium": "chromium", "postgresql": "postgresql", "nginx": "nginx-light"}


def main() -> int:
    lacking = missing()
    if not lacking:
        return 0
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"Not installed here: {', '.join(lacking)}. `make test` will say what to do.")
        return 0
    packages = [PACKAGES[name] for name in lacking]
    print(f"[+] Installing {', '.join(packages)} with apt-get")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, check=True)
    done = subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=env,
        check=False,
        capture_output=True,
    )
    if done.returncode:
        sys.stderr.write(done.stderr.decode(errors="replace"))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
