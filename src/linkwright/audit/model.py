"""What a record holds, how it is spelled, and the two marks on it: the seal of who wrote it, and its place in the chain."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from linkwright.kit import jsons
from linkwright.kit.clock import iso
from linkwright.kit.ids import new_row_id
from linkwright.store.types import moment

HUB = "hub"
"""The chain of what belongs to no project and no organization."""
NOTHING = "0" * 64
"""What the first record of a chain has instead of the hash before it."""

SEALED = (
    "id",
    "chain",
    "noted",
    "at",
    "event",
    "outcome",
    "reason",
    "face",
    "principal",
    "principal_name",
    "target_kind",
    "target_id",
    "account_id",
    "address",
    "request_id",
    "run_id",
    "digest",
    "detail",
)
"""The fields that the seal covers, in its order; `at` in milliseconds, `detail` as JSON text."""
COLUMNS = (*SEALED, "seal")
Values = tuple[Any, ...]

_newest = [0]
_MOST_NAME = 200


def sealed_values(seal_key: bytes, *values: Any) -> Values:
    """The values of a new row in the order of `COLUMNS`: `values` are those of `SEALED` behind `noted`, and the chain before.

    The first of `values` is the chain, the second the moment in milliseconds.
    """
    chain, *rest = values
    given = (new_row_id("aud"), chain, _moment(), *rest)
    return (*given, hmac.digest(seal_key, jsons.dumpb(given), "sha256").hex())


def _moment() -> int:
    """Nanoseconds since 1970, never the same twice in a process, so that they tell the order."""
    _newest[0] = max(_newest[0] + 1, time.time_ns())
    return _newest[0]


def is_sealed(seal_key: bytes, values: Values) -> bool:
    """Whether a holder of the audit key wrote a row as it stands; its values in the order of `COLUMNS`."""
    expected = hmac.digest(seal_key, jsons.dumpb(values[:-1]), "sha256").hex()
    return hmac.compare_digest(expected, str(values[-1]))


def record_of(row: Any) -> dict[str, Any]:
    """A row as it is shown, exported and hashed; without `hash` until it is chained."""
    values = [row[name] for name in SEALED]
    at, detail = values[3], values[-1]
    record = _record(values, iso(at), detail, row["sequence"], row["previous"], row["sealed"])
    return record if row["hash"] is None else {**record, "hash": row["hash"]}


def _record(
    values: Sequence[Any], time: str, detail: Any, sequence: int, previous: str | None, sealed: bool
) -> dict[str, Any]:
    """Of values in the order of `SEALED`, with moment and detail in place of how they are stored."""
    record_id, chain, _, _, event, outcome, reason, face, principal, principal_name, *others = values
    kind, target, account_id, address, request_id, run_id, digest, _ = others
    return {
        "id": record_id,
        "chain": chain,
        "project_id": chain if chain.startswith("prj_") else None,
        "sequence": sequence,
        "time": time,
        "event": event,
        "outcome": outcome,
        "reason": reason,
        "face": face,
        "principal": principal,
        "principal_name": principal_name,
        "target": None if kind is None else {"kind": kind, "id": target},
        "account_id": account_id,
        "address": address,
        "request_id": request_id,
        "run_id": run_id,
        "arguments_digest": digest,
        "detail": detail,
        "sealed": sealed,
        "previous": previous,
    }


def hash_of(record: Mapping[str, Any]) -> str:
    """The hash of a record: SHA-256 over the canonical JSON of everything in it but `hash`, the hash before included."""
    return hashlib.sha256(
        jsons.canonical({name: value for name, value in record.items() if name != "hash"})
    ).hexdigest()


def line_of(record: Mapping[str, Any]) -> bytes:
    """A record as a line of an export; there is one spelling only."""
    return jsons.canonical(record) + b"\n"


def detail_text(detail: Mapping[str, Any] | None) -> str | None:
    """How a detail is stored."""
    return jsons.canonical(detail).decode() if detail else None


def plain(text: str, most: int = _MOST_NAME) -> str:
    """A text that every database takes, not longer than that many characters."""
    return text[:most] if "\x00" not in text else text.replace("\x00", "")[:most]


Place = tuple[int, str, str, bool]
"""What a record is given when it is chained: sequence, the hash before, its own, and whether it is sealed."""


def chained(rows: Sequence[Values], sequence: int, last: str, seal_key: bytes | None = None) -> list[Place]:
    """The places of rows of one chain behind the record of that sequence and hash; values in the order of `COLUMNS`.

    Without a key the rows count as sealed: whoever calls has just done it.
    """
    given = []
    for values in rows:
        sequence += 1
        sealed = seal_key is None or is_sealed(seal_key, values)
        record = _record(values[:-1], _time(values[3]), _read(values[-2]), sequence, last, sealed)
        digest = hashlib.sha256(jsons.canonical(record)).hexdigest()
        given.append((sequence, last, digest, sealed))
        last = digest
    return given


# Records that are chained together were made within the same few milliseconds, and have the same few details.
@lru_cache(maxsize=64)
def _time(milliseconds: int) -> str:
    return iso(moment(milliseconds))


@lru_cache(maxsize=256)
def _read(detail: str | None) -> Any:
    return None if detail is None else jsons.loads(detail)
