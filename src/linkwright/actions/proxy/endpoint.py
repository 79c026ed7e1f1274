"""`POST /unified/proxy`: one call of a provider that no action describes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from linkwright.access.authenticate import Authenticator
from linkwright.access.principals import Principal
from linkwright.actions.errors import PostOnly
from linkwright.actions.proxy.errors import ProxyInvalid
from linkwright.actions.proxy.heartbeat import APPLIED, Answer, beat, wanted
from linkwright.actions.proxy.request import read_request
from linkwright.actions.proxy.running import ProxyRunner
from linkwright.actions.repeating import NO_REPEAT, Repeat
from linkwright.actions.rpc import account_in
from linkwright.actions.wire import (
    ClientGone,
    Lines,
    Receive,
    Scope,
    Send,
    address_of,
    answer,
    header,
    lines_of,
    read_body,
)
from linkwright.errors import Internal, LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id

_log = structlog.get_logger()
_SECONDS = 10.0
_HEAD, _TAIL = b'{"data":', b',"next":null}'
# What the published client takes for success. 204 would have no body, in which it wants to read the status.
_AS_IT_IS = (200, 201, 202)


class ProxyEndpoint:
    """Makes one call per request and answers with a JSON object, whatever happens."""

    def __init__(
        self,
        proxy: ProxyRunner,
        authenticator: Authenticator,
        clock: Clock,
        *,
        max_body_bytes: int,
        seconds: float = _SECONDS,
    ) -> None:
        """Take the collaborators; `seconds` lie between two heartbeats."""
        self._proxy = proxy
        self._authenticator = authenticator
        self._clock = clock
        self._max_body_bytes = max_body_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        lines: Lines = dict(scope["headers"])
        try:
            work = await self._begin(scope, lines, receive)
        except ClientGone:
            return
        except LinkwrightError as error:
            await self._answer(send, self._refused(error))
            return
        if not wanted(header(lines, b"prefer")):
            await self._answer(send, await self._safe(work))
            return
        found = await beat(send, self._safe(work), self._seconds)
        if found is not None:
            found.headers.append(APPLIED)
            await self._answer(send, found)

    async def _begin(self, scope: Scope, lines: Lines, receive: Receive) -> Callable[[], Awaitable[Answer]]:
        """Everything before the call itself, so that no heartbeat can hide a refusal of it."""
        if scope["method"] != "POST":
            raise PostOnly(f"/unified/proxy takes POST, not {scope['method'][:20]}.", headers={"Allow": "POST"})
        principal = await self._authenticator.authenticate(header(lines, b"authorization"), address_of(scope))
        body = await read_body(lines, receive, self._max_body_bytes)

        async def work() -> Answer:
            return await self._made(principal, lines, body)

        return work

    async def _made(self, principal: Principal, lines: Lines, body: bytes) -> Answer:
        try:
            call = jsons.loads(body)
        except (ValueError, RecursionError):
            raise ProxyInvalid("The body is not valid JSON." if body else "The body is empty.") from None
        asked = read_request(call)
        account_id = header(lines, b"x-account-id") or account_in(call.get("headers"))
        key = lines.get(b"idempotency-key")
        repeat = NO_REPEAT if key is None else Repeat(given=key.decode("latin-1"))
        outcome = await self._proxy.run(principal, account_id, asked, repeat)
        told = [(b"x-linkwright-run-id", outcome.run_id.encode())]
        if outcome.replays is not None:
            told.append((b"x-linkwright-replays", outcome.replays.encode()))
        if outcome.error is not None:
            refused = self._refused(outcome.error)
            return Answer(refused.status, refused.body, [*refused.headers, *told])
        given = _given(outcome.body)
        status = jsons.loads(given)["status"]
        return Answer(status if status in _AS_IT_IS else 200, given, told)

    async def _safe(self, work: Callable[[], Awaitable[Answer]]) -> Answer:
        try:
            return await work()
        except LinkwrightError as error:
            return self._refused(error)
        except Exception:
            reference = new_id("err")
            _log.exception("proxy_broke", reference=reference)
            return self._refused(Internal(f"Something broke on our side. The reference is {reference}."))

    def _refused(self, error: LinkwrightError) -> Answer:
        return Answer(error.status, jsons.dumpb(error.body(self._clock.now())), lines_of(error.headers))

    @staticmethod
    async def _answer(send: Send, found: Answer) -> None:
        await answer(send, found.status, found.body, found.headers)


def _given(body: bytes) -> bytes:
    """What is answered of the body of an outcome: what came from the provider, and beside it what the hub says of that."""
    if body.startswith(_HEAD) and body.endswith(_TAIL):
        return body.removeprefix(_HEAD).removesuffix(_TAIL)
    outcome = jsons.loads(body)
    own = outcome["linkwright"]
    if "screening" in own:
        findings = [{**one, "where": one["where"].removeprefix("data.")} for one in own["screening"]["findings"]]
        own = {**own, "screening": {**own["screening"], "findings": findings}}
    return jsons.dumpb({**outcome["data"], "linkwright": own})
