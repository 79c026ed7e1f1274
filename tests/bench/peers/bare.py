"""The floor of this Python: raw ASGI on uvicorn that passes each request on by aiohttp, and does nothing else.

Run: `python bare.py PORT UPSTREAM_PORT KEY`.
"""

from __future__ import annotations

import sys
from typing import Any

import aiohttp
import uvicorn


def application(upstream: int, key: str) -> Any:
    """The ASGI application; the session is made at the first request, inside the loop."""
    session: list[aiohttp.ClientSession] = []
    headers = {"Authorization": key, "Content-Type": "application/json"}
    url = f"http://127.0.0.1:{upstream}/graphql"

    async def serve(_scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        body = message.get("body", b"")
        while message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
        if not session:
            session.append(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False))
        async with session[0].post(url, data=body, headers=headers, allow_redirects=False) as answer:
            given = await answer.read()
        told = [(b"content-type", b"application/json"), (b"content-length", str(len(given)).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": told})
        await send({"type": "http.response.body", "body": given})

    return serve


if __name__ == "__main__":
    port, upstream, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    uvicorn.run(
        application(upstream, key),
        port=port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )
