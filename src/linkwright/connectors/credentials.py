"""From what a person pasted to a credential worth trying: forgiving about wrapping, strict about the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from linkwright.connectors.compiled import AuthMethod, CredentialField
from linkwright.connectors.errors import CredentialMalformed
from linkwright.connectors.patterns import fits
from linkwright.kit.secret import Secret
from linkwright.kit.words import did_you_mean

MOST_CHARS = 4096
_HEADER = re.compile(r"^(?:authorization|x-api-key)\s*[:=]\s*", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:bearer|token)(?:\s+|\s*:\s*)", re.IGNORECASE)
_SCHEME_ALONE = re.compile(r"^(?:bearer|token)\s*:?$", re.IGNORECASE)
_QUOTES = "\"'`“”‘’„«»"
# What copying from chats, mails and password managers leaves behind: shown as nothing, yet part of the text.
_INVISIBLE = frozenset({"Cf", "Cc", "Zl", "Zp"})
_BREAKS = "\r\n\t"
_BROKEN = re.compile(r" *[\r\n\t]+ *")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The credential by field key, and what was taken off, as sentences for the person who pasted it."""

    values: dict[str, Secret]
    notes: list[str]


def clean(method: AuthMethod, raw: Mapping[str, str], *, system: str = "") -> Cleaned:
    """Read the fields of a form; `system` is the connector's name, for sentences such as "Linear keys have 48".

    Raises:
        CredentialMalformed: a field is missing, unknown or has the wrong shape; `extra["field"]` is its key.
    """
    fields = {field.key: field for field in method.fields}
    for key in raw:
        if key not in fields:
            said = f"There is no field {str(key)[:60]!r}.{did_you_mean(str(key), fields)}"
            raise CredentialMalformed(said, extra={"field": str(key)[:60]})
    values: dict[str, Secret] = {}
    notes: list[str] = []
    for field in method.fields:
        given = raw.get(field.key)
        text, taken = _stripped(field, given)
        if not text:
            if field.required:
                raise CredentialMalformed(f"{field.label} is missing.", extra={"field": field.key})
            continue
        _check(field, text, system)
        values[field.key] = Secret(text)
        notes += taken
    return Cleaned(values, list(dict.fromkeys(notes)))


def _stripped(field: CredentialField, given: object) -> tuple[str, list[str]]:
    if given is None:
        return "", []
    if not isinstance(given, str):
        raise CredentialMalformed(f"{field.label} must be text.", extra={"field": field.key})
    if len(given) > 4 * MOST_CHARS:
        raise CredentialMalformed(f"{field.label} is far too long.", extra={"field": field.key})
    text = "".join(char for char in given if char in _BREAKS or unicodedata.category(char) not in _INVISIBLE)
    text, words = _unwrapped(text) if field.secret else (" ".join(text.split()), [])
    notes = [f"We removed “{word}” from what you pasted." for word in words]
    if not words and text != given:
        notes.append("We removed blanks, line breaks or quotes from what you pasted.")
    return text, notes


def _unwrapped(text: str) -> tuple[str, list[str]]:
    """Take off blanks, quotes, a header's name and a scheme, in whatever order they are wrapped."""
    words: list[str] = []
    while True:
        before = text
        text = text.strip().strip(_QUOTES).strip()
        if _SCHEME_ALONE.match(text):
            return "", words
        for pattern in (_HEADER, _SCHEME):
            match = pattern.match(text)
            if match:
                words.append(match[0].strip().rstrip(":= "))
                text = text[match.end() :]
        if text == before:
            # A key that a mail or a terminal broke over two lines is still one key.
            return _BROKEN.sub("", text), words


def _check(field: CredentialField, text: str, system: str) -> None:
    keys = f"{system} keys" if system else "These keys"
    if re.search(r"\s", text) and field.secret:
        said = f"There is a blank inside the {field.label}. Copy it once more, and nothing else with it."
        raise CredentialMalformed(said, extra={"field": field.key})
    if field.length is not None and len(text) < field.length and _begins_right(field, text):
        said = f"This key has {_characters(len(text))}. {keys} have {field.length}, so part of it may be missing."
        raise CredentialMalformed(said, extra={"field": field.key})
    if len(text) > MOST_CHARS:
        raise CredentialMalformed(f"{field.label} is far too long.", extra={"field": field.key})
    if field.pattern and not fits(field.pattern, text):
        said = field.pattern_error or f"This does not look like the {field.label} of {system or 'this system'}."
        raise CredentialMalformed(said, extra={"field": field.key})
    if field.secret and not text.isascii():
        said = f"The {field.label} holds characters that no key has. Copy it once more."
        raise CredentialMalformed(said, extra={"field": field.key})


def _begins_right(field: CredentialField, text: str) -> bool:
    """Whether it is the right kind of thing, so that its length is worth a word. No pattern admits all."""
    return not field.pattern or fits(field.pattern, text)


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count} characters"
