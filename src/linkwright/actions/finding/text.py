"""A task as people write it, taken apart: clauses, words, and things that are recognised by their form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

MOST_CHARS = 4_000
MOST_WORDS = 240

REFERENCE, MAIL, ADDRESS, BRANCH = "@reference", "@mail", "@address", "@branch"

_FORMS = (
    (MAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (ADDRESS, re.compile(r"https?://\S{1,500}")),
    (BRANCH, re.compile(r"(?<![\w/])[a-z][\w.]{0,30}/[a-z]{1,8}-\d{1,6}[\w/-]{0,60}", re.ASCII)),
    (REFERENCE, re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,9}-\d{1,7}(?!\w*[A-Za-z])", re.ASCII)),
)
_QUOTED = re.compile(
    r'"[^"\n]{1,200}"|“[^”\n]{1,200}[”“]|„[^“”"\n]{1,200}[“”"]|«[^»\n]{1,200}»|「[^」\n]{1,200}」|『[^』\n]{1,200}』'
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[A-Za-z0-9]+|[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f\u30fc々]+")
_CLAUSE = re.compile(r"(?<=[.!?;])\s+|[。！？\n;]+|\s[-–—]\s")
_NOT = re.compile(r"n['’]t\b")
_FOLDED = {
    code: "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
    for code in range(0xC0, 0x250)
} | {ord("ß"): "ss", ord("œ"): "oe", ord("æ"): "ae", ord("ø"): "o", ord("’"): "'"}


@dataclass(slots=True)
class Clause:
    """A part of a task that may say the whole wish: `words` in order, each with how much it counts."""

    words: list[tuple[str, float, bool]] = field(default_factory=list)


def plain_words(text: str) -> list[str]:
    """The words of a short text, in order: lower case, one width, without accents; Japanese stays as it is."""
    return [word.lower() for word in _cased_words(text)]


def _cased_words(text: str) -> list[str]:
    wide = unicodedata.normalize("NFKC", text[:MOST_CHARS]).translate(_FOLDED)
    return _WORD.findall(_NOT.sub(" not", _CAMEL.sub(" ", wide)))


def clauses(text: str, *, quoted: float = 1.0, payload: float = 1.0) -> list[Clause]:
    """The clauses of a task.

    Args:
        text: the task.
        quoted: how much words in quotation marks count; they are mostly names and contents.
        payload: how much words after a colon count, for the same reason.
    """
    found: list[Clause] = []
    left = MOST_WORDS
    for part in _CLAUSE.split(text[:MOST_CHARS]):
        clause = Clause()
        shown, names = _formed(part, clause)
        pieces: list[tuple[str, float]] = []
        at = 0
        for match in _QUOTED.finditer(shown):
            pieces.append((shown[at : match.start()], 1.0))
            pieces.append((match.group(), quoted))
            at = match.end()
        pieces.append((shown[at:], 1.0))
        after = 1.0
        for piece, weight in pieces:
            for number, side in enumerate(re.split(r"[:：]", piece) if weight == 1.0 else [piece]):
                if number:
                    after = payload
                for cased in _cased_words(side):
                    if left <= 0:
                        break
                    left -= 1
                    named = clause.words and cased[0].isupper()
                    clause.words.append((cased.lower(), weight * after, bool(named)))
        clause.words.extend((name, 0.5, False) for name in names)
        if clause.words:
            found.append(clause)
    return found


def has_quotation(text: str) -> bool:
    """Whether something stands in quotation marks."""
    return _QUOTED.search(text[:MOST_CHARS]) is not None


def _formed(text: str, clause: Clause) -> tuple[str, list[str]]:
    """Take out what is recognised by its form; the words of an address come back apart."""
    names: list[str] = []
    forms: list[str] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            forms.append(form)
            if form == ADDRESS:
                names.extend(plain_words(match.group().partition("://")[2].replace("/", " "))[:4])
        text = pattern.sub(" ", text)
    clause.words.extend((form, 1.0, False) for form in dict.fromkeys(forms))
    return text, names
