"""The methods of the protocol: what each answers, as the bytes of a result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from linkwright.access.principals import Principal
from linkwright.actions.downloads.service import Asked, Downloads
from linkwright.actions.errors import (
    AccountMissing,
    AccountNotFound,
    AccountNotUsable,
    CallCancelled,
    UnknownAction,
)
from linkwright.actions.options import ADDRESS, PLAIN, PLAN, CallOptions, read_options
from linkwright.actions.repeating import Repeat
from linkwright.actions.runner import ActionRunner, Outcome
from linkwright.actions.search import Indexes
from linkwright.actions.wire import ClientGone, Receive
from linkwright.actions.writing import Told
from linkwright.errors import BadRequest, LinkwrightError
from linkwright.kit import jsons
from linkwright.mcp.approving import APPROVAL_TOOL, approval_tool, read_approval, standing_body
from linkwright.mcp.cancelling import Caller, Reads
from linkwright.mcp.errors import FileNotForModels
from linkwright.mcp.faults import INVALID_PARAMS, METHOD_NOT_FOUND, RESOURCE_NOT_FOUND, Fault
from linkwright.mcp.files import file_result, linked_result
from linkwright.mcp.messages import Message, is_id
from linkwright.mcp.options import Options
from linkwright.mcp.planning import PLAN_TOOL, plan_tool, read_planned
from linkwright.mcp.progress import Progress
from linkwright.mcp.resources import Guidebook, GuideTexts
from linkwright.mcp.results import extended, failure, plain, success
from linkwright.mcp.revisions import (
    CAPABILITIES,
    HANDSHAKE,
    INSTRUCTIONS,
    META_KEY,
    META_OPTIONS,
    META_REPLAYS,
    META_RUN,
    META_SCREENING,
    META_SERVER,
    NEWEST_HANDSHAKE,
    SEARCH_INSTRUCTIONS,
    SEVERAL_INSTRUCTIONS,
    SUPPORTED,
)
from linkwright.mcp.tools import ToolBook
from linkwright.mcp.toolset import Toolset

T = TypeVar("T")
_PLANS = b"," + jsons.dumpb(plan_tool(searched=False))
_APPROVES = jsons.dumpb(approval_tool())
_NO_ACCOUNT = (AccountMissing, AccountNotFound, AccountNotUsable)


@dataclass(slots=True)
class Asking:
    """Who asks, about which accounts, and how.

    Attributes:
        accounts: from the headers, or else from the address.
        stateless: the request is of the revision without a handshake.
        client: what else tells one client from another, beside its key.
        receive: where the connection's end is heard of.
        progress: tells the client how far its call is, where it asked for that.
        run_id: the run that the request led to, if any.
        told: what to call once the answer has been given.
        links: the revision knows links to resources in results.
    """

    principal: Principal
    options: Options
    accounts: tuple[str, ...]
    stateless: bool
    client: tuple[object, ...]
    receive: Receive
    progress: Progress | None = None
    run_id: str | None = None
    told: list[Told] = field(default_factory=list)
    links: bool = False

    @property
    def account_id(self) -> str | None:
        """The account, where there is one."""
        return self.accounts[0] if self.accounts else None

    def caller(self, message_id: object) -> Caller:
        """Who sent the request of that id."""
        return (self.principal.id, self.accounts, *self.client, message_id)

    @property
    def plans(self) -> bool:
        """Whether the client can call a tool that is no action: StackOne's list tools here and run them over RPC."""
        return not any(isinstance(one, bytes) and one[:8].lower() == b"stackone" for one in self.client)

    @property
    def usual(self) -> bool:
        """Whether the tools are one account's actions under their own names."""
        return len(self.accounts) < 2 and not self.options.searched


class UnknownTool(Fault):
    """There is no such tool, because the account's connector has no such action."""

    def __init__(self, error: UnknownAction) -> None:
        super().__init__(INVALID_PARAMS, f"Unknown tool: {error.message}")
        self.error = error


