"""What a resolver knows of the request it serves, and whom it may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from linkwright.catalog.linear.twin.limits import Budget
from linkwright.catalog.linear.twin.refusals import forbidden, needs_admin
from linkwright.catalog.linear.twin.shapes import Shapes
from linkwright.catalog.linear.twin.world import Change, Row, World
from linkwright.kit.clock import iso

_OWNERS = ("issue", "project", "comment", "projectUpdate", "agentSession", "document", "release", "cycle")
_FOR_ALL = frozenset({"Organization", "User"})


@dataclass(slots=True)
class Call:
    """One request.

    Attributes:
        world: the workspace that the key opens.
        viewer: the person the key belongs to.
        scopes: what the key permits.
        teams: ids of the only teams that the key may see; None for all.
        now: the time that holds for the whole request.
        shapes: what the contract table says about types.
        budget: the person's limits.
        app: whether an app acts in its own name.
        fruitless: mutations have no effect and say `success: false`.
        mutations: root fields carried out so far, in order.
        changes: what they did to rows.
    """

    world: World
    viewer: Row
    scopes: frozenset[str]
    teams: frozenset[str] | None
    now: datetime
    shapes: Shapes
    budget: Budget
    app: bool = False
    fruitless: bool = False
    mutations: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def at(self) -> str:
        """The time of the request as text."""
        return iso(self.now)

    @property
    def organization(self) -> Row:
        """The workspace's own row."""
        return self.world.of("Organization")[0]

    def demand(self, *scopes: str) -> None:
        """Let pass a key that has one of the scopes; the first is named to those that have none.

        Raises:
            Refused: the key has none of them.
        """
        if not self.scopes.intersection(scopes):
            raise forbidden(scopes[0])

    def demand_admin(self, purpose: str) -> None:
        """Let pass an admin's key with the admin scope; `purpose` ends the sentence "You need ... to".

        Raises:
            Refused: the person is no admin, or the key may not act as one.
        """
        if "admin" not in self.scopes or not self.viewer.get("admin"):
            raise needs_admin(purpose)

    def find(self, kind: str, id_: str | None) -> Row | None:
        """The row of that type, or of one that the type stands for, if the key may see it."""
        for each in self.shapes.possible(kind) if id_ else ():
            row = self.world.get(each, id_)
            if row is not None:
                return row if self.sees(row) else None
        return None

    def rows(self, kind: str) -> list[Row]:
        """All rows of the type that the key may see, in the order of making."""
        rows = [row for each in self.shapes.possible(kind) for row in self.world.of(each)]
        return self.seen(rows)

    def seen(self, rows: list[Row]) -> list[Row]:
        """Those of the rows that the key may see."""
        return rows if self.teams is None else [row for row in rows if self.sees(row)]

    def sees(self, row: Row) -> bool:
        """Whether the key may see a row: what belongs to a team shows only to keys for that team."""
        if self.teams is None:
            return True
        if row.get("__typename") == "Team":
            return row["id"] in self.teams
        if row.get("teamId"):
            return row["teamId"] in self.teams
        if row.get("teamIds"):
            return not self.teams.isdisjoint(row["teamIds"])
        return all(owner is None or self.sees(owner) for owner in self._owners(row))

    def _owners(self, row: Row) -> Iterator[Row | None]:
        """What a row is about, and what it cannot be without."""
        kind = row.get("__typename", "")
        for name, led in self.shapes.singles(kind).items():
            if led not in _FOR_ALL and (name in _OWNERS or (self.shapes.field(kind, name) or "").endswith("!")):
                yield from (self.world.get(each, row.get(f"{name}Id")) for each in self.shapes.possible(led))
