"""From a run to its row: shortened, without secrets, with moments as offsets from the start."""

from __future__ import annotations

from typing import Any

from linkwright.engine.results import UpstreamCall
from linkwright.logs.bounds import bounded, excerpt, without_secrets
from linkwright.logs.model import EXCERPT_BYTES, Run

_CALLER_CHARS = 200


def row_of(run: Run) -> dict[str, Any]:
    """The values of one row of the table `runs`."""
    return {
        "id": run.id,
        "project_id": run.project_id,
        "account_id": run.account_id,
        "action": _name(run.action, 128),
        "connector_key": run.connector_key,
        "face": run.face,
        "caller": _name(run.caller, _CALLER_CHARS),
        "caller_id": run.caller_id,
        "status": run.status,
        "success": run.success,
        "started_at": run.started_at,
        "duration_ms": run.duration_ms,
        "upstream_ms": sum(call.duration_ms for call in run.calls),
        "upstream_calls": len(run.calls),
        "detail": _detail(run),
    }


def _detail(run: Run) -> dict[str, Any]:
    error = run.error and {name: without_secrets(text) for name, text in run.error.items()}
    return {
        "effect": run.effect,
        "definition": run.definition,
        "arguments": bounded(run.arguments) if run.arguments is not None else None,
        "result": excerpt(run.result, EXCERPT_BYTES),
        "result_bytes": run.result_bytes,
        "error": error or None,
        "warnings": [without_secrets(text) for text in run.warnings],
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
        "variables": bounded(request.get("variables")),
        "response_excerpt": excerpt(call.response_excerpt.encode(errors="ignore"), EXCERPT_BYTES),
        "response_bytes": call.response_bytes,
        "limits": call.limits,
        "error": call.error and without_secrets(call.error),
    }


def _name(text: str, most: int) -> str:
    # PostgreSQL stores no NUL, and its columns have an end.
    return text.replace("\x00", "")[:most]
