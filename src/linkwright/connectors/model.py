"""The connector language as types: what a header and an action may say. Checks of meaning live beside, not here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

# The forms of texts; `checking` says each in words.
PATH = r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$"
VARIABLE = r"^\$[A-Za-z_][A-Za-z0-9_]*$"
HEADER_NAME = r"^[a-z0-9-]+$"
ENDPOINT = r"^/"
HASH = r"^[0-9a-f]{64}$"
ADDRESS = r"^https://"
KEY = r"^[a-z][a-z0-9]{0,31}$"
VERSION = r"^\d+\.\d+\.\d+$"
ORIGIN = r"^https://[a-z0-9.-]+(:\d+)?$"
HOST = r"^[a-z0-9.-]+$"
STEP = r"^[a-z][a-z0-9_]{0,31}$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Path = Annotated[str, StringConstraints(pattern=PATH)]
Variable = Annotated[str, StringConstraints(pattern=VARIABLE)]
Effect = Literal["read", "write", "destroy"]
HeaderName = Annotated[str, StringConstraints(pattern=HEADER_NAME)]


class Words(BaseModel):
    """Base of all parts: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Complexity(Words):
    """The provider's published cost rule."""

    property: float = 0.1
    object: float = 1
    page: int = 50
    max: float = 10_000


class GraphQL(Words):
    """Where the endpoint and its contract are; `sha256` pins the contract file."""

    endpoint: Annotated[str, StringConstraints(pattern=ENDPOINT)]
    contract: Text
    sha256: Annotated[str, StringConstraints(pattern=HASH)]
    complexity: Complexity = Complexity()


class ScopeWords(Words):
    """One right at the provider."""

    about: Text
    permission: Text
    includes: list[Text] = []
    administration: bool = False


class FieldWords(Words):
    """One field of a way to sign in."""

    label: Text
    secret: bool = False
    required: bool = True
    placeholder: str = ""
    about: str = ""
    pattern: str = ""
    pattern_error: str = ""
    length: int | None = Field(None, ge=1, le=4096)


class AuthWords(Words):
    """One way to sign in."""

    type: Literal["header"]
    label: Text
    headers: dict[str, Text]
    fields: dict[str, FieldWords]
    settings_url: Annotated[str, StringConstraints(pattern=ADDRESS)] = ""
    guide: Text


class AccountWords(Words):
    """How an account is recognised."""

    scopes: list[Text]
    query: Text
    id: Path
    workspace: dict[str, Path]
    person: dict[str, Path]
    teams: Path
    team: dict[str, Path]


class RuleWords(Words):
    """One line of the error table."""

    outcome: Text
    codes: list[Text] = []
    when: str = ""
    say: str = ""


class ErrorWords(Words):
    """How the provider reports errors."""

    each: Path
    codes: list[Path]
    message: list[Path]
    map: list[RuleWords]


class BudgetWords(Words):
    """Headers of one limit."""

    limit: HeaderName
    remaining: HeaderName
    reset: HeaderName
    unit: Literal["epoch_ms", "epoch_s", "seconds"]


class LimitWords(Words):
    """The provider's limits; `retries` is how often a failed read is repeated."""

    retries: int = Field(2, ge=0, le=2)
    cost: str = ""
    budgets: dict[str, BudgetWords] = {}


class PageWords(Words):
    """How the provider pages, by default."""

    cursor: Variable
    size: Variable
    default: int = Field(25, ge=1, le=1000)
    max: int = Field(250, ge=1, le=1000)


class NameWords(Words):
    """How one kind of thing is found by what people call it, where the provider wants an id.

    `query` finds candidates by `$text: String!` (and `$number: Float!`, the text as a number or else -1); `near` finds
    what to propose when nothing fits. `at` is the list of candidates, or the one candidate, in both. `match` are the
    candidate's fields that a name may equal, best first; without any, what callers give is taken as it is. `words` are special names, each with the field that is true
    for what it means. `within` narrows candidates to the call's thing of another kind; one that has none there fits
    all. `gives` are things of other kinds that a call about this one brings along.
    """

    about: Text
    fills: list[Text] = []
    query: Text
    near: Text | None = None
    at: Path
    match: list[Path] = []
    show: Text = "{id}"
    words: dict[str, Path] = {}
    within: dict[str, Path] = {}
    gives: dict[str, Path] = {}
    list_action: str = ""


class Header(Words):
    """The whole of `connector.yaml`."""

    hub: Literal[1]
    key: Annotated[str, StringConstraints(pattern=KEY)]
    name: Text
    version: Annotated[str, StringConstraints(pattern=VERSION)]
    stage: Literal["internal", "preview", "beta", "ga", "deprecated"]
    categories: list[Text]
    about: Text
    docs: Annotated[str, StringConstraints(pattern=ADDRESS)]
    icon: Text
    base_url: Annotated[str, StringConstraints(pattern=ORIGIN)]
    hosts: list[Annotated[str, StringConstraints(pattern=HOST)]]
    graphql: GraphQL
    scopes: dict[str, ScopeWords]
    auth: dict[str, AuthWords]
    account: AccountWords
    errors: ErrorWords
    limits: LimitWords = LimitWords()
    page: PageWords
    describe: dict[str, Text] = {}
    names: dict[str, NameWords] = {}


class ActionPage(Words):
    """Paging of one action, where the default does not fit."""

    at: Path
    max: int | None = Field(None, ge=1, le=1000)
    default: int | None = Field(None, ge=1, le=1000)


class InputWords(Words):
    """The long form of one input; `bind` where one call takes it, `type` where steps do."""

    bind: str | list[str] = []
    type: str = ""
    about: str = ""
    enum: list[str | int] = []
    required: bool = False
    nullable: bool = False
    default: str | int | bool | None = None
    blank: bool = True
    opaque: bool = False
    resolve: str | Literal[False] | None = None


class StepWords(Words):
    """One call of several.

    `with` gives values to the document's variables, or to paths inside them (`input.teamId`), as expressions over
    `inputs`, the results of earlier steps by their `id`, and `item` where there is a `for_each`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Annotated[str, StringConstraints(pattern=STEP)] | None = None
    query: Text | None = None
    request: Text | None = None
    auth: Literal["account", "none"] = "account"
    headers: Text | None = None
    set_headers: dict[str, Text] = {}
    body: Text | None = None
    values: dict[str, Text] = Field({}, alias="with")
    when: Text | None = None
    for_each: Text | None = None
    require: Path | None = None
    result: Text | None = None


class ActionWords(Words):
    """One action: a `query`, `steps`, or a `hook` that ships with the hub."""

    label: Text
    about: Text
    effect: Effect
    scopes: list[Text]
    query: Text | None = None
    steps: list[StepWords] = []
    hook: str | None = None
    core: bool = False
    aliases: list[Text] = []
    inputs: dict[str, Any] = {}
    constants: dict[str, Any] = {}
    resolve: dict[str, str | Literal[False]] = {}
    describe: dict[str, Text] = {}
    page: Path | ActionPage | None = None
    result: Text | None = None
    require: Path | None = None
