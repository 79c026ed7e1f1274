"""What the parts of seeding share: rows at a time counted back from a fixed moment, and short ids that never differ."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from linkwright.catalog.linear.twin.dice import Dice
from linkwright.catalog.linear.twin.world import Row, World
from linkwright.kit.clock import iso


class Builder:
    """Adds rows to a world, each at a time counted back from a fixed moment.

    Attributes:
        world: where the rows go.
        dice: source of every choice.
        anchor: the moment that counts as now; the start of a day, in UTC.
    """

    def __init__(self, world: World, dice: Dice, anchor: datetime) -> None:
        self.world = world
        self.dice = dice
        self.anchor = anchor

    def ago(self, **span: float) -> str:
        """The time so long before the anchor."""
        return iso(self.anchor - timedelta(**span))

    def day(self, days: float) -> str:
        """The date so many days before the anchor."""
        return self.ago(days=days)[:10]

    def add(self, kind: str, days: float, **values: Any) -> Row:
        """Add a row made so many days ago."""
        return self.world.add(kind, self.ago(days=days), **values)

    def short(self) -> str:
        """An id as it stands in addresses."""
        return f"{self.dice.below(2**48):012x}"
