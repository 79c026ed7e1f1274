"""Shapes of the endpoints about how members sign in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from linkwright.access.oidc.settings import SignInChange, SignInView
from linkwright.kit.secret import Secret


class SignInWays(BaseModel):
    """What the sign-in page offers."""

    passwords: bool
    provider: str | None = Field(description="The host of the organization's OpenID provider; null for none.")


class ProviderSignInRequest(BaseModel):
    """The wish to sign in through the organization's provider."""

    model_config = ConfigDict(extra="forbid")

    next: str = Field(
        "/console", description="Where to go on; a page of the console, or the one that asks about a client."
    )


class ProviderAddress(BaseModel):
    """Where the browser goes on to the provider."""

    address: str


class SignInSettingsBody(BaseModel):
    """How members sign in."""

    model_config = ConfigDict(extra="forbid")

    require_two_step: bool = False
    passwords: bool = Field(True, description="Whether members may sign in with a password beside the provider.")
    issuer: str | None = Field(None, max_length=255)
    client_id: str | None = Field(None, max_length=255)
    client_secret: str | None = Field(None, max_length=4096, repr=False, description="Absent: the one stored stays.")
    domains: list[str] = Field(default_factory=list, max_length=50)
    default_role: str = Field("viewer", max_length=40)
    joins: bool = Field(False, description="Whether people whom nobody invited become members by signing in.")

    def change(self) -> SignInChange:
        """What is wanted."""
        return SignInChange(
            require_two_step=self.require_two_step,
            passwords=self.passwords,
            issuer=self.issuer,
            client_id=self.client_id,
            secret=Secret(self.client_secret) if self.client_secret else None,
            domains=self.domains,
            default_role=self.default_role,
            joins=self.joins,
        )


class SignInSettingsView(BaseModel):
    """How members sign in, and what has to be registered with the provider."""

    require_two_step: bool
    passwords: bool
    issuer: str | None
    client_id: str | None
    has_secret: bool
    domains: list[str]
    default_role: str
    joins: bool
    return_address: str

    @classmethod
    def of(cls, view: SignInView, return_address: str) -> SignInSettingsView:
        """From the settings."""
        return cls(
            require_two_step=view.require_two_step,
            passwords=view.passwords,
            issuer=view.issuer,
            client_id=view.client_id,
            has_secret=view.has_secret,
            domains=list(view.domains),
            default_role=view.default_role,
            joins=view.joins,
            return_address=return_address,
        )
