"""What the runtime knows of a connector: plain frozen data, read from a lock by `loading`, never from YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from jmespath.parser import ParsedResult

from linkwright.connectors.kinds import Kind
from linkwright.connectors.oauth import CLIENT_ID, CLIENT_SECRET, Exchange, ExchangeRequest, OAuth, SetupChoice
from linkwright.connectors.refusals import ErrorTable

Template = tuple[tuple[str, str], ...]
"""Literal text and the field of the credential that follows it, in turn."""


class Validator(Protocol):
    """The two questions asked of a compiled JSON Schema."""

    def is_valid(self, instance: Any) -> bool:
        """Whether the value fits."""
        ...

    def iter_errors(self, instance: Any) -> Any:
        """Everything that does not fit."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """One right at the provider.

    Attributes:
        name: as the provider's API spells it (`issues:create`).
        about: what it allows, in plain words ("File new issues").
        permission: the provider's own word for it on its screens ("Create issues").
        includes: scopes that it carries with it.
        administration: it is for administrators; the presets `read` and `core` do without it.
    """

    name: str
    about: str
    permission: str
    includes: tuple[str, ...] = ()
    administration: bool = False


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One thing that a person types or pastes to link an account; `length` is in characters, None if it varies."""

    key: str
    label: str
    secret: bool
    required: bool
    type: str
    placeholder: str
    description: str
    pattern: str
    pattern_error: str
    length: int | None


@dataclass(frozen=True, slots=True)
class AuthMethod:
    """One way to sign in to the provider; `headers` are templates over `{credentials.<key>}`.

    `parts` are the same templates taken apart for use: per header, literal text and the field that follows it. So are
    `query`, per parameter of the address, and `basic`, of user and password. `oauth` or `exchange` say how tokens are
    had, where that is the way. `guide` and `setup_guide` are names of guides, for the person who links and for the
    developer who sets a profile up; `setup` are that developer's choices.
    """

    key: str
    type: str
    label: str
    fields: tuple[CredentialField, ...]
    headers: Mapping[str, str]
    settings_url: str
    guide: str
    parts: tuple[tuple[str, Template], ...] = field(default=(), repr=False, compare=False)
    query: tuple[tuple[str, Template], ...] = field(default=(), repr=False, compare=False)
    basic: tuple[Template, ...] = field(default=(), repr=False, compare=False)
    oauth: OAuth | None = None
    exchange: Exchange | None = None
    setup_guide: str = ""
    setup: tuple[SetupChoice, ...] = ()

    @property
    def by_consent(self) -> bool:
        """Whether a person says yes in a window of the provider, instead of typing something in."""
        return self.oauth is not None and self.oauth.grant == "authorization_code"

    @property
    def gives_tokens(self) -> bool:
        """Whether accounts hold an access token that can be had anew."""
        return self.oauth is not None or self.exchange is not None

    @property
    def takes_app(self) -> bool:
        """Whether a profile needs an app of the project's own at the provider."""
        if self.oauth is not None:
            own = {one.key for one in self.fields} >= {CLIENT_ID, CLIENT_SECRET}
            return self.by_consent or not own
        return self.exchange is not None and any(_names_app(one) for one in self.exchange.requests)


def _names_app(request: ExchangeRequest) -> bool:
    said = [*request.headers.values(), *request.basic, *request.form.values(), repr(request.body)]
    return any("{app.client_" in text for text in said)


@dataclass(frozen=True, slots=True)
class Input:
    """One argument of an action.

    Attributes:
        name: as callers spell it.
        location: `path`, `query` or `body`.
        required: whether a call without it is refused.
        schema: JSON Schema that the hub checks; stricter than the published one.
        nullable: null is a value here (it clears); elsewhere null means "not given".
        default: what is sent when it is not given; None for nothing.
        paths: where the value goes in the variables of the call; list positions are integers.
        whole: the published type is an integer, so 5.0 becomes 5.
        listed: one of the paths goes through a list.
        kind: the kind of thing that it may name instead of giving its id; empty for none.
        item_kinds: the same for fields of its items, where it is a list of objects.
        file: it is a file.
    """

    name: str
    location: str
    required: bool
    schema: dict[str, Any]
    nullable: bool = False
    default: Any = None
    paths: tuple[tuple[str | int, ...], ...] = ()
    whole: bool = False
    listed: bool = False
    kind: str = ""
    item_kinds: Mapping[str, str] = field(default_factory=dict)
    file: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """How an action is paged: where the items and the page information stand in the answer's data.

    Attributes:
        by: `connection`, or for a request `cursor`, `number`, `offset`, `link`.
        size: items of a page when the caller does not say; 0 where that cannot be chosen.
        cursor: where in the variables the place to go on from is put.
        sized: where the number of items is put; empty where it cannot be chosen.
        first: number of the first page.
        next: place of the next cursor; more: of the mark that there are more; total, pages: of their numbers.
    """

    items: tuple[str, ...]
    info: tuple[str, ...]
    size: int
    max: int
    by: str = "connection"
    cursor: tuple[str, ...] = ()
    sized: tuple[str, ...] = ()
    first: int = 0
    next: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collapse:
    """A nested connection that is handed out as a plain list.

    Attributes:
        outer: keys from one result record to the object that holds the connection.
        last: the connection's own key.
        cut: whether the document asks if there is more, so that a cut list can be said.
        first: how many the document asks for.
    """

    outer: tuple[str, ...]
    last: str
    cut: bool
    first: int


