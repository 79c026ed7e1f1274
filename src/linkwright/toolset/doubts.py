"""Remembers calls of which nobody knows whether they happened, so that whoever makes them again makes the same one.

A program catches an error and calls once more; a model is told of a timeout and does the same. The first call may have
been carried out all the same, so the second has to go under its key.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable

from linkwright.toolset.errors import AnswerUnreadable, HubUnreachable, ToolsetError
from linkwright.toolset.refusals import Conflict, HubFault

_SECONDS = 900.0
"""As long as the hub's MCP face takes the same words for the same wish."""
_MOST = 256


class Doubts:
    """Keys of calls in doubt, by what was asked."""

    def __init__(self, now: Callable[[], float]) -> None:
        """`now` is in seconds."""
        self._now = now
        self._kept: dict[str, tuple[float, str]] = {}

    def key(self, mark: str) -> str:
        """The key of the same call if it is in doubt, else a new one."""
        until, key = self._kept.get(mark, (0.0, ""))
        return key if self._now() < until else str(uuid.uuid4())

    def settled(self, mark: str) -> None:
        """It is known what became of the call."""
        self._kept.pop(mark, None)

    def failed(self, mark: str, key: str, reason: BaseException) -> None:
        """Keep the key, if the call may have happened."""
        if not _in_doubt(reason):
            self.settled(mark)
            return
        now = self._now()
        for old, (until, _) in list(self._kept.items()):
            if until <= now or len(self._kept) >= _MOST:
                self._kept.pop(old, None)
        self._kept[mark] = (now + _SECONDS, key)


def mark_of(account_id: str, body: bytes) -> str:
    """What tells the same call again."""
    return hashlib.sha256(account_id.encode() + b"\n" + body).hexdigest()


def _in_doubt(reason: BaseException) -> bool:
    if not isinstance(reason, ToolsetError):
        return True  # interrupted, or cancelled
    if isinstance(reason, Conflict):
        return reason.code == "write_in_progress"
    return isinstance(reason, HubUnreachable | AnswerUnreadable | HubFault)
