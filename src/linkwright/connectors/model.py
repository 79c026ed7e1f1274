"""The connector language as types: what a header and an action may say. Checks of meaning live beside, not here.

The text under a word is its description, in editors and in docs/connectors/language.md; after `Example: ` it may go on
with what one writes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from linkwright.connectors.auth_words import AuthWords
from linkwright.connectors.event_words import EventsWords
from linkwright.connectors.vocabulary import (
    ADDRESS,
    BASE,
    ENDPOINT,
    FIELD,
    HASH,
    HOST,
    KEY,
    LEAST_TOKENS,
    MOST_TOKENS,
    STEP,
    VERSION,
    Effect,
    HeaderName,
    Listed,
    Path,
    Place,
    Text,
    Words,
)


class Complexity(Words):
    """The provider's published cost rule."""

    property: float = 0.1
    """Points of one plain field. Example: 0.1"""
    object: float = 1
    """Points of one object. Example: 1"""
    page: int = 50
    """Items that the provider counts for a list without a size. Example: 50"""
    max: float = 10_000
    """Points that one call may cost. Example: 10000"""


class GraphQL(Words):
    """Where the endpoint and its contract are."""

    endpoint: Annotated[str, StringConstraints(pattern=ENDPOINT)]
    """Path of the endpoint below base_url. Example: /graphql"""
    contract: Text
    """File name of the provider's schema, looked for in the folder given with --contracts. Example: schema.graphql"""
    sha256: Annotated[str, StringConstraints(pattern=HASH)]
    """SHA-256 of that file. Another file is refused, so that a change is looked at."""
    complexity: Complexity = Complexity()
    """The provider's published cost rule, if it has one. Example: {property: 0.1, object: 1, page: 50, max: 10000}"""


class OpenApi(Words):
    """The contract of a REST API."""

    contract: Text
    """File name of the provider's OpenAPI document (3.0 or 3.1), looked for in the folder given with --contracts.
    Example: openapi.yaml"""
    sha256: Annotated[str, StringConstraints(pattern=HASH)]
    """SHA-256 of that file. Another file is refused, so that a change is looked at."""


class ScopeWords(Words):
    """One right at the provider."""

    about: Text
    """What the right allows, in plain words for the person who links. Example: See issues, projects and teams"""
    permission: Text
    """The provider's own word for it, as it stands in the provider's dialog. Example: Read"""
    includes: list[Text] = []
    """Scopes that come with this one. Example: [read]"""
    administration: bool = False
    """It is for running the provider's workspace rather than for working in it; presets leave its actions out."""


class AccountWords(Words):
    """How an account is recognised."""

    scopes: list[Text]
    """Scopes that the query needs; a credential for which it works has them proven. Example: [read]"""
    query: Text | None = None
    """One GraphQL query without variables that tells whose credential it is."""
    request: Text | None = None
    """The same as a request without inputs. Example: GET /me"""
    operation: Text | None = None
    """The same as an operation of the OpenAPI document without required inputs. Example: getMe"""
    returns: Any = None
    """Fields of the answer that the places below are in, for a request or an operation. Example: {id: Int!, name: String}"""
    id: Path
    """Place in the answer that tells one account from another. Example: organization.id"""
    workspace: dict[str, Path]
    """Places in the answer that describe the workspace. Example: {id: organization.id, name: organization.name}"""
    person: dict[str, Path]
    """Places in the answer that describe the person. Example: {id: viewer.id, email: viewer.email}"""
    teams: Path | None = None
    """Place of the list of teams that the credential reaches, if the answer has one. Example: teams.nodes"""
    team: dict[str, Path] = {}
    """Places within one of them. Example: {id: id, key: key, name: name}"""


class RuleWords(Words):
    """One line of the error table."""

    outcome: Text
    """What the error means, one of the outcomes of the hub. Example: rate_limited"""
    codes: list[Text] = []
    """Codes of which the error has one, in any case; empty admits any. Example: [RATELIMITED]"""
    status: list[int] = []
    """HTTP statuses of which the answer has one; empty admits any. Example: [409]"""
    when: str = ""
    """JMESPath expression over the error that must be true as well.
    Example: starts_with(message || '', 'Entity not found')"""
    say: str = ""
    """A sentence of our own in place of the provider's."""
    lacks: str = ""
    """The scope that such an error shows to be missing, for outcome `forbidden`; the hub remembers it of the account.
    Example: write"""


class ErrorWords(Words):
    """How the provider reports errors."""

    each: Path | None = None
    """Place of the error, or of the list of errors, in an answer; without it the body of an answer with a status of 400
    or more is the error. Example: errors"""
    codes: list[Path] = []
    """Places in one error where its code may stand. Example: [extensions.code]"""
    message: list[Path]
    """Places in one error where its sentence may stand; the first with text counts. Example: [message]"""
    map: list[RuleWords]
    """What the errors mean; lines are tried in order. Example: [{outcome: forbidden, codes: [FORBIDDEN]}]"""


