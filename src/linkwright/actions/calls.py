"""From an allowed call to the provider and back: credential, token, limits, and once more where a token was refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol, TypeVar

from linkwright.accounts.health.asking import Tokens
from linkwright.accounts.hot import AccountRow
from linkwright.actions.errors import AccountNotFound, AccountNotUsable
from linkwright.actions.proxy.headers import given_back
from linkwright.actions.proxy.secrecy import cleaned, forms_of
from linkwright.actions.resending import nothing_happened
from linkwright.actions.trail import Trail
from linkwright.actions.usable import require_usable
from linkwright.connectors.compiled import Action, AuthMethod, Connector
from linkwright.engine.errors import CredentialRefused, EngineError
from linkwright.engine.finding import find_made
from linkwright.engine.looking import Looked, look
from linkwright.engine.names import NameCache
from linkwright.engine.plan import PlannedCall
from linkwright.engine.provider_schema import ProviderSchemas
from linkwright.engine.rates import RateLimits
from linkwright.engine.results import RunResult, UpstreamCall
from linkwright.engine.run import run
from linkwright.engine.send import Sender
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.oauth.renewal import ends_soon
from linkwright.outbound.transport import Transport
from linkwright.vault.vault import Vault


class _Traced(Protocol):
    """What work with the provider gives: it knows the exchanges that it took."""

    calls: list[UpstreamCall]


A = TypeVar("A")
T = TypeVar("T", bound=_Traced)
_LEAST = 1.0
"""Seconds that a search for what was made gets at least."""


class Transports(Protocol):
    """The ways out: to the provider, and to a project's twin of it."""

    @property
    def live(self) -> Transport:
        """The guarded client."""
        ...

    def twin(self, connector: Connector, project_id: str) -> Transport | None:
        """The project's twin of a connector; None if the connector has none."""
        ...


class ProviderCalls:
    """What calls need on their way, kept between them: names, schemas and limits."""

    def __init__(
        self,
        vault: Vault,
        transports: Transports,
        limits: RateLimits,
        clock: Clock,
        deadline: float,
        tokens: Tokens | None,
    ) -> None:
        """`deadline` is in seconds for one call. Without `tokens` none is renewed."""
        self.vault = vault
        self.transports = transports
        self.limits = limits
        self.clock = clock
        self.deadline = deadline
        self.tokens = tokens
        self.names = NameCache(clock)
        self.schemas = ProviderSchemas(clock)

    def of(self, trail: Trail, method: AuthMethod) -> ProviderCall:
        """The call that the trail has found allowed: with account, connector, action and checked arguments."""
        return ProviderCall(self, trail, method)


