"""What the vault's keys are, what needs them, and how far a rotation has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linkwright.custody import repository
from linkwright.custody.destroying import FRESH
from linkwright.kit.clock import Clock, iso
from linkwright.store.database import Database, many_rows
from linkwright.vault.keyring import Keyring


async def status(database: Database, ring: Keyring, clock: Clock) -> dict[str, Any]:
    """Master keys, data keys, pending rotations and running processes, for a person or a program. None of it is secret."""
    labels = {key.key_id: key.label for key in ring.keys}
    async with database.read() as tx:
        many_rows(tx)
        total = await repository.count_keys(tx)
        masters = [
            {
                "id": row["id"],
                "provider": row["provider"],
                "label": labels.get(row["id"], row["label"]),
                "state": row["state"],
                "at_hand": row["id"] in ring.ids,
                "wraps": await repository.count_keys(tx, row["id"]),
                "created_at": iso(row["created_at"]),
                "retired_at": _iso(row["retired_at"]),
            }
            for row in await repository.all_master_keys(tx)
        ]
        names = await repository.project_names(tx)
        data = [
            {
                "id": row["id"],
                "project_id": row["project_id"],
                "project": names.get(row["project_id"], ""),
                "current": row["current"],
                "records": await repository.sealed_count(tx, row["id"]),
                "created_at": iso(row["created_at"]),
                "retired_at": _iso(row["retired_at"]),
                "destroy_after": _iso(row["destroy_after"]),
            }
            for row in await repository.data_key_rows(tx)
        ]
        rotations = [
            {
                "id": row["id"],
                "kind": row["kind"],
                "project_id": row["project_id"],
                "master_key_id": row["master_key_id"],
                "done": row["done"],
                "total": row["total"],
                "started_at": iso(row["started_at"]),
            }
            for row in await repository.pending_rotations(tx)
        ]
        processes = [
            {
                "name": row["name"],
                "master_keys": row["master_key_ids"],
                "seen_at": iso(row["seen_at"]),
            }
            for row in await repository.holders(tx, clock.now() - FRESH)
        ]
    return {
        "master_keys": masters,
        "data_keys": data,
        "data_key_count": total,
        "pending_rotations": rotations,
        "processes": processes,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