class BudgetWords(Words):
    """Headers of one limit."""

    limit: HeaderName
    """Header with the size of the budget. Example: x-ratelimit-limit"""
    remaining: HeaderName
    """Header with what is left of it. Example: x-ratelimit-remaining"""
    reset: HeaderName
    """Header with the moment at which it is full again. Example: x-ratelimit-reset"""
    unit: Literal["epoch_ms", "epoch_s", "seconds"]
    """How that moment is written. Example: epoch_ms"""
    refill: Literal["at_reset", "evenly"] = "at_reset"
    """Whether an empty budget has something again only at that moment, or bit by bit until it is full then.
    Example: evenly"""
    rate: str = ""
    """The one of `rates` whose calls alone it counts; without it the budget is that of all calls. Example: search"""


class RateWords(Words):
    """A limit that the hub keeps by itself, for each account: so many calls of a kind in so much time."""

    calls: int = Field(ge=1, le=1000)
    """Calls that the provider takes in that time. Example: 30"""
    per: int = Field(ge=1, le=86_400)
    """The time in seconds, counted from each call. Example: 60"""
    fields: list[Text] = Field(min_length=1)
    """What counts: root fields of the contract, or requests by method and path.
    Example: [searchIssues, "POST /search"]"""
    shared: bool = False
    """They are counted together; otherwise each has so many calls for itself."""


class LimitWords(Words):
    """The provider's limits."""

    retries: int = Field(2, ge=0, le=2)
    """How often a read that failed is tried again. Example: 2"""
    cost: str = ""
    """Header that tells what a call has cost. Example: x-complexity"""
    budgets: dict[str, BudgetWords] = {}
    """The provider's budgets, by a name for logs."""
    rates: dict[str, RateWords] = {}
    """Limits that the hub keeps in advance, by a name for logs.
    Example: {search: {calls: 30, per: 60, fields: [searchIssues]}}"""


Paged = Literal["connection", "cursor", "number", "offset", "link"]


class PageWords(Words):
    """How the provider pages, by default."""

    by: Paged = "connection"
    """What leads to the next page: a GraphQL connection, a cursor in the answer, the number of the page, the number of
    items before it, or a `Link` header with rel="next". Example: cursor"""
    cursor: Place
    """Where the place to go on from is sent: a variable, or a parameter. Example: $after"""
    size: Place | None = None
    """Where the number of items is sent, if it can be chosen. Example: $first"""
    default: int = Field(25, ge=1, le=1000)
    """Items of a page when the caller does not say."""
    max: int = Field(250, ge=1, le=1000)
    """Most items that a caller may ask for."""
    first: int = Field(1, ge=0, le=1)
    """Number of the first page, for pages by number. Example: 1"""
    next: Path | None = None
    """Place of the next cursor in the answer, or of an address that carries it. Example: meta.next_cursor"""
    more: Path | None = None
    """Place that is true while there are more pages. Example: meta.has_more"""
    total: Path | None = None
    """Place of the number of all items. Example: meta.total"""
    pages: Path | None = None
    """Place of the number of all pages. Example: meta.total_pages"""


class NameWords(Words):
    """How one kind of thing is found by what people call it, where the provider wants an id."""

    about: Text
    '''Description of every input that takes such a name. Example: "Team: key such as ENG, name or UUID."'''
    fills: list[Text] = []
    """Fields of the provider's inputs that take ids of this kind. Example: [teamId, teamIds]"""
    query: Text
    """Query with one root field that finds candidates by $text: String! or $number: Float!."""
    near: Text | None = None
    """Query that finds what to propose when nothing fits."""
    at: Path
    """Place of the candidates in both answers: a list, or one object. Example: teams.nodes"""
    match: list[Path] = []
    """Fields of a candidate that a name may equal, best first; without any, what callers give is taken as it is.
    Example: [key, name]"""
    show: Text = "{id}"
    '''How a candidate is written for people. Example: "{name} ({key})"'''
    words: dict[str, Path] = {}
    """Special names, each with the field that is true for what it means. Example: {me: isMe}"""
    within: dict[str, Path] = {}
    """Narrows candidates to the call's thing of another kind. Example: {team: team.id}"""
    gives: dict[str, Path] = {}
    """Things of other kinds that a call about this one brings along. Example: {team: team.id}"""
    list_action: str = ""
    """Action that lists such things, named to callers whose name is unknown. Example: list_teams"""


