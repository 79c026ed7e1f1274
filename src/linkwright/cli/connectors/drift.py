"""`linkwright connector drift`: what breaks under another version of the provider's contract."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import typer

from linkwright.cli.connectors.compiling import CONNECTOR
from linkwright.cli.connectors.findings import counted, say, seen
from linkwright.cli.connectors.folders import folder_of
from linkwright.cli.connectors.locks import read_lock_file
from linkwright.cli.context import JSON, show
from linkwright.cli.errors import FileUnreadable

if TYPE_CHECKING:
    from graphql import GraphQLSchema

    from linkwright.connectors.drift import Drift
    from linkwright.connectors.openapi import Contract

_MOST_BYTES = 32 * 1024 * 1024
_SECONDS = 60.0


def drift(
    key: str = CONNECTOR,
    against: str = typer.Option(
        ...,
        "--against",
        help="The other contract: an SDL file, a saved introspection, an OpenAPI document, or the address of one.",
    ),
    json: bool = JSON,
) -> None:
    """Say which lines of a connector break under another version of its contract; exit 1 if any does."""
    from linkwright.connectors.compile import CONTRACT_LOCK_FILE, LOCK_FILE
    from linkwright.connectors.drift import find_drift
    from linkwright.connectors.drift_operations import find_operation_drift

    folder = folder_of(key)
    lock, table = read_lock_file(folder / LOCK_FILE), read_lock_file(folder / CONTRACT_LOCK_FILE)
    kind = lock.get("contract", {}).get("kind")
    if kind == "none":
        raise FileUnreadable(f"{key} has no contract that could change.", hint="Its requests are written out.")
    if kind == "openapi":
        found = find_operation_drift(folder, lock, table, _document(against))
    else:
        found = find_drift(folder, lock, table, _contract(against))
    if json:
        breaks = [{**asdict(one), "file": seen(folder / one.file)} for one in found.breaks]
        show({"breaks": breaks, "harmless": found.harmless}, "", as_json=True)
    else:
        _tell(found, folder)
    if found.breaks:
        raise typer.Exit(1)


def _tell(found: Drift, folder: Path) -> None:
    for one in found.breaks:
        place = typer.style(f"{seen(folder / one.file)}:{one.line}:", bold=True)
        say(f"{place} {one.action}: {typer.style(one.kind, fg='red')}: {one.message}")
    actions = len({one.action for one in found.breaks})
    broken = f"{counted(len(found.breaks), 'break')} in {counted(actions, 'action')}" if actions else "Nothing breaks"
    say(f"{broken}. Harmless: {counted(found.harmless, 'other change')} of what this connector reaches.")


def _document(against: str) -> Contract:
    """The OpenAPI document of a file or an address.

    Raises:
        FileUnreadable: there is none in it.
    """
    from linkwright.connectors.openapi import NotOpenApi, read_contract

    live = against.startswith(("http://", "https://"))
    try:
        return read_contract(asyncio.run(_fetched(against)) if live else Path(against).read_bytes())
    except (NotOpenApi, OSError) as broken:
        raise FileUnreadable(f"{against} gives no OpenAPI document: {broken}.") from None


def _contract(against: str) -> GraphQLSchema:
    """The schema of a file or an address.

    Raises:
        FileUnreadable: there is none in it.
    """
    from graphql import GraphQLError, build_client_schema, build_schema

    live = against.startswith(("http://", "https://"))
    raw = asyncio.run(_introspected(against)) if live else Path(against).read_bytes()
    try:
        if not raw.lstrip().startswith(b"{"):
            return build_schema(raw.decode(), assume_valid=True)
        answer = orjson.loads(raw)
        return build_client_schema(answer.get("data", answer), assume_valid=True)
    except (GraphQLError, TypeError, ValueError, KeyError, AttributeError) as broken:
        said = (str(broken).splitlines() or ["it is empty"])[0]
        raise FileUnreadable(f"{against} gives no GraphQL schema: {said}") from None


async def _introspected(url: str) -> bytes:
    """A provider's answer about itself, through the one client that goes out.

    Raises:
        linkwright.outbound.errors.UpstreamUnreachable: there was none, or another refusal of the client.
        FileUnreadable: the answer was a refusal.
    """
    from graphql import get_introspection_query

    query = get_introspection_query(input_value_deprecation=True)
    return await _fetched(url, orjson.dumps({"query": query}))


async def _fetched(url: str, body: bytes | None = None) -> bytes:
    """What an address answers to a GET, or to a POST of JSON."""
    from linkwright.outbound.client import AiohttpTransport
    from linkwright.outbound.origins import OriginMap
    from linkwright.outbound.transport import OutboundRequest
    from linkwright.settings import load_settings

    client = AiohttpTransport(OriginMap.of(load_settings().outbound_origins))
    try:
        headers = {"accept": "application/json"} | ({"content-type": "application/json"} if body else {})
        request = OutboundRequest(
            "POST" if body else "GET", url, headers, body, timeout=_SECONDS, max_bytes=_MOST_BYTES
        )
        answer = await client.send(request)
    finally:
        await client.close()
    if answer.status != 200:
        said = answer.body[:300].decode(errors="replace")
        hint = "Save an introspection made with a credential to a file and name that."
        raise FileUnreadable(f"{url} answered with {answer.status}: {said}", hint=hint)
    return answer.body
