"""`/mcp`: one plain ASGI endpoint for all revisions. The order of its checks decides which refusal wins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import structlog

from linkwright.access import scopes
from linkwright.access.authenticate import Authenticator
from linkwright.access.errors import AddressNotAllowed, Unauthenticated
from linkwright.access.principals import Principal
from linkwright.actions.downloads.service import Downloads
from linkwright.actions.runner import ActionRunner
from linkwright.actions.search import Indexes
from linkwright.actions.wire import (
    ClientGone,
    Headers,
    Lines,
    Receive,
    Scope,
    Send,
    answer,
    header,
    lines_of,
    read_body,
)
from linkwright.actions.writing import Told
from linkwright.errors import LinkwrightError, TooLarge
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id
from linkwright.mcp import stateless
from linkwright.mcp.callers import Callers, SignIn, accounts_for, lacking_scope, refused_scope
from linkwright.mcp.faults import INTERNAL_ERROR, INVALID_REQUEST, Fault, Id, fault_of, http_fault
from linkwright.mcp.guard import Cors, OriginGuard
from linkwright.mcp.messages import BadMessage, Message, batch_of, parse, read_message
from linkwright.mcp.methods import Asking, Methods, is_gone
from linkwright.mcp.options import accounts_of, read_options
from linkwright.mcp.progress import EventStream, Progress, token_of
from linkwright.mcp.resources import GuideTexts
from linkwright.mcp.results import answered
from linkwright.mcp.revisions import HANDSHAKE, STATELESS

_log = structlog.get_logger()
_RUN_ID = b"x-linkwright-run-id"


@dataclass(slots=True)
class _Reply:
    """What goes back: no body for 202; `told` is to be called once it has been given."""

    status: int
    body: bytes = b""
    lines: Cors = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


class McpEndpoint:
    """The MCP face."""

    def __init__(
        self,
        *,
        runner: ActionRunner,
        indexes: Indexes,
        guides: GuideTexts,
        authenticator: Authenticator,
        clock: Clock,
        guard: OriginGuard,
        version: str,
        max_body_bytes: int,
        sign_in: SignIn | None = None,
        downloads: Downloads | None = None,
    ) -> None:
        """Take the collaborators; `version` is what the server calls itself, `sign_in` where clients sign in, if they can."""
        self._callers = Callers(authenticator, sign_in)
        self._runner = runner
        self._clock = clock
        self._guard = guard
        self._max_body_bytes = max_body_bytes
        self._methods = Methods(runner, indexes, guides, version, downloads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        lines: Lines = dict(scope["headers"])
        cors: Cors = []
        stream = EventStream(send, cors)
        try:
            if scope["method"] == "OPTIONS" and b"origin" in lines:
                reply = _Reply(204, lines=self._guard.preflight(lines))
            elif scope["method"] != "POST":
                reply = _Reply(405, lines=[(b"allow", b"POST")])
            else:
                cors += self._guard.check(lines)
                reply = await self._post(scope, lines, receive, stream)
        except ClientGone:
            return
        except BadMessage as fault:
            reply = _refusal(fault, fault.id)
        except Fault as fault:
            reply = _refusal(fault)
        except Exception:
            reply = _refusal(_broken())
        there = bool(reply.told) and not await is_gone(receive)
        if stream.begun:
            await stream.end(reply.body)
        else:
            await answer(send, reply.status, reply.body, [*reply.lines, *cors])
        if there:
            for told in reply.told:
                await told()

    async def _post(self, scope: Scope, lines: Lines, receive: Receive, stream: EventStream) -> _Reply:
        refused: LinkwrightError | None = None
        try:
            principal = await self._callers.authenticate(
                header(lines, b"authorization"), (scope.get("client") or _NOWHERE)[0]
            )
        except LinkwrightError as error:
            principal, refused = _NOBODY, self._stranger(error, lines)
        else:
            _check_right(principal)
        _check_content(lines)
        try:
            body = await read_body(lines, receive, self._max_body_bytes)
        except TooLarge as error:
            raise fault_of(error, self._clock, status=error.status) from None
        version = header(lines, b"mcp-protocol-version")
        version = version.strip(" \t") if version is not None else None
        options = read_options(scope.get("query_string", b""))
        accounts = accounts_of(lines, scope["headers"], options)
        try:
            accounts = accounts_for(principal, accounts)
        except LinkwrightError as error:
            refused = refused or error
        asking = Asking(
            principal=principal,
            options=options,
            accounts=accounts,
            stateless=False,
            client=(
                (scope.get("client") or _NOWHERE)[0],
                lines.get(b"user-agent"),
                scope.get("query_string", b"").decode("latin-1"),
            ),
            receive=receive,
        )
        given = parse(body)
        if isinstance(given, list):
            return await self._batch(asking, refused, batch_of(given, version))
        message = read_message(given)
        token = token_of(message.meta, header(lines, b"accept")) if "progressToken" in message.meta else None
        if token is not None and message.method == "tools/call":
            asking.progress = Progress(token, stream)
        return await self._single(asking, refused, message, version, scope["headers"])

    def _stranger(self, error: LinkwrightError, lines: Lines) -> LinkwrightError:
        """Why a call is refused of which it is not known who makes it, where the key is right but the moment is not.

        Raises:
            Fault: it is the key, or the place.
        """
        if isinstance(error, Unauthenticated):
            raise self._challenge(error, sent=header(lines, b"authorization") is not None) from None
        if isinstance(error, AddressNotAllowed):
            raise fault_of(error, self._clock, status=error.status) from None
        # Which answer is right (a limit used up, the database away) depends on the revision, so on the body.
        return error

    def _challenge(self, error: Unauthenticated, *, sent: bool) -> Fault:
        fault = fault_of(error, self._clock, status=401)
        fault.headers = self._callers.challenge("invalid_token", error.message) if sent else self._callers.challenge()
        return fault

    async def _check_scope(self, asking: Asking, message: Message) -> None:
        """Tell a client that its call needs more than it was allowed, so that it can ask for that, before anything has begun.

        Raises:
            Fault: 403 with everything that the tool needs.
        """
        name = message.params.get("name") if isinstance(message.params, dict) else None
        if not isinstance(name, str):
            return
        effect = await self._runner.lookup.effect(asking.principal, asking.account_id, name)
        needed = lacking_scope(asking.principal, effect)
        if effect is not None and needed is not None:
            error = refused_scope(asking.principal, effect)
            fault = fault_of(error, self._clock, status=403)
            fault.headers = self._callers.challenge(error.code, error.message, needed)
            raise fault

    async def _single(
        self, asking: Asking, refused: LinkwrightError | None, message: Message, version: str | None, headers: Headers
    ) -> _Reply:
        asking.stateless = message.modern or version == STATELESS
        asking.links = asking.stateless or (version or "") >= _LINKS_SINCE
        if message.kind == "notification":
            if message.method == "notifications/cancelled" and not asking.stateless:
                self._methods.cancel(asking, message)
            return _Reply(202)
        if message.kind == "response":
            if asking.stateless:
                raise BadMessage("This revision sends no requests to clients, so it takes no responses.", message.id)
            return _Reply(202)
        try:
            if asking.stateless:
                stateless.check(message, headers)
            elif version is not None and version not in HANDSHAKE:
                raise stateless.unsupported(version)
            if refused is not None:
                raise fault_of(refused, self._clock, status=refused.status if asking.stateless else 200)
            if asking.principal.kind == "client" and message.method == "tools/call":
                await self._check_scope(asking, message)
            result = await self._methods.answer(asking, message)
        except ClientGone:
            raise
        except Exception as error:
            return _refusal(self._fault(error), message.id)
        lines = [(_RUN_ID, asking.run_id.encode())] if asking.run_id else []
        return _Reply(200, answered(message.id, result), lines, asking.told)

    async def _batch(self, asking: Asking, refused: LinkwrightError | None, elements: list[Any]) -> _Reply:
        answers = [found for element in elements if (found := await self._element(asking, refused, element))]
        return _Reply(200, b"[" + b",".join(answers) + b"]", told=asking.told) if answers else _Reply(202)

    async def _element(self, asking: Asking, refused: LinkwrightError | None, element: Any) -> bytes | None:
        try:
            message = read_message(element)
        except BadMessage as fault:
            return fault.body(fault.id)
        if message.kind != "request":
            return None
        try:
            if message.method == "initialize":
                raise Fault(INVALID_REQUEST, "initialize must be sent by itself.")
            if refused is not None:
                raise fault_of(refused, self._clock)
            if asking.principal.kind == "client" and message.method == "tools/call":
                await self._check_scope(asking, message)
            return answered(message.id, await self._methods.answer(asking, message))
        except ClientGone:
            raise
        except Exception as error:
            return self._fault(error).body(message.id)

    def _fault(self, error: Exception) -> Fault:
        """How a request is answered that has ended with this."""
        if isinstance(error, Fault):
            return error
        return fault_of(error, self._clock) if isinstance(error, LinkwrightError) else _broken()


# What nearly all clients send.
_USUAL = frozenset({"*/*", "application/json", "application/json, text/event-stream"})
_NOWHERE = ("", 0)
_LINKS_SINCE = "2025-06-18"
_NOBODY = Principal(kind="key", id="", name="", project_id="")


def _check_right(principal: Principal) -> None:
    if scopes.ACTIONS_EXECUTE not in principal.scopes:
        said = f"This API key may not run tools: it needs the scope {scopes.ACTIONS_EXECUTE}."
        challenge = f'Bearer error="insufficient_scope", scope="{scopes.ACTIONS_EXECUTE}"'
        raise http_fault(403, said, {"WWW-Authenticate": challenge})


def _check_content(lines: Lines) -> None:
    kind = lines.get(b"content-type", b"")
    if kind != b"application/json" and kind.partition(b";")[0].strip().lower() != b"application/json":
        raise http_fault(415, "Content-Type must be application/json.")
    accept = header(lines, b"accept")
    if accept is not None and accept not in _USUAL and not _takes_json(accept):
        raise http_fault(406, "Answers are JSON: Accept must allow application/json.")


def _takes_json(accept: str) -> bool:
    """Whether a list of media ranges lets JSON through; a range with q=0 does not."""
    named = False
    for part in accept.split(","):
        kind, _, parameters = part.partition(";")
        if not kind.strip():
            continue
        named = True
        refused = any(
            one.strip().lower().replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
            for one in parameters.split(";")
        )
        if not refused and kind.strip().lower() in {"*/*", "application/*", "application/json"}:
            return True
    return not named


def _refusal(fault: Fault, message_id: Id = None) -> _Reply:
    return _Reply(fault.status, fault.body(message_id), lines_of(fault.headers))


def _broken() -> Fault:
    reference = new_id("err")
    _log.exception("mcp_broke", reference=reference)
    return Fault(INTERNAL_ERROR, f"Something broke on our side. The reference is {reference}.")
