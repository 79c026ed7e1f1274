"""What the usage endpoint takes and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

Interval = Literal["hour", "day"]
By = Literal["provider", "account", "key", "action", "source"]


class Figures(BaseModel):
    """Of a set of runs. Percentiles are durations that so many in a hundred did not exceed, at most a tenth too high; null where nothing ran."""

    runs: int = 0
    errors: int = 0
    upstream_calls: int = 0
    p50_ms: float | None = None
    p95_ms: float | None = None
    own_mean_ms: Annotated[float | None, Field(description="The hub's own part of the durations, on average.")] = None


class Point(Figures):
    """An hour or a day of UTC."""

    start: datetime


class Group(Figures):
    """An account, a key, a connector, an action or a way in; `key` is null for runs that named none."""

    key: str | None
    name: str | None


class Limit(BaseModel):
    """What a provider said is left of something."""

    name: str
    remaining: float
    limit: float | None
    resets_at: datetime | None


class Budget(BaseModel):
    """What the provider said is left for an account, in the answer to its latest call."""

    account_id: str
    owner_name: str
    provider: str
    told_at: datetime
    limits: list[Limit]


class Usage(BaseModel):
    """The answer: every hour or day of the range, whether anything ran in it or not; groups, the busiest first."""

    start: datetime
    end: datetime
    interval: Interval
    by: By
    total: Figures
    series: list[Point]
    groups: list[Group]
    more_groups: bool
    budgets: list[Budget]
