from __future__ import annotations

from collections.abc import Sequence

from linkwright.vault.data_keys import WrappedDataKey


class KeysInMemory:
    """Keeps the promises of DataKeyStore, and counts the reads."""

    def __init__(self) -> None:
        self.rows: dict[str, WrappedDataKey] = {}
        self.reads = 0

    async def get(self, key_id: str) -> WrappedDataKey | None:
        self.reads += 1
        return self.rows.get(key_id)

    async def current(self, project_id: str) -> WrappedDataKey | None:
        return next((key for key in self.rows.values() if key.project_id == project_id), None)

    async def add(self, key: WrappedDataKey) -> WrappedDataKey:
        return await self.current(key.project_id) or self.rows.setdefault(key.id, key)

    async def newest(self, limit: int) -> Sequence[WrappedDataKey]:
        return list(self.rows.values())[::-1][:limit]
