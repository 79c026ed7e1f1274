"""What a listing of actions asks for, read from its query."""

from __future__ import annotations

from dataclasses import dataclass

from linkwright.errors import BadRequest
from linkwright.kit.queries import Given, Pairs, Parameter

_MOST_VALUES = 200

PARAMETERS = (
    Parameter("connectors", "Of these connectors only.", many=True),
    Parameter("account_ids", "One entry for each of these accounts, with what can be run on it.", many=True),
    Parameter("action_key", "These actions only: their ids, or names without the connector.", many=True),
    Parameter("search", "Words that must occur in an action's id, label or description."),
    Parameter("include", "`action_details` for schemas, `authentication_guides` for guides.", many=True),
    Parameter("exclude", "`actions` leaves them out.", many=True),
    Parameter("page_size", "Connectors on a page, 25 unless said, at most 200.", {"type": "integer", "minimum": 0}),
    Parameter("next", "The `next` of the page before.", {"type": "string", "pattern": "^[0-9]+$"}),
)
"""What `GET /actions` reads; each also as `filter[name]`. A blank value is as none."""


@dataclass(frozen=True, slots=True)
class ActionQuery:
    """What a listing of actions asks for; an empty tuple is no condition.

    Attributes:
        action_keys: full ids, or names without the connector.
        search: words of which each must occur in the action's id, label or description.
        start: how many entries come before the page.
    """

    connectors: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    action_keys: tuple[str, ...] = ()
    search: str = ""
    details: bool = False
    guides: bool = False
    with_actions: bool = True
    start: int = 0
    size: int = 25


def read_action_query(pairs: Pairs) -> ActionQuery:
    """The query of `GET /actions`, from its parameters.

    Raises:
        BadRequest: `page_size` or `next` cannot be used.
    """
    given = Given(pairs, PARAMETERS)
    include = set(given.many("include"))
    return ActionQuery(
        connectors=given.many("connectors")[:_MOST_VALUES],
        account_ids=tuple(one for one in given.many("account_ids") if one.isascii() and one.isprintable())[
            :_MOST_VALUES
        ],
        action_keys=given.many("action_key")[:_MOST_VALUES],
        search=" ".join(given.all("search")),
        details=bool(include & {"action_details", "operation_details"}),
        guides="authentication_guides" in include,
        with_actions="actions" not in given.many("exclude"),
        start=_number("next", given.one("next"), 0, 1_000_000),
        size=max(1, _number("page_size", given.one("page_size"), 25, 200)),
    )


def _number(name: str, text: str | None, default: int, most: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        said = "a number" if name == "page_size" else "what the page before gave"
        raise BadRequest(f"{name} must be {said}.")
    return min(most, int(text[:9]))
