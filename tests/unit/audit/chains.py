"""Chains made by hand, for tests that tamper with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from linkwright.audit.checkpoints import CHECKPOINT, Checkpoint
from linkwright.audit.keys import AuditKey
from linkwright.audit.model import COLUMNS, NOTHING, Values, chained, detail_text, line_of, record_of, sealed_values
from linkwright.kit import jsons
from linkwright.store.types import moment

KEY = AuditKey(b"k" * 32)
AT = datetime(2026, 11, 29, 12, tzinfo=UTC)


def rows(chain: str, count: int) -> list[Values]:
    """Rows as the database stores them, not chained yet."""
    made = []
    for number in range(count):
        at = AT + timedelta(seconds=number)
        values = sealed_values(
            KEY.seal,
            chain,
            int(at.timestamp() * 1000),
            "key.created",
            "done",
            None,
            "rest",
            "key:key_1",
            f"caller {number}",
            "key",
            f"key_{number}",
            None,
            "127.0.0.1",
            None,
            None,
            None,
            detail_text({"scopes": ["platform:read"]}),
        )
        made.append(values)
    return made


def records(chain: str, count: int, sequence: int = 0, last: str = NOTHING) -> list[dict[str, Any]]:
    """Chained records."""
    given, made = rows(chain, count), []
    for values, (place, previous, digest, sealed) in zip(given, chained(given, sequence, last, KEY.seal), strict=True):
        row = dict(zip(COLUMNS, values, strict=True))
        row |= {"at": moment(row["at"]), "detail": jsons.loads(row["detail"])}
        made.append(record_of({**row, "sequence": place, "previous": previous, "hash": digest, "sealed": sealed}))
    return made


def lines(chain: str = "prj_1", count: int = 8) -> list[bytes]:
    """An export."""
    return [line_of(one) for one in records(chain, count)]


def checkpoint(record: dict[str, Any], kind: str = CHECKPOINT, key: AuditKey = KEY) -> Checkpoint:
    """A signed statement about a record."""
    return Checkpoint.signed_by(key, record["chain"], kind, record["sequence"], record["hash"], AT)
