"""The cells of a row: every caller of `callers.py`, and everything of others in every place where an id stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tests.walls.callers import CALLERS, Expected
from tests.walls.row import Row
from tests.walls.rows import ROWS

OTHERS = ("sister", "stranger")
# Whoever bears one is let by it alone, unless the row says that it is bound to something else.
SECRETS = frozenset(
    {"claim", "link", "session_token", "start", "state", "code", "refresh", "subscription", "file", "approval_link"}
)
# What is of the organization, and so of the sister too.
OF_ORGANIZATION = frozenset({"project", "colleague", "peer", "invitation"})
# Who can do all that there is at a door: whatever they are refused is refused to everybody.
STRONGEST: dict[str, tuple[str, ...]] = {
    "open": ("nobody",),
    "protocol": ("nobody",),
    "key": ("key full",),
    "caller": ("key full", "member owner"),
    "member": ("member owner",),
    "page": ("member owner",),
    "session": ("a connect session",),
    "mcp": ("key full", "an MCP client"),
}

Sort = Literal["caller", "good", "foreign", "limited", "project", "address"]


@dataclass(frozen=True)
class Cell:
    """One request and what has to be answered.

    Attributes:
        sort: `caller`: is this caller let, asked with ids of nowhere. `good`: the good request works. `foreign`: with
            another project's id in one place. `limited`: a key that is limited
            to another account hears nothing of this one. `project`: with another project in the console's header. `address`: at the own
            address of the callers' project.
        caller: a name of `CALLERS`.
        expected: of sort `caller`, the refusal; None if there is none.
        place: where the foreign id stands; of which `kind`, of `whose` project.
        beside: whether the place is beside the good request.
    """

    sort: Sort
    caller: str
    expected: Expected = None
    place: str = ""
    kind: str = ""
    whose: str = ""
    beside: bool = False

    def __str__(self) -> str:
        where = f", the {self.kind} of {self.whose} in {self.place}" if self.place else f", {self.whose}"
        return f"{self.sort}: {self.caller}{where if self.whose else ''}"


@cache
def cells_of(row: Row) -> tuple[Cell, ...]:
    """All cells of a row."""
    return (*_callers(row), *_good(row), *_foreign(row), *_limited(row), *_projects(row), *_addresses(row))


def size() -> tuple[int, int]:
    """Rows and cells of the matrix."""
    return len(ROWS), sum(len(cells_of(row)) for row in ROWS)


def _callers(row: Row) -> Iterator[Cell]:
    for name, caller in CALLERS.items():
        yield Cell("caller", name, caller.expected(row))


def _strongest(row: Row) -> list[str]:
    return [one for one in STRONGEST[row.door] if row.signed_in or CALLERS[one].expected(row) is None]


def _good(row: Row) -> Iterator[Cell]:
    for caller in _strongest(row):
        yield Cell("good", caller)


def _foreign(row: Row) -> Iterator[Cell]:
    for place, kind in row.places():
        if kind in row.shared or (kind in SECRETS and row.door in {"open", "protocol", "session"} and not row.bound):
            continue
        for caller in _strongest(row):
            for whose in OTHERS:
                if kind in OF_ORGANIZATION and whose == "sister" and (kind != "project" or caller.startswith("member")):
                    # Of their own organization, members know projects and members.
                    continue
                yield Cell("foreign", caller, place=place, kind=kind, whose=whose, beside=place in row.also)


def _limited(row: Row) -> Iterator[Cell]:
    """For a key that is limited to another account, the project's own account is one that is not there."""
    if row.door not in {"key", "caller", "mcp"}:
        return
    for place, kind in row.places():
        if kind not in OF_ORGANIZATION | {"profile", "connector", "connector_action"}:
            yield Cell("foreign", "key limited", place=place, kind=kind, whose="home", beside=place in row.also)
    yield Cell("limited", "key limited", whose="home")


def _projects(row: Row) -> Iterator[Cell]:
    """A member's project is named in a header; a key's is its own, whatever the header says."""
    if row.door not in {"caller", "member"} or not row.needs:
        return
    yield Cell("project", "member owner", whose="stranger")
    for place, kind in row.places():
        if place not in row.also and kind not in OF_ORGANIZATION | {"console_session"}:
            yield Cell("project", "member owner", place=place, kind=kind, whose="sister")
            if "key full" in _strongest(row):
                yield Cell("project", "key full", place=place, kind=kind, whose="sister")


def _addresses(row: Row) -> Iterator[Cell]:
    """At a project's own address there is nothing of another project, and neither console nor API."""
    if row.door in {"open", "protocol", "session"}:
        for whose in OTHERS if row.door == "session" else ():
            yield Cell("address", f"a connect session of {whose}", CALLERS["nobody"].expected(row))
        for place, kind in row.places():
            if kind in OF_ORGANIZATION - {"project"}:
                continue
            if kind == "state" or (kind in SECRETS and row.door == "session"):
                # Whoever has a state is told that it was begun in another browser, wherever that is said.
                continue
            for whose in OTHERS:
                yield Cell(
                    "address", STRONGEST[row.door][0], place=place, kind=kind, whose=whose, beside=place in row.also
                )
    else:
        yield Cell("address", _strongest(row)[0])
