"""What the stateless revision demands of every request, checked in its order."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from linkwright.actions.wire import Headers
from linkwright.mcp.faults import HEADER_MISMATCH, INVALID_PARAMS, METHOD_NOT_FOUND, UNSUPPORTED_VERSION, Fault
from linkwright.mcp.messages import Message
from linkwright.mcp.revisions import META_CAPABILITIES, META_VERSION, STATELESS, SUPPORTED

METHODS = frozenset(
    {"server/discover", "tools/list", "tools/call", "resources/list", "resources/templates/list", "resources/read"}
)
_NAMED = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
_OPEN, _CLOSE = "=?base64?", "?="


def check(message: Message, headers: Headers) -> None:
    """Everything that can be refused before the method runs.

    Raises:
        Fault: with the status that the revision prescribes.
    """
    version = message.meta.get(META_VERSION)
    if not isinstance(version, str) or not isinstance(message.meta.get(META_CAPABILITIES), dict):
        raise Fault(INVALID_PARAMS, f"params._meta must hold {META_VERSION} and {META_CAPABILITIES}.", status=400)
    _same("MCP-Protocol-Version", _only(headers, "MCP-Protocol-Version"), version, META_VERSION)
    _same("Mcp-Method", _only(headers, "Mcp-Method"), message.method, "method")
    key = _NAMED.get(message.method)
    if key is not None:
        _same("Mcp-Name", unwrapped(_only(headers, "Mcp-Name")), message.params.get(key), f"params.{key}")
    if version != STATELESS:
        raise unsupported(version)
    if message.method not in METHODS:
        raise Fault(METHOD_NOT_FOUND, f"Method not found: {message.method[:100]}", status=404)


def unsupported(version: str) -> Fault:
    """The answer to a version that is not served."""
    return Fault(
        UNSUPPORTED_VERSION,
        f"Protocol version {version[:40]!r} is not served here.",
        status=400,
        data={"supported": list(SUPPORTED), "requested": version[:100]},
    )


def unwrapped(value: str) -> str:
    """A header's value, taken out of its base64 wrapping if it has one.

    Raises:
        Fault: the wrapping holds no UTF-8 text in padded base64.
    """
    if not (value.startswith(_OPEN) and value.endswith(_CLOSE) and len(value) >= len(_OPEN) + len(_CLOSE)):
        return value
    try:
        return base64.b64decode(value[len(_OPEN) : -len(_CLOSE)], validate=True).decode()
    except (binascii.Error, ValueError):
        raise Fault(HEADER_MISMATCH, "Mcp-Name is wrapped in base64 that cannot be read.", status=400) from None


def _only(headers: Headers, name: str) -> str:
    plain = name.lower().encode()
    found = [value for key, value in headers if key == plain]
    if not found:
        raise Fault(HEADER_MISMATCH, f"The header {name} is missing.", status=400)
    if len(found) > 1:
        raise Fault(HEADER_MISMATCH, f"The header {name} was sent {len(found)} times.", status=400)
    return found[0].decode("latin-1").strip(" \t")


def _same(name: str, sent: str, meant: Any, where: str) -> None:
    if sent != meant:
        raise Fault(
            HEADER_MISMATCH,
            f"{name} is {sent[:100]!r}, but {where} is {str(meant)[:100]!r}.",
            status=400,
        )