class Methods:
    """Answers requests that the endpoint has found to be in order."""

    def __init__(
        self,
        runner: ActionRunner,
        indexes: Indexes,
        guides: GuideTexts,
        version: str,
        downloads: Downloads | None = None,
    ) -> None:
        self._runner = runner
        self._downloads = downloads
        self._policing = runner.policing
        self._tools = ToolBook()
        self._guidebook = Guidebook(runner, guides)
        self._reads = Reads()
        self._toolset = Toolset(runner, self._tools, indexes)
        self._server = {"name": "linkwright", "version": version}
        self._server_titled = {"name": "linkwright", "title": "Linkwright", "version": version}
        shared = {
            "tools/list": self._list,
            "tools/call": self._call,
            "resources/list": self._resources,
            "resources/templates/list": self._templates,
            "resources/read": self._read,
        }
        self._handshake = {"initialize": self._initialize, "ping": self._ping, **shared}
        self._stateless = {"server/discover": self._discover, **shared}

    def answer(self, asking: Asking, message: Message) -> Awaitable[bytes]:
        """The result of a request.

        Raises:
            Fault: a JSON-RPC error.
            LinkwrightError: there is no account to act on.
            ClientGone: the client left, and the call with it.
        """
        method = (self._stateless if asking.stateless else self._handshake).get(message.method)
        if method is None:
            raise Fault(METHOD_NOT_FOUND, f"Method not found: {message.method[:100]}")
        if not isinstance(message.params, dict):
            raise Fault(INVALID_PARAMS, "params must be an object.")
        return method(asking, message)

    def cancel(self, asking: Asking, message: Message) -> None:
        """Stop the read that a notice of cancellation means, if it runs here and is the asker's own. Writes go to their end."""
        params = message.params
        if isinstance(params, dict) and is_id(params.get("requestId")):
            self._reads.cancel(asking.caller(params["requestId"]))

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
            result["instructions"] = _instructions(asking)
        return jsons.dumpb(result)

    async def _ping(self, _asking: Asking, _message: Message) -> bytes:
        return b"{}"

    async def _discover(self, asking: Asking, _message: Message) -> bytes:
        result: dict[str, Any] = {
            "supportedVersions": list(SUPPORTED),
            "capabilities": CAPABILITIES,
            "ttlMs": 60_000,
            "cacheScope": "private",
        }
        if asking.options.instructions:
            result["instructions"] = _instructions(asking)
        return self._completed(asking, jsons.dumpb(result))

    async def _list(self, asking: Asking, message: Message) -> bytes:
        _check_cursor(message)
        asking.options.check()
        if asking.usual:
            connector, enabled = await self._runner.lookup.ready(asking.principal, asking.account_id)
            listing = self._tools.listing(connector, enabled, asking.principal.effects, asking.options.style)
            tools = b"[" + listing.tools + (_PLANS if listing.writes and asking.plans else b"") + b"]"
        else:
            tools = await self._toolset.listing(asking.principal, asking.accounts, asking.options, plans=asking.plans)
        if asking.plans and self._policing is not None and await self._policing.asks(asking.principal.project_id):
            tools = tools[:-1] + (b"," if len(tools) > len(b"[]") else b"") + _APPROVES + b"]"
        # Switching an action on or off works at once, so no client may keep the list.
        cached = b',"ttlMs":0,"cacheScope":"private"' if asking.stateless else b""
        return self._completed(asking, b'{"tools":' + tools + cached + b"}")

    async def _resources(self, asking: Asking, message: Message) -> bytes:
        _check_cursor(message)
        return self._kept(asking, {"resources": await self._guidebook.listed(asking.principal, asking.accounts)})

    async def _templates(self, asking: Asking, message: Message) -> bytes:
        _check_cursor(message)
        # Every guide is in the list.
        return self._kept(asking, {"resourceTemplates": []})

    async def _read(self, asking: Asking, message: Message) -> bytes:
        uri = message.params.get("uri")
        if not isinstance(uri, str) or not uri:
            raise Fault(INVALID_PARAMS, "params.uri must be the address of a resource.")
        found = await self._guidebook.read(asking.principal, asking.accounts, uri)
        if found is None:
            code = INVALID_PARAMS if asking.stateless else RESOURCE_NOT_FOUND
            raise Fault(
                code, f"There is no resource {uri[:200]}: resources/list has those there are.", data={"uri": uri[:2000]}
            )
        return self._kept(asking, {"contents": [found]})

    def _kept(self, asking: Asking, result: dict[str, Any]) -> bytes:
        """A result that a client may keep for a minute: guides change with a connector's version or a project's brand."""
        kept = {"ttlMs": 60_000, "cacheScope": "private"} if asking.stateless else {}
        return self._completed(asking, jsons.dumpb(result | kept))

    def _call(self, asking: Asking, message: Message) -> Awaitable[bytes]:
        name, arguments = message.params.get("name"), message.params.get("arguments", {})
        if not isinstance(name, str) or not name:
            raise Fault(INVALID_PARAMS, "params.name must be the name of a tool.")
        if not isinstance(arguments, dict):
            raise Fault(INVALID_PARAMS, "params.arguments must be an object.")
        asking.options.check()
        if name == PLAN_TOOL:
            return self._plan(asking, message, arguments)
        if name == APPROVAL_TOOL and self._policing is not None:
            return self._approval(asking, arguments)
        if asking.usual:
            return self._run(asking, message, asking.account_id, name, arguments)
        return self._of_toolset(asking, message, name, arguments)

    async def _of_toolset(self, asking: Asking, message: Message, name: str, arguments: dict[str, Any]) -> bytes:
        called = await self._toolset.called(asking.principal, asking.accounts, asking.options, name)
        if called.does == "action":
            return await self._run(asking, message, called.account_id, called.action_id, arguments)
        if called.does == "execute":
            return await self._execute(asking, message, called.account_id, arguments)
        try:
            found = await self._toolset.search(asking.principal, called.account_id, arguments)
        except BadRequest as error:
            return self._completed(asking, failure(error, "read"))
        return self._completed(asking, plain(found))

    async def _execute(self, asking: Asking, message: Message, account_id: str, arguments: dict[str, Any]) -> bytes:
        """Run the action that the arguments name; what is wrong with it is for the model, not for its client."""
        inputs = {name: value for name, value in arguments.items() if name not in ("action_id", "session_id")}
        action_id = arguments.get("action_id")
        if not isinstance(action_id, str) or not action_id:
            missing = BadRequest("action_id must name an action.", hint="The search tool gives the action_id.")
            return self._completed(asking, failure(missing, None))
        try:
            return await self._run(asking, message, account_id, action_id, inputs)
        except UnknownTool as fault:
            return self._completed(asking, failure(fault.error, None), asking.run_id)

    async def _plan(self, asking: Asking, message: Message, arguments: dict[str, Any]) -> bytes:
        """Plan what the arguments name; as for `_execute`, what is wrong with it is for the model."""
        try:
            planned = read_planned(arguments)
            account_id, action_id = asking.account_id, planned.action
            if not asking.usual:
                account_id, action_id = await self._toolset.planned(
                    asking.principal, asking.accounts, asking.options, planned
                )
            return await self._run(
                asking, message, account_id, action_id, dict(planned.arguments), CallOptions(mode=PLAN)
            )
        except BadRequest as error:
            if isinstance(error, _NO_ACCOUNT):
                raise
            return self._completed(asking, failure(error, "read"))
        except UnknownTool as fault:
            return self._completed(asking, failure(fault.error, "read"), asking.run_id)
        except Fault as fault:
            return self._completed(asking, failure(UnknownAction(fault.message), "read"))

    async def _approval(self, asking: Asking, arguments: dict[str, Any]) -> bytes:
        """How an approval stands; of those that this caller has asked for, and no other."""
        assert self._policing is not None  # the tool is there only where rules are asked
        try:
            standing = await self._policing.standing(asking.principal, read_approval(arguments))
        except LinkwrightError as error:
            return self._completed(asking, failure(error, "read"))
        return self._completed(asking, success(standing_body(standing)))

    async def _run(
        self,
        asking: Asking,
        message: Message,
        account_id: str | None,
        name: str,
        arguments: dict[str, Any],
        options: CallOptions | None = None,
    ) -> bytes:
        look = await self._runner.lookup.look(asking.principal, account_id, name)
        effect = look.effect
        try:
            options = options or _options(message.meta)
            if options.file_as == ADDRESS and self._downloads is not None:
                await self._downloads.check(asking.principal, account_id, name, options)
        except LinkwrightError as error:
            return self._completed(asking, failure(error, effect))
        # Every request has an id here, so that one which a client or a proxy sends twice is known again.
        repeat = Repeat(message.meta.get(META_KEY), (message.id,))
        running = self._runner.run(
            asking.principal, account_id, name, arguments, "mcp", repeat, options=options, look=look
        )
        try:
            if asking.progress is not None:
                running = asking.progress.during(running)
            if effect != "read" and options.mode != PLAN:
                # A write is not stopped half way.
                outcome = await running
            elif asking.stateless:
                # Closing the connection is how this revision cancels.
                outcome = await _unless_gone(asking.receive, running)
            else:
                outcome = await self._unless_cancelled(asking.caller(message.id), running)
        except CallCancelled:
            raise
        except LinkwrightError as error:
            return self._completed(asking, failure(error, effect))
        asking.run_id = outcome.run_id
        if outcome.told is not None:
            asking.told.append(outcome.told)
        if outcome.error is None:
            if outcome.file is None:
                result = success(outcome.body)
            else:
                asked = Asked(asking.principal, str(account_id), name, arguments)
                result = await self._with_file(asking, asked, outcome, effect, options)
            return self._completed(asking, result, outcome.run_id, _told_of(outcome))
        return self._completed(asking, _failed(outcome.error, effect), outcome.run_id)

    async def _with_file(
        self, asking: Asking, asked: Asked, outcome: Outcome, effect: str | None, options: CallOptions
    ) -> bytes:
        """The result of a tool that gives a file; where that is too large for a model, or wanted so, its address."""
        assert outcome.file is not None  # or nobody asks
        downloads = self._downloads if effect == "read" and self._downloads and self._downloads.given else None
        try:
            if downloads is None or options.file_as != ADDRESS:
                return await file_result(outcome.file, outcome.body)
        except FileNotForModels as error:
            if downloads is None:
                return failure(error, effect)
        except LinkwrightError as error:
            return failure(error, effect)
        assert downloads is not None  # else it has been answered
        found = await downloads.addressed(asked, outcome)
        return linked_result(found.body, link=asking.links)

    async def _unless_cancelled(self, caller: Caller, work: Awaitable[T]) -> T:
        read = self._reads.enter(caller)
        try:
            return await work
        except asyncio.CancelledError:
            if not read.cancelled:
                raise
            read.task.uncancel()
            raise CallCancelled from None
        finally:
            self._reads.leave(caller, read)

    def _completed(
        self, asking: Asking, result: bytes, run_id: str | None = None, more: dict[str, Any] | None = None
    ) -> bytes:
        meta: dict[str, Any] = {META_RUN: run_id, **(more or {})} if run_id else {}
        if asking.stateless:
            return extended(result, {"resultType": "complete", "_meta": {META_SERVER: self._server, **meta}})
        return extended(result, {"_meta": meta}) if meta else result


