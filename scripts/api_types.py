"""TypeScript types of the endpoints that the console calls, from the hub's own OpenAPI document. `make docs` writes them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from linkwright.app import build_hub
from linkwright.settings import Settings

UI = Path(__file__).resolve().parent.parent / "ui"
TYPES = UI / "src" / "console" / "api" / "openapi.d.ts"
TOOL = UI / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
_HEAD = "/** Made by `make docs` from the hub's OpenAPI document; do not edit. */\n"
# What the console calls; the rest of the document is for others.
_BEGINNINGS = (
    "/audit",
    "/policy",
    "/approvals",
    "/console/api",
    "/accounts",
    "/connect_sessions",
    "/auth_configs",
    "/connector_profiles",
    "/connectors/",
    "/actions",
    "/requests/logs",
    "/usage",
    "/project",
    "/webhook_endpoints",
    "/mcp_clients",
    "/owners",
)


def document() -> dict[str, Any]:
    """The OpenAPI document of a hub that was just made, without serving it."""

    async def asked(folder: str) -> dict[str, Any]:
        hub = await build_hub(Settings(data=Path(folder)))
        await hub.start()
        try:
            return await _get(hub.asgi, "/openapi.json")
        finally:
            await hub.close()

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(asked(folder))


def types() -> str:
    """The text of the file of types."""
    whole = document()
    whole["paths"] = {path: what for path, what in whole["paths"].items() if path.startswith(_BEGINNINGS)}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "openapi.json"
        source.write_text(json.dumps(whole), encoding="utf-8")
        made = Path(folder) / "openapi.d.ts"
        node = Path(sys.executable).with_name("node")
        command = [str(node), str(TOOL), str(source), "--output", str(made)]
        subprocess.run(command, cwd=UI, check=True, capture_output=True, timeout=120)
        text = made.read_text(encoding="utf-8")
    return _HEAD + text.split("*/\n", 1)[1].lstrip("\n")


async def _get(app: Any, path: str) -> dict[str, Any]:
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        body.extend(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8400),
        "state": {},
    }
    await app(scope, receive, send)
    return dict(json.loads(bytes(body)))
