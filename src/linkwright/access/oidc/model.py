"""An OpenID provider, what it tells about itself, and whom it vouches for."""

from __future__ import annotations

from dataclasses import dataclass, field

from linkwright.kit.secret import Secret


@dataclass(frozen=True, slots=True)
class Provider:
    """What an organization has said of its provider.

    Attributes:
        domains: domains of e-mails that it may vouch for, in lower case.
        default_role: what somebody unknown becomes, where `joins` lets them in.
    """

    organization_id: str
    issuer: str
    client_id: str
    secret: Secret | None = field(repr=False)
    domains: tuple[str, ...]
    default_role: str
    joins: bool


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider tells about itself. `names_itself`: whether its answers carry `iss` (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    posts_secret: bool
    names_itself: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a checked ID token is about. `email` is None unless the provider has verified it."""

    issuer: str
    subject: str
    email: str | None
    name: str
