"""From a run to its row: shortened, without secrets, with moments as offsets from the start, and its bodies sealed."""

from __future__ import annotations

from typing import Any

from linkwright.engine.redaction import HIDDEN
from linkwright.engine.results import UpstreamCall
from linkwright.kit import jsons
from linkwright.logs.bodies import sealed
from linkwright.logs.bounds import ARGUMENT_BYTES, bounded, excerpt, looks_clean, without_secrets
from linkwright.logs.model import EXCERPT_BYTES, RESULT_BYTES, Run
from linkwright.vault.vault import Sealer

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
    "bodies",
)
Row = tuple[Any, ...]


def row_of(run: Run, sealer: Sealer | None = None) -> Row:
    """The values of one row of the table `runs`, in the order of `COLUMNS`, as a bare driver takes them.

    Without a sealer nothing is kept of what the caller and the provider said to each other.
    """
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
        None if sealer is None else sealed(sealer, run, _bodies(run)),
    )


def _detail(run: Run) -> str:
    """The JSON of everything but the bodies. Nearly every run is clean, which one look at the whole text tells."""
    whole = _told(run)
    try:
        encoded = jsons.dumpb(whole)
    except TypeError:
        # A provider told a limit of more than 64 bits: worth a line of text, not worth losing the row.
        whole["calls"] = [call | {"limits": bounded({"told": str(call["limits"])})} for call in whole["calls"]]
        encoded = jsons.dumpb(whole)
    if looks_clean(encoded):
        return encoded.decode()
    error = whole["error"]
    return jsons.dumps(
        whole
        | {
            "error": error
            and {name: without_secrets(told) if isinstance(told, str) else told for name, told in error.items()},
            "warnings": [without_secrets(text) for text in whole["warnings"]],
            "calls": [call | {"error": call["error"] and without_secrets(call["error"])} for call in whole["calls"]],
        }
    )


def _told(run: Run) -> dict[str, Any]:
    rules = {} if run.policy is None else {"policy": run.policy}
    return rules | {
        "effect": run.effect,
        "definition": run.definition,
        "result_bytes": run.result_bytes,
        "error": run.error,
        "warnings": run.warnings,
        "replays": run.replays,
        "rerun_of": run.rerun_of,
        "stages": [
            {"name": name, "started_ms": began / 1000, "duration_ms": (ended - began) / 1000}
            for name, began, ended in run.stages
        ],
        "calls": [_call(run, call) for call in run.calls],
    }


def _call(run: Run, call: UpstreamCall) -> dict[str, Any]:
    return {
        "method": call.method,
        "url": call.url,
        "operation": call.operation,
        "status": call.status,
        "started_ms": round(max(0.0, (call.started_at - run.started_at).total_seconds() * 1000), 3),
        "duration_ms": round(call.duration_ms, 3),
        "response_bytes": call.response_bytes,
        "limits": call.limits,
        "error": call.error,
    }


def _bodies(run: Run) -> dict[str, Any]:
    """What caller and provider said: without secrets, and each part within its bound.

    `whole` says that the arguments are just what was sent, so that the run can be run again with them.
    """
    arguments = bounded(run.arguments)
    return {
        "arguments": arguments,
        "whole": _is_whole(run.arguments, arguments),
        "result": without_secrets(run.result[:RESULT_BYTES].decode(errors="ignore")),
        "calls": [
            {
                # The document of a run that went well is the connector's own; it is read from there when somebody looks.
                "document": request.get("document") if run.error is not None or run.definition is None else None,
                "variables": bounded(request.get("variables")),
                "response_excerpt": excerpt(call.response_excerpt.encode(errors="ignore"), EXCERPT_BYTES),
            }
            for call in run.calls
            for request in [call.request or {}]
        ],
    }


def _is_whole(given: Any, kept: Any) -> bool:
    if given is None or given != kept:
        return given is None
    try:
        return len(encoded := jsons.dumpb(kept)) <= ARGUMENT_BYTES and f'"{HIDDEN}"'.encode() not in encoded
    except TypeError:
        return False


def _name(text: str, most: int) -> str:
    # PostgreSQL stores no NUL, and its columns have an end.
    return text[:most] if "\x00" not in text else text.replace("\x00", "")[:most]
