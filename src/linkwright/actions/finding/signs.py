"""The signs by which the best actions are told apart, and how much each counts.

The weights were learnt from the tune half of tests/search/tasks (docs/search.md says how); a change of any other part of
the search asks for learning them anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkwright.actions.finding.likeness import Likeness
from linkwright.actions.finding.wish import Wish

SIGNS = (
    "best clause",
    "all clauses",
    "meanings",
    "most like example",
    "examples of all clauses",
    "second example",
    "label",
    "said of an example",
    "verb",
    "things",
    "things not said",
    "share of the task",
    "everyday",
    "wants a key, has one",
    "wants another's name, has a key",
    "wants a name, has one",
    "wants a name, has none",
    "wants nothing, has a key",
    "wants nothing, has another's key",
    "wants nothing, has no key",
    "reads one, nothing is named",
    "reads many, nothing is named",
    "reads one, speaks of several",
    "reads many, speaks of several",
    "reads, is asked",
    "writes, is asked",
    "destroys",
)
WEIGHTS: tuple[float, ...] = (
    1.651,
    3.798,
    1.206,
    0.224,
    1.173,
    -0.551,
    0.089,
    0.084,
    0.789,
    0.461,
    -1.215,
    2.559,
    0.4,
    1.484,
    -0.97,
    0.075,
    -0.328,
    -0.079,
    -0.002,
    0.263,
    -0.407,
    0.68,
    -0.522,
    -0.431,
    1.109,
    -1.126,
    -0.636,
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What an action is like, whatever is asked.

    Attributes:
        wants: it needs the id of a thing that is there.
        keyed: its things have keys such as ENG-123.
        reads: `one`, `many` or empty.
    """

    wants: bool
    keyed: bool
    reads: str
    effect: str
    core: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """How much of an action's name is said: its verb, its things, and how many of the things are not said."""

    verb: float
    things: float
    missing: float


def signs(
    wish: Wish, traits: Traits, naming: Naming, like: Likeness, shares: tuple[float, float, float, float]
) -> tuple[float, ...]:
    """The signs of one action for a wish, in the order of SIGNS.

    `shares` are its scores by best clause, all clauses and meanings, each as a share of the best action's, and the share
    of the task that it speaks of.
    """
    best, whole, meant, covered = shares
    return (
        best,
        whole,
        meant,
        like.best,
        like.whole,
        like.second,
        like.label,
        like.covered,
        naming.verb,
        naming.things,
        naming.missing,
        covered,
        float(traits.core),
        *map(float, _fits(wish, traits)),
    )


def _fits(wish: Wish, traits: Traits) -> tuple[bool, ...]:
    wants, keyed, refers = traits.wants, traits.keyed, wish.refers
    bare = not refers and not wish.named
    one, many = traits.reads == "one", traits.reads == "many"
    reads = traits.effect == "read"
    return (
        wants and refers and keyed,
        wants and refers and not keyed,
        wants and not refers and wish.named,
        wants and bare,
        not wants and refers and keyed,
        not wants and refers and not keyed,
        not wants and not refers and keyed,
        one and bare,
        many and bare,
        one and wish.several,
        many and wish.several,
        wish.asks and reads,
        wish.asks and not reads,
        traits.effect == "destroy",
    )


def weigh(found: tuple[float, ...]) -> float:
    """The score of an action by its signs."""
    return sum(sign * weight for sign, weight in zip(found, WEIGHTS, strict=True))
