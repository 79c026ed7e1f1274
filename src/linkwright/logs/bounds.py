"""What may stand in a log row: bounded in size, and without anything that looks like a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linkwright.kit import jsons
from linkwright.kit.marks import Marks

ARGUMENT_BYTES = 16 * 1024
_LONG_TEXT = 400
_LONG_LIST = 20
_DEEPEST = 12
_HIDDEN = "**"

_SECRET_NAME = re.compile(
    r"(?i)^(authorization|cookie|password|passwd|secret|client_?secret|(api|access|private)_?key|.*_?token)$"
)
# Spellings that keys and tokens of well-known makers have, wherever in a text they stand.
_SECRET_TEXT = re.compile(
    r"(?ai)\b(?:lin_(?:api|oauth)_|lw_|gh[pousr]_|xox[abpr]-|sk-)[A-Za-z0-9_-]{16,}|\bwhsec_[A-Za-z0-9+/=_-]{16,}|\b(?:bearer|basic)\s+[A-Za-z0-9+/=._-]{12,}"
)

# One of these, in lower case, stands in every text that the expression finds. Looking for them costs a fraction of the
# expression, and most texts hold none.
_MARKS = Marks(
    mark.encode()
    for mark in (
        *("lin_api_", "lin_oauth_", "lw_", "whsec_", "xox", "sk-", "bearer", "basic"),
        *("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    )
)


def looks_clean(encoded: bytes) -> bool:
    """Whether a text surely holds nothing that `without_secrets` replaces; False means: look closely."""
    return not _MARKS.any_in(encoded.lower())


def without_secrets(text: str) -> str:
    """The text with whatever looks like a key, token or Authorization value replaced by `**`."""
    return text if looks_clean(text.encode(errors="ignore")) else _SECRET_TEXT.sub(_HIDDEN, text)


def bounded(value: Any, limit: int = ARGUMENT_BYTES) -> Any:
    """The value without secrets and at most about `limit` bytes of JSON.

    A value that is too large keeps its shape, with long texts and lists cut; if that is still too large, it becomes the
    beginning of its JSON text.
    """
    clean = _clean(value, 0, cut=False)
    try:
        if len(jsons.dumpb(clean)) <= limit:
            return clean
        cut = _clean(value, 0, cut=True)
        encoded = jsons.dumpb(cut)
    except TypeError:
        # Integers beyond 64 bits and the like: worth a line in the log, not worth losing the row.
        return ascii(clean)[:limit]
    if len(encoded) <= limit:
        return cut
    return f"{encoded[:limit].decode(errors='ignore')}… (cut)"


def excerpt(body: bytes, limit: int) -> str:
    """The beginning of a body as text, without secrets."""
    return without_secrets(body[:limit].decode(errors="ignore"))


def _clean(value: Any, depth: int, *, cut: bool) -> Any:
    if isinstance(value, str):
        text = without_secrets(value)
        return f"{text[:_LONG_TEXT]}… ({len(text)} characters)" if cut and len(text) > _LONG_TEXT else text
    if depth >= _DEEPEST and isinstance(value, Mapping | list):
        return "…"
    if isinstance(value, Mapping):
        return {
            str(name): _HIDDEN
            if isinstance(item, str) and _SECRET_NAME.match(str(name))
            else _clean(item, depth + 1, cut=cut)
            for name, item in value.items()
        }
    if isinstance(value, list):
        shown = value[:_LONG_LIST] if cut else value
        items = [_clean(item, depth + 1, cut=cut) for item in shown]
        return [*items, f"… {len(value) - len(shown)} more"] if len(shown) < len(value) else items
    return value
