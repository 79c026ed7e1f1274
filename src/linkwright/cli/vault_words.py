"""What the commands of the vault say to a person."""

from __future__ import annotations

import sys
from typing import Any

from linkwright.cli.context import table
from linkwright.custody.model import MOST_PROBLEMS, Found, Progress

_STEPS = 10


class Bar:
    """Progress on standard error: a line that changes on a terminal, a line for each tenth elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        """A quiet one says nothing."""
        self._quiet = quiet
        self._live = sys.stderr.isatty()
        self._said: tuple[str, int] | None = None

    def tell(self, progress: Progress) -> None:
        """Show how far it is."""
        if self._quiet:
            return
        share = progress.done / progress.total if progress.total else 1.0
        text = f"{progress.what}: {progress.done} of {progress.total}"
        step = (progress.what, int(share * (100 if self._live else _STEPS)))
        if step != self._said:
            self._said = step
            print(f"\r{text}" if self._live else text, end="" if self._live else "\n", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._said:
            print(file=sys.stderr)


def found_view(found: Found) -> dict[str, Any]:
    """For a program."""
    return {
        "opened": found.opened,
        "damaged": found.damaged,
        "problems": [one.view() for one in found.problems],
    }


def found_text(value: dict[str, Any], good: str) -> str:
    """For a person."""
    opened = [f"{count} in {name}" for name, count in sorted(value["opened"].items())]
    lines = ["Opened: " + ", ".join(opened) + "."] if opened else []
    if not value["damaged"]:
        return "\n".join([*lines, good])
    lines.append(f"{value['damaged']} do not open:")
    for one in value["problems"]:
        owner = f" of {one['account_id']}" if one["account_id"] else ""
        lines.append(
            f"  {one['table']} {one['row']}: {one['field']}{owner} (project {one['project_id']}): {one['code']}"
        )
    if value["damaged"] > MOST_PROBLEMS:
        lines.append(f"  and {value['damaged'] - MOST_PROBLEMS} more")
    return "\n".join(lines)


def status_text(value: dict[str, Any]) -> str:
    """For a person."""
    total = value["data_key_count"]
    rows = [["MASTER KEY", "PROVIDER", "STATE", "AT HAND", "DATA KEYS", "WHERE"]]
    for one in value["master_keys"]:
        wraps = f"{one['wraps']} of {total}"
        rows.append([one["id"], one["provider"], one["state"], _yes(one["at_hand"]), wraps, one["label"]])
    parts = [table(rows)]
    rows = [["DATA KEY", "PROJECT", "STATE", "RECORDS"]]
    for one in value["data_keys"]:
        state = "current" if one["current"] else f"former since {one['retired_at']}"
        state += f", destroyed after {one['destroy_after']}" if one["destroy_after"] else ""
        rows.append([one["id"], one["project"], state, str(one["records"])])
    parts.append(table(rows))
    for one in value["pending_rotations"]:
        what = "of the master key" if one["kind"] == "master" else "of data keys"
        parts.append(
            f"A rotation {what} has begun at {one['started_at']}: {one['done']} of {one['total']}. "
            "`linkwright vault rewrap` finishes it."
        )
    if value["processes"]:
        rows = [["PROCESS", "SEEN", "MASTER KEYS"]]
        rows += [[one["name"], one["seen_at"], " ".join(one["master_keys"])] for one in value["processes"]]
        parts.append(table(rows))
    return "\n\n".join(parts)


def _yes(value: object) -> str:
    return "yes" if value else "no"
