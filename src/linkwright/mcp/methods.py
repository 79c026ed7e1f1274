"""The methods of the protocol: what each answers, as the bytes of a result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from linkwright.access.principals import Principal
from linkwright.actions.errors import AccountMissing, AccountNotFound, AccountNotUsable, UnknownAction
from linkwright.actions.options import PLAIN, PLAN, CallOptions, read_options
from linkwright.actions.repeating import Repeat
from linkwright.actions.runner import ActionRunner, Outcome
from linkwright.actions.wire import ClientGone, Receive
from linkwright.actions.writing import Told
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.mcp.faults import INVALID_PARAMS, METHOD_NOT_FOUND, Fault
from linkwright.mcp.files import file_result
from linkwright.mcp.messages import Message
from linkwright.mcp.options import Options
from linkwright.mcp.results import extended, failure, success
from linkwright.mcp.revisions import (
    CAPABILITIES,
    HANDSHAKE,
    INSTRUCTIONS,
    META_KEY,
    META_OPTIONS,
    META_REPLAYS,
    META_RUN,
    META_SERVER,
    NEWEST_HANDSHAKE,
    STATELESS,
)
from linkwright.mcp.tools import ToolBook

T = TypeVar("T")
_NO_ACCOUNT = (AccountMissing, AccountNotFound, AccountNotUsable)


@dataclass(slots=True)
class Asking:
    """Who asks, about which account, and how.

    Attributes:
        account_id: from the header, or else from the address.
        stateless: the request is of the revision without a handshake.
        receive: where the connection's end is heard of.
        run_id: the run that the request led to, if any.
        told: what to call once the answer has been given.
    """

    principal: Principal
    options: Options
    account_id: str | None
    stateless: bool
    receive: Receive
    run_id: str | None = None
    told: list[Told] = field(default_factory=list)


class Methods:
    """Answers requests that the endpoint has found to be in order."""

    def __init__(self, runner: ActionRunner, version: str) -> None:
        self._runner = runner
        self._tools = ToolBook()
        self._server = {"name": "linkwright", "version": version}
        self._server_titled = {"name": "linkwright", "title": "Linkwright", "version": version}
        self._handshake = {
            "initialize": self._initialize,
            "ping": self._ping,
            "tools/list": self._list,
            "tools/call": self._call,
        }
        self._stateless = {"server/discover": self._discover, "tools/list": self._list, "tools/call": self._call}

    async def answer(self, asking: Asking, message: Message) -> bytes:
        """The result of a request.

        Raises:
            Fault: a JSON-RPC error.
            LinkwrightError: there is no account to act on, or the tool mode is not offered.
            ClientGone: the client left, and the call with it.
        """
        method = (self._stateless if asking.stateless else self._handshake).get(message.method)
        if method is None:
            raise Fault(METHOD_NOT_FOUND, f"Method not found: {message.method[:100]}")
        if not isinstance(message.params, dict):
            raise Fault(INVALID_PARAMS, "params must be an object.")
        return await method(asking, message)

    async def _initialize(self, asking: Asking, message: Message) -> bytes:
        asked = message.params.get("protocolVersion")
        if not isinstance(asked, str):
            raise Fault(INVALID_PARAMS, "params.protocolVersion must be a string.")
        result: dict[str, Any] = {
            "protocolVersion": asked if asked in HANDSHAKE else NEWEST_HANDSHAKE,
            "capabilities": CAPABILITIES,
            "serverInfo": self._server_titled,
        }
        if asking.options.instructions:
            result["instructions"] = INSTRUCTIONS
        return jsons.dumpb(result)

    async def _ping(self, _asking: Asking, _message: Message) -> bytes:
        return b"{}"

    async def _discover(self, asking: Asking, _message: Message) -> bytes:
        result: dict[str, Any] = {
            "supportedVersions": [STATELESS],
            "capabilities": CAPABILITIES,
            "ttlMs": 60_000,
            "cacheScope": "private",
        }
        if asking.options.instructions:
            result["instructions"] = INSTRUCTIONS
        return self._completed(asking, jsons.dumpb(result))

    async def _list(self, asking: Asking, message: Message) -> bytes:
        if message.params.get("cursor") is not None:
            raise Fault(INVALID_PARAMS, "There is no such cursor: the list of tools comes in one page.")
        asking.options.check()
        connector, enabled = await self._runner.ready(asking.principal, asking.account_id)
        tools = self._tools.listing(connector, enabled, asking.principal.effects, asking.options.style)
        # Switching an action on or off works at once, so no client may keep the list.
        cached = b',"ttlMs":0,"cacheScope":"private"' if asking.stateless else b""
        return self._completed(asking, b'{"tools":' + tools + cached + b"}")

    async def _call(self, asking: Asking, message: Message) -> bytes:
        name, arguments = message.params.get("name"), message.params.get("arguments", {})
        if not isinstance(name, str) or not name:
            raise Fault(INVALID_PARAMS, "params.name must be the name of a tool.")
        if not isinstance(arguments, dict):
            raise Fault(INVALID_PARAMS, "params.arguments must be an object.")
        asking.options.check()
        effect = await self._runner.effect(asking.principal, asking.account_id, name)
        try:
            options = _options(message.meta)
        except LinkwrightError as error:
            return self._completed(asking, failure(error, effect))
        # Every request has an id here, so that one which a client or a proxy sends twice is known again.
        repeat = Repeat(message.meta.get(META_KEY), (message.id,))
        running = self._runner.run(asking.principal, asking.account_id, name, arguments, "mcp", repeat, options=options)
        try:
            # Closing the connection is how this revision cancels; a write is not stopped half way.
            stoppable = asking.stateless and (effect == "read" or options.mode == PLAN)
            outcome = await (_unless_gone(asking.receive, running) if stoppable else running)
        except LinkwrightError as error:
            return self._completed(asking, failure(error, effect))
        asking.run_id = outcome.run_id
        if outcome.told is not None:
            asking.told.append(outcome.told)
        if outcome.error is None:
            return self._completed(asking, await _succeeded(outcome, effect), outcome.run_id, outcome.replays)
        if isinstance(outcome.error, _NO_ACCOUNT):
            raise outcome.error
        if isinstance(outcome.error, UnknownAction):
            raise Fault(INVALID_PARAMS, f"Unknown tool: {outcome.error.message}")
        return self._completed(asking, failure(outcome.error, effect), outcome.run_id)

    def _completed(self, asking: Asking, result: bytes, run_id: str | None = None, replays: str | None = None) -> bytes:
        meta: dict[str, Any] = {META_RUN: run_id} if run_id else {}
        if replays:
            meta[META_REPLAYS] = replays
        if asking.stateless:
            return extended(result, {"resultType": "complete", "_meta": {META_SERVER: self._server, **meta}})
        return extended(result, {"_meta": meta}) if meta else result


def _options(meta: Mapping[str, Any]) -> CallOptions:
    """How the call is to be taken.

    Raises:
        OptionsInvalid: that means nothing, or contradicts itself.
    """
    said = {option: meta[name] for name, option in META_OPTIONS.items() if name in meta}
    return read_options(said, keyed=meta.get(META_KEY) is not None) if said else PLAIN


async def _succeeded(outcome: Outcome, effect: str | None) -> bytes:
    if outcome.file is None:
        return success(outcome.body)
    try:
        return await file_result(outcome.file, outcome.body)
    except LinkwrightError as error:
        return failure(error, effect)


async def _unless_gone(receive: Receive, work: Awaitable[T]) -> T:
    """The work's outcome, unless the client leaves first: then the work is cancelled."""
    running = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({running, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            return running.result()
        raise ClientGone
    finally:
        for task in (running, leaving):
            if not task.done():
                task.cancel()
        await asyncio.gather(running, leaving, return_exceptions=True)


async def is_gone(receive: Receive) -> bool:
    """Whether the client has left by now; to be asked before it is answered. Waits for nothing."""
    leaving = asyncio.ensure_future(_left(receive))
    await asyncio.sleep(0)
    if not leaving.done():
        leaving.cancel()
    return (await asyncio.gather(leaving, return_exceptions=True))[0] is None


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
