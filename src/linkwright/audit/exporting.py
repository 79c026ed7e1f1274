"""The spellings in which the record is taken out: JSON lines, which can be verified, and CEF, for what collects logs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from linkwright import __version__
from linkwright.audit.model import line_of
from linkwright.audit.vocabulary import EVENTS
from linkwright.kit import jsons

Format = Literal["jsonl", "cef"]
MEDIA = {"jsonl": "application/x-ndjson", "cef": "text/plain; charset=utf-8"}
_SEVERITY = {"done": 3, "failed": 5, "refused": 6}


def line_in(form: Format, record: dict[str, Any]) -> bytes:
    """One record as a line."""
    return line_of(record) if form == "jsonl" else cef_of(record).encode() + b"\n"


def cef_of(record: dict[str, Any]) -> str:
    """A record in the Common Event Format, version 0: seven fields of a header, then `key=value`."""
    event, target = record["event"], record["target"] or {}
    header = (
        "Linkwright",
        "Linkwright",
        __version__,
        event,
        EVENTS.get(event, event),
        str(_SEVERITY[record["outcome"]]),
    )
    at = int(datetime.fromisoformat(record["time"]).timestamp() * 1000)
    fields: dict[str, Any] = {
        "rt": at,
        "externalId": record["id"],
        "suid": record["principal"],
        "suser": record["principal_name"],
        "src": record["address"],
        "outcome": record["outcome"],
        "reason": record["reason"],
        "cn1Label": "sequence",
        "cn1": record["sequence"],
        "cs1Label": "target",
        "cs1": ":".join(str(part) for part in (target.get("kind"), target.get("id")) if part) or None,
        "cs2Label": "account",
        "cs2": record["account_id"],
        "cs3Label": "run",
        "cs3": record["run_id"] or record["request_id"],
        "cs4Label": "hash",
        "cs4": record["hash"],
        "cs5Label": "chain",
        "cs5": record["chain"],
        "cs6Label": "detail",
        "cs6": jsons.canonical(record["detail"]).decode() if record["detail"] else None,
        "app": record["face"],
    }
    empty = {name for name, value in fields.items() if value in (None, "")}
    told = {
        name: value
        for name, value in fields.items()
        if name not in empty and not (name.endswith("Label") and name.removesuffix("Label") in empty)
    }
    extension = " ".join(f"{name}={_value(str(value))}" for name, value in told.items())
    return "CEF:0|" + "|".join(_header(part) for part in header) + "|" + extension


def _header(text: str) -> str:
    return _flat(text.replace("\\", "\\\\").replace("|", "\\|"))


def _value(text: str) -> str:
    return text.replace("\\", "\\\\").replace("=", "\\=").replace("\r", "\\r").replace("\n", "\\n")


def _flat(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
