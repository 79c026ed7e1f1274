"""Shapes of policies on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictInt, StrictStr, StringConstraints

Rules = list[dict[str, Any]]
_RULES = Field(description="In their order; the first that fits decides. docs/policy.md describes the fields.")
Short = Annotated[StrictStr, StringConstraints(min_length=1, max_length=300)]


class PolicyView(BaseModel):
    """The rules of a project."""

    version: str = Field(description="Of these very rules; `none` for no rules.")
    rules: Rules = _RULES
    warnings: list[str] = Field(description="What the rules leave open, in sentences.")
    updated_by: str | None = None
    updated_at: datetime | None = None


class PolicyRequest(BaseModel):
    """Rules in place of those there are."""

    model_config = ConfigDict(extra="forbid")

    rules: Rules = _RULES
    expected_version: Annotated[StrictStr, StringConstraints(max_length=64)] | None = Field(
        None, description="The version that was read before; refused where it is not that of now."
    )


class ExplainRequest(BaseModel):
    """A call that somebody asks about; nothing is called."""

    model_config = ConfigDict(extra="forbid")

    account_id: Short
    action: Short = Field(description="An action's id, or `proxy`.")
    arguments: dict[str, Any] = Field(
        default_factory=dict, description="As they would be sent: ids where the provider takes ids."
    )
    method: Annotated[StrictStr, StringConstraints(max_length=10)] | None = Field(None, description="Of the proxy.")
    url: Annotated[StrictStr, StringConstraints(max_length=8_000)] | None = Field(None, description="Of the proxy.")
    body: Any = Field(None, description="Of the proxy.")
    caller: Short | None = Field(None, description="`key:…`, `member:…` or `client:…`; left out for yourself.")
    face: Short = Field("rpc", description="`rpc`, `mcp`, `proxy` or `console`.")
    at: AwareDatetime | None = Field(None, description="Left out for now.")
    rules: Rules | None = Field(None, description="A draft to ask instead of the rules that hold.")


class ExplainView(BaseModel):
    """What would be decided, and why."""

    outcome: str
    says: str = Field(description="In a sentence.")
    version: str
    rule_id: str | None
    rule_number: int = Field(description="Counted from 1; 0 where no rule decided.")
    rule_name: str
    message: str
    failed: str
    facts: dict[str, Any]
    trace: list[dict[str, Any]]


class WhatIfRequest(BaseModel):
    """Rules to try on past runs."""

    model_config = ConfigDict(extra="forbid")

    rules: Rules = _RULES
    days: Annotated[StrictInt, Field(ge=1, le=30)] = Field(7, description="How far back.")


class WhatIfSample(BaseModel):
    """A run that would have gone otherwise."""

    run_id: str
    action: str
    account_id: str
    owner_name: str | None
    caller: str
    started_at: datetime
    outcome: str
    rule_number: int


class WhatIfView(BaseModel):
    """What the rules would have done."""

    since: datetime
    until: datetime
    looked_at: int = Field(description="Runs that were judged, the newest first.")
    complete: bool = Field(description="Whether these are all of the time asked about.")
    allowed: int
    denied: int
    approval: int
    cannot_tell: int = Field(description="What a rule would have to know of them is not kept.")
    as_called: int = Field(
        description="Among those told: judged by names as they were sent, not by the ids they meant."
    )
    by_rule: dict[str, int] = Field(description="Runs that each rule would have decided, by its id.")
    samples: list[WhatIfSample]
