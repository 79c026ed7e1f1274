"""What a served GraphQL schema says otherwise than the provider's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    is_introspection_type,
    print_ast,
)
from graphql.utilities import get_default_value_ast

Composite = GraphQLObjectType | GraphQLInterfaceType


def differences(served: GraphQLSchema, official: GraphQLSchema) -> list[str]:
    """Every type, field, argument and value that is served and is not the provider's.

    Root types may have fewer fields, interfaces fewer implementers: the twin serves what the actions touch. All else has
    to be there whole, since a type with a field missing would refuse what the provider takes.
    """
    found: list[str] = []
    roots = {root.name for root in (served.query_type, served.mutation_type) if root}
    for name, ours in served.type_map.items():
        theirs = official.type_map.get(name)
        if is_introspection_type(ours):
            continue
        if theirs is None:
            found.append(f"{name}: no such type")
        elif type(theirs) is not type(ours):
            found.append(f"{name}: {type(ours).__name__}, not {type(theirs).__name__}")
        else:
            found += _of_type(ours, theirs, whole=name not in roots)
    return found


def _of_type(ours: GraphQLNamedType, theirs: Any, *, whole: bool) -> Iterator[str]:
    match ours:
        case GraphQLObjectType() | GraphQLInterfaceType():
            yield from _fields(ours, theirs, whole=whole)
            yield from _names(f"{ours.name} implements", ours.interfaces, theirs.interfaces)
        case GraphQLInputObjectType():
            yield from _inputs(ours.name, ours.fields, theirs.fields)
            if ours.is_one_of != theirs.is_one_of:
                yield f"{ours.name}: one of"
        case GraphQLEnumType():
            yield from _missing(f"{ours.name}", ours.values, theirs.values)
            for name in ours.values.keys() & theirs.values.keys():
                if _old(ours.values[name]) != _old(theirs.values[name]):
                    yield f"{ours.name}.{name}: deprecated or not"
        case GraphQLUnionType():
            yield from _names(f"{ours.name} is", ours.types, theirs.types)


def _fields(ours: Composite, theirs: Composite, *, whole: bool) -> Iterator[str]:
    wanted = theirs.fields if whole else {name: field for name, field in theirs.fields.items() if name in ours.fields}
    yield from _missing(ours.name, ours.fields, wanted)
    for name in ours.fields.keys() & theirs.fields.keys():
        mine, real = ours.fields[name], theirs.fields[name]
        place = f"{ours.name}.{name}"
        if str(mine.type) != str(real.type):
            yield f"{place}: {mine.type}, not {real.type}"
        if _old(mine) != _old(real):
            yield f"{place}: deprecated or not"
        yield from _inputs(place, mine.args, real.args)


def _inputs(place: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    """Arguments of a field, or fields of an input."""
    yield from _missing(place, ours, theirs)
    for name in ours.keys() & theirs.keys():
        mine, real = ours[name], theirs[name]
        if str(mine.type) != str(real.type):
            yield f"{place}({name}): {mine.type}, not {real.type}"
        if _default(mine) != _default(real):
            yield f"{place}({name}): by default {_default(mine)}, not {_default(real)}"
        if _old(mine) != _old(real):
            yield f"{place}({name}): deprecated or not"


def _missing(place: str, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{place}.{name}: not the provider's" for name in ours.keys() - theirs.keys())
    yield from (f"{place}.{name}: missing" for name in theirs.keys() - ours.keys())


def _names(place: str, ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> Iterator[str]:
    mine, real = {one.name for one in ours}, {one.name for one in theirs}
    if mine != real:
        yield f"{place} {sorted(mine)}, not {sorted(real)}"


def _old(thing: Any) -> bool:
    return thing.deprecation_reason is not None


def _default(thing: Any) -> str | None:
    found = get_default_value_ast(thing)
    return print_ast(found) if found else None
