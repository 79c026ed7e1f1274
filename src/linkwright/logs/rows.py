"""From a run to its row: shortened, without secrets, with moments as offsets from the start."""

from __future__ import annotations

from typing import Any

from linkwright.engine.results import UpstreamCall
from linkwright.kit import jsons
from linkwright.logs.bounds import ARGUMENT_BYTES, bounded, excerpt, looks_clean, without_secrets
from linkwright.logs.model import EXCERPT_BYTES, Run

_CALLER_CHARS = 200

COLUMNS = (
    "id",
    "project_id",
    "account_id",
    "action",
    "connector_key",
    "face",
    "caller",
    "caller_id",
    "status",
    "success",
    "started_at",
    "duration_ms",
    "upstream_ms",
    "upstream_calls",
    "detail",
)
Row = tuple[Any, ...]


def row_of(run: Run) -> Row:
    """The values of one row of the table `runs`, in the order of `COLUMNS`, as a bare driver takes them."""
    upstream = 0.0
    for call in run.calls:
        upstream += call.duration_ms
    return (
        run.id,
        run.project_id,
        run.account_id,
        _name(run.action, 128),
        run.connector_key,
        run.face,
        _name(run.caller, _CALLER_CHARS),
        run.caller_id,
        run.status,
        run.success,
        int(run.started_at.timestamp() * 1000),
        run.duration_ms,
        upstream,
        len(run.calls),
        _detail(run),
    )


def _detail(run: Run) -> str:
    """The JSON of everything else. Nearly every run is small and clean, which one look at the whole text tells.

    Where a run failed, its arguments may have any names, `password` for one: those are always looked at closely.
    """
    whole = _told(run)
    try:
        encoded = jsons.dumpb(whole)
    except TypeError:
        encoded = b""
    if run.error is None and 0 < len(encoded) <= ARGUMENT_BYTES and looks_clean(encoded):
        return encoded.decode()
    return jsons.dumps(_cleaned(whole))


def _told(run: Run) -> dict[str, Any]:
    return {
        "effect": run.effect,
        "definition": run.definition,
        "arguments": run.arguments,
        "result": run.result[:EXCERPT_BYTES].decode(errors="ignore"),
        "result_bytes": run.result_bytes,
        "error": run.error,
        "warnings": run.warnings,
        "replays": run.replays,
        "stages": [
            {"name": name, "started_ms": round(began, 3), "duration_ms": round(ended - began, 3)}
            for name, began, ended in run.stages
        ],
        "calls": [_call(run, call) for call in run.calls],
    }


def _call(run: Run, call: UpstreamCall) -> dict[str, Any]:
    request = call.request or {}
    return {
        "method": call.method,
        "url": call.url,
        "operation": call.operation,
        "status": call.status,
        "started_ms": round(max(0.0, (call.started_at - run.started_at).total_seconds() * 1000), 3),
        "duration_ms": round(call.duration_ms, 3),
        # The document of a run that went well is the connector's own; it is read from there when somebody looks.
        "document": request.get("document") if run.error is not None or run.definition is None else None,
        "variables": request.get("variables"),
        "response_excerpt": call.response_excerpt[:EXCERPT_BYTES],
        "response_bytes": call.response_bytes,
        "limits": call.limits,
        "error": call.error,
    }


def _cleaned(whole: dict[str, Any]) -> dict[str, Any]:
    """The same without secrets, and with every part within its bound."""
    error = whole["error"]
    return whole | {
        "arguments": bounded(whole["arguments"]),
        "result": without_secrets(whole["result"]),
        "error": error and {name: without_secrets(text) for name, text in error.items()},
        "warnings": [without_secrets(text) for text in whole["warnings"]],
        "calls": [
            call
            | {
                "variables": bounded(call["variables"]),
                "response_excerpt": excerpt(call["response_excerpt"].encode(errors="ignore"), EXCERPT_BYTES),
                "error": call["error"] and without_secrets(call["error"]),
            }
            for call in whole["calls"]
        ],
    }


def _name(text: str, most: int) -> str:
    # PostgreSQL stores no NUL, and its columns have an end.
    return text[:most] if "\x00" not in text else text.replace("\x00", "")[:most]
