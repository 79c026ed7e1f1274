"""The way of a call of the proxy: the same as that of an action, but for what there is no action to say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.actions.calls import ProviderCall
from linkwright.actions.plans import Plan, request_plan
from linkwright.actions.proxy.errors import ProxyOff
from linkwright.actions.proxy.headers import refuse_credential
from linkwright.actions.proxy.request import ProxyRequest
from linkwright.actions.repeating import Repeat
from linkwright.actions.runner import ActionRunner, Outcome
from linkwright.actions.trail import Trail
from linkwright.actions.usable import require_usable
from linkwright.connectors.compiled import Action, Call, Connector
from linkwright.engine.hooks import only_reads
from linkwright.engine.plan import PlannedCall
from linkwright.engine.proxied import proxied
from linkwright.engine.redaction import Redaction
from linkwright.engine.requests import JSON
from linkwright.engine.results import RunResult
from linkwright.policy.facts import place_of, proxy_data
from linkwright.policy.model import APPROVAL, Data, Decision
from linkwright.profiles.model import proxy_on

FACE = "proxy"
_EFFECTS = {"GET": "read", "DELETE": "destroy"}
_PARTS = frozenset({"query", "variables", "operationName"})
_DOCUMENTS = frozenset({"query", "mutation", "extensions", "documentid"})
_NO_CALL = Call("", "", "", "", "", b"")


class _Ways:
    """What the ledger needs of a call of the proxy."""

    def __init__(self, call: ProviderCall, planned: PlannedCall) -> None:
        self._call, self._planned = call, planned

    async def send(self, seed: str | None = None) -> RunResult:  # noqa: ARG002 - the caller chooses all ids
        return await self._call.proxy(self._planned)

    async def find(self, seed: str) -> RunResult | None:  # noqa: ARG002 - as above
        return None


class ProxyRunner:
    """Calls a provider for whoever may, and records every call."""

    def __init__(self, runner: ActionRunner) -> None:
        self._runner = runner

    async def run(self, principal: Principal, account_id: str | None, asked: ProxyRequest, repeat: Repeat) -> Outcome:
        """Make the call; the body of the outcome is `{"data": {"status", "headers", "data"}, "next": null}`.

        Raises:
            linkwright.errors.NotReady: the hub is stopping. Every other failure is in the outcome.
        """
        trail = self._runner.begin(principal, FACE, FACE)
        trail.repeat = repeat
        way = partial(self._way, trail, account_id, asked)
        return await self._runner.follow(trail, {"body": asked.body}, way, stoppable=asked.method == "GET")

    async def _way(self, trail: Trail, account_id: str | None, asked: ProxyRequest) -> bytes:
        principal = trail.principal
        require(principal, "execute", Resource("action", principal.project_id))
        account = trail.account = await self._runner.lookup.account(principal, account_id)
        connector, method = await self._runner.lookup.definition(account)
        trail.connector = connector
        address = asked.address(connector, method)
        effect, words = _meaning(connector, asked, address)
        action = trail.action = _as_action(connector, asked, effect)
        trail.redaction = Redaction(action)
        require(principal, "execute", Resource("action", principal.project_id, effect))
        require_usable(account, connector.name)
        await self._runner.count(account)
        if not proxy_on(account.profile_proxy, account.profile_actions):
            raise ProxyOff(f"The proxy is switched off for this {connector.name} account.")
        refuse_credential(asked.headers, method)
        kind, body = asked.content()
        trail.reach("Allowed")
        told = trail.arguments = asked.told(address)
        trail.marked = asked.marked()
        _notice(trail.redaction, asked.body)
        planned = proxied(
            connector,
            asked.method,
            address,
            effect=effect,
            words=words,
            headers={**asked.headers, **({"content-type": kind} if kind else {})},
            body=body,
            shown={} if asked.body is None else {"body": asked.body},
        )
        trail.arguments = told
        ways = _Ways(self._runner.call(trail, method), planned)
        held = await self._judged(trail, asked, address, effect)
        if held is not None and self._runner.policing is not None:
            sent = {**told, "headers": dict(asked.headers)}
            plans = partial(_plan, trail, effect, told, sent)
            return await self._runner.policing.through(
                trail, held, ways, plans, partial(self._runner.sent, trail), effect, sent
            )
        # Without a key a write could not be known again, and what it means is the caller's affair.
        plain = effect == "read" or trail.repeat.given is None
        return await self._runner.sent(trail, ways, "read" if plain else effect)

    async def _judged(self, trail: Trail, asked: ProxyRequest, address: str, effect: str) -> Decision | None:
        """The rules' decision where it is that a person has to approve; None where nothing stands in the way."""
        if self._runner.policing is None:
            return None
        data = proxy_data(asked.method, address, asked.body)

        async def given() -> Data:
            return data

        held = await self._runner.policing.judged(trail, effect, given, place_of(data))
        return held if held is not None and held.outcome == APPROVAL else None


async def _plan(trail: Trail, effect: str, told: Mapping[str, Any], sent: Mapping[str, Any]) -> Plan:
    shown = {"method": told["method"], "url": told["url"], "headers": told["headers"], "body": told["sent"]}
    shown = dict(trail.redaction.of(shown)) if trail.redaction is not None else shown
    return request_plan(trail, effect, shown, sent)


def _meaning(connector: Connector, asked: ProxyRequest, address: str) -> tuple[str, str]:
    """The effect of a call, and what people read of it in logs. A query of GraphQL is posted, and reads all the same."""
    where, _, parameters = address.partition("?")
    place = f"{asked.method} {where.removeprefix(connector.base_url) or '/'}"
    if connector.account.request is None:
        if where == connector.account.call.url:
            # Servers of GraphQL take what stands in the address before what is in the body.
            return ("read", "query by proxy") if not parameters and _queries(asked) else ("write", place)
        if any(name.lower() in _DOCUMENTS for name, _ in parse_qsl(parameters, keep_blank_values=True)):
            # Another spelling of the same place, such as with a slash at its end.
            return "write", place
    return _EFFECTS.get(asked.method, "write"), place


def _queries(asked: ProxyRequest) -> bool:
    """Whether the body is a document of queries alone, and nothing beside it that a server may run in its place."""
    body, kind = asked.body, asked.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if asked.method != "POST" or kind != JSON or not isinstance(body, Mapping) or not set(body) <= _PARTS:
        return False
    return isinstance(body.get("query"), str) and only_reads(body["query"])


def _as_action(connector: Connector, asked: ProxyRequest, effect: str) -> Action:
    """What stands where other calls have their action: for the log, the ledger and what must be kept nowhere."""
    return Action(
        id=FACE,
        connector=connector.key,
        name=FACE,
        label="Proxy",
        description="",
        effect=effect,
        scopes=(),
        inputs={},
        output_schema={},
        paged=False,
        schemas={},
        resource="",
        call=_NO_CALL,
        repeatable=asked.method in ("PUT", "DELETE"),
        confidential=tuple(one.rpartition(".")[2] for one in connector.confidential),
        # A caller's own document is looked into for aliases of what is confidential.
        hook="run_graphql",
        accepted={name: name for name in ("method", "url", "headers", "sent")},
    )


def _notice(redaction: Redaction, body: Any) -> None:
    redaction.of(body)
    if isinstance(body, Mapping) and isinstance(body.get("query"), str):
        redaction.of({"document": body["query"], "variables": body.get("variables")})