@dataclass(frozen=True, slots=True)
class Call:
    """One GraphQL request, ready to send.

    Attributes:
        operation: what people read in logs (`query issues`).
        root: the root field.
        document: the minified text.
        url: absolute address.
        host: its host; the engine sends only to hosts of the connector.
        head: the JSON body up to the variables, as bytes.
        rates: keys of the connector's rates against which it counts.
    """

    operation: str
    root: str
    document: str
    url: str
    host: str
    head: bytes = field(repr=False)
    rates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One REST request, but for its values.

    Attributes:
        operation: what people read in logs (`GET /tickets/{id}`).
        url: literal text of the address and the name of the path that follows it, in turn.
        host: its host; the engine sends only to hosts of the connector.
        form: the body is sent as a form instead of JSON.
        joins: what stands between the values of a list in the address, by parameter.
        shape: what is kept of the answer: True for all, or names with shapes; lists are gone through.
        answer: `json`, `file` that is handed on as it comes, or `nothing` where no body is looked at.
        rates: keys of the connector's rates against which it counts.
    """

    operation: str
    method: str
    url: Template
    host: str
    form: bool
    joins: Mapping[str, str]
    shape: Any = field(repr=False)
    answer: str
    rates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepRequest:
    """The request of one of several steps.

    Attributes:
        auth: whether the account's credential goes along.
        address: gives the whole address, on one of the hosts; None for the request's own.
        headers: gives headers as an object, or as a list of `{key, value}`.
        set_headers: single headers, lower-case, each with what gives its value.
        body: gives the whole body.
    """

    request: Request
    auth: bool
    address: ParsedResult | None = field(repr=False)
    headers: ParsedResult | None = field(repr=False)
    set_headers: tuple[tuple[str, ParsedResult], ...] = field(repr=False)
    body: ParsedResult | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One call of several.

    Attributes:
        id: under which later steps know its result; empty if they do not.
        effect: `read`, or the action's effect where the document is a mutation.
        values: where in the variables the value of which expression goes.
        when: the step is left out unless this is true; None for always.
        for_each: the step runs once per item of this list; None for once.
        require: a path in the answer that must be true.
        result: what of the answer is its result.
    """

    id: str
    effect: str
    call: Call
    request: StepRequest | None
    values: tuple[tuple[tuple[str | int, ...], ParsedResult], ...] = field(repr=False)
    when: ParsedResult | None = field(repr=False)
    for_each: ParsedResult | None = field(repr=False)
    require: tuple[str, ...]
    result: ParsedResult = field(repr=False)
    collapse: tuple[Collapse, ...]


@dataclass(frozen=True)
class Action:
    """One operation of a connector.

    `schemas` holds the published input schema in three styles: `nested`, `flat_prefixed`, `flat_smart`. `output_schema`
    describes `data` of the result: an object, or a list of objects where the action is paged. `confidential` are names
    whose values are kept nowhere, wherever they stand in inputs, variables or answers. `tasks` are what people write when
    they want it; only the search reads them.

    `own_ids` are the places at which the hub chooses the id of what is created; `lookup` is the query that finds it by that
    id, in the shape of the result. `repeatable` says that sending the same again changes nothing more.
    `max_tokens` is how large its answer may be over MCP where nobody says; 0 for as large as it is.
    """

    id: str
    connector: str
    name: str
    label: str
    description: str
    effect: str
    scopes: tuple[str, ...]
    inputs: Mapping[str, Input]
    output_schema: dict[str, Any]
    paged: bool
    schemas: Mapping[str, dict[str, Any]]
    resource: str
    call: Call = field(repr=False)
    result: tuple[str, ...] = ()
    require: tuple[str, ...] = ()
    page: Page | None = None
    collapse: tuple[Collapse, ...] = ()
    any_of: tuple[str, ...] = ()
    defaults: tuple[tuple[str, Any], ...] = ()
    complexity: float = 0.0
    core: bool = False
    aliases: tuple[str, ...] = ()
    tasks: tuple[str, ...] = field(default=(), repr=False)
    confidential: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    own_ids: tuple[tuple[str, ...], ...] = ()
    lookup: Call | None = field(default=None, repr=False)
    repeatable: bool = False
    max_tokens: int = 0
    constants: tuple[tuple[tuple[str | int, ...], Any], ...] = ()
    blank: tuple[str, ...] = ()
    expression: ParsedResult | None = field(default=None, repr=False, compare=False)
    steps: tuple[Step, ...] = field(default=(), repr=False, compare=False)
    request: Request | None = field(default=None, repr=False, compare=False)
    hook: str = ""
    example: Mapping[str, Any] | None = field(default=None, repr=False, compare=False)
    accepted: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    validator: Validator = field(default=None, repr=False, compare=False)  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Account:
    """How an account is recognised: one call, and paths into its data. `proves` names scopes that success proves."""

    call: Call
    request: Request | None
    scopes: tuple[str, ...]
    proves: tuple[str, ...]
    external_id: tuple[str, ...]
    workspace: Mapping[str, tuple[str, ...]]
    person: Mapping[str, tuple[str, ...]]
    teams: tuple[str, ...]
    team: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit that the provider reports in headers.

    Attributes:
        unit: of the reset, `epoch_ms`, `epoch_s` or `seconds`.
        refill: `at_reset`, or `evenly` until then.
        rate: name of the rate whose calls alone it counts; empty for all calls.
    """

    name: str
    limit: str
    remaining: str
    reset: str
    unit: str
    refill: str = "at_reset"
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit that the hub keeps by itself, for each account.

    Attributes:
        key: the root field that is counted, or the rate's name where its fields are counted together.
        name: as the connector calls it.
        fields: the root fields that count.
        calls: how many the provider takes.
        per: in how many seconds.
    """

    key: str
    name: str
    fields: tuple[str, ...]
    calls: int
    per: int


