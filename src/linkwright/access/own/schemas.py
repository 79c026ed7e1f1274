"""Shapes of the endpoints about one's own membership."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from linkwright.access.sessions.model import ConsoleSession
from linkwright.kit.clock import iso


class PasswordChange(BaseModel):
    """The old password and the new one."""

    model_config = ConfigDict(extra="forbid")

    old: str = Field(max_length=4096, repr=False)
    new: str = Field(max_length=4096, repr=False)


class Code(BaseModel):
    """A code of an authenticator app, or a recovery code."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=40, repr=False)


class Ended(BaseModel):
    """How many sessions ended."""

    ended: int


class ConsoleSessionView(BaseModel):
    """An open console session. The id names it and is good for nothing else."""

    id: str
    way: str = Field(description="`password`, `link` or `provider`.")
    address: str
    device: str = Field(description="What the browser calls itself: its own word.")
    created_at: str
    used_at: str
    ends_at: str = Field(description="When it ends if it is not used until then, or in any case.")
    current: bool

    @classmethod
    def of(cls, session: ConsoleSession, current_id: str) -> ConsoleSessionView:
        """From the session."""
        return cls(
            id=session.id,
            way=session.way,
            address=session.address,
            device=session.device,
            created_at=iso(session.created_at),
            used_at=iso(session.used_at),
            ends_at=iso(session.ends_at),
            current=session.id == current_id,
        )


class TwoStepView(BaseModel):
    """Whether two-step sign-in is on, whether the organization wants it, and how many recovery codes are left."""

    on: bool
    required: bool
    codes_left: int


class TwoStepBeginning(BaseModel):
    """What an authenticator app needs: a picture to scan, or the secret to type. Shown this once."""

    secret: str = Field(repr=False)
    picture: str = Field(repr=False, description="An SVG element.")


class RecoveryCodes(BaseModel):
    """Recovery codes; shown this once. Each works once."""

    codes: list[str] = Field(repr=False)
