"""The figures in words and as JSON: medians over the rounds."""

from __future__ import annotations

import statistics
from typing import Any

from tests.bench.cases import Series
from tests.bench.stage import BARE, DIRECT, FASTMCP, MCP, NGINX, REST, SDK

Rows = dict[str, dict[str, Any]]


def figures(series: dict[str, Series], base: str) -> Rows:
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


def table(title: str, rows: Rows) -> str:
    """The figures as a table for the terminal."""
    base = NGINX if NGINX in rows else "direct"
    head = (
        f"{'':<22}{'calls/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}{f'÷ {base}':>9}{'hits/call':>11}{'wrong':>7}"
    )
    lines = [title, head]
    for name, row in rows.items():
        cpu = f"{row['cpu_us']:>9}" if row["cpu_us"] is not None else f"{'':>9}"
        lines.append(
            f"{name:<22}{row['rps']:>10,}{row['p50_ms']:>9}{row['p99_ms']:>9}{cpu}"
            f"{row['ratio']:>9}{row['hits_per_call']:>11}{row['wrong']:>7}"
        )
    return "\n".join(lines)


def words(result: dict[str, Any]) -> str:
    """All of it for the terminal: tables, then what the targets are about."""
    lines = ["", f"Linkwright {result['commit']} on {result['machine']}", ""]
    load = (
        "wrk"
        if result["generator"] == "wrk"
        else "our own generator (wrk is not installed; it holds nginx back, so read no ratio)"
    )
    lines += [f"{result['rounds']} rounds of {result['seconds']:g} s in turns, medians; load by {load}"]
    for count, rows in result["connections"].items():
        title = "128 connections, an upstream that takes 20 ms" if count == "20 ms" else f"connections: {count}"
        lines += ["", table(title, rows)]
    return "\n".join([*lines, "", *_targets(result["connections"]), ""])


def _targets(found: dict[str, Rows]) -> list[str]:
    many, one = list(found.values())[:2]
    rate = {name: row["rps"] for name, row in many.items()}
    lines = [
        (
            f"{REST} ÷ nginx: {many[REST]['ratio']} of its calls/s (target: at least 0.08); "
            f"÷ the bare proxy in the same Python: {rate[REST] / rate[BARE]:.2f}"
        ),
        (
            f"One connection: {one[REST]['p50_ms'] / one[NGINX]['p50_ms']:.2f} × nginx's p50 (target: at most 3); "
            f"the bare proxy: {one[BARE]['p50_ms'] / one[NGINX]['p50_ms']:.2f} ×"
        ),
    ]
    if MCP in rate:
        lines += [f"MCP ÷ REST: {rate[MCP] / rate[REST]:.2f} of its calls/s (target: at least 0.90)"]
    if SDK in rate and MCP in rate:
        lines += [f"MCP ÷ the MCP SDK's low-level server: {rate[MCP] / rate[SDK]:.1f} × (target: at least 4)"]
        lines += [f"MCP ÷ FastMCP's OpenAPI proxy: {rate[MCP] / rate[FASTMCP]:.1f} × (target: at least 15)"]
    slow = found.get("20 ms")
    if slow is not None:
        p99 = slow[REST]["p99_ms"] / slow[DIRECT]["p99_ms"]
        lines += [
            (
                f"20 ms upstream: {slow[REST]['ratio']} of the calls/s without a hub (target: at least 0.88), "
                f"{p99:.2f} × its p99 (target: at most 1.5)"
            )
        ]
    return lines
