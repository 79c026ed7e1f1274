"""What a call gave."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from linkwright.toolset.files import FileAnswer

_MOST_TEXT = 32 * 1024


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of an action.

    Attributes:
        data: an object, a list of objects, or None.
        next: where the following page begins, as the input `cursor`; None on the last.
        extra: what the hub says beside them, such as what was cut off (`{"cut": […]}`) and warnings.
        run_id: the run in the hub's log.
        replays: the run that did the write, where this call repeated it.
        file: the file, if that is what the action gives.
    """

    data: Any = None
    next: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    run_id: str | None = None
    replays: str | None = None
    file: FileAnswer | None = None

    def json(self) -> dict[str, Any]:
        """As the hub sent it: `data` and `next`, with `linkwright` beside them if there is something to say."""
        if self.file is not None:
            return {"data": {"file": _shown(self.file)}, "next": None}
        return {"data": self.data, "next": self.next, **({"linkwright": self.extra} if self.extra else {})}

    def text(self) -> str:
        """As a model should see it: JSON without blanks, without `next` on a last page."""
        told = self.json()
        if told["next"] is None:
            del told["next"]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _shown(file: FileAnswer) -> dict[str, Any]:
    told: dict[str, Any] = {"name": file.name, "type": file.type, "size": file.size}
    if file.path is not None:
        told["path"] = str(file.path)
    elif file.content is not None and file.type.startswith("text/") and file.size <= _MOST_TEXT:
        told["text"] = file.content.decode("utf-8", "replace")
    return told
