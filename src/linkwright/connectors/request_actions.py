"""Compiles an action whose request is written out: method and path, inputs with types, and what the answer holds."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLNonNull
from pydantic import ValidationError

from linkwright.connectors.binding import Bound, Mistake
from linkwright.connectors.drafts import Draft
from linkwright.connectors.model import InputWords
from linkwright.connectors.places import Target, read_target
from linkwright.connectors.plain_types import FILE, FILE_SHOWN, plain_type, returned
from linkwright.connectors.rest_actions import Rest, add_input, check_effect, finish, places_of

NOTHING = "nothing"


def compile_request(draft: Draft) -> None:
    """Fill the draft from its `request`."""
    words = draft.words
    try:
        target = read_target(words.request or "")
    except Mistake as mistake:
        draft.add(str(mistake), "request")
        return
    check_effect(draft, target.method)
    rest = Rest(target, form=words.form)
    for name, value in words.named_inputs.items():
        try:
            add_input(draft, rest, typed_input(name, value, target), (name,))
        except Mistake as mistake:
            draft.add(str(mistake), "inputs", name)
    _answer(draft, rest)
    finish(draft, rest)


def _answer(draft: Draft, rest: Rest) -> None:
    said = draft.words.returns
    if said is None:
        remedy = "Write {name: type}, nested as the answer is, or returns: nothing."
        draft.add("A request must say what it `returns`.", "request", remedy=remedy)
    elif said == FILE:
        rest.schema, rest.file = FILE_SHOWN, True
    elif said != NOTHING:
        try:
            rest.schema, rest.tree = returned(said)
        except Mistake as mistake:
            rest.schema = {}
            draft.add(str(mistake), "returns")


def typed_input(name: str, value: Any, target: Target) -> Bound:
    """An input from its type, or from the long form.

    Raises:
        Mistake: it is neither.
    """
    words = input_words(name, value if isinstance(value, dict) else {"type": _notation(value)})
    if not words.type:
        raise Mistake(f"{name} needs a type, such as String! or [Int!].")
    kind = plain_type(words.type)
    needed = words.required or isinstance(kind, GraphQLNonNull)
    return Bound(name, places_of(words.bind, target.place_of(name)), kind, "", words, False, needed, (name,))


def _notation(value: Any) -> str:
    return f"[{value[0]}]" if isinstance(value, list) and len(value) == 1 else str(value)


def input_words(name: str, value: Any) -> InputWords:
    """The long form of an input.

    Raises:
        Mistake: a word in it is unknown or has the wrong kind of value.
    """
    try:
        return InputWords.model_validate(value)
    except ValidationError as refused:
        problem = refused.errors()[0]
        raise Mistake(f"{name}.{'.'.join(map(str, problem['loc']))}: {problem['msg']}.") from refused
