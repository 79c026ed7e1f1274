"""Shapes of provider events on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, StringConstraints

from linkwright.connectors.compiled import ProviderEvents
from linkwright.kit.clock import iso
from linkwright.receiving.model import API, Subscription

Kind = Annotated[StrictStr, StringConstraints(max_length=32)]
# A person pastes it from the provider's page.
SigningSecret = Annotated[
    StrictStr, StringConstraints(strip_whitespace=True, min_length=8, max_length=256, pattern=r"^[\x21-\x7e]+$")
]


class SubscriptionRequest(BaseModel):
    """Which of the provider's events are wanted, and how the provider is told."""

    model_config = ConfigDict(extra="forbid")

    kinds: list[Kind] | None = Field(None, min_length=1, max_length=64, description="Such as `issue`; absent: all.")
    include_body: StrictBool = Field(True, description="Send on the provider's own body.")
    how: Literal["auto", "by_hand"] = Field("auto", description="`auto` registers it there if the credential may.")
    secret: SigningSecret | None = Field(None, repr=False, description="Signing secret of a webhook made by hand.")


class SubscriptionView(BaseModel):
    """An account's provider events. `secret` is there only where one was just made for a person to enter."""

    account_id: str
    url: str
    how: Literal["api", "by_hand"]
    kinds: list[str]
    events: list[str]
    include_body: bool
    reason: str | None
    steps: list[str]
    secret: str | None = Field(None, repr=False)
    created_at: str
    received_at: str | None

    @classmethod
    def of(cls, found: Subscription, events: ProviderEvents, url: str, secret: str | None = None) -> SubscriptionView:
        """From a subscription, what its connector says, its address, and a secret to be shown this once."""
        names = [f"{found.connector_key}.{kind}.{done}" for kind in found.kinds for done in events.actions.values()]
        return cls(
            account_id=found.account_id,
            url=url,
            how="api" if found.how == API else "by_hand",
            kinds=list(found.kinds),
            events=names,
            include_body=found.include_body,
            reason=found.reason,
            steps=[] if found.how == API else [step.replace("{url}", url) for step in events.by_hand],
            secret=secret,
            created_at=iso(found.created_at),
            received_at=iso(found.received_at) if found.received_at else None,
        )


class Taken(BaseModel):
    """What became of a post: `sent` on, `repeated` (taken before), or `ignored` (not asked for)."""

    status: Literal["sent", "repeated", "ignored"]
