"""Types of text and metadata that come in from outside, with the caps that keep the tables sane."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, StrictStr, StringConstraints

from linkwright.kit import jsons

MOST_TEXT = 255
MOST_METADATA_BYTES = 8 * 1024


def _plain(text: str) -> str:
    # Control characters hide in lists and logs, and PostgreSQL stores no zero byte at all.
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise ValueError("control characters cannot be used here")
    return text


def _some(text: str) -> str:
    if not text.strip():
        raise ValueError("it must not be empty")
    return text


def _metadata(value: dict[str, Any]) -> dict[str, Any]:
    try:
        size = len(jsons.dumpb(value))
    except (TypeError, ValueError, RecursionError):
        raise ValueError("it holds a value that cannot be written as JSON") from None
    if size > MOST_METADATA_BYTES:
        raise ValueError(f"it has {size} bytes as JSON; at most {MOST_METADATA_BYTES} are kept")
    return value


Text = Annotated[StrictStr, StringConstraints(max_length=MOST_TEXT), AfterValidator(_plain)]
"""At most 255 characters, none of them a control character."""

SomeText = Annotated[Text, AfterValidator(_some)]
"""The same, and not blank."""

Metadata = Annotated[dict[StrictStr, Any], AfterValidator(_metadata)]
"""A JSON object of at most 8 KB."""
