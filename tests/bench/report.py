"""The figures in words and as JSON: medians over the rounds."""

from __future__ import annotations

import statistics
from typing import Any

from tests.bench.cases import Series

_HEAD = f"{'':<22}{'calls/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}{'÷ nginx':>9}{'hits/call':>11}{'wrong':>7}"


def figures(series: dict[str, Series], base: str) -> dict[str, dict[str, Any]]:
    """Medians per case, and the ratio of its rate to the base's: the median of the ratios of each round."""
    out = {}
    for name, each in series.items():
        ratios = [own.rate / other.rate for own, other in zip(each.loads, series[base].loads, strict=True)]
        out[name] = {
            "rps": round(statistics.median(load.rate for load in each.loads)),
            "p50_ms": round(statistics.median(load.p50 for load in each.loads), 3),
            "p99_ms": round(statistics.median(load.p99 for load in each.loads), 3),
            "cpu_us": round(statistics.median(each.cpu), 1) if each.cpu else None,
            "ratio": round(statistics.median(ratios), 3),
            "ratios": [round(min(ratios), 3), round(max(ratios), 3)],
            "hits_per_call": round(statistics.median(each.hits), 3),
            "wrong": sum(load.wrong for load in each.loads),
        }
    return out


def table(title: str, rows: dict[str, dict[str, Any]]) -> str:
    """The figures as a table for the terminal."""
    lines = [title, _HEAD]
    for name, row in rows.items():
        cpu = f"{row['cpu_us']:>9}" if row["cpu_us"] is not None else f"{'':>9}"
        lines.append(
            f"{name:<22}{row['rps']:>10,}{row['p50_ms']:>9}{row['p99_ms']:>9}{cpu}"
            f"{row['ratio']:>9}{row['hits_per_call']:>11}{row['wrong']:>7}"
        )
    return "\n".join(lines)
