"""What a run gives back: its data, and every upstream call it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linkwright.engine.files import Download

EXCERPT_CHARS = 4096


@dataclass(slots=True)
class UpstreamCall:
    """One HTTP exchange with the provider; holds no secret.

    Attributes:
        operation: for people, `query issues`.
        status: HTTP status, None if no answer came.
        duration_ms: milliseconds from sending to the last byte.
        request: document and variables.
        response_excerpt: the first 4,096 characters of the answer, once `keep` was told to.
        answered: makes the excerpt out of the answer and the secrets that it must not hold.
        limits: per budget `limit`, `remaining` and `reset` (epoch milliseconds), and `cost` of this call.
        error: why it failed, None if it did not.
    """

    method: str
    url: str
    operation: str
    status: int | None
    started_at: datetime
    duration_ms: float
    request: dict[str, Any] | None = None
    response_excerpt: str = ""
    response_bytes: int = 0
    limits: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    answered: Callable[[], str] | None = field(default=None, repr=False)

    def keep(self, wanted: bool) -> None:
        """Make the excerpt where it is wanted; what it is made of is let go of either way."""
        answered, self.answered = self.answered, None
        if wanted and answered is not None:
            self.response_excerpt = answered()


@dataclass(slots=True)
class RunResult:
    """Outcome of one run; `next` is the cursor of the following page, `warnings` are sentences for people.

    `file` is set where the result is a file; whoever takes it closes it.
    """

    data: dict[str, Any] | list[dict[str, Any]] | None
    next: str | None
    calls: list[UpstreamCall]
    warnings: list[str] = field(default_factory=list)
    file: Download | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose account a credential opens, and which scopes were proven on the way."""

    external_id: str
    workspace: dict[str, Any]
    person: dict[str, Any]
    teams: list[dict[str, Any]]
    proven_scopes: tuple[str, ...]
    calls: list[UpstreamCall] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
