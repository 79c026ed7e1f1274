"""What a resolver knows of the request it serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linkwright.catalog.linear.twin.limits import Budget
from linkwright.catalog.linear.twin.refusals import forbidden
from linkwright.catalog.linear.twin.world import Row, World


@dataclass(slots=True)
class Call:
    """One request.

    Attributes:
        world: the workspace that the key opens.
        viewer: the person the key belongs to.
        scopes: what the key permits.
        now: the time that holds for the whole request.
        types: the contract's types, for filters.
        budget: the person's limits.
        mutations: root fields carried out so far, in order.
    """

    world: World
    viewer: Row
    scopes: frozenset[str]
    now: datetime
    types: Mapping[str, Any]
    budget: Budget
    mutations: list[str] = field(default_factory=list)

    def demand(self, *scopes: str) -> None:
        """Let pass a key that has one of the scopes; the first is named to those that have none.

        Raises:
            Refused: the key has none of them.
        """
        if not self.scopes.intersection(scopes):
            raise forbidden(scopes[0])
