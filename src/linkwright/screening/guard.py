"""The classifier of the extra `guard`: stackone-defender's small model, whose weights lie in its wheel. Nothing is downloaded."""

from __future__ import annotations

from typing import Any, Protocol

import structlog

from linkwright.screening.errors import GuardNotInstalled
from linkwright.screening.model import MODEL, Hit

_log = structlog.get_logger()
_PIECE = 1_000
_OVERLAP = 150
"""Characters: the model reads some 256 tokens, so a long text is read in pieces that overlap, to its end."""
_MOST_PIECES = 64
BLOCKS_FROM = 0.5
"""Score from which a piece counts; the package's own limit."""


class Scorer(Protocol):
    """Tells how much each text looks like an injection, from 0 to 1."""

    def scores(self, texts: list[str]) -> list[float]:
        """One score for each text."""
        ...


class Guard:
    """Reads texts with a classifier."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def look(self, text: str) -> list[Hit]:
        """A hit if a piece of the text looks like an injection."""
        parts = pieces(text)
        try:
            score = max(self._scorer.scores(parts), default=0.0)
        except Exception:
            # The call has been made by now, so its answer must not turn into an error; nor does it pass for looked at.
            _log.exception("guard_broke")
            return [Hit(MODEL, "the classifier broke on it")]
        return [Hit(MODEL, f"a classifier gives it {score:.2f} of 1")] if score >= BLOCKS_FROM else []


def pieces(text: str) -> list[str]:
    """A text in overlapping pieces from beginning to end; of one that is longer than all of them hold, evenly spaced ones."""
    starts = list(range(0, max(len(text) - _OVERLAP, 1), _PIECE - _OVERLAP))
    if len(starts) > _MOST_PIECES:
        step = (len(starts) - 1) / (_MOST_PIECES - 1)
        starts = [starts[round(number * step)] for number in range(_MOST_PIECES)]
    return [text[start : start + _PIECE] for start in starts]


def installed() -> Guard:
    """The guard of the extra.

    Raises:
        GuardNotInstalled: the extra is not installed.
    """
    try:
        import stackone_defender  # noqa: PLC0415 - an extra, and a second to import
    except ImportError as missing:
        raise GuardNotInstalled(f"The classifier cannot be loaded: {missing}.") from missing
    return Guard(_Defender(stackone_defender))


class _Defender:
    """stackone-defender behind `Scorer`."""

    def __init__(self, package: Any) -> None:
        self._defense = package.create_prompt_defense()

    def scores(self, texts: list[str]) -> list[float]:
        told = [self._defense.defend_tool_result({"text": text}, "text") for text in texts]
        return [float(one.tier2_score or 0.0) for one in told]
