"""What is wrong with a message, as JSON-RPC says it, and the HTTP status that goes with it."""

from __future__ import annotations

from typing import Any

from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.store.acting import note_refusal

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
RESOURCE_NOT_FOUND = -32002
"""Of the handshake revisions; the stateless one says INVALID_PARAMS."""
HEADER_MISMATCH = -32020
UNSUPPORTED_VERSION = -32022
# Ours lie outside the range that the specification keeps to itself: -31000 less the HTTP status.
_OWN = -31000

Id = str | int | None


class Fault(Exception):
    """A JSON-RPC error.

    Attributes:
        code: the error's number.
        status: the HTTP status of the answer.
        data: more about it, for programs.
        headers: HTTP headers of the answer.
    """

    def __init__(
        self, code: int, message: str, *, status: int = 200, data: Any = None, headers: dict[str, str] | None = None
    ) -> None:
        self.code = code
        self.message = message
        self.status = status
        self.data = data
        self.headers = headers or {}
        super().__init__(message)

    def body(self, message_id: Id = None) -> bytes:
        """The JSON-RPC answer; `message_id` is null where it could not be read."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.data is not None:
            error["data"] = self.data
        return jsons.dumpb({"jsonrpc": "2.0", "id": message_id, "error": error})


def fault_of(error: LinkwrightError, clock: Clock, *, status: int = 200) -> Fault:
    """One of our errors as a fault: its sentence in `message`, the contract's error object in `data`."""
    note_refusal(error.code, error.status)
    text = f"{error.message} {error.remedy}".strip()
    return Fault(_OWN - error.status, text, status=status, data=error.body(clock.now()), headers=error.headers)


def http_fault(status: int, message: str, headers: dict[str, str] | None = None) -> Fault:
    """A refusal before the message was read."""
    return Fault(_OWN - status, message, status=status, headers=headers)
