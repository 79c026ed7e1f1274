"""Which connect sessions a list shows."""

from __future__ import annotations

from dataclasses import dataclass

from linkwright.errors import Unprocessable
from linkwright.kit.words import did_you_mean

OPEN, USED, EXPIRED, REVOKED = STATES = ("open", "used", "expired", "revoked")
MOST_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """Every condition must hold; an empty one does not count. `page` counts from 1.

    Raises:
        Unprocessable: there is no such state, or a text holds what none can hold.
    """

    page: int = 1
    page_size: int = 25
    states: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    owner_ids: tuple[str, ...] = ()
    account_id: str = ""
    created_by: str = ""
    search: str = ""

    def __post_init__(self) -> None:
        for state in self.states:
            if state not in STATES:
                raise Unprocessable(
                    f"There is no state '{state[:40]}'.{did_you_mean(state, STATES)}", extra={"field": "state"}
                )
        if any(
            "\0" in one for one in (self.account_id, self.created_by, self.search, *self.providers, *self.owner_ids)
        ):
            raise Unprocessable("A filter holds a zero character, which no session has.")
