"""The API keys that a twin knows: a working one, and one for each way in which a key can fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from linkwright.catalog.linear.twin.dice import text_for

PREFIX = "lin_" + "api_"
LENGTH = 40
EVERYTHING = frozenset({"read", "write", "issues:create", "comments:create", "admin"})


@dataclass(frozen=True, slots=True)
class TwinKey:
    """One key.

    Attributes:
        name: what it is for, `full` for one.
        value: the key itself.
        scopes: what it permits.
        person: number of the user it belongs to, counted from 0.
        world: `home` or `other`: which workspace it opens.
    """

    name: str
    value: str = field(repr=False)
    scopes: frozenset[str] = EVERYTHING
    person: int = 0
    world: str = "home"


def make_keys(seed: str) -> Mapping[str, TwinKey]:
    """The keys of a seed, by name."""

    def key(
        name: str, scopes: frozenset[str] = EVERYTHING, person: int = 0, world: str = "home"
    ) -> tuple[str, TwinKey]:
        return name, TwinKey(name, PREFIX + text_for(seed, f"key:{name}", LENGTH), scopes, person, world)

    return dict(
        [
            key("full"),
            key("read_only", frozenset({"read"})),
            key("issues_only", frozenset({"read", "issues:create"})),
            key("member", person=1),
            key("suspended", person=5),
            key("other_workspace", world="other"),
            key("rate_limited", person=2),
            key("down", person=3),
            key("slow", person=4),
        ]
    )
