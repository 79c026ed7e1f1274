"""A call that no action describes, as the sender takes it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.connectors.compiled import Connector, Request
from linkwright.engine.plan import PlannedCall
from linkwright.kit import jsons

ANY = "any"
"""What a request's `answer` is where the whole answer is wanted, whatever it is."""


def proxied(
    connector: Connector,
    method: str,
    address: str,
    *,
    effect: str,
    words: str,
    headers: Mapping[str, str],
    body: bytes | None,
    shown: Mapping[str, Any],
) -> PlannedCall:
    """The call; `words` is what people read of it in logs, `shown` what they may see of what was sent."""
    host = urlsplit(address).hostname or ""
    request = Request(words, method, (), host, False, {}, True, ANY)
    return PlannedCall(
        connector=connector.key,
        action="proxy",
        effect=effect,
        operation=words,
        method=method,
        url=address,
        host=host,
        document="",
        variables=dict(shown),
        body=body,
        request=request,
        headers=headers,
    )


def whole(body: bytes, content_type: str) -> Any:
    """A body as JSON, as a text, or in base64; None for an empty one."""
    if not body:
        return None
    try:
        value = jsons.loads(body)
        # What is nested deeper than JSON is written here goes on as text: the call itself has been made.
        jsons.dumpb([[[value]]])
        return value
    except (ValueError, TypeError):
        pass
    try:
        return body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode(), "content_type": content_type}
