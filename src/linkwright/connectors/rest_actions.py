"""What a request that is written out and an operation of a contract have in common: inputs at places, paging, result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jsonschema_rs import Draft202012Validator

from linkwright.connectors.binding import NAME, Bound, Mistake
from linkwright.connectors.derive import Schema, Underivable, derive
from linkwright.connectors.drafts import Draft
from linkwright.connectors.inputs import Unfit, compiled_input
from linkwright.connectors.places import Filled, Place, Target, read_place, request_entry
from linkwright.connectors.plain_types import Tree
from linkwright.connectors.rest_pages import Known, RestPaging, rest_paging
from linkwright.kit.words import did_you_mean, listed

DONE: Schema = {
    "type": "object",
    "properties": {"success": {"type": "boolean"}},
    "required": ["success"],
    "additionalProperties": False,
}
"""What callers get where the provider answers with nothing: `{"success": true}`."""
_AMBIGUOUS = ("path_", "query_", "body_", "headers_")


@dataclass(slots=True)
class Rest:
    """One request on its way into the lock.

    Attributes:
        schema: of the answer, None where there is nothing to hand on.
        tree: what is kept of the answer.
        file: the answer is a file, which is handed on as it comes.
        known: the schema of a place by the contract, which raises a Mistake where there is none; None without a contract.
    """

    target: Target
    bound: list[Bound] = field(default_factory=list)
    filled: Filled = field(default_factory=Filled)
    schema: Schema | None = None
    tree: Tree = True
    form: bool = False
    file: bool = False
    known: Known | None = None


def check_effect(draft: Draft, method: str) -> None:
    """A GET only reads; what deletes does not. Another method may read, as many searches do."""
    effect = draft.words.effect
    if method == "GET" and effect != "read":
        draft.add(f"A GET reads; the effect {effect} needs another method.", "effect")
    if method not in ("GET", "POST") and effect == "read":
        draft.add(f"A {method} changes something; say write or destroy.", "effect")


def add_input(draft: Draft, rest: Rest, one: Bound, at: tuple[Any, ...]) -> None:
    """Add an input with all its places, or note what is wrong with it."""
    try:
        if not NAME.match(one.name) or one.name.startswith(_AMBIGUOUS) or one.name in ("path", "query", "headers"):
            raise Mistake(f"An input cannot be called {one.name}.")
        for place in one.paths:
            where = tuple(str(step) for step in place)
            if where[0] == "path" and where[1] not in rest.target.names:
                near = did_you_mean(where[1], rest.target.names)
                raise Mistake(f"The path {rest.target.path} has no {{{where[1]}}}.{near}")
            rest.filled.take(where, one.name)
        if one.words.join:
            rest.filled.joins.update({str(place[-1]): one.words.join for place in one.paths})
    except Mistake as mistake:
        draft.add(str(mistake), "inputs", *at)
        return
    rest.bound.append(one)


def finish(draft: Draft, rest: Rest) -> None:
    """Fill the draft from a request whose inputs and answer are known."""
    constants = _constants(draft, rest)
    paging = rest_paging(draft, rest.schema or {}, rest.known)
    for name in rest.filled.missing(rest.target):
        draft.add(f"{{{name}}} of the path gets no value.", "inputs", remedy="Add an input of that name.")
    _publish(draft, rest)
    if paging:
        _page_inputs(draft, rest, paging)
    if draft.words.resolve:
        draft.add("Names are looked up by GraphQL queries; a request cannot `resolve` them.", "resolve")
    answer = "file" if rest.file else "json" if rest.schema is not None else "nothing"
    entry = request_entry(
        draft.header,
        rest.target,
        joins=rest.filled.joins,
        shape=rest.tree,
        form=rest.form,
        answer=answer,
    )
    draft.parts = {
        "call": None,
        "request": entry,
        "page": paging.entry if paging else None,
        "require": _require(draft, rest),
        "constants": constants,
        "blank": [],
        "own_ids": [],
        "lookup": None,
        "complexity": 0,
        "result": [],
        "collapse": [],
        "steps": [],
        "hook": "",
        **_result(draft, rest, paging),
    }


def _publish(draft: Draft, rest: Rest) -> None:
    for one in rest.bound:
        where = str(one.paths[0][0])
        location = "headers" if where == "header" else where
        needed = one.needed or where == "path"
        one.needed = needed
        try:
            draft.inputs.append(compiled_input(one, draft.words.effect, draft.said(one.name, ""), location=location))
        except Unfit as unfit:
            draft.add(str(unfit), "inputs", *one.where)
    draft.check_describes([one.name for one in rest.bound])


def _page_inputs(draft: Draft, rest: Rest, paging: RestPaging) -> None:
    try:
        for place in paging.places:
            rest.filled.take(place, "the page")
    except Mistake as mistake:
        draft.add(str(mistake), "page", remedy="Leave it out of the inputs; the hub fills it.")
    draft.inputs += paging.inputs


def _constants(draft: Draft, rest: Rest) -> list[dict[str, Any]]:
    found = []
    for name, value in draft.words.constants.items():
        try:
            place = read_place(name)
            if not isinstance(value, str | int | float | bool) and place[0] != "body":
                raise Mistake(f"{name} must be a text, a number, true or false.")
            if rest.known is not None:
                _fit(name, value, rest.known(place))
            rest.filled.take(place, "a constant")
        except Mistake as mistake:
            draft.add(str(mistake), "constants", name)
            continue
        found.append({"path": list(place), "value": value})
    return found


def _fit(name: str, value: Any, schema: Schema) -> None:
    """A constant must be what the contract takes at its place.

    Raises:
        Mistake: it is not.
    """
    wrong = next(iter(Draft202012Validator(schema).iter_errors(value)), None) if schema else None
    if wrong is not None:
        raise Mistake(f"{name} cannot be {value!r}: {wrong.message}.")


def _require(draft: Draft, rest: Rest) -> list[str]:
    if not draft.words.require:
        return []
    _derived(draft, draft.words.require, rest.schema or {}, "require")
    return draft.words.require.split(".")


def _result(draft: Draft, rest: Rest, paging: RestPaging | None) -> dict[str, Any]:
    said = draft.words.result
    if paging:
        if said:
            draft.add("A paged action's result is its page; leave `result` out.", "result")
        return {"expression": "", "output_schema": {"type": "array", "items": paging.items}}
    if rest.schema is None:
        if said:
            draft.add("There is nothing to make a result of: the request returns nothing.", "result")
        return {"expression": "", "output_schema": DONE}
    schema = _derived(draft, said, rest.schema, "result") if said else rest.schema
    if schema and schema.get("type") not in ("object", "array"):
        draft.add("A result must be an object or a list; write {name: expression}.", "result" if said else "returns")
    return {"expression": said or "", "output_schema": schema}


def _derived(draft: Draft, expression: str, schema: Schema, word: str) -> Schema:
    try:
        return derive(expression, schema)
    except Underivable as mistake:
        draft.add(str(mistake), word)
        return {}


def places_of(words: Any, natural: Place) -> tuple[Place, ...]:
    """The places of an input's `bind`, or the one where it goes by itself.

    Raises:
        Mistake: one is none.
    """
    said = [words] if isinstance(words, str) else list(words)
    return tuple(read_place(one) for one in said) or (natural,)


def unknown_word(name: str, known: Iterable[str]) -> str:
    """What to say of a name that is not known."""
    among = list(known)
    return did_you_mean(name, among).strip() or (f"There is {listed(among)}." if among else "")
