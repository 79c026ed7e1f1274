"""What a task wants, as far as its form tells: its clauses as features, and what it names, counts and asks."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linkwright.actions.finding.denial import denied, denies
from linkwright.actions.finding.features import features_of
from linkwright.actions.finding.spelling import Spelling
from linkwright.actions.finding.text import ADDRESS, BRANCH, MAIL, REFERENCE, clauses, has_quotation
from linkwright.actions.finding.vocabulary import Vocabulary

_QUOTED, _PAYLOAD = 0.15, 0.3
_BY_FORM = frozenset({MAIL, ADDRESS, BRANCH})
_PLURAL = 5
_MANY = 3
_POLITE = re.compile(
    r"\b(?:(?:can|could|would|will) you|(?:kannst|könntest) du|(?:können|könnten) sie|(?:peux|pourrais)-tu|(?:pouvez|pourriez)-vous"
    r"|tu peux|vous pouvez|puedes|podrías|puede usted|podría|você pode|pode|poderia|podes|podias)\b"
    r"|(?:くれ|もらえ|いただけ|頂け)(?:ます|ません|ない|る)?か?[？?]",
    re.IGNORECASE,
)
"""A question that asks somebody to do something, which is a wish."""
_DENIED = 0.5
"""How much a clause counts that says what is not wanted, in a task of many clauses."""

Vector = dict[int, float]


@dataclass(frozen=True, slots=True)
class Wish:
    """A task, read for one index.

    Attributes:
        clauses: the features of each clause that the index knows, by number, and how much each counts.
        norms: the length of each clause's vector.
        all: the features of all clauses.
        strange: how much each clause says that the index does not know.
        refers: it names a thing by its key, such as ENG-123.
        named: it names a thing otherwise: in quotation marks, with a capital, by an address.
        several: it speaks of things in the plural.
        asks: it is a question, and no polite way to say what is to be done.
        denied: the features of what is not wanted.
    """

    clauses: Sequence[Vector]
    norms: Sequence[float]
    all: Vector
    strange: Sequence[float]
    refers: bool
    named: bool
    several: bool
    asks: bool
    denied: Vector


def read_wish(
    task: str, vocabulary: Vocabulary, spelling: Spelling, ids: Mapping[str, int], rarity: Sequence[float]
) -> Wish:
    """Read a task."""
    parts = clauses(task, quoted=_QUOTED, payload=_PAYLOAD)
    vectors: list[Vector] = []
    together: Vector = {}
    unknown: list[float] = []
    unheard = max(rarity, default=1.0)
    for part in parts:
        vector: Vector = {}
        strange = 0.0
        less = _DENIED if len(parts) >= _MANY and denies(part) else 1.0
        for feature, said in features_of(part.words, vocabulary, spelling).items():
            weight = said * less
            number = ids.get(feature)
            if number is not None:
                vector[number] = weight
                together[number] = max(weight, together.get(number, 0.0))
            elif not feature.endswith("~"):
                strange += weight * unheard
        if vector:
            vectors.append(vector)
            unknown.append(strange)
    words = [word for part in parts for word in part.words]
    return Wish(
        clauses=vectors,
        norms=[math.sqrt(sum((weight * rarity[at]) ** 2 for at, weight in vector.items())) for vector in vectors],
        all=together,
        strange=unknown,
        refers=any(word == REFERENCE for word, _, _ in words),
        named=has_quotation(task)
        or any(word in _BY_FORM or (capital and not vocabulary.of(word)) for word, _, capital in words),
        several=any(len(word) >= _PLURAL and word.endswith("s") and bool(vocabulary.of(word)) for word, _, _ in words),
        asks=task.rstrip().endswith(("?", "？")) and _POLITE.search(task) is None,
        denied=_known(denied(task, vocabulary), ids) if any(map(denies, parts)) else {},
    )


def _known(features: Mapping[str, float], ids: Mapping[str, int]) -> Vector:
    return {ids[feature]: weight for feature, weight in features.items() if feature in ids}
