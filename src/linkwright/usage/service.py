"""Counts the runs of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from linkwright.kit.clock import Clock
from linkwright.store.database import Tx
from linkwright.usage import repository
from linkwright.usage.errors import UsageQueryInvalid
from linkwright.usage.repository import Row, Window
from linkwright.usage.schemas import Budget, By, Figures, Group, Interval, Limit, Point, Usage

_WIDTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
_MOST = {"hour": timedelta(days=14), "day": timedelta(days=366)}
_USUAL = {"hour": timedelta(days=1), "day": timedelta(days=30)}
_MOST_GROUPS = 50
_MOST_BUDGETS = 50
_MILLISECONDS = timedelta(milliseconds=1)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(9998, 1, 1, tzinfo=UTC)


class UsageService:
    """Figures of a range, whole hours or days of UTC."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def window(
        self,
        project_id: str,
        interval: Interval,
        start: datetime | None,
        end: datetime | None,
        accounts: tuple[str, ...] = (),
        providers: tuple[str, ...] = (),
    ) -> Window:
        """The range asked for, widened to whole hours or days; the last day by the hour, or 30 by the day, unless told.

        Raises:
            UsageQueryInvalid: it ends before it begins, or is longer than what is counted at once.
        """
        width = _WIDTHS[interval]
        until = _up(_aware(end) if end else self._clock.now(), width)
        since = _down(_aware(start), width) if start else until - _USUAL[interval]
        if since >= until:
            raise UsageQueryInvalid("The range ends before it begins.")
        if until - since > _MOST[interval] + width:
            raise UsageQueryInvalid(f"The range is longer than {_MOST[interval].days} days by the {interval}.")
        return Window(project_id, since, until, accounts, providers)

    async def usage(self, tx: Tx, window: Window, interval: Interval, by: By) -> Usage:
        """Everything about the range."""
        width = _WIDTHS[interval]
        histograms = await repository.series(tx, window, width // _MILLISECONDS)
        series = _by_label(histograms)
        busiest = await repository.busiest(tx, window, by, _MOST_GROUPS + 1)
        return Usage(
            start=window.start,
            end=window.end,
            interval=interval,
            by=by,
            total=Figures(**figures(histograms)),
            series=[
                Point(start=at, **figures(series.get((at - _BEGINNING) // _MILLISECONDS, [])))
                for at in _steps(window, width)
            ],
            groups=await self._groups(tx, window, by, busiest[:_MOST_GROUPS]),
            more_groups=len(busiest) > _MOST_GROUPS,
            budgets=await self._budgets(tx, window.project_id),
        )

    async def _groups(self, tx: Tx, window: Window, by: By, rows: Sequence[Row]) -> list[Group]:
        keys = [row["label"] for row in rows]
        histograms = _by_label(await repository.groups(tx, window, by, keys)) if keys else {}
        named = {row["label"]: row["name"] for row in rows} if by == "key" else {}
        if by == "account":
            named = await repository.owners(tx, window.project_id, [key for key in keys if key is not None])
        return [Group(key=key, name=named.get(key), **figures(histograms.get(key, []))) for key in keys]

    async def _budgets(self, tx: Tx, project_id: str) -> list[Budget]:
        found = []
        for row in await repository.latest_calls(tx, project_id, _MOST_BUDGETS):
            limits = _limits(row["detail"].get("calls") or [])
            if limits:
                found.append(
                    Budget(
                        account_id=row["account_id"],
                        owner_name=row["origin_owner_name"],
                        provider=row["connector_key"],
                        told_at=row["started_at"],
                        limits=limits,
                    )
                )
        return found


def _by_label(rows: Sequence[Row]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row["label"], []).append(row)
    return found


def figures(histogram: Sequence[Mapping[Any, Any]]) -> dict[str, Any]:
    """Counts, percentiles and means of a histogram.

    A percentile is the longest run of the row of the histogram in which so many in a hundred are reached, which is at most a
    tenth above the exact one.
    """
    count = sum(row["runs"] for row in histogram)
    if count == 0:
        return {}
    rows = sorted(histogram, key=lambda row: float(row["most_ms"]))

    def percentile(of: int) -> float:
        reached = 0
        for row in rows:
            reached += row["runs"]
            if reached * 100 >= count * of:
                return round(float(row["most_ms"]), 3)
        raise AssertionError("all rows together reach every percentile")

    return {
        "runs": count,
        "errors": int(sum(row["errors"] for row in rows)),
        "upstream_calls": int(sum(row["upstream_calls"] for row in rows)),
        "p50_ms": percentile(50),
        "p95_ms": percentile(95),
        "own_mean_ms": round(max(0.0, sum(row["own_ms"] for row in rows) / count), 3),
    }


def _limits(calls: list[Mapping[str, Any]]) -> list[Limit]:
    """What the last of the calls that was told anything was told."""
    for call in reversed(calls):
        found = []
        for name, told in (call.get("limits") or {}).items():
            if isinstance(told, Mapping) and isinstance(told.get("remaining"), int | float):
                found.append(
                    Limit(
                        name=name,
                        remaining=told["remaining"],
                        limit=_number(told.get("limit")),
                        resets_at=_moment(told.get("reset")),
                    )
                )
        if found:
            return found
    return []


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _moment(value: Any) -> datetime | None:
    """From milliseconds since 1970, as the engine notes them."""
    number = _number(value)
    if number is None or not 0 < number < _LATEST.timestamp() * 1000:
        return None
    return datetime.fromtimestamp(number / 1000, UTC)


def _aware(at: datetime) -> datetime:
    """A moment without a zone is one in UTC."""
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if not _BEGINNING <= at <= _LATEST:
        raise UsageQueryInvalid("The range lies outside of what a calendar holds.")
    return at


def _down(at: datetime, width: timedelta) -> datetime:
    return at - (at - _BEGINNING) % width


def _up(at: datetime, width: timedelta) -> datetime:
    low = _down(at, width)
    return low if low == at else low + width


def _steps(window: Window, width: timedelta) -> list[datetime]:
    return [window.start + number * width for number in range((window.end - window.start) // width)]
