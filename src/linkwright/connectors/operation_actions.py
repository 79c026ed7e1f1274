"""Compiles an action that is an operation of an OpenAPI document: inputs are picked by name, types come from there."""

from __future__ import annotations

import re
from typing import Any

from graphql import GraphQLString

from linkwright.connectors.binding import Bound, Mistake
from linkwright.connectors.derive import Schema
from linkwright.connectors.drafts import Draft
from linkwright.connectors.model import InputWords
from linkwright.connectors.openapi import Contract, Operation
from linkwright.connectors.places import Place, Target, read_place
from linkwright.connectors.plain_types import FILE, FILE_SHOWN, picked, tree_of
from linkwright.connectors.request_actions import NOTHING, input_words
from linkwright.connectors.rest_actions import Rest, add_input, check_effect, finish, unknown_word
from linkwright.kit.words import did_you_mean, listed

_PICK = re.compile(r"^([A-Za-z_][A-Za-z0-9_-]*)([!?]?)$")


def compile_operation(draft: Draft, contract: Contract | None) -> None:
    """Fill the draft from its `operation`."""
    name = draft.words.operation or ""
    if contract is None:
        draft.add("The header names no OpenAPI document.", "operation", remedy="Add `openapi`, or write a `request`.")
        return
    if name not in contract.names:
        draft.add(f"There is no operation {name}.", "operation", remedy=unknown_word(name, contract.names))
        return
    operation = contract.operation(name)
    if operation.deprecated:
        draft.add(f"{name} is marked deprecated by the provider.", "operation", remedy="Leave it out.")
    _Operation(draft, operation).compile()


