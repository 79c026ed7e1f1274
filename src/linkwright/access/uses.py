"""When a key was last used."""

from __future__ import annotations

from linkwright.kit.clock import Clock
from linkwright.store.database import Database
from linkwright.store.tables import api_key_uses, api_keys
from linkwright.store.uses import Uses


class KeyUses(Uses):
    """Collects the keys used since the last flush."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database, clock, api_keys, api_key_uses, "key_id")
