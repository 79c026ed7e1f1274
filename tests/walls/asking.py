"""Asks an application in this process, without a client's conveniences: what is sent is what the cell says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from linkwright.kit import jsons

App = Callable[..., Awaitable[None]]
HOST = "hub.example"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body."""
        return self.body.decode("utf-8", "replace")

    @property
    def code(self) -> str:
        """The stable code of our error, wherever this face puts it; empty if there is none."""
        try:
            told = jsons.loads(self.body)
        except ValueError:
            return ""
        return _code(told)

    def plain(self, *ids: str) -> tuple[int, dict[str, str], str]:
        """All that may be compared: without the ids that were sent, and without what is new in each answer."""
        text = self.text
        headers = {name: value for name, value in self.headers.items() if name not in _FRESH}
        for one in sorted({one for one in ids if one and not one.isdigit()}, key=len, reverse=True):
            for form in {one, quote(one, safe="")}:
                text = text.replace(form, "<id>")
                headers = {name: value.replace(form, "<id>") for name, value in headers.items()}
        return self.status, headers, text


_FRESH = frozenset({"content-length", "x-linkwright-run-id"})


def _code(told: Any) -> str:
    if isinstance(told, list):
        return _code(told[0]) if told else ""
    if not isinstance(told, dict):
        return ""
    error = told.get("error")
    if isinstance(error, str):
        return error
    if isinstance(error, dict):
        data = error.get("data")
        return str((data.get("code") if isinstance(data, dict) else None) or error.get("code", ""))
    result = told.get("result")
    if isinstance(result, dict) and result.get("isError"):
        return str(jsons.loads(result["content"][0]["text"])["result"]["code"])
    return str(told.get("code", "")) if "statusCode" in told else ""


async def ask(
    app: App,
    method: str,
    request: Mapping[str, Any],
    headers: Mapping[str, str],
    *,
    form: bool = False,
    host: str = HOST,
    peer: str = "10.0.0.1",
) -> Answer:
    """Send a request `{"path", "query", "header", "body"}` with further headers; wait for the whole answer."""
    lines = {"host": host, **request["header"], **headers}
    body = b""
    if request["body"] is not None:
        lines.setdefault("content-type", "application/x-www-form-urlencoded" if form else "application/json")
        body = urlencode(request["body"]).encode() if form else jsons.dumpb(request["body"])
    lines["content-length"] = str(len(body))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": request["path"],
        "raw_path": request["path"].encode(),
        "query_string": urlencode(request["query"]).encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in lines.items()],
        "client": (peer, 5000),
        "server": (host, 443),
    }
    given = iter([{"type": "http.request", "body": body, "more_body": False}])
    status, told, parts = 0, {}, []

    async def receive() -> dict[str, Any]:
        # Nobody leaves: after its body a request says nothing more.
        return next(given, None) or await _never()

    async def send(message: Mapping[str, Any]) -> None:
        nonlocal status, told
        if message["type"] == "http.response.start":
            status = message["status"]
            told = {name.decode().lower(): value.decode("latin-1") for name, value in message.get("headers", [])}
        else:
            parts.append(message.get("body", b""))

    # In a task of its own, as a server has it: what a request notes of its caller ends with it.
    await asyncio.create_task(app(scope, receive, send))  # type: ignore[arg-type]
    return Answer(status, told, b"".join(parts))


async def _never() -> dict[str, Any]:
    await asyncio.Event().wait()
    return {}
