"""An action of a connector in a folder, called from the terminal before any hub knows the connector."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from linkwright.cli.connectors.arguments import arguments_of
from linkwright.cli.connectors.findings import compiled_or_exit
from linkwright.cli.connectors.locks import read_lock_file
from linkwright.errors import BadRequest, NotFound
from linkwright.kit.words import did_you_mean, listed
from linkwright.settings import CREDENTIAL_PREFIX, load_settings

if TYPE_CHECKING:
    from linkwright.connectors.compiled import Action, AuthMethod, Connector
    from linkwright.engine.results import RunResult
    from linkwright.kit.secret import Secret


def run_in_folder(
    folder: Path,
    contracts: Path | None,
    action_id: str,
    inputs: Sequence[str],
    json: str | None,
    method: str | None,
) -> dict[str, Any]:
    """Run the action of the connector as its files are now, and give its result.

    Raises:
        FileUnreadable: the folder holds neither the contract nor a lock.
        NotFound: there is no such action, or no such way to sign in.
        linkwright.errors.LinkwrightError: the call was refused or failed.
    """
    from linkwright.connectors.loading import load_connector

    connector = load_connector(_lock(folder, contracts))
    action = _action(connector, action_id)
    payload = arguments_of(action, inputs, json)
    way = _method(connector, method)
    result = asyncio.run(_call(connector, action, payload, way, _credential(connector, way)))
    warnings = {"linkwright": {"warnings": result.warnings}} if result.warnings else {}
    return {"data": result.data, "next": result.next, **warnings}


def _lock(folder: Path, contracts: Path | None) -> dict[str, Any]:
    """What the files compile to; the lock that is there, where the contract is not at hand. Mistakes end the command."""
    from linkwright.connectors.compile import LOCK_FILE
    from linkwright.connectors.errors import ContractMissing

    try:
        return compiled_or_exit(folder, contracts, as_json=False).connector
    except ContractMissing:
        return read_lock_file(folder / LOCK_FILE)


def _action(connector: Connector, action_id: str) -> Action:
    prefix = f"{connector.key}_"
    found = connector.actions.get(action_id) or connector.actions.get(prefix + action_id)
    if found is None:
        raise NotFound(
            f"{connector.name} has no action {action_id}.{did_you_mean(action_id, connector.actions)}",
            hint="`linkwright connector docs` writes a page with every action of a connector.",
        )
    return found


def _method(connector: Connector, key: str | None) -> AuthMethod:
    if key is None:
        return next(iter(connector.auth.values()))
    if key not in connector.auth:
        said = f"There is no way to sign in called {key}.{did_you_mean(key, connector.auth)}"
        raise NotFound(said, hint=f"There is {listed(connector.auth)}.")
    return connector.auth[key]


def _credential(connector: Connector, method: AuthMethod) -> dict[str, Secret]:
    """What the method needs; never from an argument, which a shell would keep."""
    from linkwright.connectors.credentials import clean

    raw: dict[str, str] = {}
    for field in method.fields:
        name = CREDENTIAL_PREFIX + field.key.upper()
        value = os.environ.get(name)
        if value is None and field.required:
            try:
                value = typer.prompt(f"{connector.name} {field.label}", hide_input=field.secret, err=True)
            except typer.Abort:
                raise BadRequest(f"{field.label} is missing.", hint=f"Set {name}, or type it when asked.") from None
        if value:
            raw[field.key] = value
    return clean(method, raw, system=connector.name).values


async def _call(
    connector: Connector, action: Action, payload: dict[str, Any], method: AuthMethod, credential: dict[str, Secret]
) -> RunResult:
    from linkwright.engine.arguments import gather
    from linkwright.engine.run import run
    from linkwright.kit.clock import SystemClock
    from linkwright.outbound.client import AiohttpTransport
    from linkwright.outbound.origins import OriginMap

    settings = load_settings()
    transport = AiohttpTransport(OriginMap.of(settings.outbound_origins))
    try:
        return await run(
            connector,
            action,
            gather(action, payload),
            method=method,
            credential=credential,
            transport=transport,
            clock=SystemClock(),
            deadline=settings.call_deadline,
        )
    finally:
        await transport.close()
