"""The little that plain ASGI endpoints need: read a body with a cap, find headers, send an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any

from linkwright.errors import LinkwrightError, TooLarge
from linkwright.kit import jsons
from linkwright.kit.answer_headers import OF_DATA
from linkwright.kit.clock import Clock
from linkwright.kit.draining import drain
from linkwright.store.acting import note_refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]
Lines = Mapping[bytes, bytes]
"""Headers by lower-case name; the last one counts where a name was sent several times."""

_JSON = (b"content-type", b"application/json")


class ClientGone(Exception):
    """The client closed the connection before it had sent its request."""


def address_of(scope: Scope) -> str:
    """Where a request comes from, as trusted proxies tell; empty if that is not known."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def header(lines: Lines, name: bytes) -> str | None:
    """The value of a header; `name` in lower case."""
    found = lines.get(name)
    return None if found is None else found.decode("latin-1")


async def read_body(lines: Lines, receive: Receive, limit: int) -> bytes:
    """The whole body.

    Raises:
        TooLarge: it has more bytes than `limit`.
        ClientGone: the client hung up.
    """
    announced = lines.get(b"content-length")
    if announced is not None and announced.isdigit() and int(announced[:18]) > limit:
        await drain(receive)
        raise _too_large(limit)
    message = await receive()
    _alive(message)
    body: bytes = message.get("body", b"")
    if not message.get("more_body", False) and len(body) <= limit:
        return body
    parts, total = [body], len(body)
    while message.get("more_body", False):
        if total > limit:
            break
        message = await receive()
        _alive(message)
        part = message.get("body", b"")
        parts.append(part)
        total += len(part)
    if total > limit:
        if message.get("more_body", False):
            await drain(receive)
        raise _too_large(limit)
    return b"".join(parts)


async def answer(send: Send, status: int, body: bytes, headers: Headers = ()) -> None:
    """Send a JSON body (or none) with its length; answers are about accounts, so nothing may keep them."""
    lines = [(b"content-length", str(len(body)).encode()), *OF_DATA, *headers]
    if body:
        lines.append(_JSON)
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def lines_of(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Header lines as ASGI wants them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


async def answer_error(send: Send, error: LinkwrightError, clock: Clock, headers: Headers = ()) -> None:
    """Send an error in the one JSON shape, with its own headers and the given ones."""
    note_refusal(error.code, error.status)
    await answer(send, error.status, jsons.dumpb(error.body(clock.now())), [*lines_of(error.headers), *headers])


def _alive(message: Message) -> None:
    if message["type"] == "http.disconnect":
        raise ClientGone


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"The request body has more than {limit} bytes.")
