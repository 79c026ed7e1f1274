"""Results as bytes: the answer of a run is spliced in as it came, never parsed again."""

from __future__ import annotations

from typing import Any

from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.mcp.faults import Id

_CATEGORIES = {
    400: "invalid_request",
    403: "permission",
    404: "not_found",
    408: "timeout",
    409: "conflict",
    412: "account",
    413: "invalid_request",
    422: "invalid_request",
    429: "rate_limit",
    499: "cancelled",
    501: "not_available",
    502: "provider",
    503: "unavailable",
}
# Nothing was done yet, so anybody may try again.
_ALWAYS = frozenset({429, 503})
# Something may have been done: only what reads may be repeated without a look.
_READS = frozenset({408, 502})


def answered(message_id: Id, result: bytes) -> bytes:
    """The JSON-RPC answer that carries a result."""
    return b'{"jsonrpc":"2.0","id":' + jsons.dumpb(message_id) + b',"result":' + result + b"}"


def extended(result: bytes, more: dict[str, Any]) -> bytes:
    """A result object with more members."""
    if not more:
        return result
    inner = jsons.dumpb(more)[1:]
    return result[:-1] + (b"" if result == b"{}" else b",") + inner


def success(body: bytes) -> bytes:
    """The result of a tool that did what was asked; `body` is the run's answer."""
    envelope = b'{"isError":false,"result":' + body + b"}"
    text = jsons.dumpb(envelope.decode())
    return b'{"content":[{"type":"text","text":' + text + b'}],"structuredContent":' + envelope + b',"isError":false}'


def plain(body: bytes) -> bytes:
    """The result of a tool of the hub's own, which answers with this object and no envelope."""
    text = jsons.dumpb(body.decode())
    return b'{"content":[{"type":"text","text":' + text + b'}],"structuredContent":' + body + b',"isError":false}'


def failure(error: LinkwrightError, effect: str | None) -> bytes:
    """The result of a tool that could not; written so that a model knows what to do next."""
    told: dict[str, Any] = {
        "error": error.message,
        "status_code": error.status,
        "error_category": _CATEGORIES.get(error.status, "internal"),
        "retryable": error.status in _ALWAYS or (error.status in _READS and effect == "read"),
        "hint": error.remedy,
        "code": error.code,
    }
    if "approval" in error.extra:
        # A model that only gets "conflict" tries again at once.
        told |= {"error_category": "approval", "approval": error.extra["approval"]}
    wait = next((value for name, value in error.headers.items() if name.lower() == "retry-after"), "")
    if wait.isdigit():
        told["retry_after"] = int(wait)
    text = jsons.dumps({"isError": True, "result": told})
    return jsons.dumpb({"content": [{"type": "text", "text": text}], "isError": True})
