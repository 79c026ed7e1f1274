"""The leak scanner: looks through the parts of a bundle for what has the form of a secret, and for secrets that are known."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from linkwright.kit import jsons
from linkwright.logs.bounds import without_secrets

SHORTEST = 6
"""A known secret with fewer characters would be found in any text, so it is not looked for."""
_STRIDE = 6
_FORMS = {
    "a token of Linkwright": re.compile(r"\blw[a-z]?_[A-Za-z0-9]{20,}|\blwaudit_[A-Za-z0-9_-]{20,}"),
    "a key of a provider": re.compile(r"\b(?:lin_(?:api|oauth|wh)_|gh[pousr]_|xox[abpr]-|sk-)[A-Za-z0-9_-]{16,}"),
    "a signing secret": re.compile(r"\bwhsec_[A-Za-z0-9+/=_-]{16,}"),
    "a master key": re.compile(r"(?m)^key: \S{40,}|Linkwright master key"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a password in an address": re.compile(r"://[^/\s\"@*]*:[^/\s\"@*]+@"),
    "an Authorization value": re.compile(r"(?i)\b(?:bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}"),
    "a JSON web token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "an e-mail address": re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}"),
    "a long unbroken text": re.compile(
        r"(?<![A-Za-z0-9_+/=-])(?=[A-Za-z0-9+/=]*[A-Z])(?=[A-Za-z0-9+/=]*[a-z])(?=[A-Za-z0-9+/=]*\d)[A-Za-z0-9+/=]{32,}"
    ),
}
# What is no secret wherever it stands: words of the product, moments, numbers.
_HARMLESS = re.compile(r"[a-z][a-z_.]*|[0-9.:+-]*|(?:19|20)\d\d-\d\d-\d\d.*")


def secret_forms(parts: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Each part in which something has the form of a secret or of an e-mail address, with the kind; never the text."""
    found = []
    for name, content in parts.items():
        text = content.decode(errors="replace")
        found += [(name, kind) for kind, form in _FORMS.items() if form.search(text)]
        if without_secrets(text) != text:
            found.append((name, "what run logs hide"))
    return found


class Known:
    """Looks for known secrets in every part, each in the forms in which one slips out.

    The parts are cut into all their runs of six bytes once; a secret of which the first six are not among them is nowhere.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = dict(parts)
        self._runs = {
            content[at : at + _STRIDE] for content in parts.values() for at in range(len(content) - _STRIDE + 1)
        }

    def where(self, secret: str) -> list[str]:
        """The parts that hold a secret."""
        found: set[str] = set()
        for form in forms_of(secret):
            if form[:_STRIDE] in self._runs:
                found.update(name for name, content in self._parts.items() if form in content)
        return sorted(found)


def forms_of(secret: str) -> set[bytes]:
    """A secret as it is, in JSON, in hex, percent-encoded, and in both kinds of base64 at each of the three offsets."""
    plain = secret.encode()
    if len(plain) < SHORTEST:
        return set()
    forms = {plain, jsons.dumpb(secret)[1:-1], quote(secret, safe="").encode(), quote(secret).encode()}
    forms |= {plain.hex().encode(), plain.hex().upper().encode()}
    for offset in range(3):
        # Within a longer text the first and the last characters depend on what stands beside, so they are left out.
        encoded = base64.b64encode(bytes(offset) + plain)
        inner = encoded[(0, 2, 3)[offset] : (len(plain) + offset) * 8 // 6]
        if len(inner) >= SHORTEST:
            forms |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return {form for form in forms if len(form) >= SHORTEST}


def texts_of(plaintext: str, *, whole: bool) -> Iterator[str]:
    """What to look for of a record's plaintext: a credential as a whole, and of JSON every text that says something."""
    if whole:
        yield plaintext
    try:
        value = jsons.loads(plaintext)
    except ValueError:
        if not whole:
            yield plaintext
        return
    if isinstance(value, dict | list):
        yield from (text for text in _leaves(value) if len(text) >= SHORTEST * 2 and not _HARMLESS.fullmatch(text))


def _leaves(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, Mapping):
            waiting.extend(here.values())
        elif isinstance(here, Iterable) and not isinstance(here, bytes):
            waiting.extend(here)
