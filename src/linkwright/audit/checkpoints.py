"""Signed statements about a chain: that its record of a place has a hash, or that everything up to there was cut off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkwright.audit.keys import AuditKey, PublicKey
from linkwright.kit import jsons
from linkwright.kit.clock import iso

CHECKPOINT = "checkpoint"
CUT = "cut"
_FIELDS = frozenset({"chain", "kind", "sequence", "hash", "time", "key", "signature"})


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One statement, as it is exported."""

    chain: str
    kind: str
    sequence: int
    hash: str
    time: str
    key: str
    signature: str = ""

    @classmethod
    def signed_by(cls, key: AuditKey, chain: str, kind: str, sequence: int, digest: str, at: datetime) -> Checkpoint:
        """Make and sign one."""
        bare = cls(chain, kind, sequence, digest, iso(at), key.public.id)
        return cls(chain, kind, sequence, digest, bare.time, bare.key, key.sign(bare._message()))

    @classmethod
    def of_row(cls, row: Any, kind: str | None = None) -> Checkpoint:
        """From a row of the database."""
        return cls(
            row["chain"],
            kind or row["kind"],
            row["sequence"],
            row["hash"],
            iso(row["at"]),
            row["key_id"],
            row["signature"],
        )

    @classmethod
    def read(cls, line: bytes) -> Checkpoint | None:
        """From a line of an export; None if it is none."""
        try:
            value = jsons.loads(line)
        except ValueError:
            return None
        if not isinstance(value, dict) or set(value) != _FIELDS or not isinstance(value["sequence"], int):
            return None
        texts = {name: one for name, one in value.items() if name != "sequence"}
        return cls(**value) if all(isinstance(one, str) for one in texts.values()) else None

    def good(self, key: PublicKey) -> bool:
        """Whether the holder of the audit key made this statement."""
        return key.signed(self._message(), self.signature)

    def line(self) -> bytes:
        """The statement as a line of an export."""
        return jsons.canonical({**self._said(), "signature": self.signature}) + b"\n"

    def _said(self) -> dict[str, Any]:
        return {
            "chain": self.chain,
            "kind": self.kind,
            "sequence": self.sequence,
            "hash": self.hash,
            "time": self.time,
            "key": self.key,
        }

    def _message(self) -> bytes:
        return b"linkwright audit checkpoint 1\n" + jsons.canonical(self._said())
