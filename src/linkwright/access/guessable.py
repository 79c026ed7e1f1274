"""Which passwords are guessed first: the commonest ones and what is made of them, and words that stand near the person.

The list of commonest passwords (30,000 of them), the word lists and the estimate of how many guesses one takes are zxcvbn's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from threading import Lock

_ALWAYS_NEAR = ("linkwright",)
# Shorter words stand in too many innocent ones.
_SHORTEST_WORD = 4
# What has to be left of a password without the words that are near.
_LEAST_OWN = 8
# zxcvbn's scale of 0 to 4: 3 takes a hundred million guesses or more.
_LEAST_SCORE = 3
# The estimate takes longer than linear, and who types so much more is beyond guessing anyway.
_MOST_LOOKED_AT = 72
_WORDS = re.compile(r"\w+")
# It keeps the words of the one who is asked about in a place that all threads share.
_one_at_a_time = Lock()


def near_words(*named: str) -> list[str]:
    """The words that are near: of the product, and in names and e-mail addresses, whole and in parts; the longest first."""
    texts = [text.casefold().strip() for text in (*_ALWAYS_NEAR, *named)]
    words = {word for text in texts for part in (text, *text.split("@")) for word in (part, *_WORDS.findall(part))}
    return sorted((word for word in words if len(word) >= _SHORTEST_WORD), key=lambda word: (-len(word), word))


def made_of_near(password: str, near: Iterable[str]) -> str | None:
    """The near word without which too little of a password is left; None if there is none."""
    rest, found = password.casefold(), None
    for word in near:
        if word in rest:
            found = found or word
            rest = rest.replace(word, "")
    return found if found is not None and len(rest) < _LEAST_OWN else None


def is_common(password: str, near: Iterable[str]) -> bool:
    """Whether a password is one of the commonest, or so little more that it falls within some million guesses.

    Takes up to a tenth of a second, so not for the event loop.
    """
    # Its lists take 14 MB and are needed only where somebody chooses a password.
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]

    with _one_at_a_time:
        judged = zxcvbn(password[:_MOST_LOOKED_AT], user_inputs=list(near))
    return int(judged["score"]) < _LEAST_SCORE
