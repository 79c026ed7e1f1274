"""What actions and tasks are compared by: stems, beginnings of words, meanings, and pairs of Japanese signs."""

from __future__ import annotations

from linkwright.actions.finding.spelling import Spelling
from linkwright.actions.finding.stems import STOP, WEAK, stem
from linkwright.actions.finding.vocabulary import Vocabulary, is_run

Features = dict[str, float]
WORD, BEGIN, PAIR, MEANING = 1.0, 0.5, 0.5, 1.3
_BEGIN = 5
_PHRASE = 1.2
_PART = 0.8
_GUESSED = 0.75
_NAME = 0.5
_MISSPELT = 0.3
_WEAK = 0.3


def features_of(
    words: list[tuple[str, float, bool]], vocabulary: Vocabulary, spelling: Spelling | None = None
) -> Features:
    """The features of a row of words and how much each counts.

    Args:
        words: words in order, each with its weight.
        vocabulary: what words mean.
        spelling: known words, by which misspelt ones are understood; None to take all as they are.
    """
    found: Features = {}
    row: list[str] = []
    for word, weight, named in words:
        if is_run(word):
            _run(found, word, weight, vocabulary)
            continue
        row.append(word)
        if word in STOP or word.isdigit():
            continue
        much = weight * _NAME if named and not vocabulary.of(word) else weight
        meant = spelling.meant(word) if spelling is not None and not _known(word, vocabulary, spelling) else []
        _word(found, word, much * _MISSPELT if meant else much, vocabulary)
        if meant:
            for known in meant:
                if row and len(meant) == 1:
                    row[-1] = known
                if known not in STOP:
                    _word(found, known, much * _GUESSED / len(meant) ** 0.5, vocabulary)
    for meaning in vocabulary.phrases(row):
        _add(found, f"={meaning}", _PHRASE)
    return found


def _known(word: str, vocabulary: Vocabulary, spelling: Spelling) -> bool:
    return word[0] in "@0123456789" or word in spelling or bool(vocabulary.of(word)) or bool(vocabulary.parts(word))


def _word(found: Features, word: str, weight: float, vocabulary: Vocabulary) -> None:
    _add(found, stem(word), WORD * weight * (_WEAK if word in WEAK else 1.0))
    if len(word) > _BEGIN and word not in WEAK:
        _add(found, f"{word[:_BEGIN]}~", BEGIN * weight)
    meanings = vocabulary.of(word)
    for meaning in meanings:
        _add(found, f"={meaning}", MEANING * weight)
    if not meanings or len(word) > 11:
        for part in vocabulary.parts(word):
            for meaning in vocabulary.of(part):
                _add(found, f"={meaning}", _PART * weight)


def _run(found: Features, run: str, weight: float, vocabulary: Vocabulary) -> None:
    for meaning in vocabulary.in_run(run):
        _add(found, f"={meaning}", MEANING * weight)
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        if not all("\u3040" <= sign <= "\u309f" for sign in pair):
            _add(found, pair, PAIR * weight)


def _add(found: Features, feature: str, weight: float) -> None:
    if weight > found.get(feature, 0.0):
        found[feature] = weight
