"""What the endpoints of the record take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from linkwright.audit.filters import Filters
from linkwright.audit.keys import PublicKey
from linkwright.audit.service import State

Whose = Literal["project", "organization"]
Outcome = Literal["done", "refused", "failed"]


class Target(BaseModel):
    """What was acted on."""

    kind: str
    id: str | None


class Record(BaseModel):
    """One record, as it is hashed and exported."""

    id: str
    chain: Annotated[str, Field(description="The project's id, or the organization's.")]
    project_id: str | None
    sequence: int
    time: datetime
    event: str
    outcome: Outcome
    reason: Annotated[str | None, Field(description="The code of the error, where there was one.")]
    face: str
    principal: str
    principal_name: str
    target: Target | None
    account_id: str | None
    address: str | None
    request_id: str | None
    run_id: str | None
    arguments_digest: Annotated[
        str | None, Field(description="HMAC-SHA-256 of the canonical arguments; never a value.")
    ]
    detail: dict[str, Any] | None
    sealed: Annotated[bool | None, Field(description="Whether a process that holds the audit key wrote it.")]
    previous: str
    hash: str


class RecordPage(BaseModel):
    """Records, newest first."""

    next: str | None
    data: list[Record]


class BadRecord(BaseModel):
    """The first record that is not as it was written."""

    sequence: int | None
    id: str | None
    why: str


class RecordState(BaseModel):
    """Whether a chain is as it was written."""

    first: int | None
    verified_to: int
    verified_at: AwareDatetime
    signed_to: Annotated[int, Field(description="The highest place that a signed checkpoint vouches for.")]
    unsealed: Annotated[int, Field(description="Records that no holder of the audit key wrote.")]
    bad: BadRecord | None
    key_id: str
    public_key: str

    @classmethod
    def of(cls, state: State, key: PublicKey) -> RecordState:
        """From what was found."""
        bad = state.bad
        return cls(
            first=state.first,
            verified_to=state.verified_to,
            verified_at=state.verified_at,
            signed_to=state.signed_to,
            unsealed=state.unsealed,
            bad=None if bad is None else BadRecord(sequence=bad.sequence, id=bad.id, why=bad.why),
            key_id=key.id,
            public_key=key.text,
        )


class Asked(BaseModel):
    """The filters, as parameters."""

    since: AwareDatetime | None = Field(None, description="Only records from then on.")
    until: AwareDatetime | None = Field(None, description="Only records up to then.")
    event: str | None = Field(None, max_length=64, description="An event, or a group of them such as `key.`.")
    principal: str | None = Field(
        None, max_length=200, description="A reference such as `key:key_…`, an id, or a name."
    )
    target: str | None = Field(None, max_length=128, description="The id of what was acted on.")
    outcome: Outcome | None = None
    account: str | None = Field(None, max_length=64, description="The id of an account.")
    run: str | None = Field(None, max_length=64, description="The id of a run.")
    face: str | None = Field(None, max_length=8, description="`rest`, `mcp`, `console`, `cli`, `hub` or `system`.")
    chain: Whose = Field("project", description="Whose record: the project's, or (for members) the organization's.")

    def filters(self) -> Filters:
        """The same for the service."""
        return Filters(**self.model_dump(include=set(Filters.__slots__)))


class AskedPage(Asked):
    """The same for a page."""

    next: str | None = Field(None, max_length=32, description="The cursor that the page before gave.")
    page_size: int = Field(50, ge=1, le=200)
