"""Sends one planned call within a deadline; repeats a read that failed in a way that a repeat may cure."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.engine.account_limits import AccountLimits
from linkwright.engine.authorise import address_for, bare_headers, headers_for
from linkwright.engine.errors import AddressBlocked, DeadlineExceeded, EngineError, ProviderFault, ProviderRateLimited
from linkwright.engine.limits import read_limits
from linkwright.engine.plan import PlannedCall
from linkwright.engine.reading import Answer, read_answer
from linkwright.engine.receiving import received
from linkwright.engine.redaction import Redaction
from linkwright.engine.refuse import refusal, unreached
from linkwright.engine.rest import read_rest
from linkwright.engine.results import EXCERPT_CHARS, UpstreamCall
from linkwright.engine.said_back import SaidBack, without_secrets
from linkwright.engine.waiting import Sleep
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.outbound.errors import AddressRefused, AnswerTooLarge, UpstreamTimeout, UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, OutboundResponse, Transport

_LONGEST_SECRET = 4096
Outcome = Answer | tuple[EngineError, bool]
"""How an exchange ended: an answer that can be used, or an error and whether a repeat may cure it."""
WAITS = (0.2, 0.8)
"""Seconds before the second and the third try of a read."""


@dataclass(slots=True)
class Sender:
    """What sending needs, for one call: whom it acts for, how it goes out, and what was sent so far.

    Attributes:
        deadline: seconds that the call may take in all, tries and waits included.
        calls: every exchange so far, for the run log.
        limits: what the account has used up; None keeps no limits.
        redaction: takes out what must not be kept; None where nothing is confidential.
    """

    connector: Connector
    method: AuthMethod
    credential: Mapping[str, Secret]
    transport: Transport
    clock: Clock
    deadline: float
    sleep: Sleep = asyncio.sleep
    calls: list[UpstreamCall] = field(default_factory=list)
    ends: float = 0.0
    limits: AccountLimits | None = None
    redaction: Redaction | None = None
    _basic: Secret | None = field(default=None, init=False, repr=False)

    async def answer(self, planned: PlannedCall, *, partial: bool = True) -> Answer:
        """The provider's answer: data, and with `partial` perhaps failures beside it, which a read can live with.

        Raises:
            EngineError: the call failed; carries the calls that were made.
        """
        if planned.host not in self.connector.hosts:
            raise AddressBlocked(f"{planned.host} is not a host of the connector {self.connector.key}.")
        headers = self._headers(planned)
        ends = self.ends = self.ends or self.clock.monotonic() + self.deadline
        tries = 1 + (min(self.connector.retries, len(WAITS)) if planned.effect == "read" else 0)
        attempt = 0
        outcome: Outcome | None = None
        while True:
            left = ends - self.clock.monotonic()
            if left <= 0:
                raise DeadlineExceeded(calls=self.calls)
            attempt += 1
            if self.limits is not None and (planned.rates or self.limits.held):
                outcome = await self._in_turn(planned, headers, partial, outcome)
            else:
                outcome = await self._once(planned, headers, left, partial)
            if isinstance(outcome, Answer):
                return outcome
            error, again = outcome
            wait = WAITS[attempt - 1] if attempt < tries else 0.0
            if not again or attempt >= tries or self.clock.monotonic() + wait >= ends:
                raise error
            await self.sleep(wait)

    def _headers(self, planned: PlannedCall) -> dict[str, str]:
        if planned.request is not None and not planned.auth:
            return bare_headers(planned.headers)
        headers = headers_for(self.method, self.credential, None if planned.request is None else planned.headers)
        if self.method.basic:
            self._basic = Secret(headers["Authorization"].removeprefix("Basic "))
        return headers

    def _secrets(self) -> tuple[Secret, ...]:
        """The credential in all forms in which it is sent: with HTTP Basic another one than it is kept in."""
        return (*self.credential.values(), *((self._basic,) if self._basic is not None else ()))

    def _read(self, planned: PlannedCall, response: OutboundResponse) -> Answer:
        if planned.request is None:
            return read_answer(self.connector, response)
        return read_rest(self.connector, planned, response)

    async def _in_turn(
        self, planned: PlannedCall, headers: dict[str, str], partial: bool, before: Outcome | None
    ) -> Outcome:
        """One exchange when the account's limits let it go; `before` is how the try before it ended."""
        assert self.limits is not None
        try:
            async with self.limits.turn(planned.rates, self.ends, self.sleep):
                return await self._once(planned, headers, self.ends - self.clock.monotonic(), partial)
        except ProviderRateLimited as refused:
            if isinstance(before, tuple):
                raise before[0] from refused
            refused.calls = list(self.calls)
            raise

    async def _once(self, planned: PlannedCall, headers: dict[str, str], left: float, partial: bool) -> Outcome:
        """One exchange: an answer that can be used, or an error and whether a repeat may cure it."""
        call = UpstreamCall(planned.method, planned.url, planned.operation, None, self.clock.now(), 0.0)
        if planned.request is None:
            call.request = {"query": planned.document, "variables": planned.variables}
        else:
            call.request = planned.variables
        if self.redaction is not None:
            call.url, call.request = self.redaction.text(call.url), self.redaction.of(call.request)
        self.calls.append(call)
        url = address_for(planned.url, self.method, self.credential) if planned.auth else planned.url
        began = self.clock.monotonic()
        reads = planned.effect == "read"
        request = OutboundRequest(
            planned.method, url, headers, planned.body, left, planned.max_bytes, planned.file, reads
        )
        try:
            if planned.request is not None and planned.request.answer == "file":
                response, opened = await received(self.transport, request, self.clock)
            else:
                response, opened = await self.transport.send(request), None
        except (UpstreamUnreachable, UpstreamTimeout, AddressRefused, AnswerTooLarge) as failed:
            call.duration_ms = (self.clock.monotonic() - began) * 1000
            call.error = failed.message
            return self._broken(failed), isinstance(failed, UpstreamUnreachable)
        self._note(planned, call, response)
        if opened is not None:
            call.answered, call.response_excerpt = None, f"a file of type {opened.type}"
            return Answer(opened, ())
        answer = self._read(planned, response)
        if answer.failures:
            # What failed is kept, shown and logged; a provider that repeats the credential must not get it there.
            clean, lines = self._clean(response.body), self._clean_headers(response.headers)
            if clean != response.body or lines != response.headers:
                response = replace(response, body=clean, headers=lines)
                answer.failures = self._read(planned, response).failures
        return answer if self._usable(planned, answer, partial) else self._refused(answer, response, call)

    @staticmethod
    def _usable(planned: PlannedCall, answer: Answer, partial: bool) -> bool:
        """Without failures always; a read also where some data came and no failure concerns the whole call."""
        if not answer.failures:
            return True
        if (
            not partial
            or planned.effect != "read"
            or planned.request is not None
            or not answer.data
            or all(value is None for value in answer.data.values())
        ):
            return False
        return all(one.outcome not in ("rate_limited", "reconnect", "connector_bug") for one in answer.failures)

    def _refused(self, answer: Answer, response: OutboundResponse, call: UpstreamCall) -> tuple[EngineError, bool]:
        error = refusal(self.connector, answer.failures, response, self.calls, self.clock.now())
        call.error = error.message
        outcome = answer.failures[0].outcome
        return error, outcome == "retry" or (outcome == "provider_error" and response.status >= 500)

    def _broken(self, failed: EngineError | Any) -> EngineError:
        name = self.connector.name
        if isinstance(failed, UpstreamTimeout):
            return DeadlineExceeded(f"{name} did not answer in {self.deadline:g} seconds.", calls=self.calls)
        if isinstance(failed, AddressRefused):
            return AddressBlocked(f"{name} was not called. {failed.message}", hint=failed.remedy, calls=self.calls)
        if isinstance(failed, AnswerTooLarge):
            extra = unreached(self.calls[-1], failed.message)
            return ProviderFault(f"{name}: {failed.message}", hint=failed.remedy, calls=self.calls, extra=extra)
        extra = unreached(self.calls[-1], failed.message)
        return ProviderFault(f"{name} could not be reached.", calls=self.calls, extra=extra)

    def _clean(self, body: bytes) -> bytes:
        kept = body if self.redaction is None else self.redaction.body(body)
        return without_secrets(kept, self._secrets())

    def _clean_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        said_back = SaidBack(self._secrets())
        return {
            name: said_back.out_of(value.encode(errors="surrogateescape")).decode(errors="surrogateescape")
            for name, value in headers.items()
        }

    def _note(self, planned: PlannedCall, call: UpstreamCall, response: OutboundResponse) -> None:
        call.status = response.status
        call.duration_ms = response.elapsed_ms
        call.response_bytes = len(response.body)
        if self.redaction is None:
            call.answered = partial(self._excerpt, response.body[: EXCERPT_CHARS + _LONGEST_SECRET])
        else:
            # What is confidential in it is noticed now, so that it is hidden in what comes next.
            call.response_excerpt = self._excerpt(self.redaction.body(response.body))
        call.limits = read_limits(self.connector, response.headers, call.started_at)
        if self.limits is not None:
            self.limits.heed(planned.rates, call.limits)

    def _excerpt(self, body: bytes) -> str:
        clean = without_secrets(body[: EXCERPT_CHARS + _LONGEST_SECRET], self._secrets())
        return clean[:EXCERPT_CHARS].decode(errors="replace")