@dataclass(frozen=True, slots=True)
class ProviderEvents:
    """What the provider posts when something changes there.

    Attributes:
        signature: header of the signature over the raw body; `encoding` is how it is written, `hex` or `base64`.
        id: header of the delivery's id.
        timestamp: place of the moment of posting, in `unit` (`ms` or `s`), at most `within` seconds from ours.
        account: place of the id of the provider's account.
        type: place of the kind of thing; `types` are the provider's words and ours.
        action: place of what was done; `actions` are the provider's words and ours.
        register: the action that has events posted, `arguments` its arguments, `registered` the id's place in its result.
        remove: the action that ends it.
        by_hand: steps for a person.
    """

    signature: str
    encoding: str
    id: str
    timestamp: tuple[str, ...]
    unit: str
    within: int
    account: tuple[str, ...]
    type: tuple[str, ...]
    action: tuple[str, ...]
    types: Mapping[str, str]
    actions: Mapping[str, str]
    register: str
    arguments: Mapping[str, Any]
    registered: tuple[str, ...]
    remove: str
    by_hand: tuple[str, ...]

    def names(self, key: str) -> list[str]:
        """Every event of the connector of that key: `linear.issue.created`."""
        return [f"{key}.{kind}.{done}" for kind in self.types.values() for done in self.actions.values()]


@dataclass(frozen=True)
class Connector:
    """A third-party system, as compiled. `hash` names exactly this version of the definition.

    `owner` is the project whose own connector it is; empty for one that ships with the hub. `words` are what people call
    its things, by the word that stands in names of actions.
    """

    key: str
    name: str
    version: str
    hash: str
    stage: str
    categories: tuple[str, ...]
    description: str
    docs_url: str
    icon_svg: str
    base_url: str
    hosts: frozenset[str]
    scopes: Mapping[str, Scope]
    auth: Mapping[str, AuthMethod]
    actions: Mapping[str, Action]
    guides: Mapping[str, str]
    account: Account = field(repr=False)
    errors: ErrorTable = field(repr=False)
    budgets: tuple[Budget, ...]
    cost_header: str
    contract_sha256: str
    retries: int = 2
    rates: Mapping[str, Rate] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict, repr=False)
    complexity: Mapping[str, Any] = field(default_factory=dict, repr=False)
    closed: frozenset[str] = field(default=frozenset(), repr=False)
    owner: str = ""
    confidential: frozenset[str] = frozenset()
    events: ProviderEvents | None = field(default=None, repr=False)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def counted(self, root_fields: Iterable[str]) -> tuple[str, ...]:
        """Keys of the rates against which a call with these root fields counts, once for each field."""
        keys = {field: rate.key for rate in self.rates.values() for field in rate.fields}
        return tuple(keys[field] for field in root_fields if field in keys)

    def required_scopes(self, action_ids: Iterable[str]) -> list[Scope]:
        """The least set of scopes for these actions, in the provider's order.

        What recognising the account needs is always in it; a scope that another one of the set includes is left out.

        Raises:
            KeyError: an id that this connector does not have.
        """
        asked = set(self.account.scopes)
        for action_id in action_ids:
            asked.update(self.actions[action_id].scopes)
        covered = {inner for name in asked for inner in self.covered([name]) if inner != name}
        return [scope for name, scope in self.scopes.items() if name in asked - covered]

    def covered(self, names: Iterable[str]) -> set[str]:
        """These scopes and all that they include, however deep."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.scopes[name].includes)
        return found
