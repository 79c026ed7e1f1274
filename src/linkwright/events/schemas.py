"""Shapes of webhooks on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, StringConstraints

from linkwright.events.bodies import body_of
from linkwright.events.model import Attempt, Delivery, Endpoint, SealedSecret
from linkwright.kit import jsons
from linkwright.kit.clock import iso
from linkwright.logs.bounds import bounded

Url = Annotated[StrictStr, StringConstraints(min_length=1, max_length=2_048)]
Description = Annotated[StrictStr, StringConstraints(max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$")]
EventNames = Annotated[list[Annotated[StrictStr, StringConstraints(max_length=64)]], Field(min_length=1, max_length=50)]
_DAY = 86_400


class EndpointRequest(BaseModel):
    """A new endpoint."""

    model_config = ConfigDict(extra="forbid")

    url: Url
    description: Description | None = None
    events: EventNames = Field(
        default_factory=lambda: ["*"],
        description='Names of events, or their beginnings as in `account.*`; ["*"] for all of them.',
    )
    stackone: StrictBool = Field(False, description="Body, names and signature as in the StackOne contract.")
    ordered: StrictBool = Field(False, description="Deliveries of one account go out one after another.")


class EndpointChange(BaseModel):
    """What to change; absent fields stay."""

    model_config = ConfigDict(extra="forbid")

    url: Url | None = None
    description: Description | None = None
    events: EventNames | None = None
    stackone: StrictBool | None = None
    ordered: StrictBool | None = None
    enabled: StrictBool | None = None


class RotateRequest(BaseModel):
    """How the old secret ends."""

    model_config = ConfigDict(extra="forbid")

    overlap: StrictInt = Field(_DAY, ge=0, le=7 * _DAY, description="Seconds that the old secret goes on signing, too.")


class RangeRequest(BaseModel):
    """Which deliveries to make again, by when they began: from `since` to before `until`."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime
    until: AwareDatetime | None = None
    status: Literal["failed", "delivered", "all"] = "failed"
    preview: StrictBool = Field(False, description="Only count them.")


class SecretView(BaseModel):
    """A secret that signs: since when, and until when if a newer one has taken its place."""

    created_at: str
    expires_at: str | None


class EndpointView(BaseModel):
    """An endpoint. `disabled_reason` is `gone`, `failing` or `by_hand`."""

    id: str
    url: str
    description: str | None
    events: list[str]
    stackone: bool
    ordered: bool
    enabled: bool
    disabled_reason: str | None
    disabled_at: str | None
    failing_since: str | None
    secrets: list[SecretView]
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, endpoint: Endpoint, secrets: list[SealedSecret]) -> EndpointView:
        """From an endpoint and its secrets."""
        return cls(**_shown(endpoint, secrets))


class NewEndpointView(EndpointView):
    """An endpoint with a secret just made: the only time it is shown."""

    secret: str = Field(repr=False)

    @classmethod
    def made(cls, endpoint: Endpoint, secrets: list[SealedSecret], secret: str) -> NewEndpointView:
        """From an endpoint, its secrets and the new one's text."""
        return cls(**_shown(endpoint, secrets), secret=secret)


class AttemptView(BaseModel):
    """One try: the receiver's status, or what kept it from answering, and the beginning of its answer."""

    started_at: str
    duration_ms: float
    status: int | None
    error: str | None
    response: str

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptView:
        """From an attempt."""
        return cls(
            started_at=iso(attempt.started_at),
            duration_ms=round(attempt.duration_ms, 3),
            status=attempt.status,
            error=attempt.error,
            response=attempt.excerpt,
        )


class DeliveryView(BaseModel):
    """An event on its way to an endpoint. `body` is what is posted, with whatever looks like a secret left out."""

    id: str
    endpoint_id: str
    event_id: str
    event: str
    account_id: str | None
    status: Literal["pending", "delivered", "failed"]
    due_at: str | None
    created_at: str
    finished_at: str | None
    body: dict[str, Any] | str
    attempts: list[AttemptView]

    @classmethod
    def of(cls, delivery: Delivery, *, stackone: bool) -> DeliveryView:
        """From a delivery, in the form that its endpoint gets."""
        return cls.model_validate(
            {
                "id": delivery.id,
                "endpoint_id": delivery.endpoint_id,
                "event_id": delivery.event.id,
                "event": delivery.event.type,
                "account_id": delivery.event.account_id,
                "status": delivery.status,
                "due_at": _moment(delivery.due_at),
                "created_at": iso(delivery.created_at),
                "finished_at": _moment(delivery.finished_at),
                "body": bounded(jsons.loads(body_of(delivery.event, stackone=stackone))),
                "attempts": [AttemptView.of(attempt) for attempt in delivery.attempts],
            }
        )


class DeliveryPage(BaseModel):
    """A page of the delivery log, the latest first."""

    next: str | None
    data: list[DeliveryView]


class Counted(BaseModel):
    """How many deliveries will be made again."""

    count: int


class HourView(BaseModel):
    """The deliveries that began in an hour, by what has become of them."""

    delivered: int
    pending: int
    failed: int


class SummaryView(BaseModel):
    """How an endpoint fares: what waits for it, and its last 24 hours, the present one last."""

    endpoint_id: str
    waiting: int
    hours: list[HourView]


class EventTypeView(BaseModel):
    """A kind of event. A provider's has no fields here: its `data` is described in the documentation."""

    name: str
    about: str


def _shown(endpoint: Endpoint, secrets: list[SealedSecret]) -> dict[str, Any]:
    same = ("id", "url", "description", "stackone", "ordered", "enabled", "disabled_reason")
    return {
        **{name: getattr(endpoint, name) for name in same},
        "events": list(endpoint.events),
        "disabled_at": _moment(endpoint.disabled_at),
        "failing_since": _moment(endpoint.failing_since),
        "created_at": iso(endpoint.created_at),
        "updated_at": iso(endpoint.updated_at),
        "secrets": [
            SecretView(created_at=iso(one.created_at), expires_at=_moment(one.expires_at)) for one in reversed(secrets)
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return iso(at) if at else None
