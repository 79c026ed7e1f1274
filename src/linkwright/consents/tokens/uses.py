"""When a client last called."""

from __future__ import annotations

from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.tables import mcp_consent_uses, mcp_consents
from linkwright.store.uses import Uses


class ConsentUses(Uses):
    """Collects the consents used since the last flush."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock, mcp_consents, mcp_consent_uses, "consent_id")
