"""Compiles `confidential`: what of an action's inputs and answer is kept in no log, and that nobody forgets to say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from graphql import GraphQLInputObjectType, GraphQLSchema
from graphql.type import GraphQLInterfaceType, GraphQLObjectType

from linkwright.connectors.confidential_inputs import properties_of, secret_in, secret_on, variables_of
from linkwright.connectors.drafts import Draft
from linkwright.connectors.rates import Add
from linkwright.connectors.secrecy import Secrecy, widened
from linkwright.kit.words import did_you_mean, listed

_INPUT = re.compile(r"\binputs\.([A-Za-z_][A-Za-z0-9_]*)")
_OWN_DOCUMENT = ("run_graphql", "validate_graphql")
Found = dict[str, str]
"""Names in an action that are confidential, each with what it is in the contract."""


def check_words(words: Sequence[str], schema: GraphQLSchema | None, add: Add) -> None:
    """Note confidential words of the header that name nothing in the GraphQL contract."""
    if schema is None:
        return
    fields = {name: _fields(kind) for name, kind in schema.type_map.items()}
    everywhere = {field for known in fields.values() for field in known}
    for index, word in enumerate(words):
        kind, dot, name = word.rpartition(".")
        if not dot and name not in everywhere:
            remedy = did_you_mean(name, everywhere).strip()
            add(f"The contract has no field {name}.", "confidential", index, remedy=remedy)
        elif dot and name not in fields.get(kind, ()):
            remedy = did_you_mean(name, fields[kind]) if kind in fields else did_you_mean(kind, fields)
            add(f"The contract has no {word}.", "confidential", index, remedy=remedy.strip())


def _fields(kind: Any) -> set[str]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return {*kind.fields, *(name for field in kind.fields.values() for name in field.args)}
    return set(kind.fields) if isinstance(kind, GraphQLInputObjectType) else set()


def compile_confidential(draft: Draft, schema: GraphQLSchema | None) -> None:
    """Add `confidential` to the draft's parts: every name under which its secrets go in or come back."""
    known = widened(draft.header.confidential, schema)
    if draft.words.hook:
        hidden = {word.rpartition(".")[2] for word in known} if draft.words.hook in _OWN_DOCUMENT else set()
        draft.parts["confidential"] = sorted(hidden)
        return
    found, under = _found(draft, schema, known)
    there = {*found, *_names_in(draft)}
    for index, name in enumerate(draft.words.confidential):
        if name not in there:
            remedy = did_you_mean(name, there).strip()
            draft.add(f"There is no {name} among the inputs and the answer.", "confidential", index, remedy=remedy)
    forgotten = [name for name in found if name not in draft.words.confidential]
    if forgotten:
        wanted = ", ".join([*draft.words.confidential, *forgotten])
        named = listed(f"{name} ({found[name]})" if found[name] != name else name for name in forgotten)
        draft.add(f"{named} must be said to be confidential.", remedy=f"Write `confidential: [{wanted}]`.")
    paths = [path for one in draft.inputs if one["name"] in draft.words.confidential for path in one["paths"]]
    ends = {[step for step in path if isinstance(step, str)][-1] for path in paths}
    draft.parts["confidential"] = sorted({*draft.words.confidential, *ends, *under})


def _found(draft: Draft, schema: GraphQLSchema | None, words: Sequence[str]) -> tuple[Found, set[str]]:
    """Confidential names that authors must list, and names of variables under which such inputs go out."""
    found: Found = {name: name for name in _names_in(draft) if name in words}
    found |= {one["name"]: path[-1] for one in draft.inputs for path in one["paths"] if path[-1] in words}
    under: set[str] = set()
    for step in draft.parts.get("steps", ()):
        for value in step["with"]:
            if value["path"][-1] in words:
                found |= dict.fromkeys(_INPUT.findall(value["expression"]), value["path"][-1])
                under.add(value["path"][-1])
    for call, values in _calls(draft):
        assert schema is not None  # a document was compiled against it
        secrecy = Secrecy(schema, words, call["document"])
        found |= secrecy.answered
        types = variables_of(schema, call["document"])
        for one in draft.inputs if values is None else ():
            for path in one["paths"]:
                if place := secret_on(path, types, words, secrecy) or secret_in(types, path, one, words):
                    found[one["name"]] = place
        for value in values or ():
            if place := secret_on(value["path"], types, words, secrecy):
                found |= dict.fromkeys(_INPUT.findall(value["expression"]), place)
                under.add(str(value["path"][-1]))
    return found, under


def _calls(draft: Draft) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]] | None]]:
    """Every GraphQL call of the draft, with the values that a step gives it; None where inputs fill it by their paths."""
    if draft.parts.get("call"):
        yield draft.parts["call"], None
    for step in draft.parts.get("steps", ()):
        if step.get("call"):
            yield step["call"], step["with"]


def _names_in(draft: Draft) -> set[str]:
    """Names of inputs, of fields inside them, and of everything in the result and in the answers behind it."""
    names = {str(one["name"]) for one in draft.inputs}
    for schema in (*(one["schema"] for one in draft.inputs), draft.parts.get("output_schema") or {}):
        names.update(properties_of(schema))
    return names
