"""What is noted of a call on its way, and turned into a row of the run log at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from linkwright.access.principals import Principal
from linkwright.accounts.hot import AccountRow
from linkwright.actions.options import PLAIN, PLAN, CallOptions
from linkwright.actions.repeating import NO_REPEAT, Repeat
from linkwright.connectors.compiled import Action, Connector
from linkwright.engine.files import Download
from linkwright.engine.redaction import Redaction
from linkwright.engine.results import UpstreamCall
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_row_id
from linkwright.logs.model import RESULT_BYTES, Run, Stage
from linkwright.store.acting import note_run


class Trail:
    """Everything that is known of one call so far; `waited` are seconds that went by before the provider was asked."""

    __slots__ = (
        "_began",
        "_clock",
        "_last",
        "account",
        "action",
        "action_id",
        "address",
        "arguments",
        "calls",
        "connector",
        "face",
        "file",
        "looked",
        "marked",
        "options",
        "policy",
        "principal",
        "redaction",
        "repeat",
        "replays",
        "run_id",
        "screening",
        "stages",
        "started_at",
        "told",
        "waited",
        "warnings",
    )

    def __init__(self, clock: Clock, principal: Principal, action_id: str, face: str) -> None:
        self._clock = clock
        self._began = clock.monotonic()
        self._last = 0
        self.run_id = new_row_id("run")
        self.address = note_run(self.run_id)
        self.started_at = clock.now()
        self.principal = principal
        self.action_id = action_id
        self.face = face
        self.account: AccountRow | None = None
        self.action: Action | None = None
        self.connector: Connector | None = None
        self.redaction: Redaction | None = None
        self.options: CallOptions = PLAIN
        self.repeat: Repeat = NO_REPEAT
        self.replays: str | None = None
        self.told: Callable[[], Awaitable[None]] | None = None
        self.arguments: Mapping[str, Any] | None = None
        # What tells one write from another beside its arguments, and stands in no log.
        self.marked: Mapping[str, Any] = {}
        self.calls: Sequence[UpstreamCall] = ()
        self.file: Download | None = None
        # What was read before anything was decided, and what was decided.
        self.looked: Sequence[UpstreamCall] = ()
        self.policy: dict[str, Any] | None = None
        self.warnings: Sequence[str] = ()
        self.stages: list[Stage] = []
        self.waited = 0.0
        self.screening: dict[str, Any] | None = None

    def elapsed(self) -> float:
        """Seconds since the call began."""
        return self._clock.monotonic() - self._began

    def reach(self, stage: str) -> None:
        """Note that a stage is done; it began where the one before ended."""
        now = int((self._clock.monotonic() - self._began) * 1_000_000)
        self.stages.append((stage, self._last, now))
        self._last = now

    def run(self, body: bytes, error: LinkwrightError | None) -> Run:
        """The run as it ended, without what is confidential of it."""
        account, action, principal = self.account, self.action, self.principal
        length = len(body)
        if self.redaction is not None:
            self.arguments = self.arguments and self.redaction.given(self.arguments)
            body = self.redaction.body(body)
        return Run(
            id=self.run_id,
            project_id=principal.project_id,
            account_id=account.id if account else None,
            action=self.action_id,
            connector_key=action.connector if action else None,
            face=self.face,
            caller=principal.name,
            caller_id=principal.id,
            status=error.status if error else 200,
            started_at=self.started_at,
            duration_ms=(self._clock.monotonic() - self._began) * 1000,
            # A plan of a write has written nothing.
            effect=None if action is None else "read" if self.options.mode == PLAN else action.effect,
            definition=self.connector.hash if self.connector else None,
            arguments=self.arguments,
            result=body[:RESULT_BYTES],
            result_bytes=length,
            error=_told(error) if error else None,
            stages=self.stages,
            calls=self.calls,
            warnings=self.warnings,
            replays=self.replays,
            rerun_of=self.repeat.rerun_of,
            caller_kind=principal.kind,
            mode=self.options.mode,
            address=self.address,
            policy=self.policy,
        )


def _told(error: LinkwrightError) -> dict[str, Any]:
    missing = error.extra.get("missing_scopes")
    told = {"code": error.code, "message": error.message, "hint": error.remedy}
    return {**told, "missing_scopes": list(missing)} if missing else told
