"""Shapes of the console's own endpoints for keys."""

from __future__ import annotations

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from linkwright.access.keys import ApiKey
from linkwright.kit.clock import iso


class KeyRequest(BaseModel):
    """A key to be made: scopes or one preset, and an optional end."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=200)
    scopes: list[str] = Field(default_factory=list, max_length=20)
    preset: str | None = Field(None, max_length=40)
    expires_at: AwareDatetime | None = None
    accounts: list[str] | None = Field(
        None, min_length=1, max_length=50, description="The accounts it may act on; all of the project if absent."
    )
    profiles: list[str] | None = Field(
        None, min_length=1, max_length=50, description="The connector profiles whose accounts it may act on."
    )

    @model_validator(mode="after")
    def _says_what_for(self) -> Self:
        # An empty list is "nothing" to whoever sends it; it must not come out as "everything".
        if not self.scopes and self.preset is None:
            raise ValueError("name scopes or a preset, such as read-only or full")
        return self


class KeyView(BaseModel):
    """What is shown of a key."""

    id: str
    name: str
    prefix: str
    scopes: list[str]
    effects: list[str] | None
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None
    accounts: list[str] | None
    profiles: list[str] | None

    @classmethod
    def of(cls, key: ApiKey) -> KeyView:
        """From the key itself."""
        return cls(
            id=key.id,
            name=key.name,
            prefix=key.prefix,
            scopes=list(key.scopes),
            effects=list(key.effects) if key.effects else None,
            created_at=iso(key.created_at),
            expires_at=iso(key.expires_at) if key.expires_at else None,
            revoked_at=iso(key.revoked_at) if key.revoked_at else None,
            last_used_at=iso(key.used_at) if key.used_at else None,
            accounts=None if key.limits.accounts is None else list(key.limits.accounts),
            profiles=None if key.limits.profiles is None else list(key.limits.profiles),
        )


class NewKeyView(KeyView):
    """A key just made, with the key itself: the only time it is shown."""

    key: str = Field(repr=False)
