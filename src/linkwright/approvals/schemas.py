"""Shapes of approvals on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from linkwright.approvals.model import CLAIMED, Approval

_SAYS = {
    "pending": "A person has not decided yet. Wait, then send the call again.",
    "approved": "A person approved it. Send the very same call again: it runs once.",
    "refused": "A person refused.",
    "running": "The call is being made.",
    "used": "The call was made.",
    "outdated": "What it would change has changed since. Send the call again, for a person to look at it anew.",
    "expired": "Its time is over. Send the call again if it is still wanted.",
}


class RuleView(BaseModel):
    """The rule that wants a person to look."""

    id: str
    number: int
    name: str
    message: str


class StandingView(BaseModel):
    """How an approval stands: all that is told to whoever asked for it."""

    id: str
    status: str = Field(description="`pending`, `approved`, `refused`, `running`, `used`, `outdated` or `expired`.")
    says: str
    action: str
    account_id: str
    plan_hash: str
    created_at: datetime
    expires_at: datetime
    run_id: str | None = Field(description="The run that used it.")

    @classmethod
    def of(cls, approval: Approval, now: datetime) -> StandingView:
        """The view."""
        return cls(**_standing(approval, now))


class ApprovalView(StandingView):
    """An approval for members."""

    effect: str
    owner_name: str | None
    caller: str
    caller_name: str
    face: str
    rule: RuleView
    policy_version: str
    asked_by_run: str
    decided_at: datetime | None
    decided_by: str | None
    decided_name: str | None
    used_at: datetime | None
    may_decide: bool
    why_not: str | None = Field(description="Why this member may not decide about it.")
    plan: dict[str, Any] | None = Field(None, description="What the call would do; in the single view only.")

    @classmethod
    def shown(
        cls, approval: Approval, now: datetime, why_not: str | None, plan: dict[str, Any] | None = None
    ) -> ApprovalView:
        """The view for a member."""
        rule = {name: approval.rule.get(name) or "" for name in ("id", "name", "message")}
        return cls(
            **_standing(approval, now),
            effect=approval.effect,
            owner_name=approval.owner_name,
            caller=approval.caller,
            caller_name=approval.caller_name,
            face=approval.face,
            rule=RuleView(**rule, number=int(approval.rule.get("number") or 0)),
            policy_version=approval.policy_version,
            asked_by_run=approval.run_id,
            decided_at=approval.decided_at,
            decided_by=approval.decided_by,
            decided_name=approval.decided_name,
            used_at=approval.used_at,
            may_decide=why_not is None,
            why_not=why_not,
            plan=plan,
        )


class ApprovalPage(BaseModel):
    """A page of approvals, the newest first."""

    next: str | None
    pending: int = Field(description="How many wait to be decided, on whatever page.")
    data: list[ApprovalView]


class DecisionRequest(BaseModel):
    """What a person decided."""

    model_config = ConfigDict(extra="forbid")

    approve: StrictBool


class LinkView(BaseModel):
    """A link by which whoever has it can decide, once."""

    url: str
    expires_at: datetime


def _standing(approval: Approval, now: datetime) -> dict[str, Any]:
    state = approval.standing(now)
    status = "running" if state == CLAIMED else state
    return {
        "id": approval.id,
        "status": status,
        "says": _SAYS[status],
        "action": approval.action,
        "account_id": approval.account_id,
        "plan_hash": approval.plan_hash,
        "created_at": approval.created_at,
        "expires_at": approval.expires_at,
        "run_id": approval.used_run_id,
    }
