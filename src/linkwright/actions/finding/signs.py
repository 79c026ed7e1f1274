"""The signs by which the best actions are told apart, and how much each counts.

The weights were learnt from the tune half of tests/search/tasks and from Linear's example tasks, each searched for in an
index without it (docs/search.md says how); a change of any other part of the search asks for learning them anew.
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
    "verb leant to, best clause",
    "verb leant to, all clauses",
    "thing leant to, best clause",
    "thing leant to, all clauses",
    "effect leant to, best clause",
    "effect leant to, all clauses",
    "verb leant to by what is denied",
    "thing leant to by what is denied",
)
WEIGHTS: tuple[float, ...] = (
    0.469,
    4.21,
    1.932,
    -0.116,
    1.284,
    -0.507,
    0.049,
    0.068,
    0.773,
    -0.243,
    -2.276,
    0.634,
    0.45,
    1.875,
    -1.749,
    -0.021,
    -0.328,
    0.119,
    0.023,
    0.168,
    -0.231,
    1.188,
    -0.635,
    -0.697,
    1.109,
    -1.126,
    -1.02,
    0.005,
    0.214,
    0.143,
    0.137,
    0.083,
    0.376,
    0.07,
    -0.252,
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
    wish: Wish,
    traits: Traits,
    naming: Naming,
    like: Likeness,
    shares: tuple[float, float, float, float],
    leans: tuple[float, ...],
) -> tuple[float, ...]:
    """The signs of one action for a wish, in the order of SIGNS.

    `shares` are its scores by best clause, all clauses and meanings, each as a share of the best action's, and the share
    of the task that it speaks of. `leans` is how much the wish leans to its parts.
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
        *leans,
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
