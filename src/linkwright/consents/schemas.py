"""Shapes of the endpoints of connected clients."""

from __future__ import annotations

from pydantic import BaseModel

from linkwright.consents.model import Consent
from linkwright.consents.scopes import Extent, extent_named
from linkwright.kit.clock import iso


class ClientView(BaseModel):
    """A client that a member has let in.

    `client_id` is an address where the client is known by its metadata document; then `verified` says that the document came
    from that address. `extent` is `read`, `write` (read and write) or `all` (whatever the connector profile enables).
    """

    id: str
    client_id: str
    client_name: str
    verified: bool
    redirect_host: str
    member_id: str
    member_name: str
    account_ids: list[str]
    extent: Extent
    created_at: str
    updated_at: str
    expires_at: str
    last_used_at: str | None

    @classmethod
    def of(cls, consent: Consent) -> ClientView:
        """From the consent."""
        return cls(
            id=consent.id,
            client_id=consent.client_id,
            client_name=consent.client_name,
            verified=consent.client_id.startswith("https://"),
            redirect_host=consent.redirect_host,
            member_id=consent.member_id,
            member_name=consent.member_name,
            account_ids=list(consent.accounts),
            extent=extent_named(consent.effects),
            created_at=iso(consent.created_at),
            updated_at=iso(consent.updated_at),
            expires_at=iso(consent.expires_at),
            last_used_at=iso(consent.used_at) if consent.used_at else None,
        )
