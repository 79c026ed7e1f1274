"""Where each published input goes: names bound to paths into the document's variables, typed by the contract."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_nullable_type,
)
from pydantic import ValidationError

from linkwright.connectors.documents import Document, is_closed
from linkwright.connectors.model import InputWords
from linkwright.kit.words import did_you_mean

_PICK = re.compile(r"^([A-Za-z_][A-Za-z0-9_]*)([!?]?)$")
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")
_AMBIGUOUS = ("path_", "query_", "body_", "headers_")
_CONTAINERS = ("path", "query", "headers")


@dataclass(slots=True)
class Bound:
    """One input: its targets, the type found there, and what the author said of it.

    Attributes:
        paths: into the variables; list positions are integers.
        needed: the provider does not do without it.
        picked: it is a field of a published variable, or a variable itself, so the contract's description fits it.
        where: its place in the file, for findings.
        schema: what a contract that is not GraphQL says of it; then `kind` says nothing.
    """

    name: str
    paths: tuple[tuple[str | int, ...], ...]
    kind: GraphQLInputType
    description: str
    words: InputWords
    picked: bool
    needed: bool
    where: tuple[Any, ...]
    schema: dict[str, Any] | None = None


class Mistake(ValueError):
    """Something that an author wrote does not fit; the message is the finding's."""


def bind(
    document: Document,
    inputs: dict[str, Any],
    reserved: set[str],
    fixed: set[tuple[str | int, ...]] = frozenset(),  # type: ignore[assignment]
) -> tuple[list[Bound], list[tuple[Any, str]]]:
    """All inputs of an action, and mistakes as (place below `inputs`, message).

    Paging fills the `reserved` variables, constants the `fixed` paths.
    """
    bound: list[Bound] = []
    mistakes: list[tuple[Any, str]] = []
    for key, value in inputs.items():
        try:
            if key.startswith("$"):
                _pick(document, key, value, bound, mistakes)
            else:
                bound.append(_named(document, key, value))
        except Mistake as mistake:
            mistakes.append(((key,), str(mistake)))
    mentioned = {str(path[0]) for one in bound for path in one.paths}
    mentioned |= {key[1:].split(".")[0] for key in inputs if key[0] == "$"}
    mentioned |= {str(path[0]) for path in fixed}
    rest = [name for name in document.variables if name not in mentioned | reserved]
    everything = [*(_direct(name, document.variables[name]) for name in rest), *bound]
    mistakes += _names(everything) + _uncovered(document, everything, fixed)
    return everything, mistakes


def _direct(name: str, kind: GraphQLInputType) -> Bound:
    needed = isinstance(kind, GraphQLNonNull)
    return Bound(name, ((name,),), kind, "", InputWords(bind=f"${name}"), True, needed, ())


def _uncovered(document: Document, bound: list[Bound], fixed: set[tuple[str | int, ...]]) -> list[tuple[Any, str]]:
    """Fields that the provider requires and that no input or constant fills."""
    filled = {path[:2] for one in bound for path in one.paths} | {path[:2] for path in fixed}
    mistakes: list[tuple[Any, str]] = []
    for variable, kind in document.variables.items():
        bare = get_nullable_type(kind)
        if (
            not isinstance(kind, GraphQLNonNull)
            or not isinstance(bare, GraphQLInputObjectType)
            or (variable,) in filled
        ):
            continue
        for name, field in bare.fields.items():
            if isinstance(field.type, GraphQLNonNull) and (variable, name) not in filled:
                mistakes.append(((f"${variable}",), f"{bare}.{name} is required by the provider and must be picked."))
    return mistakes


def _pick(document: Document, key: str, value: Any, bound: list[Bound], mistakes: list[tuple[Any, str]]) -> None:
    if "." in key:
        bound.append(_listed(document, key, value))
        return
    variable = key[1:]
    kind = _variable(document, variable)
    bare = get_nullable_type(kind)
    if not isinstance(bare, GraphQLInputObjectType):
        raise Mistake(f"{key} is a {bare}, which has no fields to pick; bind a name to {key} instead.")
    if not isinstance(value, list):
        raise Mistake(f"{key} takes a list of its fields.")
    for index, item in enumerate(value):
        match = _PICK.match(str(item))
        if match is None:
            mistakes.append(((key, index), f"{item!r} is not a field name with an optional ! or ? behind it."))
            continue
        name, mark = match.groups()
        field = bare.fields.get(name)
        if field is None:
            mistakes.append(((key, index), f"{bare} has no field {name!r}.{did_you_mean(name, bare.fields)}"))
            continue
        if why := is_closed(field):
            mistakes.append(((key, index), f"{bare}.{name} is marked {why} by the provider. Leave it out."))
        needed = mark == "!" or (isinstance(field.type, GraphQLNonNull) and isinstance(kind, GraphQLNonNull))
        words = InputWords(bind=f"{key}.{name}", required=needed, nullable=mark == "?")
        about = field.description or ""
        bound.append(Bound(name, ((variable, name),), field.type, about, words, True, needed, (key, index)))


