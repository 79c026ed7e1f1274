"""What is kept of one execution of an action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linkwright.engine.results import UpstreamCall

Stage = tuple[str, int, int]
"""A part of the way: its name, and microseconds from the start of the run to its beginning and to its end."""

EXCERPT_BYTES = 4096
"""How much of a provider's answer is kept."""
RESULT_BYTES = 16 * 1024
"""How much of the answer to the caller is kept."""


@dataclass(slots=True)
class Run:
    """One run, as the hot path hands it over. Nothing is copied or shortened yet; the writer does that.

    Attributes:
        face: `rpc`, `mcp`, `console` or `cli`.
        caller: the name of the key or member.
        caller_id: its id.
        status: the HTTP status that the call was, or would have been, answered with.
        duration_ms: from the start of the run to its answer.
        arguments: checked arguments, or what the caller sent where they were refused.
        result: the first bytes of the answer's JSON.
        error: `code`, `message` and `hint`, and `missing_scopes` where a right was missing.
        definition: the hash of the connector's definition that ran.
        replays: the earlier run whose recorded answer was given, where a write was repeated.
        rerun_of: the earlier run that a member had run again.
        caller_kind: `key`, `member` and so on; see `access.principals`.
        mode: `run`, `plan` or `apply`.
        address: the caller's address, if it has one.
        policy: what the project's rules said, in which version, and by which rule; None where it has none.
    """

    id: str
    project_id: str
    account_id: str | None
    action: str
    connector_key: str | None
    face: str
    caller: str
    caller_id: str
    status: int
    started_at: datetime
    duration_ms: float
    effect: str | None = None
    definition: str | None = None
    arguments: Mapping[str, Any] | None = None
    result: bytes = b""
    result_bytes: int = 0
    error: Mapping[str, Any] | None = None
    stages: Sequence[Stage] = field(default_factory=tuple)
    calls: Sequence[UpstreamCall] = field(default_factory=tuple)
    warnings: Sequence[str] = field(default_factory=tuple)
    replays: str | None = None
    rerun_of: str | None = None
    caller_kind: str = "unknown"
    mode: str = "run"
    address: str | None = None
    policy: Mapping[str, Any] | None = None

    @property
    def success(self) -> bool:
        """Whether the run did what was asked."""
        return self.error is None
