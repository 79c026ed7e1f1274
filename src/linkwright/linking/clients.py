"""Which published client is asking, where releases of it want different answers."""

from __future__ import annotations

import re

_TYPESCRIPT = re.compile(r"\bspeakeasy-sdk/typescript\s+(\d{1,6})\.(\d{1,6})(?![\d])", re.IGNORECASE)
# 4.28.0 refuses a text and 4.34.1 refuses a number; the releases between were not to be had.
_FIRST_WITH_TEXT = (4, 30)


def wants_number(user_agent: str | None) -> bool:
    """Whether this release of the generated client reads `organization_id` as a number."""
    found = _TYPESCRIPT.search(user_agent or "")
    return found is not None and (int(found[1]), int(found[2])) < _FIRST_WITH_TEXT
