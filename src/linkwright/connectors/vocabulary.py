"""What all parts of the connector language are made of: forms of texts, and the base that lets nothing unknown through."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

# The forms of texts; `checking` says each in words.
PATH = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$"
HEADER_NAME = r"^[a-z0-9-]+$"
ENDPOINT = r"^/"
HASH = r"^[0-9a-f]{64}$"
ADDRESS = r"^https://"
KEY = r"^[a-z][a-z0-9]{0,31}$"
VERSION = r"^\d+\.\d+\.\d+$"
BASE = r"^https://[a-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*$"
PLACE = r"^(\$[A-Za-z_][A-Za-z0-9_]*|(query|body)\.[A-Za-z_][A-Za-z0-9_.-]*)$"
LISTED = r"^(@|[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*)$"
HOST = r"^[a-z0-9.-]+$"
STEP = r"^[a-z][a-z0-9_]{0,31}$"
FIELD = r"^([A-Za-z_][A-Za-z0-9_]*\.)?[A-Za-z_][A-Za-z0-9_]*$"

LEAST_TOKENS, MOST_TOKENS = 50, 1_000_000
"""Between these an answer may be held to a budget."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Path = Annotated[str, StringConstraints(pattern=PATH)]
Place = Annotated[str, StringConstraints(pattern=PLACE)]
Listed = Annotated[str, StringConstraints(pattern=LISTED)]
Effect = Literal["read", "write", "destroy"]
HeaderName = Annotated[str, StringConstraints(pattern=HEADER_NAME)]


class Words(BaseModel):
    """Base of all parts: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
