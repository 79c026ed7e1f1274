"""Clients, what they ask for, and what people allowed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from linkwright.consents.scopes import Extent
from linkwright.kit.secret import Secret

DOCUMENT = "document"
"""How a client proves itself whose id is the address of its metadata document: not at all; the document says where its codes go."""


@dataclass(frozen=True, slots=True)
class Client:
    """An MCP client.

    Attributes:
        id: its id; the address of its metadata document, where that is how it is known.
        auth_method: `none`, `client_secret_basic` or `client_secret_post`.
        verified_host: the host that its metadata document came from; None for one that registered itself, whose name is a
            mere claim.
    """

    id: str
    name: str
    redirect_uris: tuple[str, ...]
    auth_method: str = "none"
    home_url: str | None = None
    secret_hash: str | None = field(default=None, repr=False)
    verified_host: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for, found to be in order."""

    client: Client
    redirect_uri: str
    state: str | None
    challenge: str
    extent: Extent
    resource: str


@dataclass(frozen=True, slots=True)
class Consent:
    """What a member allowed a client.

    Attributes:
        accounts: ids of accounts of the project.
        effects: effects it may execute; None for all.
    """

    id: str
    project_id: str
    member_id: str
    member_name: str
    client_id: str
    client_name: str
    redirect_host: str
    accounts: tuple[str, ...]
    effects: tuple[str, ...] | None
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose on the consent page; `days` is how long it shall hold."""

    project_id: str
    accounts: tuple[str, ...]
    extent: Extent
    days: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client is given; `lasts` is in seconds."""

    access: Secret
    refresh: Secret
    lasts: int
    scope: str
