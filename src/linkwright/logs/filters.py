"""What a caller wants to see of the run log, read from its query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from linkwright.kit.queries import Given, Pairs, Parameter
from linkwright.kit.words import did_you_mean, listed
from linkwright.logs.errors import FilterInvalid

OrderBy = Literal["eventDatetime", "status", "duration", "provider", "service"]
ORDERS: tuple[OrderBy, ...] = ("eventDatetime", "status", "duration", "provider", "service")
INCLUDES = ("step_logs", "advanced_logs")
_MOST_PAGE = 200
_MOST_VALUES = 200
# The contract's filters over fields that no run here has: one that is asked for matches nothing.
_NEVER = ("services", "resources", "child_resources", "sub_resources")

_MOMENT = {"type": "string", "examples": ["2026-11-24", "2026-11-24T09:30:00Z"]}
_NOT_HERE = "Of the contract; no run here has one, so nothing matches."

INCLUDE = Parameter(
    "include", "What comes with each run; `advanced_logs` adds the bodies.", {"enum": list(INCLUDES)}, many=True
)
PARAMETERS = (
    Parameter("request_ids", "Of these runs only.", many=True),
    Parameter("account_ids", "Of these accounts only.", many=True),
    Parameter("actions", "Of these actions only.", many=True),
    Parameter("providers", "Of these connectors only.", many=True),
    Parameter("source_types", "Where the call came in: `rpc`, `mcp`, `console`, `proxy` or `download`.", many=True),
    Parameter("source_values", "Names of keys, clients or members that called.", many=True),
    Parameter("source_ids", "Ids of keys, clients or members that called.", many=True),
    Parameter(
        "status_codes",
        "Such as 404, or 4xx for a hundred of them.",
        {"type": "string", "pattern": "^[1-5]([0-9]{2}|[xX]{2})$"},
        many=True,
    ),
    Parameter("success", "Only those that worked, or only those that did not.", {"enum": ["true", "false"]}),
    Parameter("start_date", "From then on, in UTC where no zone is said.", _MOMENT),
    Parameter("end_date", "Until then.", _MOMENT),
    Parameter("http_methods", "Of the contract; every run here is a POST.", many=True),
    *(Parameter(name, _NOT_HERE, many=True) for name in _NEVER),
    Parameter("order_by", "`eventDatetime` unless said.", {"enum": list(ORDERS)}),
    Parameter("order_direction", "`desc` unless said.", {"enum": ["asc", "desc"]}),
    Parameter(
        "page_size", f"25 unless said; more than {_MOST_PAGE} gives {_MOST_PAGE}.", {"type": "integer", "minimum": 1}
    ),
    Parameter("next", "The `next` of the page before."),
    INCLUDE,
)
"""What lists of runs and steps read; each also as `filter[name]`. A blank value is as none."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a run must meet, all of them; an empty one is no condition.

    `status_ranges` are pairs of least and greatest status; `nothing` says that no run can match.
    """

    request_ids: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    source_types: tuple[str, ...] = ()
    source_values: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()
    status_ranges: tuple[tuple[int, int], ...] = ()
    success: bool | None = None
    start: datetime | None = None
    end: datetime | None = None
    nothing: bool = False
    # What the caller is limited to; None for no limit.
    reach_accounts: tuple[str, ...] | None = None
    reach_profiles: tuple[str, ...] | None = None


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Order:
    """How the list is sorted; the latest first unless somebody asks otherwise."""

    by: OrderBy = "eventDatetime"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that the query of a list says."""

    filters: Filters
    order: Order
    size: int
    next: str | None
    steps: bool
    advanced: bool


class _Given(Given):
    """The query's values, of which a list has a most."""

    def many(self, name: str) -> tuple[str, ...]:
        """As there.

        Raises:
            FilterInvalid: there are too many.
        """
        found = super().many(name)
        if len(found) > _MOST_VALUES:
            raise FilterInvalid(f"{name} holds {len(found)} values; at most {_MOST_VALUES} work.")
        return found


def read_query(pairs: Pairs) -> Query:
    """Read the query of a list of runs or steps.

    Raises:
        FilterInvalid: a value cannot be used; the message names its parameter.
    """
    given = _Given(pairs, PARAMETERS)
    include = given.many("include")
    unknown = [name for name in include if name not in INCLUDES]
    if unknown:
        raise FilterInvalid(f"include does not know '{unknown[0][:60]}'.{did_you_mean(unknown[0], INCLUDES)}")
    return Query(
        _filters(given),
        _order(given),
        _size(given),
        given.one("next"),
        "step_logs" in include,
        "advanced_logs" in include,
    )


def _filters(given: _Given) -> Filters:
    methods = {name.upper() for name in given.many("http_methods")}
    return Filters(
        request_ids=given.many("request_ids"),
        account_ids=given.many("account_ids"),
        actions=given.many("actions"),
        providers=given.many("providers"),
        source_types=tuple(name.lower() for name in given.many("source_types")),
        source_values=given.many("source_values"),
        source_ids=given.many("source_ids"),
        status_ranges=tuple(_statuses(text) for text in given.many("status_codes")),
        success=_flag("success", given.one("success")),
        start=_moment("start_date", given.one("start_date")),
        end=_moment("end_date", given.one("end_date")),
        nothing=any(given.many(name) for name in _NEVER) or bool(methods and "POST" not in methods),
    )


def _order(given: _Given) -> Order:
    by = given.one("order_by") or "eventDatetime"
    known = next((order for order in ORDERS if order == by), None)
    if known is None:
        raise FilterInvalid(f"order_by is one of {listed(ORDERS)}, not '{by[:60]}'.")
    direction = (given.one("order_direction") or "desc").lower()
    if direction not in {"asc", "desc"}:
        raise FilterInvalid("order_direction is asc or desc.")
    return Order(known, direction == "desc")


def _size(given: _Given) -> int:
    text = given.one("page_size")
    if text is None:
        return 25
    if not text.isascii() or not text.isdigit() or int(text[:9]) < 1:
        raise FilterInvalid(f"page_size is a number from 1 to {_MOST_PAGE}.")
    return min(_MOST_PAGE, int(text[:9]))


def _statuses(text: str) -> tuple[int, int]:
    """`404` is one status, `4xx` a hundred of them."""
    if len(text) == 3 and text[0] in "12345":
        if text[1:].lower() == "xx":
            return int(text[0]) * 100, int(text[0]) * 100 + 99
        if text.isascii() and text.isdigit():
            return int(text), int(text)
    raise FilterInvalid(f"status_codes holds '{text[:20]}'; write statuses like 404, or 4xx for all of a kind.")


def _flag(name: str, text: str | None) -> bool | None:
    if text is None:
        return None
    if text.lower() not in {"true", "false", "1", "0"}:
        raise FilterInvalid(f"{name} is true or false.")
    return text.lower() in {"true", "1"}


def _moment(name: str, text: str | None) -> datetime | None:
    """A date without a zone is one in UTC."""
    if text is None:
        return None
    try:
        # A plus sign in a query arrives as a blank.
        read = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise FilterInvalid(f"{name} is a date such as 2026-11-24 or 2026-11-24T09:30:00Z.") from None
