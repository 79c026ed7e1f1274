"""A hub's way of a call with everything around it replaced: accounts in memory, a transport that a test scripts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from linkwright.access.errors import AccountRateLimited, KeyRevoked, Unauthenticated
from linkwright.access.limits import RateLimiter
from linkwright.access.principals import Principal
from linkwright.accounts.hot import AccountRow
from linkwright.accounts.learning import RightsBook
from linkwright.actions.calls import ProviderCalls
from linkwright.actions.inflight import InFlight
from linkwright.actions.proxy.endpoint import ProxyEndpoint
from linkwright.actions.proxy.running import ProxyRunner
from linkwright.actions.rpc import RpcEndpoint
from linkwright.actions.runner import ActionRunner
from linkwright.actions.search import Indexes
from linkwright.actions.writing import OnceWriter
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Connector
from linkwright.engine.rates import RateLimits
from linkwright.kit import jsons
from linkwright.kit.clock import Clock, SystemClock
from linkwright.kit.secret import Secret
from linkwright.ledger.model import Begun, Intent
from linkwright.logs.model import Run
from linkwright.mcp.endpoint import McpEndpoint
from linkwright.mcp.guard import OriginGuard
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.screening.answers import Screening
from linkwright.web.guides import Guides


def account_limit(per_minute: int = 0, clock: Clock | None = None) -> RateLimiter:
    """A limit of calls on one account; none unless a number is given."""
    return RateLimiter(
        per_minute, clock or SystemClock(), kind="account", refusal=lambda headers: AccountRateLimited(headers=headers)
    )


CATALOG = Catalog.load()
INDEXES = Indexes()
"""Shared: an index takes a second to make."""
KEY = "lw_" + "k" * 40
LINEAR_KEY = "lin_" + "api_" + "x" * 40
TEAM = {"id": "t1", "key": "ENG", "name": "Engineering"}
TEAMS = {"teams": {"nodes": [TEAM], "pageInfo": {"hasNextPage": True, "endCursor": "c2"}}}
COMMENT = {"commentCreate": {"success": True, "comment": {"id": "c1", "body": "Hi", "url": "https://linear.app/c1"}}}
WRITE = {"action": "linear_create_comment", "body": {"issueId": "ENG-1", "body": "Hi"}}
READ = {"action": "linear_list_teams"}

PRINCIPAL = Principal(
    kind="key",
    id="key_1",
    name="planner",
    project_id="prj_1",
    scopes=frozenset({"actions:execute", "connectors:read", "platform:read"}),
)
ACCOUNT = AccountRow(
    id="acc_1",
    project_id="prj_1",
    connector_key="linear",
    connector_version="1.0.0",
    status="active",
    status_reasons=(),
    upstream="live",
    auth_method="api_key",
    origin_owner_id="o1",
    origin_owner_name="Acme",
    profile_id="prof_1",
    profile_enabled=True,
    profile_actions="all",
    counted_as="u1",
    credentials=(("api_key", 1, b"sealed"),),
)


class Accounts:
    """Accounts by id, in memory."""

    def __init__(self, *rows: AccountRow) -> None:
        self.rows = {row.id: row for row in rows}

    def change(self, **values: Any) -> None:
        self.rows = {key: replace(row, **values) for key, row in self.rows.items()}

    def peek(self, account_id: str) -> AccountRow | None:
        return self.rows.get(account_id)

    async def get(self, account_id: str) -> AccountRow | None:
        return self.rows.get(account_id)


class Vault:
    """Opens everything; `cold` makes it wait, as it does for a data key that is not open yet."""

    def __init__(self) -> None:
        self.cold = False
        self.asked: list[dict[str, Any]] = []

    def open_now(self, blob: bytes, **place: Any) -> Secret | None:
        return None if self.cold else self._opened(place)

    async def open(self, blob: bytes, **place: Any) -> Secret:
        return self._opened(place)

    def _opened(self, place: dict[str, Any]) -> Secret:
        self.asked.append(place)
        return Secret(LINEAR_KEY)


Answer = Callable[[OutboundRequest], Awaitable[OutboundResponse]]


def graphql(data: Any, status: int = 200, **headers: str) -> Answer:
    """A transport's answer with this data."""
    return raw(jsons.dumpb({"data": data}), status, **headers)


def raw(body: bytes, status: int = 200, **headers: str) -> Answer:
    """A transport's answer with this body."""

    async def send(_request: OutboundRequest) -> OutboundResponse:
        return OutboundResponse(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, 1.0)

    return send


class Wire:
    """The transport: answers as the test says and remembers what was sent."""

    def __init__(self) -> None:
        self.answer: Answer = graphql(TEAMS)
        self.sent: list[OutboundRequest] = []

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.sent.append(request)
        return await self.answer(request)


class Transports:
    """The same wire, live or as a twin; `has_twin` takes the twin away."""

    def __init__(self, wire: Wire) -> None:
        self.live = wire
        self.twins: list[tuple[str, str]] = []
        self.has_twin = True

    def twin(self, connector: Connector, project_id: str) -> Wire | None:
        self.twins.append((connector.key, project_id))
        return self.live if self.has_twin else None


class Keys:
    """Knows one key; `error` is raised instead where a test sets it."""

    def __init__(self) -> None:
        self.principal = PRINCIPAL
        self.error: Exception | None = None

    async def authenticate(self, authorization: str | None, address: str = "") -> Principal:
        if self.error:
            raise self.error
        if not authorization:
            raise Unauthenticated
        if authorization != f"Bearer {KEY}":
            raise KeyRevoked
        return self.principal


