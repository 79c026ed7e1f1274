"""What a running application answers to, read from the application itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.mcp.endpoint import McpEndpoint


@dataclass
class Inventory:
    """Routes as (method, path), MCP methods as (era, name), and the OpenAPI document."""

    routes: set[tuple[str, str]] = field(default_factory=set)
    rpc: set[tuple[str, str]] = field(default_factory=set)
    document: dict[str, Any] = field(default_factory=dict)


def inventory_of(app: Any) -> Inventory:
    """Look through an application and whatever wraps it."""
    found, seen = Inventory(), set()
    waiting = [app]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if hasattr(one, "routes"):
            found.routes |= set(_routes(one.routes, ""))
            found.document = one.openapi()
        elif isinstance(one, McpEndpoint):
            found.rpc |= {("handshake", name) for name in one._methods._handshake}
            found.rpc |= {("stateless", name) for name in one._methods._stateless}
            # Notices get no answer, so no table has them; this one stops a call.
            found.rpc.add(("handshake", "notifications/cancelled"))
        elif isinstance(one, Mapping):
            waiting += one.values()
            # A hot path takes one method and says so to every other.
            found.routes |= {("POST", path) for path in one if isinstance(path, str) and path.startswith("/")}
        elif type(one).__module__.startswith("linkwright.rest"):
            waiting += vars(one).values()
    return found


def _routes(routes: Iterable[Any], prefix: str) -> Iterator[tuple[str, str]]:
    for route in routes:
        if hasattr(route, "effective_candidates"):
            yield from _routes([*route.effective_candidates(), *route.effective_low_priority_routes()], prefix)
        elif hasattr(route, "routes"):
            yield from _routes(route.routes, prefix + route.path)
        else:
            methods = getattr(route, "methods", None) or {"*"}
            # HEAD is the same as GET without the body.
            for method in methods - ({"HEAD"} if "GET" in methods else set()):
                yield method, prefix + str(getattr(route, "path", route))