def _listed(document: Document, key: str, value: Any) -> Bound:
    """A list of objects of which some fields are published: `$input.issues: [title!, teamId!]`."""
    path, kind, _ = resolve(document, key)
    bare = get_nullable_type(kind)
    item = get_nullable_type(bare.of_type) if isinstance(bare, GraphQLList) else None
    if not isinstance(item, GraphQLInputObjectType) or not isinstance(value, list):
        raise Mistake(f"{key} must be a list of objects of the contract, and take a list of their fields.")
    for one in value:
        match = _PICK.match(str(one))
        field = item.fields.get(match[1]) if match else None
        if match is None or field is None:
            raise Mistake(f"{item} has no field {str(one)!r}.{did_you_mean(str(one).rstrip('!?'), item.fields)}")
        if why := is_closed(field):
            raise Mistake(f"{item}.{match[1]} is marked {why} by the provider. Leave it out.")
    words = InputWords(bind=key, items=[str(one) for one in value], about="Each with the fields that are listed.")
    needed = isinstance(kind, GraphQLNonNull)
    return Bound(str(path[-1]), (path,), kind, "", words, True, needed, (key,))


def _named(document: Document, name: str, value: Any) -> Bound:
    try:
        words = InputWords.model_validate(value if isinstance(value, dict) else {"bind": value})
    except ValidationError as refused:
        raise Mistake(_words_mistake(name, refused)) from refused
    targets = [words.bind] if isinstance(words.bind, str) else words.bind
    if not targets:
        raise Mistake(f"{name} is bound to nothing.")
    found = [resolve(document, target) for target in targets]
    kinds = {str(get_nullable_type(kind)) for _, kind, _ in found}
    if len(kinds) > 1:
        raise Mistake(f"The targets of {name} have different types: {', '.join(sorted(kinds))}.")
    path, kind, description = found[0]
    outer = document.variables[str(path[0])]
    needed = words.required or (len(path) < 3 and all(isinstance(one, GraphQLNonNull) for one in (outer, kind)))
    picked = len(path) == 1
    return Bound(name, tuple(path for path, _, _ in found), kind, description, words, picked, needed, (name,))


def _words_mistake(name: str, refused: ValidationError) -> str:
    # An unknown word says more than the missing one that it was meant to be.
    problem = min(refused.errors(), key=lambda one: one["type"] != "extra_forbidden")
    word = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden":
        return f"{name}.{word} is not a word of the language.{did_you_mean(word, InputWords.model_fields)}"
    if problem["type"] == "missing":
        return f"{name}.{word} is missing."
    return f"{name} must be a path such as $filter.team.key.eq, a list of paths, or a mapping with `bind`."


def resolve(document: Document, target: Any) -> tuple[tuple[str | int, ...], GraphQLInputType, str]:
    """Follow `$filter.or.0.title.eq` through the contract's input types: path, type there, the contract's words on it.

    Raises:
        Mistake: the way ends before the target does.
    """
    if not isinstance(target, str) or not target.startswith("$"):
        raise Mistake(f"{target!r} is not a path; paths begin with $ and a variable of the document.")
    steps = target[1:].split(".")
    kind = _variable(document, steps[0])
    path: list[str | int] = [steps[0]]
    description = ""
    for step in steps[1:]:
        bare = get_nullable_type(kind)
        if step.isdigit() and isinstance(bare, GraphQLList):
            path.append(int(step))
            kind = bare.of_type
            continue
        if not isinstance(bare, GraphQLInputObjectType):
            raise Mistake(f"{target}: {bare} has no field {step!r}.")
        field = bare.fields.get(step)
        if field is None:
            raise Mistake(f"{target}: {bare} has no field {step!r}.{did_you_mean(step, bare.fields)}")
        if why := is_closed(field):
            raise Mistake(f"{target}: {bare}.{step} is marked {why} by the provider. Bind another field.")
        path.append(step)
        kind, description = field.type, field.description or ""
    return tuple(path), kind, description


def _variable(document: Document, name: str) -> GraphQLInputType:
    kind = document.variables.get(name)
    if kind is None:
        raise Mistake(f"The document has no variable ${name}.{did_you_mean(name, document.variables)}")
    return kind


def _names(bound: list[Bound]) -> list[tuple[Any, str]]:
    mistakes: list[tuple[Any, str]] = []
    seen: set[str] = set()
    positions: dict[tuple[str | int, ...], set[int]] = {}
    lists: dict[tuple[str | int, ...], str] = {}
    for one in bound:
        if one.name in seen:
            mistakes.append((one.where, f"There are two inputs called {one.name}; give one of them a name of its own."))
        seen.add(one.name)
        if not NAME.match(one.name) or one.name.startswith(_AMBIGUOUS) or one.name in _CONTAINERS:
            mistakes.append((one.where, f"An input cannot be called {one.name}: the name means a place in a call."))
        for path in one.paths:
            for at in (index for index, step in enumerate(path) if isinstance(step, int)):
                positions.setdefault(path[:at], set()).add(int(path[at]))
                owner = lists.setdefault(path[:at], one.name)
                if owner != one.name:
                    mistakes.append((one.where, f"{one.name} and {owner} fill the same list; one may be given alone."))
    for path, taken in positions.items():
        if taken != set(range(len(taken))):
            where = next(one.where for one in bound if one.name == lists[path])
            mistakes.append((where, f"The positions in {'.'.join(map(str, path))} must count from 0 without a gap."))
    return mistakes