class Header(Words):
    """The whole of `connector.yaml`."""

    hub: Literal[1]
    """Version of the language. Example: 1"""
    key: Annotated[str, StringConstraints(pattern=KEY)]
    """Begins the ids of all its actions and never changes. Example: linear"""
    name: Text
    """What people call the system. Example: Linear"""
    version: Annotated[str, StringConstraints(pattern=VERSION)]
    """Version of the connector: major.minor.patch. Example: 1.0.0"""
    stage: Literal["internal", "preview", "beta", "ga", "deprecated"]
    """How far it is. Example: beta"""
    categories: list[Text]
    """What such systems are for. Example: [ticketing]"""
    about: Text
    """One sentence on what it gives access to."""
    docs: Annotated[str, StringConstraints(pattern=ADDRESS)]
    """Address of the provider's documentation for developers."""
    icon: Text
    """File of a small SVG without script. Example: icon.svg"""
    base_url: Annotated[str, StringConstraints(pattern=BASE)]
    """Where calls go; paths are put after it. Example: https://api.example.com/v2"""
    hosts: list[Annotated[str, StringConstraints(pattern=HOST)]]
    """All hosts that may be called; nothing else ever is. Example: [api.linear.app]"""
    graphql: GraphQL | None = None
    """Endpoint and contract of a GraphQL API."""
    openapi: OpenApi | None = None
    """Contract of a REST API. Without one, actions are requests that are written out."""
    scopes: dict[str, ScopeWords]
    """What a credential may be allowed, in the order of the provider's dialog."""
    auth: dict[str, AuthWords]
    """Ways to sign in, by key."""
    account: AccountWords
    """How a linked account is recognised."""
    errors: ErrorWords
    """What the provider's errors mean, whatever their HTTP status."""
    limits: LimitWords = LimitWords()
    """The provider's limits."""
    page: PageWords | None = None
    """How the provider pages, if it does."""
    describe: dict[str, Text] = {}
    """What inputs mean wherever an action does not say it more exactly. Example: {id: UUID.}"""
    confidential: list[Annotated[str, StringConstraints(pattern=FIELD)]] = []
    """Fields of the contract that are kept in no log; actions that take or give one must say so.
    Example: [secret, UploadFile.uploadUrl]"""
    names: dict[str, NameWords] = {}
    """Kinds of things that callers may name where the provider wants an id."""
    events: EventsWords | None = None
    """What the provider posts when something changes there, if it does."""


class ActionPage(Words):
    """Paging of one action, where the default does not fit."""

    at: Listed
    """Place of the list that is paged; @ is the whole answer. Example: issues"""
    max: int | None = Field(None, ge=1, le=1000)
    """Most items that a caller may ask for here."""
    default: int | None = Field(None, ge=1, le=1000)
    """Items of a page when the caller does not say, here."""
    by: Paged | None = None
    """What leads to the next page here. Example: link"""
    cursor: Place | None = None
    """Where the place to go on from is sent here. Example: query.page"""
    size: Place | None = None
    """Where the number of items is sent here. Example: query.per_page"""
    next: Path | None = None
    """Place of the next cursor here. Example: next"""
    more: Path | None = None
    """Place that is true while there are more pages here. Example: has_more"""
    total: Path | None = None
    """Place of the number of all items here. Example: count"""
    pages: Path | None = None
    """Place of the number of all pages here. Example: page_count"""


class InputWords(Words):
    """The long form of one input; `bind` where one call takes it, `type` where steps do."""

    bind: str | list[str] = []
    """Place in the document's variables that the input fills, or several. Example: $filter.team.key.eq"""
    type: str = ""
    """Type, for an action of steps or a request that is written out. Example: String!"""
    join: str = ""
    """What stands between the values of a list in an address; without it the parameter is repeated. Example: ','"""
    about: str = ""
    """What the input means, with units. At most 300 characters."""
    enum: list[str | int] = []
    """The only values that are taken. Example: [open, closed]"""
    required: bool = False
    """It must be given, also where the provider does without it."""
    nullable: bool = False
    """null clears what is there."""
    default: str | int | bool | None = None
    """Sent when the caller does not give the input. Example: 10"""
    blank: bool = True
    """Whether an empty text is taken."""
    opaque: bool = False
    """Publish an object without its fields; only the provider checks what is in it."""
    items: list[str] = []
    """Fields of a list's items that are published. Written as `$input.issues: [title!, teamId!]`."""
    resolve: str | Literal[False] | None = None
    """Kind of thing whose name it takes, or false for none. Example: project"""


