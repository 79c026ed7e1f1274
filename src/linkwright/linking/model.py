"""What a connect session and a connection attempt are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linkwright.access.principals import Principal

PENDING = "pending"
AUTHENTICATED = "authenticated"
ERROR = "error"
CANCELLED = "cancelled"
EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ConnectSession:
    """A short-lived grant to link an account for one origin owner.

    Attributes:
        wire_id: the number that stands for it on the wire.
        provider: the only connector it may link, if narrowed.
        profile_id: the only profile it may use, if narrowed.
        account_id: the only account it may touch, if it was made for one.
        multiple: each link makes another account.
        type: `production` or `test`; None follows the account that is there, else production.
        used_at: when an account was first linked through it.
        linked_account_id: which one.
        shared: whether an account made through it shall be shared; None leaves that open.
    """

    id: str
    wire_id: int
    project_id: str
    token_hash: str = field(repr=False)
    origin_owner_id: str
    origin_owner_name: str
    origin_username: str | None
    provider: str | None
    categories: tuple[str, ...] | None
    profile_id: str | None
    account_id: str | None
    label: str | None
    multiple: bool
    metadata: dict[str, Any] | None
    type: str | None
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    linked_account_id: str | None
    shared: bool | None = None

    def alive(self, now: datetime) -> bool:
        """Whether its token still stands for it."""
        return self.revoked_at is None and self.expires_at > now

    @property
    def link_spent(self) -> bool:
        """Whether its auth link has done its one use."""
        return self.used_at is not None and not self.multiple


@dataclass(frozen=True, slots=True)
class HubSession:
    """A session as the Hub holds it; `by_link` if it was come by through the auth link, which works once."""

    session: ConnectSession
    by_link: bool

    @property
    def principal(self) -> Principal:
        """Who asks, for `decide`."""
        session = self.session
        return Principal("session", session.id, session.origin_owner_name, session.project_id)

    def may_only_touch(self) -> str | None:
        """The account that a spent link is left with; None if it is not spent."""
        return self.session.linked_account_id or "" if self.by_link and self.session.link_spent else None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at linking; `status` is `pending`, `authenticated`, `error`, `cancelled` or `expired`.

    `page_origin` is the origin of the page that began it, as its browser said; None if none was said.
    """

    id: str
    project_id: str
    session_id: str
    status: str
    account_id: str | None
    error_code: str | None
    error_description: str | None
    created_at: datetime
    updated_at: datetime
    page_origin: str | None = None
