"""A stand-in for Linear that needs no network and gives the same answers for the same seed, clock and requests."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.calls import Calls, Failure
from linkwright.catalog.linear.twin.executing import Asked, Reader, run
from linkwright.catalog.linear.twin.keys import PREFIX, TwinKey, make_keys
from linkwright.catalog.linear.twin.limits import Budget, Limits, budget
from linkwright.catalog.linear.twin.refusals import Refused, key_as_bearer, malformed, not_authenticated, server_fault
from linkwright.catalog.linear.twin.roots import widened
from linkwright.catalog.linear.twin.scalars import scalars
from linkwright.catalog.linear.twin.seeding import fill
from linkwright.catalog.linear.twin.world import World
from linkwright.connectors.contract import build_schema
from linkwright.kit.clock import Clock
from linkwright.kit.jsons import dumpb, loads
from linkwright.outbound.errors import AnswerTooLarge, UpstreamTimeout
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

MOST_BODY_BYTES = 1024 * 1024
SLOW_SECONDS = 45.0
_WORKSPACES = {"home": "Fernhill", "other": "Stonebridge"}


class LinearTwin:
    """Answers `POST https://api.linear.app/graphql` as Linear would.

    Attributes:
        keys: API keys by name: `full`, `read_only`, `issues_only`, `member` (another person), `suspended`,
            `other_workspace`, `rate_limited`, `down` (answers 500), `slow` (answers after SLOW_SECONDS).
        calls: what was asked so far.
        latency: seconds before each answer.
    """

    def __init__(
        self,
        seed: str,
        clock: Clock,
        contract: Mapping[str, Any],
        *,
        limits: Limits | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Make a twin.

        Args:
            seed: decides ids, keys and data.
            clock: the time in which data is placed and limits refill.
            contract: the contract table of the connector's lock.
            limits: rate limits; by default Linear's.
            sleep: how to wait, for tests that do not want to.
        """
        self._seed = seed
        self._clock = clock
        self._limits = limits or Limits()
        self._sleep = sleep
        table = widened(contract)
        self._types = table["types"]
        self._schema = build_schema(table, scalars())
        self._reader = Reader(self._schema)
        made = make_keys(seed)
        self._by_value = {key.value: key for key in made.values()}
        self.keys = {key.name: key.value for key in made.values()}
        self.latency = 0.0
        self.reset()

    def reset(self) -> None:
        """Back to the first state: data, limits, what was counted and what was to fail."""
        self._worlds: dict[str, World] = {}
        self._budgets: dict[str, Budget] = {}
        self._failures: deque[Failure] = deque()
        self.calls = Calls()
        self._world("home")

    def snapshot(self) -> bytes:
        """The data of all workspaces, to be given to `restore`."""
        return dumpb({name: world.dump().decode() for name, world in self._worlds.items()})

    def restore(self, snapshot: bytes) -> None:
        """Put back the data of a snapshot; limits and counts stay."""
        self._worlds = {}
        for name, dumped in loads(snapshot).items():
            self._worlds[name] = World(f"{self._seed}:{name}")
            self._worlds[name].load(dumped.encode())

    def credentials(self) -> dict[str, str]:
        """A set that works, by the fields of the connector's form."""
        return {"api_key": self.keys["full"]}

    def fail_next(
        self, *, status: int = 500, times: int = 1, error: Exception | None = None, after: bool = False
    ) -> None:
        """Let the next requests fail.

        Args:
            status: HTTP status to answer with.
            times: how many requests.
            error: raised instead of answering, such as UpstreamTimeout.
            after: carry the request out first and lose only the answer.
        """
        self._failures.extend([Failure(status, error, after)] * times)

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Answer a request.

        Raises:
            UpstreamTimeout: the answer takes longer than the request waits.
            AnswerTooLarge: the answer is larger than the request takes.
        """
        started = self._clock.monotonic()
        self.calls.count += 1
        given = {name.lower(): value for name, value in request.headers.items()}
        key = self._by_value.get(given.get("authorization", "").strip())
        await self._wait(request, key)
        failure = self._failures.popleft() if self._failures else None
        if failure is None or failure.after:
            status, body, headers = self._answer(request, given.get("authorization", "").strip(), key)
        if failure is not None:
            if failure.error is not None:
                raise failure.error
            status, body, headers = failure.status, server_fault(failure.status).body(), {}
        answer = dumpb(body)
        if len(answer) > request.max_bytes:
            raise AnswerTooLarge
        headers["content-type"] = "application/json; charset=utf-8"
        return OutboundResponse(status, headers, answer, (self._clock.monotonic() - started) * 1000)

    async def _wait(self, request: OutboundRequest, key: TwinKey | None) -> None:
        delay = max(self.latency, SLOW_SECONDS if key and key.name == "slow" else 0.0)
        if delay > request.timeout:
            await self._sleep(request.timeout)
            raise UpstreamTimeout
        if delay:
            await self._sleep(delay)

    def _answer(
        self, request: OutboundRequest, presented: str, key: TwinKey | None
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        now = self._clock.now()
        person = self._budget(key)
        weight = 0
        try:
            person.spend_request(now)
            self._admit(request, presented, key)
            asked = self._reader.read(_parsed(request.body))
            weight = asked.complexity
            status, body = self._carry_out(asked, key, person)
        except Refused as refusal:
            status, body = refusal.http, refusal.body()
        return status, body, person.headers(weight, now)

    def _admit(self, request: OutboundRequest, presented: str, key: TwinKey | None) -> None:
        if request.method != "POST" or urlsplit(request.url).path != "/graphql":
            raise malformed("The API is at POST /graphql.")
        if presented.lower().startswith("bearer") and presented[6:].strip().startswith(PREFIX):
            raise key_as_bearer()
        if (presented and key is None) or (key and key.name == "suspended"):
            raise not_authenticated()
        if key and key.name == "down":
            raise server_fault()

    def _carry_out(self, asked: Asked, key: TwinKey | None, person: Budget) -> tuple[int, dict[str, Any]]:
        now = self._clock.now()
        if key is None and not asked.only_describes:
            raise not_authenticated()
        person.weigh(asked.complexity, self._limits.one_query, now)
        self.calls.operations.append(asked.name)
        world = self._world(key.world if key else "home")
        viewer = world.of("User")[key.person if key else 0]
        call = Call(world, viewer, key.scopes if key else frozenset(), now, self._types, person)
        answer = run(self._schema, asked, call)
        self.calls.mutations.extend(call.mutations)
        return answer

    def _world(self, name: str) -> World:
        if name not in self._worlds:
            self._worlds[name] = World(f"{self._seed}:{name}")
            fill(self._worlds[name], self._seed, self._clock.now(), _WORKSPACES[name])
        return self._worlds[name]

    def _budget(self, key: TwinKey | None) -> Budget:
        """The buckets of the key's person, shared by all of that person's keys."""
        name = f"{key.world}:{key.person}" if key else "nobody"
        if name not in self._budgets:
            self._budgets[name] = budget(self._limits, anonymous=key is None)
        if key and key.name == "rate_limited":
            self._budgets[name].requests.drain(self._clock.now())
        return self._budgets[name]


def _parsed(body: bytes | None) -> Any:
    if body is None or len(body) > MOST_BODY_BYTES:
        raise malformed(f"A JSON body of at most {MOST_BODY_BYTES} bytes must be sent.")
    try:
        return loads(body)
    except ValueError:
        raise malformed("The body is not JSON.") from None
