"""Compiles an action of several calls: each gets its values by expressions over the inputs and over earlier results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLString,
    get_nullable_type,
    is_input_type,
    parse_type,
    type_from_ast,
)
from pydantic import ValidationError

from linkwright.connectors.binding import NAME, Bound, Mistake, resolve
from linkwright.connectors.calls import call_entry, handed, must_be_true, oversized, points
from linkwright.connectors.derive import ANYTHING, Schema, Underivable, derive, nullable, present
from linkwright.connectors.documents import Document, read_document
from linkwright.connectors.drafts import Draft
from linkwright.connectors.fragments import Fragments
from linkwright.connectors.inputs import Unfit, compiled_input
from linkwright.connectors.model import InputWords, StepWords
from linkwright.connectors.named_inputs import kinds_of
from linkwright.connectors.plain_types import FILE, FILE_INPUT, FILE_SENT, FILE_STRICT
from linkwright.connectors.plain_types import SCHEMA as PLAIN
from linkwright.connectors.request_steps import REQUEST_WORDS, request_step
from linkwright.connectors.selection import find
from linkwright.connectors.shapes import TooDeep, input_schema
from linkwright.kit.words import did_you_mean

MOST_STEPS = 8


def compile_steps(draft: Draft, schema: GraphQLSchema | None, fragments: Fragments) -> None:
    """Fill the draft from its `steps`."""
    _Steps(draft, schema, fragments).compile()


class _Steps:
    """One action of several calls; `known` are the schemas of all that expressions may name."""

    def __init__(self, draft: Draft, schema: GraphQLSchema | None, fragments: Fragments) -> None:
        self._draft, self._fragments = draft, fragments
        self._schema, self._queries = schema or PLAIN, schema is not None
        self._known: dict[str, Schema] = {}
        self._cost = 0.0

    def compile(self) -> None:
        draft, words = self._draft, self._draft.words
        if len(words.steps) > MOST_STEPS:
            draft.add(f"An action has at most {MOST_STEPS} steps.", "steps")
        for word in ("page", "require", "constants"):
            if getattr(words, word):
                draft.add(f"{word} belongs to an action with a query.", word)
        self._inputs()
        steps = [self._step(index, step) for index, step in enumerate(words.steps)]
        self._effect(steps)
        draft.parts = {
            "call": None,
            "page": None,
            "require": [],
            "constants": [],
            "blank": [],
            "own_ids": [],
            "lookup": None,
            "complexity": self._cost,
            "result": [],
            "collapse": [],
            "steps": steps,
            "hook": "",
            **self._result(),
        }

    def _inputs(self) -> None:
        bound: list[Bound] = []
        for name, value in self._draft.words.named_inputs.items():
            try:
                bound.append(self._input(name, value))
            except Mistake as mistake:
                self._draft.add(str(mistake), "inputs", name)
        kinds = kinds_of(bound, self._draft.words.resolve, self._draft.header)
        for input_name, message in kinds.mistakes:
            self._draft.add(message, "inputs", input_name)
        for one in bound:
            kind = kinds.found.get(one.name, "")
            try:
                said = self._draft.said(one.name, kind)
                entry = compiled_input(one, self._draft.words.effect, said, kind)
                if one.schema is FILE_STRICT:
                    entry |= {"file": True, "shown": {**FILE_INPUT, "description": entry["shown"]["description"]}}
                self._draft.inputs.append(entry)
            except Unfit as unfit:
                self._draft.add(str(unfit), "inputs", one.name)
        self._draft.check_describes([one.name for one in bound])
        properties = {one["name"]: FILE_SENT if one.get("file") else one["schema"] for one in self._draft.inputs}
        required = [one["name"] for one in self._draft.inputs if one["required"] or one["default"] is not None]
        self._known["inputs"] = {"type": "object", "properties": properties, "required": required}

    def _input(self, name: str, value: Any) -> Bound:
        try:
            words = InputWords.model_validate(value if isinstance(value, dict) else {"type": value})
        except ValidationError as refused:
            problem = refused.errors()[0]
            raise Mistake(f"{name}.{'.'.join(map(str, problem['loc']))}: {problem['msg']}.") from refused
        if not words.type:
            raise Mistake(f"{name} needs a type of the contract, such as String! or [ID!].")
        if not NAME.match(name):
            raise Mistake(f"An input cannot be called {name}.")
        if words.type.rstrip("!") == FILE:
            if words.model_dump(exclude_defaults=True).keys() - {"type", "about", "required"}:
                raise Mistake("A file has only type, about and required.")
            needed = words.required or words.type.endswith("!")
            return Bound(name, (), GraphQLString, "", words, False, needed, (name,), FILE_STRICT)
        kind = self._type(words.type)
        needed = words.required or isinstance(kind, GraphQLNonNull)
        return Bound(name, (), kind, "", words, False, needed, (name,))

    def _type(self, notation: str) -> GraphQLInputType:
        try:
            found = type_from_ast(self._schema, parse_type(notation))
        except GraphQLError as broken:
            raise Mistake(f"{notation!r} is not a type: {broken.message}") from broken
        if found is None or not is_input_type(found):
            bare = notation.strip("[]! ")
            raise Mistake(f"There is no input type {bare}.{did_you_mean(bare, self._schema.type_map)}")
        return found

    def _step(self, index: int, step: StepWords) -> dict[str, Any]:
        draft, here = self._draft, ("steps", index)
        if bool(step.query) == bool(step.request):
            draft.add("A step needs a query or a request.", *here)
            return {}
        if step.id in self._known:
            draft.add(f"There is a {step.id} already.", *here, "id")
        return self._request(step, here) if step.request else self._query(index, step, here)

    def _query(self, index: int, step: StepWords, here: tuple[Any, ...]) -> dict[str, Any]:
        draft = self._draft
        if not self._queries:
            draft.add("The header names no GraphQL contract.", *here, "query", remedy="Write a `request`.")
            return {}
        for word in REQUEST_WORDS:
            if step.model_dump(exclude_defaults=True).get(word) is not None:
                draft.add(f"{word} belongs to a step with a request.", *here, word)
        document = read_document(
            self._schema, draft.source, draft.name, "steps", index, "query", fragments=self._fragments
        )
        each = self._each(step, here)
        if step.when:
            self._derived(step.when, *here, "when")
        if isinstance(document, list):
            draft.findings += document
            return {}
        draft.findings += oversized(document, None)
        self._cost += points(document, draft.header, None)
        entry = {
            "id": step.id or "",
            "call": call_entry(document, draft.header),
            "request": None,
            "effect": "read" if document.operation == "query" else draft.words.effect,
            "with": self._values(document, step, here),
            "when": step.when or "",
            "for_each": step.for_each or "",
            "require": self._require(document, step, here),
            **self._handed(document, step, each, here),
        }
        self._known.pop("item", None)
        return entry

    def _request(self, step: StepWords, here: tuple[Any, ...]) -> dict[str, Any]:
        each = self._each(step, here)
        if step.when:
            self._derived(step.when, *here, "when")
        made = request_step(self._draft, step, here, lambda text, word: self._derived(text, *here, *word))
        if made is None:
            return {}
        expression = step.result or "@"
        schema: Schema = ANYTHING
        try:
            schema = derive(expression, made.schema)
        except Underivable as mistake:
            self._draft.add(str(mistake), *here, "result")
        if each:
            schema = {"type": "array", "items": schema}
        if step.id:
            self._known[step.id] = nullable(schema) if step.when else schema
        self._known.pop("item", None)
        return {
            "id": step.id or "",
            "call": None,
            "when": step.when or "",
            "for_each": step.for_each or "",
            "require": step.require.split(".") if step.require else [],
            "result": expression,
            "collapse": [],
            **made.entry,
        }

    def _each(self, step: StepWords, here: tuple[Any, ...]) -> bool:
        if not step.for_each:
            return False
        items, _ = present(self._derived(step.for_each, *here, "for_each"))
        if items and items.get("type") != "array":
            self._draft.add("for_each needs a list.", *here, "for_each")
        self._known["item"] = items.get("items", ANYTHING)
        return True

    def _values(self, document: Document, step: StepWords, here: tuple[Any, ...]) -> list[dict[str, Any]]:
        values = []
        for target, expression in step.values.items():
            given, _ = present(self._derived(expression, *here, "with", target))
            try:
                path, kind, _ = resolve(document, f"${target}")
            except Mistake as mistake:
                self._draft.add(str(mistake).replace(f"${target}", target), *here, "with", target)
                continue
            if not _alike(given, kind):
                self._draft.add(
                    f"{target} takes {kind}; the expression gives {_type_of(given)}.", *here, "with", target
                )
            values.append({"path": list(path), "expression": expression})
        filled = {one["path"][0] for one in values}
        for name, kind in document.variables.items():
            if isinstance(kind, GraphQLNonNull) and name not in filled:
                self._draft.add(f"The variable ${name} gets no value.", *here, "with")
        return values

    def _require(self, document: Document, step: StepWords, here: tuple[Any, ...]) -> list[str]:
        if step.require:
            if find(document.roots, step.require.split(".")) is None:
                self._draft.add(f"{step.require} is not selected by the document.", *here, "require")
            return step.require.split(".")
        path, findings = must_be_true(document)
        self._draft.findings += findings
        return list(path)

    def _handed(self, document: Document, step: StepWords, each: bool, here: tuple[Any, ...]) -> dict[str, Any]:
        made = handed(document, ())
        expression = step.result or document.root_fields[0]
        schema: Schema = ANYTHING
        try:
            schema = derive(expression, made.schema)
        except Underivable as mistake:
            self._draft.add(str(mistake), *here, "result")
        if each:
            schema = {"type": "array", "items": schema}
        if step.id:
            self._known[step.id] = nullable(schema) if step.when else schema
        return {"result": expression, "collapse": made.collapse}

    def _derived(self, expression: str, *path: Any) -> Schema:
        try:
            return derive(expression, {"type": "object", "properties": self._known, "required": list(self._known)})
        except Underivable as mistake:
            self._draft.add(str(mistake), *path)
            return ANYTHING

    def _effect(self, steps: list[dict[str, Any]]) -> None:
        writes = any(step.get("effect", "read") != "read" for step in steps)
        if self._draft.words.effect == "read":
            writes = any(step and (step["call"] or {}).get("operation", "").startswith("mutation") for step in steps)
            if writes:
                self._draft.add("The effect read allows no mutation among the steps.", "effect")
        elif not writes and all(steps):
            said = f"The effect {self._draft.words.effect} needs a mutation or a request that writes among the steps."
            self._draft.add(said, "effect")

    def _result(self) -> dict[str, Any]:
        said = self._draft.words.result
        if not said:
            self._draft.add("An action of steps needs a result.", "result")
            return {}
        schema = self._derived(said, "result")
        if schema and schema.get("type") not in ("object", "array"):
            self._draft.add("A result must be an object or a list; write {name: expression}.", "result")
        return {"expression": said, "output_schema": schema}


def _alike(given: Schema, kind: GraphQLInputType) -> bool:
    """Whether a value of this schema may be one of that type; unknown and mixed ones may."""
    have = given.get("type")
    bare = get_nullable_type(kind)
    if have is None:
        return True
    if isinstance(bare, GraphQLList):
        return bool(have == "array")
    try:
        want = input_schema(kind).get("type")
    except TooDeep:
        want = "object"
    return bool(want in (None, have) or (have, want) == ("integer", "number"))


def _type_of(given: Mapping[str, Any]) -> str:
    return str(given.get("type", "a mixed value"))
