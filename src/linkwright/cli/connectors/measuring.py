"""What the results of a connector's actions cost their readers: every example, run on the connector's twin."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linkwright.catalog.linear.twin.twin import LinearTwin
    from linkwright.connectors.compiled import Action, Connector
    from linkwright.engine.results import RunResult
    from linkwright.kit.clock import Clock

LARGE = 2_000
"""Tokens above which a result takes a good part of what an agent keeps in mind."""
PAGE_SIZE = "page_size"
_DAY = datetime(2026, 1, 5, 12, tzinfo=UTC)
_SEED = "figures"
_APART = 3.0
_DEADLINE = 30.0


@dataclass(frozen=True, slots=True)
class ResultFigures:
    """What the result of one example costs.

    Attributes:
        tokens: an estimate for the result as JSON, as for definitions: one token for four bytes.
        rows: how many rows it has, if it is a list in pages.
        page: tokens of a default page of such rows when it is full.
    """

    tokens: int
    rows: int | None = None
    page: int | None = None


def whole_page(folder: Path, lock: Mapping[str, Any]) -> str:
    """A connector's page as Markdown, with the cost of results where the connector has a twin to measure on."""
    from linkwright.connectors.page import connector_page

    key = lock["connector"]["key"]
    return connector_page(folder, lock) + results_section(lock["connector"]["name"], result_figures(key, lock["hash"]))


@cache
def result_figures(key: str, hashed: str) -> Mapping[str, ResultFigures]:
    """The figures of each action's example by the action's id; empty for what does not ship with a twin.

    Seed and day are fixed and every example starts from the same data, so that the same connector and twin give the same
    numbers. `hashed` is the lock's hash: figures are only for the connector that ships.
    """
    return asyncio.run(_measured(key, hashed))


async def _measured(key: str, hashed: str) -> dict[str, ResultFigures]:
    from linkwright.catalog.catalog import Catalog
    from linkwright.catalog.linear.twin.twin import LinearTwin
    from linkwright.kit.clock import FixedClock

    clock = FixedClock(_DAY)
    catalog = Catalog.load()
    connector, twin = catalog.get(key), catalog.twin(key, _SEED, clock)
    if connector is None or connector.hash != hashed or not isinstance(twin, LinearTwin):
        return {}
    first = twin.snapshot()
    found: dict[str, ResultFigures] = {}
    for action in connector.actions.values():
        twin.restore(first)
        # So that the twin's limits refill.
        clock.advance(_APART)
        found[action.id] = _figures(action, await run_example(connector, action, twin, clock))
    return found


async def run_example(connector: Connector, action: Action, twin: LinearTwin, clock: Clock) -> RunResult:
    """Run an action's example on a twin.

    Raises:
        linkwright.errors.LinkwrightError: the example does not hold.
    """
    from linkwright.catalog.linear.twin.references import meant
    from linkwright.engine.arguments import gather
    from linkwright.engine.names import NameCache
    from linkwright.engine.run import run
    from linkwright.kit.secret import Secret

    return await run(
        connector,
        action,
        gather(action, await meant(twin, dict(action.example or {}))),
        method=next(iter(connector.auth.values())),
        credential={name: Secret(value) for name, value in twin.credentials().items()},
        transport=twin,
        clock=clock,
        deadline=_DEADLINE,
        names=NameCache(clock),
        account="example",
    )


def _figures(action: Action, result: RunResult) -> ResultFigures:
    from linkwright.connectors.figures import tokens_of

    tokens = tokens_of(result.data)
    if not action.paged or not isinstance(result.data, list) or not result.data:
        return ResultFigures(tokens)
    size = action.inputs[PAGE_SIZE].default if PAGE_SIZE in action.inputs else None
    rows = len(result.data)
    return ResultFigures(tokens, rows, round(tokens / rows * size) if isinstance(size, int) else None)


def results_section(name: str, figures: Mapping[str, ResultFigures]) -> str:
    """The figures as Markdown, largest first; nothing where there are none."""
    if not figures:
        return ""
    middle = median(one.tokens for one in figures.values())
    large = sum(1 for one in figures.values() if one.tokens > LARGE)
    full = sum(1 for one in figures.values() if (one.page or 0) > LARGE)
    said = (
        f"Each action's example, run on the twin of {name}. Median {middle:g} tokens; {large} above {LARGE:,}. What a list"
        " costs depends on how much an account has, so the last column is for a default page that is full, by the rows of"
        f" the example: {full} lists are above {LARGE:,} then. A smaller `{PAGE_SIZE}` costs less."
    )
    lines = ["", "## Tokens per result", "", said, "", "| action | tokens | rows | full page |", "|---|---|---|---|"]
    ordered = sorted(figures.items(), key=lambda pair: (-(pair[1].page or pair[1].tokens), pair[0]))
    lines += [f"| `{id_}` | {one.tokens} | {_cell(one.rows)} | {_cell(one.page)} |" for id_, one in ordered]
    return "\n".join(lines) + "\n"


def _cell(value: int | None) -> str:
    return "" if value is None else str(value)
