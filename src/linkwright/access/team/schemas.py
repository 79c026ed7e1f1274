"""Shapes of the endpoints about members and invitations."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from linkwright.access.team.model import Invitation, Member
from linkwright.kit.clock import iso


class MemberView(BaseModel):
    """A member of the organization."""

    id: str
    name: str
    email: str
    role: str
    created_at: str
    two_step: bool
    last_used_at: str | None = Field(
        description="When they last did something in the console, where a session is open."
    )

    @classmethod
    def of(cls, member: Member) -> MemberView:
        """From the member."""
        return cls(
            id=member.id,
            name=member.name,
            email=member.email,
            role=member.role,
            created_at=iso(member.created_at),
            two_step=member.two_step,
            last_used_at=iso(member.used_at) if member.used_at else None,
        )


class RoleChange(BaseModel):
    """A member's new role."""

    model_config = ConfigDict(extra="forbid")

    role: str = Field(max_length=40, description="`owner`, `admin`, `developer` or `viewer`.")


class RemovedMember(BaseModel):
    """What ended with a membership."""

    sessions: int
    mcp_clients: int
    invitations: int


class TwoStepReset(BaseModel):
    """Whether two-step sign-in was on before."""

    was_on: bool


class InvitationRequest(BaseModel):
    """Whom to invite."""

    model_config = ConfigDict(extra="forbid")

    role: str = Field(max_length=40, description="`owner`, `admin`, `developer` or `viewer`.")
    email: str | None = Field(None, max_length=254, description="The only address that the link works for.")
    days: int | None = Field(None, description="How long the link works: 1 to 30 days. Default: 7.")


class InvitationView(BaseModel):
    """A one-time link that nobody has used."""

    id: str
    role: str
    email: str | None
    created_by: str | None
    created_by_name: str | None
    created_at: str
    expires_at: str

    @classmethod
    def of(cls, one: Invitation, names: dict[str, str]) -> InvitationView:
        """From the invitation, and what its maker is called."""
        return cls(
            id=one.id,
            role=one.role,
            email=one.email,
            created_by=one.created_by,
            created_by_name=names.get(one.created_by or ""),
            created_at=iso(one.created_at),
            expires_at=iso(one.expires_at),
        )


class NewInvitationView(InvitationView):
    """An invitation just made, with its link: the only time it is shown."""

    url: str = Field(repr=False)
