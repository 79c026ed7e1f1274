"""Says of every request on whose behalf it runs, and hands on those that were refused, for the record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from linkwright.kit.ids import is_id
from linkwright.rest.middleware import App, Message, Receive, Scope, Send
from linkwright.store.acting import Acting, act_as

# Method and pattern of the path, and kind and id of what it names.
Refused = Callable[[Acting, str, tuple[str, str] | None], None]
_REFUSALS = frozenset({401, 403, 404, 412, 429})
# Of the paths that every call takes.
_FACES = {"/actions/rpc": "rest", "/mcp": "mcp"}
_HUB = ("/hub/", "/link", "/connect/", "/embed")
_CONSOLE = ("/console", "/approve/")
_MOST_ADDRESS = 64


class Attributing:
    """Wraps the application: one `Acting` a request, for the task that answers it and what that starts."""

    def __init__(self, app: App, refused: Refused) -> None:
        """`refused` is told of requests that were answered with a refusal; it must not wait."""
        self._app = app
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        who = Acting(_face(scope["path"]), str(client[0])[:_MOST_ADDRESS] if client else None)
        act_as(who)

        def watched(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start" and message["status"] in _REFUSALS and who.refused is None:
                who.refused = (_WORDS.get(message["status"], "refused"), message["status"])
            return send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            if who.refused is not None:
                self._refused(who, f"{scope['method'][:10]} {_pattern(scope)}", _target(scope))


_WORDS = {401: "unauthenticated", 403: "forbidden", 404: "not_found", 412: "precondition_failed", 429: "rate_limited"}


def _face(path: str) -> str:
    known = _FACES.get(path)
    if known is not None:
        return known
    if path.startswith("/mcp"):
        return "mcp"
    if path.startswith(_CONSOLE):
        return "console"
    return "hub" if path.startswith(_HUB) else "rest"


def _pattern(scope: Scope) -> str:
    """The pattern of the path, since a path itself may hold a secret."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "") or (scope["path"] if scope["path"] in _HOT else "an unknown path"))


_HOT = frozenset({"/actions/rpc", "/console/api/actions/rpc", "/mcp", "/mcp/", "/unified/proxy"})


def _target(scope: Scope) -> tuple[str, str] | None:
    """The last id that the path names; never a token."""
    found = None
    for name, value in (scope.get("path_params") or {}).items():
        if name.endswith("_id") and isinstance(value, str) and is_id(value):
            found = (name.removesuffix("_id"), value)
    return found