def _told_of(outcome: Outcome) -> dict[str, Any] | None:
    """What a client is told of an answer beside it."""
    if outcome.replays is None and outcome.screening is None:
        return None
    told = {META_REPLAYS: outcome.replays, META_SCREENING: outcome.screening}
    return {name: value for name, value in told.items() if value is not None}


def _failed(error: LinkwrightError, effect: str | None) -> bytes:
    """The result of a tool that failed.

    Raises:
        Fault: there is no such tool.
        LinkwrightError: there is no account to act on.
    """
    if isinstance(error, _NO_ACCOUNT):
        raise error
    if isinstance(error, UnknownAction):
        raise UnknownTool(error)
    return failure(error, effect)


def _check_cursor(message: Message) -> None:
    if message.params.get("cursor") is not None:
        raise Fault(INVALID_PARAMS, "There is no such cursor: the list comes in one page.")


def _instructions(asking: Asking) -> str:
    if asking.options.searched:
        return SEARCH_INSTRUCTIONS
    return INSTRUCTIONS if asking.usual else f"{INSTRUCTIONS} {SEVERAL_INSTRUCTIONS}"


def _options(meta: Mapping[str, Any]) -> CallOptions:
    """How the call is to be taken.

    Raises:
        OptionsInvalid: that means nothing, or contradicts itself.
    """
    if not meta:
        return PLAIN
    said = {option: meta[name] for name, option in META_OPTIONS.items() if name in meta}
    return read_options(said, keyed=meta.get(META_KEY) is not None) if said else PLAIN


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
