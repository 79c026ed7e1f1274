"""The way of a call, the same for every face: allowed, account, arguments, credential, provider, run log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import structlog

from linkwright.access.decide import Resource, require
from linkwright.access.limits import RateLimiter
from linkwright.access.principals import Principal
from linkwright.accounts.hot import AccountRow, AccountRows
from linkwright.actions.answers import answer_of, planned_answer
from linkwright.actions.applying import Applied, Sends
from linkwright.actions.calls import ProviderCall, ProviderCalls
from linkwright.actions.errors import CallCancelled, UnknownAction
from linkwright.actions.inflight import InFlight
from linkwright.actions.lookup import Look, Lookup, Rights, definition_of
from linkwright.actions.options import APPLY, PLAIN, PLAN, CallOptions
from linkwright.actions.plans import Plan, plan_of
from linkwright.actions.policing import Policing
from linkwright.actions.repeating import NO_REPEAT, Repeat
from linkwright.actions.shaping.cursors import resumed
from linkwright.actions.shaping.shaping import shape_of, shaped, usual
from linkwright.actions.trail import Trail
from linkwright.actions.usable import (
    needs_reconnect,
    offer_reconnect,
    offer_right,
    require_usable,
)
from linkwright.actions.writing import OnceWriter, Told, told
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import AuthMethod
from linkwright.engine.arguments import gather
from linkwright.engine.current import makes, reader_of
from linkwright.engine.errors import CredentialRefused, EngineError, MissingRight
from linkwright.engine.files import Download
from linkwright.engine.hooks import effect_of
from linkwright.engine.redaction import Redaction
from linkwright.engine.results import RunResult
from linkwright.errors import Internal, LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.kit.words import did_you_mean
from linkwright.ledger.keys import fingerprint
from linkwright.ledger.model import Intent
from linkwright.logs.recorder import RunRecorder
from linkwright.policy.model import APPROVAL
from linkwright.screening.answers import Screening
from linkwright.screening.model import strictest

_log = structlog.get_logger()


class AccountStates(Protocol):
    """Whoever keeps the state of accounts is told what calls find out about them."""

    async def credential_refused(self, account: AccountRow, message: str) -> None:
        """The provider refused the credential of this row."""
        ...


@dataclass(slots=True)
class Outcome:
    """How a call ended.

    Attributes:
        body: the JSON object `{"data": …, "next": …}`; empty if there is an error.
        error: what went wrong; None if nothing did.
        file: what was asked for, if that is a file; whoever takes it closes it. Then `body` describes it.
        replays: the earlier run whose answer this is, where a write was repeated.
        screening: what was found in the answer that may be meant for a model; None for nothing.
        told: to be called once the answer has been given to somebody who was still there; None if that is no matter.
    """

    run_id: str
    body: bytes
    error: LinkwrightError | None
    file: Download | None = None
    replays: str | None = None
    told: Told | None = None
    screening: dict[str, Any] | None = None


class ActionRunner:
    """Runs actions and records every run."""

    def __init__(
        self,
        *,
        catalogs: CatalogSource,
        accounts: AccountRows,
        calls: ProviderCalls,
        recorder: RunRecorder,
        gate: InFlight,
        account_limit: RateLimiter,
        clock: Clock,
        states: AccountStates,
        rights: Rights,
        writer: OnceWriter,
        screening: Screening,
        public_url: str,
        policing: Policing | None = None,
    ) -> None:
        """Take the collaborators; `public_url` is where people find the console. Without `policing` no rules are asked."""
        self._calls = calls
        self._recorder = recorder
        self._gate = gate
        self._account_limit = account_limit
        self._clock = clock
        self._states = states
        self._rights = rights
        self._writer = writer
        self._screening = screening
        self._public_url = public_url
        self.policing = policing
        self.lookup = Lookup(catalogs, accounts, rights)
        self._writes: set[asyncio.Task[Outcome]] = set()

    async def run(
        self,
        principal: Principal,
        account_id: str | None,
        action_id: str,
        payload: Mapping[str, Any],
        face: str,
        repeat: Repeat = NO_REPEAT,
        *,
        options: CallOptions = PLAIN,
        offered_only: bool = True,
        look: Look | None = None,
    ) -> Outcome:
        """Run an action of an account with arguments in whatever shape `gather` takes; or plan it, as `options` say.

        A read stops when the waiting task is cancelled; a write goes on to its end and is recorded. `repeat` says by what
        a write is known again. Without `offered_only` it may be one that the profile does not offer to callers: what the hub
        does for itself. `look` is what the caller has just found of this account and action. The body of a plan is `{"data": the plan, "next": null}`.

        Raises:
            linkwright.errors.NotReady: the hub is stopping.
            linkwright.access.errors.TooManyAtOnce: too many calls run already. Every other failure is in the outcome.
        """
        trail = self.begin(principal, action_id, face)
        try:
            look = look or await self.lookup.look(principal, account_id, action_id)
        except BaseException:
            self._gate.leave(principal.id)
            raise
        action = trail.action = look.action
        if action is not None and action.confidential:
            trail.redaction = Redaction(action)
        trail.repeat, trail.options = repeat, options
        stoppable = action is None or action.effect == "read" or options.mode == PLAN
        return await self.follow(
            trail, payload, partial(self._way, trail, look, payload, offered_only), stoppable=stoppable
        )

    def begin(self, principal: Principal, action_id: str, face: str) -> Trail:
        """The trail of a new call, which counts as running until `follow` has ended.

        Raises:
            linkwright.errors.NotReady: the hub is stopping.
            linkwright.access.errors.TooManyAtOnce: too many calls run already, of this caller or in all.
        """
        self._gate.enter(principal.id)
        return Trail(self._clock, principal, action_id, face)

    def follow(
        self, trail: Trail, payload: Mapping[str, Any], way: Callable[[], Awaitable[bytes]], *, stoppable: bool
    ) -> Awaitable[Outcome]:
        """Go the way of a call to its end and record it; what is not `stoppable` goes on when the waiting task is cancelled."""
        work = self._counted(trail, payload, way)
        if stoppable:
            return work
        task = asyncio.create_task(work)
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return asyncio.shield(task)

    def call(self, trail: Trail, method: AuthMethod) -> ProviderCall:
        """The call to the provider that the trail has found allowed."""
        return self._calls.of(trail, method)

    async def count(self, account: AccountRow) -> None:
        """Count a call against what may be made on the account.

        Raises:
            linkwright.access.errors.AccountRateLimited: it has had its calls for this minute.
        """
        if self._account_limit.on:
            await self._account_limit.take(account.id)

    async def _counted(self, trail: Trail, payload: Mapping[str, Any], way: Callable[[], Awaitable[bytes]]) -> Outcome:
        try:
            outcome = await self._recorded(trail, payload, way)
            if isinstance(outcome.error, CredentialRefused) and trail.account:
                await self._tell(trail.account, outcome.error)
            return outcome
        finally:
            self._gate.leave(trail.principal.id)

    async def _recorded(self, trail: Trail, payload: Mapping[str, Any], way: Callable[[], Awaitable[bytes]]) -> Outcome:
        body = b""
        error: LinkwrightError | None = None
        try:
            body = await way()
            if trail.account is not None and trail.file is None:
                mode = strictest(trail.account.screening, trail.options.screening)
                if not self._screening.quiet(body, mode):
                    body, trail.screening = await self._screening.screened(body, mode)
        except LinkwrightError as refused:
            error = refused
            if trail.redaction is not None:
                trail.redaction.given(payload)
                refused.message = trail.redaction.text(refused.message)
                refused.args = (refused.message,)
            if trail.account and needs_reconnect(refused, trail.account):
                offer_reconnect(refused, trail.account, self._public_url)
            if isinstance(refused, MissingRight):
                self._lacked(trail, refused)
            if isinstance(refused, EngineError):
                trail.calls = [*trail.looked, *refused.calls]
        except asyncio.CancelledError:
            error = CallCancelled()
            if trail.file is not None:
                await trail.file.close()
            raise
        except Exception as broken:
            # The run's id is the reference: it leads to the log line and to the run itself.
            account_id = trail.account.id if trail.account else None
            _log.exception("run_broke", reference=trail.run_id, action=trail.action_id, account=account_id)
            error = Internal(f"Something broke on our side. The reference is {trail.run_id}.")
            error.__cause__ = broken
        finally:
            self._recorder.put(trail.run(body, error))
        return Outcome(trail.run_id, body, error, trail.file, trail.replays, trail.told, trail.screening)

    async def _way(self, trail: Trail, look: Look, payload: Mapping[str, Any], offered_only: bool) -> bytes:
        principal, action, mode = trail.principal, trail.action, trail.options.mode
        effect = effect_of(action, payload) if action else None
        # A plan only reads, so whoever may read may make one.
        require(principal, "execute", Resource("action", principal.project_id, "read" if mode == PLAN else effect))
        if isinstance(look.account, LinkwrightError):
            raise look.account
        account = trail.account = look.account
        connector, method = definition_of(look.catalog, account)
        if action is None or connector.actions.get(action.id) is not action:
            raise UnknownAction(
                f"{connector.name} has no action '{trail.action_id[:128]}'.{did_you_mean(trail.action_id[:128], connector.actions)}"
            )
        trail.connector = connector
        require_usable(account, connector.name)
        await self.count(account)
        if offered_only:
            self.lookup.enabled.require(connector, account.profile_actions, action)
        trail.reach("Allowed")
        # What the caller sent, until it is known to be good.
        trail.arguments = payload
        before = resumed(action.id, payload)
        asked = payload if before is None else before.payload(payload, action.paged)
        trail.arguments = gather(action, asked)
        trail.reach("Arguments checked")
        call = self._calls.of(trail, method)
        if before is None and mode != PLAN and not trail.options.max_tokens:
            trail.options = usual(trail.options, account, action, trail.face)
        held = None
        if self.policing is not None and offered_only:
            held = await self.policing.judged(trail, str(effect), partial(_resolved, trail, call))
        if before is None and trail.options is PLAIN and held is None:
            return self._answered(trail, await call.send()) if effect == "read" else await self._write(trail, call)
        plans = partial(self._plan, trail, call)
        if mode == PLAN:
            return planned_answer(trail, await plans())
        options = shape_of(trail.options, before, action, effect)
        if self.policing is not None and held is not None and held.outcome == APPROVAL:
            everything = await told(trail.arguments)
            body = await self.policing.through(
                trail, held, call, plans, partial(self.sent, trail), str(effect), everything
            )
        else:
            ways = Applied(call, plans, options.plan_hash) if mode == APPLY else call
            body = await self.sent(trail, ways, effect)
        if trail.file is not None or (before is None and not options.shape):
            return body
        return shaped(body, action, str(effect), trail.arguments, options, before)

    async def sent(self, trail: Trail, ways: Sends, effect: str | None) -> bytes:
        """Send an allowed call, a write through the ledger; the body of its answer."""
        return self._answered(trail, await ways.send()) if effect == "read" else await self._write(trail, ways)

    async def _plan(self, trail: Trail, call: ProviderCall) -> Plan:
        """What the call would do, found out by reads that the profile offers to callers."""
        account, action, connector = trail.account, trail.action, trail.connector
        assert (
            account is not None and action is not None and connector is not None
        )  # the way of the call has found them
        reader = reader_of(connector, action)
        off = reader is not None and reader.id not in self.lookup.enabled.of(connector, account.profile_actions)
        held = not off and reader is not None and not await self._may_look(trail, reader.id)
        looked = await call.look(None if off or held else reader)
        if (off or held) and reader is not None:
            why = "held back by a rule" if held else "switched off for this account"
            looked.prepared.unknown.append(f"The present values were not read: {reader.id} is {why}.")
        elif reader is None and action.effect != "read" and not makes(action):
            looked.prepared.unknown.append(
                f"{connector.name} is not asked for the present values: no action reads them."
            )
        effect = effect_of(action, trail.arguments or {})
        return await plan_of(trail, looked, effect, self._rights.standing(connector, account))

    async def _may_look(self, trail: Trail, action_id: str) -> bool:
        return self.policing is None or await self.policing.reads(trail, action_id)

    async def _write(self, trail: Trail, call: Sends) -> bytes:
        """The same through the ledger: noted before it is sent, and its answer written down before it is given."""
        account, action = trail.account, trail.action
        assert account is not None and action is not None  # the way of the call has found both
        marks = fingerprint(account.id, action.id, {**await told(trail.arguments or {}), **trail.marked})
        intent = Intent(
            key=trail.repeat.key(trail.principal, trail.run_id, marks),
            project_id=trail.principal.project_id,
            account_id=account.id,
            action=action.id,
            fingerprint=marks,
            run_id=trail.run_id,
            lasts=self._calls.deadline,
            caller={
                "face": trail.face,
                "name": trail.principal.name,
                "id": trail.principal.id,
                "kind": trail.principal.kind,
            },
            narrow=trail.principal.limited,
        )
        written = await self._writer.write(action, intent, call, self._calls.deadline)
        if written.recorded is not None:
            body, trail.replays = written.recorded.body, written.recorded.run_id
        else:
            assert written.result is not None  # it was not recorded before
            body = self._answered(trail, written.result)
            await self._writer.finished(written, body)
            trail.reach("Written down")
        trail.told = self._writer.told(intent, written)
        return body

    def _answered(self, trail: Trail, result: RunResult) -> bytes:
        assert trail.account is not None and trail.action is not None and trail.connector is not None  # as above
        self._rights.worked(trail.connector, trail.account, trail.action, result)
        trail.calls, trail.warnings, trail.file = [*trail.looked, *result.calls], result.warnings, result.file
        body = answer_of(result, trail.connector.name, writes=effect_of(trail.action, trail.arguments or {}) != "read")
        trail.reach("Answer written")
        return body

    def _lacked(self, trail: Trail, refused: MissingRight) -> None:
        connector, account, action = trail.connector, trail.account, trail.action
        if connector is None or account is None or action is None:
            return
        self._rights.lacked(connector, account, action, refused.extra.get("missing_scopes", ()), refused.message)
        offer_right(refused, connector, account, self._public_url)

    async def _tell(self, account: AccountRow, refused: CredentialRefused) -> None:
        try:
            await self._states.credential_refused(account, refused.message)
        except Exception:
            # The caller's answer is settled; what could not be noted now is found again by the next call.
            _log.exception("account_state_not_noted", account=account.id)


async def _resolved(trail: Trail, call: ProviderCall) -> dict[str, Any]:
    """What a rule's condition is asked of: the arguments as they will be sent, names looked up."""
    action, given = trail.action, trail.arguments or {}
    assert action is not None  # the way of the call has found it
    if any(name in given for name in action.named):
        looked = await call.look(None)
        trail.looked = trail.calls = looked.calls
        given = looked.prepared.arguments
    return {"arguments": {**dict(action.defaults), **given}}