class StepWords(Words):
    """One call of several.

    `with` gives values to the document's variables, or to paths inside them (`input.teamId`), as expressions over
    `inputs`, the results of earlier steps by their `id`, and `item` where there is a `for_each`.
    """

    model_config = ConfigDict(populate_by_name=True)

    id: Annotated[str, StringConstraints(pattern=STEP)] | None = None
    """Name under which later steps and the result find what it gave. Example: slot"""
    query: Text | None = None
    """GraphQL document of the call."""
    request: Text | None = None
    """Method and path of a request, or {expression} for a whole address on one of the hosts. Example: PUT {slot.uploadUrl}"""
    returns: Any = None
    """Fields of the answer that the step may hand on, for a request. Example: {id: Int!}"""
    form: bool = False
    """The body of the request is sent as a form instead of JSON."""
    auth: Literal["account", "none"] = "account"
    """Whose credential is sent: the account's, or none. Example: none"""
    headers: Text | None = None
    """Expression that gives the headers of the request. Example: slot.headers"""
    set_headers: dict[str, Text] = {}
    """Single headers, each an expression. Example: {content-type: inputs.file.type}"""
    body: Text | None = None
    """Expression that gives the body of the request. Example: inputs.file"""
    values: dict[str, Text] = Field({}, alias="with")
    """Values of the document's variables or of places in them, each an expression. Example: {input.teamId: team.id}"""
    when: Text | None = None
    """Expression; the step is left out unless it is true. Example: inputs.labels"""
    for_each: Text | None = None
    """Expression that gives a list; the step is run for each `item` of it. Example: inputs.ids"""
    require: Path | None = None
    """Place in the answer that must be true. Example: issueCreate.success"""
    result: Text | None = None
    """Expression that gives what the step hands on. Example: fileUpload.uploadFile"""


class ActionWords(Words):
    """One action: a `query`, a `request`, an `operation`, `steps`, or a `hook` that ships with the hub."""

    label: Text
    """Short and imperative, for lists. Example: Create an issue"""
    about: Text
    """One or two sentences that tell it from its neighbours, written for agents. At most 300 characters."""
    effect: Effect
    """What it does at the provider: read, write, or destroy for what cannot be had back. Example: write"""
    scopes: list[Text]
    """Scopes that it needs. Example: ["issues:create"]"""
    query: Text | None = None
    """The GraphQL document of its one call."""
    request: Text | None = None
    """Method and path of its one call; {name} in it is an input. Example: GET /tickets/{id}"""
    operation: Text | None = None
    """Its one call by its operationId in the OpenAPI document. Example: listTickets"""
    returns: Any = None
    """What callers get of the answer: fields with types for a request, fields to pick for an operation, or
    nothing. Example: {id: Int!, subject: String}"""
    form: bool = False
    """The body of the request is sent as a form instead of JSON."""
    steps: list[StepWords] = []
    """Its calls, where one does not suffice; at most eight."""
    hook: str | None = None
    """Name of code that ships with the hub, for what no document can say. Example: search_schema"""
    repeat: Literal["safe", "once"] | None = None
    """Whether a write may be sent again when nobody knows what became of it: safe where all is then as after the first time.
    Without it names that end in Update, Archive, Delete and the like are safe, and so are PUT and DELETE. Example: once"""
    core: bool = False
    """It belongs to the preset core, for everyday agents."""
    aliases: list[Text] = []
    """Other names under which agents may look for it. Example: [add_issue]"""
    inputs: dict[str, Any] | list[str] = {}
    """Fields to publish of a variable, or names bound to places; for an operation also a list of names.
    Example: {$input: [title!, dueDate?]}"""
    constants: dict[str, Any] = {}
    """Values that are always sent, by place. Example: {$input.type: duplicate}"""
    resolve: dict[str, str | Literal[False]] = {}
    """Kind of thing whose name an input takes, or false for none, by input. Example: {id: project}"""
    describe: dict[str, Text] = {}
    """What inputs mean in this action. Example: {title: The new title.}"""
    page: Listed | ActionPage | None = None
    """Place of the list that is paged, or the long form with its sizes. Example: issues"""
    result: Text | None = None
    """Place of what callers get, or an expression that makes it. Example: issueCreate.issue"""
    max_tokens: int | None = Field(None, ge=LEAST_TOKENS, le=MOST_TOKENS)
    """How large a read's answer may be over MCP where neither the call nor the project says; a token is four bytes of JSON.
    Example: 4000"""
    require: Path | None = None
    """Place in the answer that must be true; found by itself where it is called success.
    Example: issueCreate.success"""
    confidential: list[Text] = []
    """Names of inputs and of fields of the answer that are kept in no log; callers get them as they are.
    Example: [secret]"""

    @property
    def named_inputs(self) -> dict[str, Any]:
        """The inputs where they are names with words; a list of names is for operations only."""
        return self.inputs if isinstance(self.inputs, dict) else {}
