"""The hub that a command speaks to: one at an address with an API key, or the one whose data folder is here."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from linkwright.cli.context import existing_hub, project_catalogs, project_named
from linkwright.cli.errors import HubRefused
from linkwright.errors import BadRequest
from linkwright.kit import jsons

if TYPE_CHECKING:
    from linkwright.access.principals import Principal
    from linkwright.publishing.service import PublishingService
    from linkwright.settings import Settings
    from linkwright.store.database import Database

T = TypeVar("T")
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


def in_hub(
    data: Path | None, project: str, work: Callable[[PublishingService, Principal, Database], Awaitable[T]]
) -> T:
    """Do a piece of publishing in the hub of a data folder, beside a running server.

    Raises:
        NotFound: there is no hub there, or no such project.
    """

    async def run(settings: Settings) -> T:
        from linkwright.access.principals import Principal
        from linkwright.access.scopes import ROLES
        from linkwright.kit.clock import SystemClock
        from linkwright.profiles.service import ProfileService
        from linkwright.publishing.service import PublishingService
        from linkwright.publishing.workshop import Workshop, compile_here

        async with project_catalogs(settings) as (database, catalogs):
            async with database.read() as tx:
                found = await project_named(tx, project)
            clock = SystemClock()
            service = PublishingService(
                database, catalogs, ProfileService(catalogs, clock), Workshop(compile_here), clock
            )
            principal = Principal(
                "member", "cli", "Command line", found.id, found.organization_id, scopes=ROLES["owner"], role="owner"
            )
            return await work(service, principal, database)

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))
