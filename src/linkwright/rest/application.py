"""The whole HTTP surface: plain endpoints for the hot path, FastAPI for everything else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, FastAPI, Response

from linkwright import __version__
from linkwright.errors import HubStopping, NotFound
from linkwright.kit.clock import Clock
from linkwright.rest import errors
from linkwright.rest.document import document as describe
from linkwright.rest.middleware import App, BodyCap, HubCors, Plain, Receive, Scope, Send


def build(
    routers: Iterable[APIRouter],
    hot: Mapping[str, App],
    clock: Clock,
    *,
    public_url: str,
    max_body_bytes: int,
    hot_openapi: Mapping[str, Any],
) -> App:
    """Put the faces together: `routers` of FastAPI, and `hot`, plain ASGI endpoints by path, which see no FastAPI at all.

    `public_url` stands in the OpenAPI document, which also describes the hot endpoints by `hot_openapi`. `max_body_bytes`
    caps bodies of the FastAPI part; hot endpoints cap their own.
    """
    app = FastAPI(title="Linkwright", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    errors.install(app, clock)
    for router in routers:
        # Not `include_router`: that makes every route once more, at the first request, which would wait a sixth of a second.
        app.router.routes.extend(router.routes)
    document: dict[str, Any] = {}

    @app.get("/openapi.json", include_in_schema=False)
    def openapi(response: Response) -> dict[str, Any]:
        # Not async: the first time takes long enough to hold up other calls, so it happens in a thread.
        if not document:
            document.update(describe(app, public_url, hot_openapi))
        # The same for everybody, until the hub is another version.
        response.headers["cache-control"] = "public, max-age=300"
        return document

    wrapped = Plain(HubCors(BodyCap(app, max_body_bytes, clock)), clock)
    return Dispatcher(hot, wrapped, clock)


class Dispatcher:
    """Sends the few hot paths to their endpoints and everything else to FastAPI."""

    def __init__(self, hot: Mapping[str, App], rest: App, clock: Clock) -> None:
        self._clock = clock
        self._hot = dict(hot)
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        path = scope.get("path", "")
        endpoint = self._hot.get(path) if scope["type"] == "http" else None
        if "\x00" in path:
            # No id and no key holds one, and PostgreSQL chokes on it: no route need think of it.
            endpoint = errors.answer(NotFound("There is nothing at this address."), self._clock)
        try:
            await (endpoint or self._rest)(scope, receive, send)
        except asyncio.CancelledError:
            # Only a stop whose grace is over cancels a request. Who still waits is told so, unless an answer has begun.
            with suppress(RuntimeError):
                await errors.answer(HubStopping(), self._clock)(scope, receive, send)
