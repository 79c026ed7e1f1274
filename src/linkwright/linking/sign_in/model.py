"""What a person's way to a provider and back is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from linkwright.connectors.compiled import Scope
from linkwright.kit.secret import Secret


@dataclass(frozen=True, slots=True)
class Flow:
    """One way to a provider and back; it is left for once and returned from once.

    Attributes:
        account_id: the account that is to be given new tokens, where one was named.
        by_link: the session was come by through its auth link.
        as_new: another workspace than the owner's makes an account of its own.
        upstream: `live` or `twin`.
        verifier: the sealed code verifier; None before it is left for.
        entered: what was typed before leaving, sealed; None for nothing.
        left_at: when the browser was sent to the provider.
        returned_at: when it came back and the code began to be redeemed.
    """

    id: str
    project_id: str
    session_id: str
    attempt_id: str
    profile_id: str
    account_id: str | None
    by_link: bool
    as_new: bool
    upstream: str
    start_hash: str = field(repr=False)
    state_hash: str | None = field(repr=False)
    browser_hash: str | None = field(repr=False)
    verifier: bytes | None = field(repr=False)
    entered: bytes | None = field(repr=False)
    created_at: datetime
    expires_at: datetime
    left_at: datetime | None
    returned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Begun:
    """A flow that can be left for at a one-time address; `base` is where the project's addresses begin, `own` whether that is
    an address of its own.
    """

    attempt_id: str
    start: Secret
    base: str
    own: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page before leaving says: who asks, for whom, of whom, and for what."""

    app_name: str
    owner_name: str
    tool_name: str
    scopes: tuple[Scope, ...]
    white_label: bool
    provider_origin: str


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, and the cookie by which it is known when it comes back."""

    address: Secret
    cookie_name: str
    cookie_value: Secret


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended, for the page: names, and what became of the account."""

    app_name: str
    tool_name: str
    workspace: str
    person: str
    white_label: bool
