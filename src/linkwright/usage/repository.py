"""All SQL of the usage figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from linkwright.store.database import Tx
from linkwright.store.tables import accounts, runs

Row = sa.RowMapping
_GROUPS: dict[str, sa.ColumnElement[Any]] = {
    "provider": runs.c.connector_key,
    "account": runs.c.account_id,
    "key": runs.c.caller_id,
    "action": runs.c.action,
    "source": runs.c.face,
}


@dataclass(frozen=True, slots=True)
class Window:
    """The runs of a project from a moment up to, and without, another; of some accounts or connectors only, if any are named."""

    project_id: str
    start: datetime
    end: datetime
    accounts: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()


async def series(tx: Tx, window: Window, width_ms: int) -> Sequence[Row]:
    """Histograms of the stretches of so many milliseconds in which anything ran; `label` is where each begins."""
    at = sa.type_coerce(runs.c.started_at, sa.BigInteger)
    return await _histograms(tx, at - at % sa.literal(width_ms, sa.BigInteger), _within(window))


async def busiest(tx: Tx, window: Window, by: str, most: int) -> Sequence[Row]:
    """The accounts, keys and so on of the most runs, the busiest first: `label`, and `name`, what the caller was called."""
    label, count = _GROUPS[by], sa.func.count()
    found = sa.select(label.label("label"), sa.func.max(runs.c.caller).label("name")).where(*_within(window))
    found = found.group_by(label).order_by(count.desc(), label).limit(most)
    return (await tx.execute(found)).mappings().all()


async def groups(tx: Tx, window: Window, by: str, labels: Collection[str | None]) -> Sequence[Row]:
    """Histograms of some of them."""
    label = _GROUPS[by]
    known = [one for one in labels if one is not None]
    chosen = sa.or_(label.in_(known), label.is_(None)) if len(known) < len(labels) else label.in_(known)
    return await _histograms(tx, label, [*_within(window), chosen])


async def owners(tx: Tx, project_id: str, ids: Collection[str]) -> dict[str, str]:
    """The names of the owners of accounts."""
    wanted = sa.select(accounts.c.id, accounts.c.origin_owner_name).where(
        accounts.c.project_id == project_id, accounts.c.id.in_(ids)
    )
    return {row[0]: row[1] for row in await tx.execute(wanted)}


async def latest_calls(tx: Tx, project_id: str, most: int) -> Sequence[Row]:
    """The newest run that called its provider, of each account; at most so many, the latest first."""
    newest = (
        sa.select(runs.c.id)
        .where(runs.c.account_id == accounts.c.id, runs.c.upstream_calls > 0)
        .order_by(runs.c.started_at.desc())
        .limit(1)
        .correlate(accounts)
        .scalar_subquery()
    )
    columns = (
        accounts.c.id.label("account_id"),
        accounts.c.origin_owner_name,
        accounts.c.connector_key,
        runs.c.started_at,
        runs.c.detail,
    )
    found = sa.select(*columns).select_from(accounts.join(runs, runs.c.id == newest))
    found = found.where(accounts.c.project_id == project_id).order_by(runs.c.started_at.desc()).limit(most)
    return (await tx.execute(found)).mappings().all()


async def _histograms(
    tx: Tx, label: sa.ColumnElement[Any], conditions: Sequence[sa.ColumnElement[bool]]
) -> Sequence[Row]:
    """Per label, a row for each two leading digits of a duration: counts, sums, and the longest of them as `most_ms`.

    Sorting every run by its duration would be exact, and take five times as long.
    """
    took = runs.c.duration_ms
    step = sa.case((took < 10, 0.1), (took < 100, 1.0), (took < 1_000, 10.0), (took < 10_000, 100.0), else_=1_000.0)
    found = sa.select(
        label.label("label"),
        sa.func.count().label("runs"),
        sa.func.sum(sa.case((runs.c.success, 0), else_=1)).label("errors"),
        sa.func.sum(runs.c.upstream_calls).label("upstream_calls"),
        sa.func.sum(took - runs.c.upstream_ms).label("own_ms"),
        sa.func.max(took).label("most_ms"),
    ).where(*conditions)
    # A literal stands for itself in each place: as a parameter, PostgreSQL takes two of them for two expressions.
    return (
        (await tx.execute(found.group_by(sa.text("label"), sa.cast(sa.func.round(took / step), sa.Integer), step)))
        .mappings()
        .all()
    )


def _within(window: Window) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [
        runs.c.project_id == window.project_id,
        runs.c.started_at >= window.start,
        runs.c.started_at < window.end,
    ]
    if window.accounts:
        found.append(runs.c.account_id.in_(window.accounts))
    if window.providers:
        found.append(runs.c.connector_key.in_(window.providers))
    return found
