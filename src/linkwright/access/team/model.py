"""Members and invitations, as others see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkwright.kit.secret import Secret


@dataclass(frozen=True, slots=True)
class Member:
    """A member. `used_at` is when they last did something in the console, as far as a session of theirs is still open."""

    id: str
    name: str
    email: str
    role: str
    created_at: datetime
    two_step: bool
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link that nobody has used yet. `created_by` names who made it, `server` for the command line."""

    id: str
    role: str
    email: str | None
    created_by: str | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation with the link's token: the only time it is seen."""

    invitation: Invitation
    token: Secret


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a member."""

    sessions: int
    clients: int
    invitations: int
