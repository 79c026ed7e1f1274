"""The API keys that a twin knows: a working one, and one for each way in which a key can fail or be narrow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from linkwright.catalog.linear.twin.dice import text_for

PREFIX = "lin_" + "api_"
LENGTH = 40
EVERYTHING = frozenset({"read", "write", "issues:create", "comments:create", "timeSchedule:write", "admin"})
_MEMBERS = EVERYTHING - {"admin"}


@dataclass(frozen=True, slots=True)
class TwinKey:
    """One key, or one access token of an app.

    Attributes:
        name: what it is for, `full` for one.
        value: the key itself.
        scopes: what it permits.
        person: number of the user it belongs to, counted from 0.
        world: `home` or `other`: which workspace it opens.
        teams: keys of the only teams that it shows; None for all.
        app: whether it is an app's token.
        expires: until when it is good; None for as long as the twin lives.
    """

    name: str
    value: str = field(repr=False)
    scopes: frozenset[str] = EVERYTHING
    person: int = 0
    world: str = "home"
    teams: frozenset[str] | None = None
    app: bool = False
    expires: datetime | None = None


def make_key(
    seed: str,
    name: str,
    scopes: frozenset[str] = EVERYTHING,
    *,
    person: int = 0,
    world: str = "home",
    teams: frozenset[str] | None = None,
) -> TwinKey:
    """The key of that name; the same seed and name give the same value."""
    return TwinKey(name, PREFIX + text_for(seed, f"key:{name}", LENGTH), scopes, person, world, teams)


def make_keys(seed: str) -> Mapping[str, TwinKey]:
    """The keys of a seed, by name."""
    made = (
        make_key(seed, "full"),
        make_key(seed, "read_only", frozenset({"read"})),
        make_key(seed, "issues_only", frozenset({"read", "issues:create"})),
        make_key(seed, "comments_only", frozenset({"read", "comments:create"})),
        make_key(seed, "no_admin", _MEMBERS),
        make_key(seed, "one_team", teams=frozenset({"OPS"})),
        make_key(seed, "member", person=1),
        make_key(seed, "suspended", person=5),
        make_key(seed, "other_workspace", world="other"),
        make_key(seed, "rate_limited", person=2),
        make_key(seed, "down", person=3),
        make_key(seed, "slow", person=4),
    )
    return {key.name: key for key in made}
