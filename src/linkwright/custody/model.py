"""What rotations and proofs tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_PROBLEMS = 100
"""Problems that are named one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A record or data key that does not open. None of it is secret.

    Attributes:
        table, row: where it stands; the row by its primary key, parts joined by `/`.
        project_id, account_id: whose it is; the account, or whatever else owns the secret.
        field: the name of the secret.
        code: the error's.
    """

    table: str
    row: str
    project_id: str
    account_id: str
    field: str
    code: str

    def view(self) -> dict[str, Any]:
        """For a program."""
        return asdict(self)

    def line(self) -> str:
        """For a person."""
        owner = f" of {self.account_id}" if self.account_id else ""
        return f"{self.table} {self.row}: {self.field}{owner} (project {self.project_id}): {self.code}"


@dataclass(slots=True)
class Found:
    """What a walk over all records has found.

    Attributes:
        opened: how many opened, by table.
        problems: those that did not, at most 100 of them; `damaged` counts all.
    """

    opened: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: int = 0

    def note(self, problem: Problem) -> None:
        """One more that does not open."""
        self.damaged += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def count(self, table: str) -> None:
        """One more that does."""
        self.opened[table] = self.opened.get(table, 0) + 1


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something has come: `done` of `total` records or data keys, in the words of `what`."""

    what: str
    done: int
    total: int


Tell = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """Tells nobody."""