class ProviderCall:
    """One allowed call; what is found out of its account on the way is noted on the trail."""

    __slots__ = ("_calls", "_known", "_method", "_trail")

    def __init__(self, calls: ProviderCalls, trail: Trail, method: AuthMethod) -> None:
        self._calls, self._trail, self._method = calls, trail, method
        # Ids in place of names, where a plan has found them; what is applied are the very same.
        self._known: dict[str, Any] | None = None

    def send(self, seed: str | None = None) -> Awaitable[RunResult]:
        """Send it; what it creates gets ids drawn from the seed, or random ones.

        Raises:
            EngineError: it failed.
            AccountNotUsable: the account's token has ended for good.
        """
        if self._account().ends is None and not self._method.gives_tokens:
            # There is no token that could be renewed.
            return self._run(seed)
        return self._tried(self._run, seed)

    async def look(self, reader: Action | None) -> Looked:
        """What it would send and change, `reader` being the action that reads that; sends nothing that writes.

        Raises:
            EngineError: it could not be found out.
            AccountNotUsable: the account's token has ended for good.
        """
        looked = await self._tried(self._look, reader)
        self._trail.waited = self._trail.elapsed()
        self._known = looked.prepared.arguments
        return looked

    async def proxy(self, planned: PlannedCall) -> RunResult:
        """Send a call that no action describes; `data` is its `status`, `headers` and `data`.

        Raises:
            EngineError: it failed, or the provider refused it.
            AccountNotUsable: the account's token has ended for good.
        """
        return await self._tried(self._proxy, planned)

    async def find(self, seed: str) -> RunResult | None:
        """What an earlier try with that seed made; None if it made nothing. Only where the action has a lookup.

        Raises:
            EngineError: the provider could not be asked.
        """
        self._trail.waited = self._trail.elapsed()
        result = await find_made(
            self._connector(),
            self._action(),
            self._trail.arguments or {},
            seed,
            **await self._means(max(_LEAST, self._calls.deadline - self._trail.waited)),
        )
        self._trail.waited = self._trail.elapsed()
        return result

    async def _tried(self, work: Callable[[A], Awaitable[T]], on: A) -> T:
        """The work with a token that holds, and once more with another where it was refused."""
        tokens, account = self._calls.tokens, self._account()
        if account.ends is not None and tokens is not None and ends_soon(account, self._trail.started_at):
            await self._renew(tokens.ensure)
        try:
            return await work(on)
        except CredentialRefused as refused:
            if not self._method.gives_tokens or tokens is None or not nothing_happened(self._action(), refused):
                raise
            return await self._try_again(partial(work, on), refused, tokens)

    async def _look(self, reader: Action | None) -> Looked:
        means = await self._means(self._calls.deadline - self._trail.waited)
        self._trail.reach("Credential opened")
        try:
            return await look(
                self._connector(),
                self._action(),
                self._trail.arguments or {},
                **means,
                reader=reader,
                names=self._calls.names,
                schemas=self._calls.schemas,
                account=self._account().id,
            )
        finally:
            self._trail.reach(f"Looked at {self._connector().name}")

    async def _proxy(self, planned: PlannedCall) -> RunResult:
        means = await self._means(self._calls.deadline - self._trail.waited)
        self._trail.reach("Credential opened")
        forms = forms_of(self._method, means["credential"])
        sender = Sender(self._connector(), **means)
        try:
            answer = await sender.answer(planned, partial=False)
        finally:
            self._trail.reach(f"Run at {self._connector().name}")
        told = {"status": sender.calls[-1].status, "headers": given_back(answer.headers), "data": answer.data}
        return RunResult(cleaned(told, forms), None, sender.calls)

    async def _run(self, seed: str | None) -> RunResult:
        means = await self._means(self._calls.deadline - self._trail.waited)
        self._trail.reach("Credential opened")
        try:
            return await run(
                self._connector(),
                self._action(),
                self._known or self._trail.arguments or {},
                **means,
                names=self._calls.names,
                schemas=self._calls.schemas,
                account=self._account().id,
                seed=seed,
            )
        finally:
            # A call that failed at the provider took its time there too.
            self._trail.reach(f"Run at {self._connector().name}")

    async def _means(self, deadline: float) -> dict[str, Any]:
        account, connector, calls = self._account(), self._connector(), self._calls
        return {
            "method": self._method,
            "credential": await self._credential(account),
            "transport": self._transport(account, connector),
            "clock": calls.clock,
            "deadline": deadline,
            "limits": calls.limits.of(connector, account.counted_as),
            "redaction": self._trail.redaction,
        }

    async def _try_again(self, work: Callable[[], Awaitable[T]], refused: CredentialRefused, tokens: Tokens) -> T:
        """Once more with another token, if there is another one; else the refusal stands."""
        before, self._trail.calls = self._account().credentials, refused.calls
        await self._renew(tokens.refused)
        if self._account().credentials == before:
            raise refused
        try:
            result = await work()
        except EngineError as failed:
            failed.calls = [*refused.calls, *failed.calls]
            raise
        result.calls = [*refused.calls, *result.calls]
        return result

    async def _renew(self, ask: Callable[[AccountRow, float], Awaitable[AccountRow | None]]) -> None:
        trail = self._trail
        fresh = await ask(self._account(), self._calls.deadline - trail.elapsed())
        trail.waited = trail.elapsed()
        if fresh is None:
            raise AccountNotFound
        trail.account = fresh
        require_usable(fresh, self._connector().name)
        trail.reach("Token renewed")

    async def _credential(self, account: AccountRow) -> dict[str, Secret]:
        vault = self._calls.vault
        opened: dict[str, Secret] = {}
        for name, version, record in account.credentials:
            project_id, account_id = account.project_id, account.id
            secret = vault.open_now(record, project_id=project_id, account_id=account_id, field=name, version=version)
            if secret is None:
                place = {"project_id": project_id, "account_id": account_id, "field": name}
                secret = await vault.open(record, **place, version=version)
            opened[name] = secret
        return opened

    def _transport(self, account: AccountRow, connector: Connector) -> Transport:
        if account.upstream != "twin":
            return self._calls.transports.live
        twin = self._calls.transports.twin(connector, account.project_id)
        if twin is None:
            raise AccountNotUsable(
                "The twin that this account was linked to is gone.", hint="Link an account of the real system."
            )
        return twin

    # The way of the call has found these before there is a call to the provider.

    def _account(self) -> AccountRow:
        assert self._trail.account is not None
        return self._trail.account

    def _connector(self) -> Connector:
        assert self._trail.connector is not None
        return self._trail.connector

    def _action(self) -> Action:
        assert self._trail.action is not None
        return self._trail.action
