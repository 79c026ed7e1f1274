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
META_OPTIONS = {
    f"linkwright/{name}": name
    for name in ("mode", "plan_hash", "fields", "max_tokens", "read_from", "screening", "file_as", "approval_id")
}
"""How a call is to be taken, as RPC says it at the top of its body."""
META_KEY = "linkwright/idempotency-key"
META_SCREENING = "linkwright/screening"
META_REPLAYS = "linkwright/replays"

# No list is announced as changed: see docs/mcp.md.
CAPABILITIES: dict[str, Any] = {
    "tools": {"listChanged": False},
    "resources": {"listChanged": False, "subscribe": False},
}
INSTRUCTIONS = (
    "The tools act on one linked account. Ids are the provider's own: list or search first, then act. "
    "Every result is {isError, result}; result.data holds the records, and result.next, if not null, is the cursor of the "
    "following page. After an error read result.hint before you try again."
)
SEARCH_INSTRUCTIONS = (
    "The tools act on linked accounts. Find an action with the tool whose name ends in search_actions, say what you want to do in "
    "plain words, and run it with the one that ends in execute_action: inputs go where its input_schema has them. Ids are the "
    "provider's own: list or search first, then act. Results are {isError, result}; result.next, if not null, is the cursor of "
    "the following page. After an error read result.hint before you try again."
)
SEVERAL_INSTRUCTIONS = (
    "There are several accounts: each tool acts on the one that its name and description tell, and on no other."
)
