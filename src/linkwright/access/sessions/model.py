"""A member who is signed in, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES

_LONGEST_DEVICE = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a request to sign in came from: the client's address, and what its browser calls itself."""

    address: str = ""
    device: str = ""

    @classmethod
    def of(cls, address: str | None, device: str | None) -> Seen:
        """From what the connection and the header say; the header is anybody's word, so it is shortened and made plain."""
        plain = "".join(one for one in (device or "") if one.isprintable())
        return cls((address or "")[:64], plain[:_LONGEST_DEVICE])


NOWHERE = Seen()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A member with an open console session; `session_id` is how lists name it, `since` when they signed in for it."""

    member_id: str
    name: str
    email: str
    role: str
    organization_id: str
    organization_name: str
    organization_wire_id: int
    csrf_token: str
    session_id: str = ""
    since: datetime | None = None

    def principal(self, project_id: str) -> Principal:
        """The member as the principal in one of the organization's projects."""
        return Principal(
            kind="member",
            id=self.member_id,
            name=self.name,
            project_id=project_id,
            organization_id=self.organization_id,
            organization_wire_id=self.organization_wire_id,
            scopes=ROLES[self.role],
            role=self.role,
        )


@dataclass(frozen=True, slots=True)
class ConsoleSession:
    """What is shown of an open session; its token is shown to nobody."""

    id: str
    way: str
    address: str
    device: str
    created_at: datetime
    used_at: datetime
    ends_at: datetime
