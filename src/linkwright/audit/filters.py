"""What a reader of the record may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all hold; None where there is none.

    Attributes:
        event: the name of an event, or the part before the dot with a dot, such as `key.`.
        principal: a reference such as `key:key_…`, or an id or a name.
        target: the id of what was acted on.
    """

    since: datetime | None = None
    until: datetime | None = None
    event: str | None = None
    principal: str | None = None
    target: str | None = None
    outcome: str | None = None
    account: str | None = None
    run: str | None = None
    face: str | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, name) is not None for name in self.__slots__)

    def conditions(self, columns: Any) -> list[Any]:
        """The same as conditions on the columns of the table."""
        exact = {
            columns.target_id: self.target,
            columns.outcome: self.outcome,
            columns.account_id: self.account,
            columns.run_id: self.run,
            columns.face: self.face,
        }
        found = [column == _plain(value) for column, value in exact.items() if value is not None]
        if self.since is not None:
            found.append(columns.at >= self.since)
        if self.until is not None:
            found.append(columns.at <= self.until)
        if self.event is not None:
            event = _plain(self.event)
            found.append(
                columns.event.startswith(event, autoescape=True) if event.endswith(".") else columns.event == event
            )
        if self.principal is not None:
            who = _plain(self.principal)
            same = columns.principal == who
            found.append(
                same | (columns.principal_name == who) | columns.principal.endswith(f":{who}", autoescape=True)
            )
        return found


def _plain(text: str) -> str:
    return text.replace("\x00", "")
