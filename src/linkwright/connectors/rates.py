"""Limits that the hub keeps in advance: which calls count against which, decided while compiling."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from graphql import GraphQLSchema

from linkwright.connectors.model import LimitWords
from linkwright.kit.words import did_you_mean

Add = Callable[..., None]
"""Notes a mistake: the sentence, the path to it, and `remedy`."""


def counted(root_fields: Iterable[str], words: LimitWords) -> list[str]:
    """Keys of the rates against which a call with these root fields counts, once for each field."""
    keys = {field: name if rate.shared else field for name, rate in words.rates.items() for field in rate.fields}
    return [keys[field] for field in root_fields if field in keys]


def rate_entries(words: LimitWords) -> list[dict[str, Any]]:
    """The lock's entries: one for each root field, or one for all where they are counted together."""
    entries = []
    for name, rate in words.rates.items():
        groups = {name: rate.fields} if rate.shared else {field: [field] for field in rate.fields}
        entries += [
            {"key": key, "name": name, "fields": fields, "calls": rate.calls, "per": rate.per}
            for key, fields in groups.items()
        ]
    return entries


def check_rates(words: LimitWords, schema: GraphQLSchema | None, add: Add) -> None:
    """Note fields that the contract does not have or that count twice, and budgets of rates that there are not."""
    roots = [root for root in (schema.query_type, schema.mutation_type) if root] if schema else []
    known = {name for root in roots for name in root.fields}
    owner: dict[str, str] = {}
    for name, rate in words.rates.items():
        for index, field in enumerate(rate.fields):
            where = ("limits", "rates", name, "fields", index)
            if field not in known and " " not in field:
                add(f"There is no root field {field}.", *where, remedy=did_you_mean(field, known).strip())
            elif field in owner:
                add(f"{field} counts against {owner[field]} already.", *where, remedy="Take one of them out.")
            owner.setdefault(field, name)
    _check_budgets(words, add)


def _check_budgets(words: LimitWords, add: Add) -> None:
    for name, budget in words.budgets.items():
        if budget.rate and budget.rate not in words.rates:
            remedy = did_you_mean(budget.rate, words.rates).strip()
            add(f"There is no rate {budget.rate}.", "limits", "budgets", name, "rate", remedy=remedy)


def check_requests(words: LimitWords, actions: Iterable[dict[str, Any]], add: Add) -> None:
    """Note requests that count and that no action sends."""
    steps = [one for action in actions for one in (action, *action["steps"])]
    known = {one["request"]["operation"] for one in steps if one["request"]}
    for name, rate in words.rates.items():
        for index, field in enumerate(rate.fields):
            if " " in field and field not in known:
                remedy = did_you_mean(field, known).strip()
                add(f"No action has the request {field}.", "limits", "rates", name, "fields", index, remedy=remedy)
