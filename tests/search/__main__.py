"""`make search-report`: how well and how fast actions are found. `ARGS="test"` reports the frozen half: docs/search.md keeps count."""

from __future__ import annotations

import argparse
import sys

from tests.search.figures import figures
from tests.search.latency import ACTIONS, latencies


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="make search-report")
    parser.add_argument("half", nargs="?", choices=["tune", "test"], default="tune")
    parser.add_argument("--latency", action="store_true", help="measure searches over 5,000 actions instead")
    given = parser.parse_args()
    if given.latency:
        made, took, worked = latencies()
        print_lines(
            f"{ACTIONS} actions, indexed in {made:.1f} s",
            *(
                f"p{share}  {_at(took, share):6.2f} ms, {_at(worked, share):6.2f} ms of the processor"
                for share in (50, 95, 99)
            ),
        )
        return
    rows = [f"| {one.name} | {one.count} | {one.first:.1%} | {one.five:.1%} |" for one in figures(given.half)]
    print_lines(f"The {given.half} half.", "", "| | sentences | Hit@1 | Hit@5 |", "|---|---|---|---|", *rows)


def _at(values: list[float], share: int) -> float:
    return values[min(len(values) - 1, len(values) * share // 100)]


def print_lines(*lines: str) -> None:
    """Write lines to standard output."""
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
