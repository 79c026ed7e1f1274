"""The hub at an address that a command speaks to, with an API key."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import typer

from linkwright.cli.errors import HubRefused
from linkwright.errors import BadRequest
from linkwright.kit import jsons

PROJECT = typer.Option("default", "--project", help="The project, in the hub of --data.")
URL = typer.Option(None, "--url", envvar="LINKWRIGHT_API_URL", help="Address of a hub. Default: the one of --data.")
API_KEY = typer.Option(
    None, "--key", envvar="LINKWRIGHT_API_KEY", help="API key for --url; it decides the project. connectors:write."
)
_TIMEOUT = 300.0
"""Seconds; a large contract takes a while to compile."""


def ask(url: str, key: str | None, method: str, path: str, body: Any = None) -> Any:
    """One request to a hub's API; the JSON of its answer.

    Raises:
        BadRequest: there is no key.
        HubRefused: the hub refused; it says what the hub said.
        linkwright.outbound.errors.UpstreamUnreachable: there is no hub at the address.
    """
    if not key:
        raise BadRequest("The hub wants an API key.", hint="Give it with --key or in LINKWRIGHT_API_KEY.")
    return asyncio.run(_asked(url.rstrip("/"), key, method, path, body))


async def _asked(url: str, key: str, method: str, path: str, body: Any) -> Any:
    from linkwright.outbound.addresses import read_origin, split_address
    from linkwright.outbound.client import AiohttpTransport
    from linkwright.outbound.origins import OriginMap
    from linkwright.outbound.transport import OutboundRequest

    origin = read_origin(split_address(url)[0])
    # Whoever names the hub may well mean one on this machine.
    client = AiohttpTransport(origins=OriginMap({origin: origin}))
    headers = {"authorization": f"Bearer {key}", "accept": "application/json"}
    sent: bytes | None = None
    if body is not None:
        sent = gzip.compress(jsons.dumpb(body))
        headers |= {"content-type": "application/json", "content-encoding": "gzip"}
    try:
        answer = await client.send(OutboundRequest(method, url + path, headers, sent, timeout=_TIMEOUT))
    finally:
        await client.close()
    try:
        told = jsons.loads(answer.body)
    except ValueError:
        told = {}
    if answer.status >= 300 or not isinstance(told, dict):
        raise refused(url, answer.status, told)
    return told


def refused(url: str, status: int, told: Any) -> HubRefused:
    """What the hub said, as an error of ours; its body is in `extra`."""
    said = told if isinstance(told, dict) else {}
    message = said.get("message") or f"{url} answered with status {status}."
    return HubRefused(str(message), hint=said.get("hint"), extra=said)
