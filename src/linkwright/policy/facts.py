"""From a call of the proxy to what rules see of it: one spelling for places that a server takes for the same."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from linkwright.policy.model import Data

PROXY = "proxy"
_SLASHES = re.compile(r"/+")


def proxy_data(method: str, url: str, body: Any) -> dict[str, Any]:
    """What a condition is asked of: `query` has a list of texts for each name."""
    parts = urlsplit(url)
    # Decoded twice, since servers behind servers do so too.
    path = _SLASHES.sub("/", unquote(unquote(parts.path))).rstrip("/") or "/"
    return {
        "method": method.upper(),
        "host": (parts.hostname or "").lower(),
        "path": path,
        "query": parse_qs(parts.query, keep_blank_values=True),
        "body": body,
    }


def place_of(data: Data) -> str:
    """How a list of actions names it, behind `proxy:`."""
    return f"{data['method']} {data['host']}{data['path']}"
