"""A stand-in for Linear that needs no network and gives the same answers for the same seed, clock and requests."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from linkwright.catalog.linear.twin import uploads
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.calls import Calls, Failure, Spoiled
from linkwright.catalog.linear.twin.executing import Asked, Reader, run
from linkwright.catalog.linear.twin.keys import EVERYTHING, PREFIX, TwinKey, make_key, make_keys
from linkwright.catalog.linear.twin.limits import Budget, Limits, budget
from linkwright.catalog.linear.twin.oauth import OAuth
from linkwright.catalog.linear.twin.refusals import Refused, key_as_bearer, malformed, not_authenticated, server_fault
from linkwright.catalog.linear.twin.roots import widened
from linkwright.catalog.linear.twin.scalars import scalars
from linkwright.catalog.linear.twin.shapes import Shapes
from linkwright.catalog.linear.twin.webhooks import Delivery, deliveries
from linkwright.catalog.linear.twin.workspaces import Workspaces
from linkwright.catalog.linear.twin.world import Row, World
from linkwright.connectors.contract import build_schema
from linkwright.kit.clock import Clock
from linkwright.kit.jsons import dumpb, loads
from linkwright.kit.secret import Secret
from linkwright.outbound.errors import AnswerTooLarge, UpstreamTimeout
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

MOST_BODY_BYTES = 1024 * 1024
SLOW_SECONDS = 45.0
_KEPT_DELIVERIES = 1_000
_SPOILED = {"malformed": b'{"data":{"vie', "empty": b""}


class LinearTwin:
    """Answers `POST https://api.linear.app/graphql` as Linear would, and what belongs to it: OAuth and uploads.

    Attributes:
        keys: API keys by name: `full`, `read_only`, `issues_only`, `comments_only`, `no_admin`, `one_team`, `member`
            (another person), `suspended`, `other_workspace`, `rate_limited`, `down` (answers 500), `slow` (answers
            after SLOW_SECONDS).
        oauth: the app that may ask for tokens.
        outbox: messages of webhooks that wait to be posted, oldest first.
        post: takes address, headers and body of each message instead of the outbox, where there is somebody to post it.
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
        self._shapes = Shapes(table["types"])
        self._schema = build_schema(table, scalars())
        self._reader = Reader(self._schema)
        self._workspaces = Workspaces(seed, clock)
        self.oauth = OAuth(seed, clock)
        self.latency = 0.0
        self.post: Callable[[str, Mapping[str, str], bytes], None] | None = None
        self.reset()

    def reset(self) -> None:
        """Back to the first state: data, keys, limits, what was counted and what was to fail."""
        made = make_keys(self._seed)
        self._by_value = {key.value: key for key in made.values()}
        self.keys = {key.name: key.value for key in made.values()}
        self._budgets: dict[str, Budget] = {}
        self._failures: deque[Failure] = deque()
        self.outbox: deque[Delivery] = deque(maxlen=_KEPT_DELIVERIES)
        self._posted = 0
        self.calls = Calls()
        self.oauth.reset()
        self._workspaces.reset()

    def snapshot(self) -> bytes:
        """The data of all workspaces, to be given to `restore`."""
        return self._workspaces.dump()

    def restore(self, snapshot: bytes) -> None:
        """Put back the data of a snapshot; keys, tokens, limits and counts stay.

        Raises:
            ValueError: it is nothing that `snapshot` gave; the data stay as they were.
        """
        self._workspaces.load(snapshot)

    def rows(self, kind: str) -> list[Row]:
        """Copies of all rows of a type in the main workspace, in the order of making."""
        return [dict(row) for row in self._workspaces.get("home").of(kind)]

    def credentials(self) -> dict[str, str]:
        """A set that works, by the fields of the connector's form."""
        return {"api_key": self.keys["full"]}

    def app(self) -> tuple[str, Secret]:
        """Client id and client secret of the app that may ask for tokens."""
        return self.oauth.client_id, Secret(self.oauth.client_secret)

    def add_key(
        self,
        name: str,
        scopes: frozenset[str] = EVERYTHING,
        *,
        teams: frozenset[str] | None = None,
        person: int = 0,
    ) -> str:
        """Make another key, good until `reset`, and give its value.

        Args:
            name: what to call it.
            scopes: what it permits.
            teams: keys of the only teams that it shows, such as ENG.
            person: number of the user it belongs to, counted from 0.
        """
        key = make_key(self._seed, name, scopes, teams=teams, person=person)
        self._by_value[key.value] = key
        self.keys[name] = key.value
        return key.value

    def fail_next(
        self,
        *,
        status: int | None = None,
        times: int = 1,
        error: Exception | None = None,
        after: bool = False,
        delay: float = 0.0,
        answer: Spoiled | None = "fault",
    ) -> None:
        """Let the next requests fail.

        Args:
            status: HTTP status to answer with; by default what suits the answer.
            times: how many requests.
            error: raised instead of answering, such as UpstreamTimeout.
            after: carry the request out first and lose only the answer.
            delay: seconds to wait first.
            answer: a `fault` of the server, `malformed` JSON, an `empty` body, `unsuccessful` mutations, or None for
                the right answer, if late.
        """
        self._failures.extend([Failure(status, error, after, delay, answer)] * times)

    def forget_failures(self) -> None:
        """Let the next requests succeed again."""
        self._failures.clear()

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Answer a request.

        Raises:
            UpstreamTimeout: the answer takes longer than the request waits.
            AnswerTooLarge: the answer is larger than the request takes.
        """
        started = self._clock.monotonic()
        self.calls.count += 1
        given = {name.lower(): value for name, value in request.headers.items()}
        key = self._key(given.get("authorization", "").strip())
        failure = self._failures.popleft() if self._failures else Failure(answer=None)
        await self._wait(request, key, failure.delay)
        status, headers, answer = 0, dict[str, str](), b""
        if failure.after or (failure.error is None and failure.answer in (None, "unsuccessful")):
            status, headers, answer = self._answer(request, given, key, failure.answer == "unsuccessful")
        if failure.error is not None:
            raise failure.error
        if failure.answer == "fault":
            status, headers = failure.status or 500, {}
            answer = dumpb(server_fault(status).body())
        elif failure.answer in _SPOILED:
            status, answer = failure.status or 200, _SPOILED[failure.answer]
        if len(answer) > request.max_bytes:
            raise AnswerTooLarge
        headers.setdefault("content-type", "application/json; charset=utf-8")
        return OutboundResponse(status, headers, answer, (self._clock.monotonic() - started) * 1000)

    def _key(self, presented: str) -> TwinKey | None:
        if presented.lower().startswith("bearer "):
            return self.oauth.token(presented[7:].strip())
        return self._by_value.get(presented)

    async def _wait(self, request: OutboundRequest, key: TwinKey | None, delay: float) -> None:
        delay = max(self.latency, delay, SLOW_SECONDS if key and key.name == "slow" else 0.0)
        if delay > request.timeout:
            await self._sleep(request.timeout)
            raise UpstreamTimeout
        if delay:
            await self._sleep(delay)

    def _answer(
        self, request: OutboundRequest, given: Mapping[str, str], key: TwinKey | None, fruitless: bool
    ) -> tuple[int, dict[str, str], bytes]:
        address = urlsplit(request.url)
        if address.path.startswith("/oauth/"):
            return self.oauth.answer(request, given)
        workspace = self._workspaces.of_organization(address.path.strip("/").split("/")[0])
        if workspace is not None:
            ticket = uploads.find(workspace, request.url)
            if request.method == "PUT":
                return uploads.put(ticket, request, given, self._clock.now())
            return uploads.get(ticket, key is not None and self._workspaces.get(key.world) is workspace)
        return self._graphql(request, given.get("authorization", "").strip(), key, fruitless)

    def _graphql(
        self, request: OutboundRequest, presented: str, key: TwinKey | None, fruitless: bool
    ) -> tuple[int, dict[str, str], bytes]:
        now = self._clock.now()
        person = self._budget(key)
        weight = 0
        try:
            person.spend_request(now)
            self._admit(request, presented, key)
            asked = self._reader.read(_parsed(request.body))
            weight = asked.complexity
            status, body = self._carry_out(asked, key, person, fruitless)
        except Refused as refusal:
            status, body = refusal.http, refusal.body()
        return status, person.headers(weight, now), dumpb(body)

    def _admit(self, request: OutboundRequest, presented: str, key: TwinKey | None) -> None:
        if request.method != "POST" or urlsplit(request.url).path != "/graphql":
            raise malformed("The API is at POST /graphql.")
        if presented.lower().startswith("bearer") and presented[6:].strip().startswith(PREFIX):
            raise key_as_bearer()
        if presented and (key is None or not self._viewer(key).get("active")):
            raise not_authenticated()
        if key and key.name == "down":
            raise server_fault()

    def _carry_out(
        self, asked: Asked, key: TwinKey | None, person: Budget, fruitless: bool
    ) -> tuple[int, dict[str, Any]]:
        now = self._clock.now()
        if key is None and not asked.only_describes:
            raise not_authenticated()
        person.weigh(asked.complexity, self._limits.one_query, now)
        self.calls.operations.append(asked.name)
        world = self._workspaces.get(key.world if key else "home")
        call = Call(
            world,
            self._viewer(key) if key else {},
            key.scopes if key else frozenset(),
            _team_ids(world, key),
            now,
            self._shapes,
            person,
            app=bool(key and key.app),
            fruitless=fruitless,
        )
        answer = run(self._schema, asked, call)
        self.calls.mutations.extend(call.mutations)
        told = deliveries(call, self._posted)
        self._posted += len(told)
        for one in told:
            if self.post is None:
                self.outbox.append(one)
            else:
                self.post(one.url, one.headers, one.body)
        return answer

    def _viewer(self, key: TwinKey) -> Row:
        people = self._workspaces.get(key.world).of("User")
        return next((user for user in people if user["app"]), people[0]) if key.app else people[key.person]

    def _budget(self, key: TwinKey | None) -> Budget:
        """The buckets of the key's person, shared by all of that person's keys; apps have their own."""
        name = f"{key.world}:{'app' if key.app else key.person}" if key else "nobody"
        if name not in self._budgets:
            self._budgets[name] = budget(self._limits, anonymous=key is None)
        if key and key.name == "rate_limited":
            self._budgets[name].requests.drain(self._clock.now())
        return self._budgets[name]


def _team_ids(world: World, key: TwinKey | None) -> frozenset[str] | None:
    if key is None or key.teams is None:
        return None
    return frozenset(team["id"] for team in world.of("Team") if team["key"] in key.teams)


def _parsed(body: bytes | None) -> Any:
    if body is None or len(body) > MOST_BODY_BYTES:
        raise malformed(f"A JSON body of at most {MOST_BODY_BYTES} bytes must be sent.")
    try:
        return loads(body)
    except ValueError:
        raise malformed("The body is not JSON.") from None
