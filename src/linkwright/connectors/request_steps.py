"""Compiles a step that is a request: its address, its values by expressions, and what of the answer it hands on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from linkwright.connectors.binding import Mistake
from linkwright.connectors.derive import ANYTHING, Schema
from linkwright.connectors.drafts import Draft
from linkwright.connectors.model import StepWords
from linkwright.connectors.places import METHODS, Filled, Target, read_place, read_target, request_entry
from linkwright.connectors.plain_types import FILE, FILE_SHOWN, Tree, returned
from linkwright.kit.words import did_you_mean

REQUEST_WORDS = ("returns", "headers", "set_headers", "body", "form", "auth")
_WHOLE = re.compile(r"^([A-Z]+)\s+\{([^{}]+)\}$")

Derive = Callable[[str, tuple[str, ...]], Schema]
"""The schema of an expression, given with the word under which it stands; mistakes are noted."""


@dataclass(frozen=True, slots=True)
class RequestStep:
    """The lock's entries of the step, and the schema of its answer."""

    entry: dict[str, Any]
    schema: Schema


def request_step(draft: Draft, step: StepWords, here: tuple[Any, ...], derived: Derive) -> RequestStep | None:
    """Compile the step's request; None, with findings noted, where it cannot be understood."""
    try:
        target, address = _target(step.request or "")
    except Mistake as mistake:
        draft.add(str(mistake), *here, "request")
        return None
    if address:
        derived(address, ("request",))
    values, filled = _values(draft, step, here, derived)
    if not address:
        for name in filled.missing(target):
            draft.add(f"{{{name}}} of the path gets no value.", *here, "with")
    if step.body and any(place[0] == "body" for place in filled.by):
        draft.add("The body comes from `body` or from `with`, not from both.", *here, "body")
    for word in ("headers", "body"):
        if text := getattr(step, word):
            derived(text, (word,))
    for name, text in step.set_headers.items():
        derived(text, ("set_headers", name))
    if target.method not in ("GET", "POST") and draft.words.effect == "read":
        draft.add(f"The effect read allows no {target.method} among the steps.", "effect")
    schema, tree = _returned(draft, step, here)
    answer = FILE if step.returns == FILE else "json" if step.returns else "nothing"
    entry = request_entry(draft.header, target, joins={}, shape=tree, form=step.form, answer=answer)
    return RequestStep(
        {
            "request": {
                **entry,
                "auth": step.auth == "account",
                "address": address,
                "headers": step.headers or "",
                "set_headers": step.set_headers,
                "body": step.body or "",
            },
            "effect": "read" if target.method == "GET" or draft.words.effect == "read" else draft.words.effect,
            "with": values,
        },
        schema,
    )


def _target(text: str) -> tuple[Target, str]:
    """Method and path, or method and the expression of a whole address."""
    whole = _WHOLE.match(text.strip())
    if whole is None:
        return read_target(text), ""
    if whole[1] not in METHODS:
        raise Mistake(f"{whole[1]} is no method of a request.{did_you_mean(whole[1], METHODS)}")
    return Target(whole[1], "", ()), whole[2]


def _values(
    draft: Draft, step: StepWords, here: tuple[Any, ...], derived: Derive
) -> tuple[list[dict[str, Any]], Filled]:
    filled, values = Filled(), []
    for target, expression in step.values.items():
        derived(expression, ("with", target))
        try:
            place = read_place(target)
            filled.take(place, "another value")
        except Mistake as mistake:
            draft.add(str(mistake), *here, "with", target)
            continue
        values.append({"path": list(place), "expression": expression})
    return values, filled


def _returned(draft: Draft, step: StepWords, here: tuple[Any, ...]) -> tuple[Schema, Tree]:
    if step.returns is None:
        if step.result:
            draft.add("A request that says no `returns` has nothing to make a result of.", *here, "result")
        return ANYTHING, True
    if step.returns == FILE:
        return FILE_SHOWN, True
    try:
        return returned(step.returns)
    except Mistake as mistake:
        draft.add(str(mistake), *here, "returns")
        return ANYTHING, True
