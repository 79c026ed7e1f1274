"""The revisions of the protocol that are served, and the names that they agree on."""

from __future__ import annotations

from typing import Any

HANDSHAKE = ("2025-03-26", "2025-06-18", "2025-11-25")
"""Revisions that open with `initialize`, oldest first."""
FIRST = HANDSHAKE[0]
NEWEST_HANDSHAKE = HANDSHAKE[-1]
STATELESS = "2026-07-28"
"""The revision in which every request speaks for itself."""
SUPPORTED = (STATELESS, *reversed(HANDSHAKE))

META_VERSION = "io.modelcontextprotocol/protocolVersion"
META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities"
META_SERVER = "io.modelcontextprotocol/serverInfo"
META_RUN = "linkwright/run_id"
META_OPTIONS = {f"linkwright/{name}": name for name in ("mode", "plan_hash", "fields", "max_tokens", "read_from")}
"""How a call is to be taken, as RPC says it at the top of its body."""
META_KEY = "linkwright/idempotency-key"
META_REPLAYS = "linkwright/replays"

CAPABILITIES: dict[str, Any] = {"tools": {}}
INSTRUCTIONS = (
    "The tools act on one linked account. Ids are the provider's own: list or search first, then act. "
    "Every result is {isError, result}; result.data holds the records, and result.next, if not null, is the cursor of the "
    "following page. After an error read result.hint before you try again."
)