class Recorder:
    """Keeps runs."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def put(self, run: Run) -> None:
        for call in run.calls:
            call.keep(wanted=True)
        self.runs.append(run)


class Notes:
    """A ledger that notes how writes ended, and knows no earlier ones."""

    def __init__(self) -> None:
        self.begun: list[Intent] = []
        self.ended: list[str] = []

    async def begin(self, intent: Intent, waits: float) -> Begun:
        self.begun.append(intent)
        return Begun(intent, "seed", 1, doubtful=False, earlier=None)

    async def done(self, begun: Begun, body: bytes) -> None:
        self.ended.append("done")

    async def told(self, project_id: str, key_hash: str, fence: int) -> None:
        self.ended.append("told")

    async def refused(self, begun: Begun) -> None:
        self.ended.append("refused")

    async def unknown(self, begun: Begun) -> None:
        self.ended.append("unknown")


class States:
    """Hears of refused credentials; `broken` makes hearing fail."""

    def __init__(self) -> None:
        self.refused: list[tuple[str, str]] = []
        self.broken = False

    async def credential_refused(self, account: AccountRow, message: str) -> None:
        self.refused.append((account.id, message))
        if self.broken:
            raise RuntimeError("the database is away")


class Brands:
    """No project has a brand."""

    async def get(self, project_id: str) -> None:
        return None


@dataclass
class Hub:
    """Both hot endpoints and all that a test may turn."""

    clock: Clock = field(default_factory=SystemClock)
    catalog: Catalog = CATALOG
    accounts: Accounts = field(default_factory=lambda: Accounts(ACCOUNT))
    vault: Vault = field(default_factory=Vault)
    wire: Wire = field(default_factory=Wire)
    keys: Keys = field(default_factory=Keys)
    recorder: Recorder = field(default_factory=Recorder)
    states: States = field(default_factory=States)
    rights: RightsBook = field(init=False)
    brands: Brands = field(default_factory=Brands)
    gate: InFlight = field(default_factory=InFlight)
    account_limit: RateLimiter = field(default_factory=account_limit)
    ledger: Notes = field(default_factory=Notes)
    deadline: float = 5.0
    beats: float = 10.0

    def __post_init__(self) -> None:
        self.transports = Transports(self.wire)
        everything: Any = self
        self.rights = RightsBook(everything, self.clock)
        self.runner = ActionRunner(
            catalogs=self.catalog,
            accounts=everything.accounts,
            calls=ProviderCalls(
                everything.vault, everything.transports, RateLimits(self.clock), self.clock, self.deadline, None
            ),
            recorder=everything.recorder,
            gate=self.gate,
            account_limit=self.account_limit,
            clock=self.clock,
            states=self.states,
            writer=OnceWriter(everything.ledger),
            rights=self.rights,
            screening=Screening(),
            public_url="https://hub.example",
        )
        self.proxy = ProxyEndpoint(
            ProxyRunner(self.runner), everything.keys, self.clock, max_body_bytes=64 * 1024, seconds=self.beats
        )
        self.rpc = RpcEndpoint(self.runner, everything.keys, self.clock, max_body_bytes=64 * 1024)
        self.mcp = McpEndpoint(
            runner=self.runner,
            indexes=INDEXES,
            guides=Guides(everything.catalog, everything.brands, "https://hub.example"),
            authenticator=everything.keys,
            clock=self.clock,
            guard=OriginGuard("http://127.0.0.1:8400", "127.0.0.1", ["https://app.example"]),
            version="9.9.9",
            max_body_bytes=64 * 1024,
        )

    @property
    def last(self) -> Run:
        return self.recorder.runs[-1]


@dataclass
class Reply:
    """What an endpoint answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return jsons.loads(self.body)


class Connection:
    """One request on its way into an ASGI endpoint; `leave` closes it."""

    def __init__(self, body: bytes, chunks: int = 1) -> None:
        size = max(1, -(-len(body) // chunks))
        self._parts = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
        self._gone = asyncio.Event()
        self.sent: list[dict[str, Any]] = []

    def leave(self) -> None:
        self._gone.set()

    async def receive(self) -> dict[str, Any]:
        if self._parts and not self._gone.is_set():
            part = self._parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(self._parts)}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def reply(self) -> Reply:
        start, *rest = self.sent
        lines = {name.decode(): value.decode() for name, value in start["headers"]}
        return Reply(start["status"], lines, b"".join(part["body"] for part in rest))


def scope_of(headers: dict[str, str] | list[tuple[str, str]], method: str = "POST", query: str = "") -> dict[str, Any]:
    """An ASGI scope."""
    pairs = headers.items() if isinstance(headers, dict) else headers
    return {
        "type": "http",
        "method": method,
        "path": "/",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs],
    }


async def send(
    app: Any, body: Any, headers: dict[str, str] | list[tuple[str, str]], *, method: str = "POST", query: str = ""
) -> Reply:
    """One request to an endpoint, with a JSON body unless bytes are given."""
    connection = Connection(body if isinstance(body, bytes) else jsons.dumpb(body))
    await app(scope_of(headers, method, query), connection.receive, connection.send)
    return connection.reply


AUTH = {"authorization": f"Bearer {KEY}", "x-account-id": "acc_1"}