class _Operation:
    """One action whose operation is known."""

    def __init__(self, draft: Draft, operation: Operation) -> None:
        self._draft, self._operation = draft, operation
        names = tuple(one.name for one in operation.parameters if one.where == "path")
        self._rest = Rest(Target(operation.method, operation.path, names), form=operation.form)
        self._rest.known = lambda place: self._schema(place)[0]
        self._parameters: dict[Place, Any] = {(one.where, one.name): one for one in operation.parameters}

    def compile(self) -> None:
        draft, rest = self._draft, self._rest
        check_effect(draft, rest.target.method)
        if draft.words.form and not rest.form:
            draft.add("The contract says whether the body is a form; leave `form` out.", "form")
        words = draft.words.inputs
        for key, value in words.items() if isinstance(words, dict) else ((one, None) for one in words):
            self._take(key, value)
        self._rest_of_required()
        self._answer()
        finish(draft, rest)

    def _take(self, key: str, value: Any) -> None:
        at = (key,) if isinstance(self._draft.words.inputs, dict) else (self._draft.words.inputs.index(key),)
        try:
            if isinstance(value, list):
                for index, one in enumerate(value):
                    self._pick(str(one), tuple(key.split(".")), (*at, index))
            elif value is None:
                self._pick(key, None, at)
            else:
                self._named(key, value, at)
        except Mistake as mistake:
            self._draft.add(str(mistake), "inputs", *at)

    def _pick(self, said: str, below: tuple[str, ...] | None, at: tuple[Any, ...]) -> None:
        """Publish something of the contract under its own name."""
        found = _PICK.match(said)
        if found is None:
            raise Mistake(f"{said!r} is not the name of an input.")
        name, mark = found.groups()
        place = (*below, name) if below else self._place_of(name)
        self._add(name.replace("-", "_"), (place,), InputWords(required=mark == "!", nullable=mark == "?"), at)

    def _named(self, name: str, value: Any, at: tuple[Any, ...]) -> None:
        """Publish something under a name of the author's."""
        words = input_words(name, {"bind": value} if isinstance(value, str) else value)
        said = [words.bind] if isinstance(words.bind, str) else list(words.bind)
        places = tuple(read_place(one) for one in said) or (self._place_of(name),)
        self._add(name, places, words, at)

    def _add(self, name: str, places: tuple[Place, ...], words: InputWords, at: tuple[Any, ...]) -> None:
        schema, needed = self._schema(places[0])
        for place in places[1:]:
            self._schema(place)
        join = self._parameters[places[0]].join if places[0] in self._parameters else ""
        if join and not words.join:
            words = words.model_copy(update={"join": join})
        one = Bound(name, places, GraphQLString, "", words, True, needed or words.required, at, schema)
        add_input(self._draft, self._rest, one, at)

    def _place_of(self, name: str) -> Place:
        """Where something of that name goes.

        Raises:
            Mistake: nothing has that name, or several things.
        """
        found = [place for place in self._parameters if name in (place[1], place[1].replace("-", "_"))]
        body = self._body_fields()
        if name in body:
            found.append(("body", name))
        if not found:
            known = [*(place[1] for place in self._parameters), *body]
            raise Mistake(f"{self._operation.name} has no {name}.{did_you_mean(name, known) or _there(known)}")
        if len(found) > 1:
            raise Mistake(f"{name} is in several places; bind it to one of {listed('.'.join(one) for one in found)}.")
        return found[0]

    def _body_fields(self) -> dict[str, Any]:
        return dict((self._operation.body or {}).get("properties", {}))

    def _schema(self, place: Place) -> tuple[Schema, bool]:
        """The schema at a place, and whether the provider needs it.

        Raises:
            Mistake: the operation has no such place.
        """
        if place[0] != "body":
            known = self._parameters.get(place)
            if known is None:
                names = [one[1] for one in self._parameters if one[0] == place[0]]
                said = did_you_mean(place[1], names) or _there(names)
                raise Mistake(f"{self._operation.name} has no {place[0]} parameter {place[1]}.{said}")
            return known.schema, known.required
        here = self._operation.body
        if here is None:
            raise Mistake(f"{self._operation.name} takes no body.")
        needed = self._operation.body_required
        for step in place[1:]:
            fields = here.get("properties")
            if fields is None or step not in fields:
                said = did_you_mean(step, fields or ()) or _there(fields or ())
                raise Mistake(f"The body of {self._operation.name} has no {'.'.join(place[1:])}.{said}")
            needed = needed and step in here.get("required", ())
            here = fields[step]
        return here, needed

    def _rest_of_required(self) -> None:
        """What the provider requires and nobody mentioned is published under its own name."""
        constant = {tuple(name.split(".")) for name in self._draft.words.constants}
        filled = {*self._rest.filled.by, *constant}
        for place, one in self._parameters.items():
            if one.required and place not in filled:
                self._required((place,))
        if self._operation.body_required and self._operation.body:
            self._required(tuple(_needed(("body",), self._operation.body, filled)))

    def _required(self, places: tuple[Place, ...]) -> None:
        for place in places:
            name = place[-1].replace("-", "_")
            try:
                self._add(name, (place,), InputWords(), ())
            except Mistake as mistake:
                self._draft.add(str(mistake), "inputs")

    def _answer(self) -> None:
        said, known = self._draft.words.returns, self._operation.answer
        if said == FILE:
            self._rest.schema, self._rest.file = FILE_SHOWN, True
            return
        if known is None:
            if said not in (None, NOTHING):
                self._draft.add(f"{self._operation.name} answers with nothing that could be picked.", "returns")
            return
        if said == NOTHING:
            return
        try:
            self._rest.schema, self._rest.tree = (known, tree_of(known)) if said is None else picked(known, said)
        except Mistake as mistake:
            self._rest.schema = {}
            self._draft.add(str(mistake), "returns")


def _needed(place: Place, schema: Schema, filled: set[Place]) -> list[Place]:
    """Required fields of a body that nothing fills, nor any part of them; an object of which a part is filled is gone into."""
    found: list[Place] = []
    for name in schema.get("required", ()):
        here = (*place, name)
        if here in filled:
            continue
        inside = any(one[: len(here)] == here for one in filled)
        found += _needed(here, schema.get("properties", {}).get(name, {}), filled) if inside else [here]
    return found


def _there(names: Any) -> str:
    among = list(names)
    return f" There is {listed(among)}." if among else ""
