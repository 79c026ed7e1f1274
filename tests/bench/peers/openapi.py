"""FastMCP's proxy of an OpenAPI document, stateless with JSON answers, whose one operation is the upstream's.

Run in an environment of `requirements/peers.txt`: `python openapi.py PORT UPSTREAM_PORT KEY`.
"""

from __future__ import annotations

import sys
from typing import Any

import httpx2
import uvicorn
from fastmcp import FastMCP

TOOL = "linear_get_viewer"
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "peer", "version": "1"},
    "paths": {
        "/graphql": {
            "post": {
                "operationId": TOOL,
                "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {}}}}},
            }
        }
    },
}


def server(upstream: int, key: str) -> Any:
    """The ASGI application."""
    client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{upstream}", headers={"Authorization": key})
    made = FastMCP.from_openapi(DOCUMENT, client=client, name="peer", validate_output=False)
    return made.http_app(path="/mcp", json_response=True, stateless_http=True)


if __name__ == "__main__":
    port, upstream, key = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    uvicorn.run(
        server(upstream, key), port=port, loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
