"""Which inputs of an action take a name: by the field that they fill, or because the author says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graphql import GraphQLList, get_named_type, get_nullable_type

from linkwright.connectors.binding import Bound
from linkwright.connectors.model import Header
from linkwright.kit.words import did_you_mean


@dataclass(slots=True)
class NamedInputs:
    """Kinds by input name, and mistakes as (input name, message)."""

    found: dict[str, str] = field(default_factory=dict)
    mistakes: list[tuple[str, str]] = field(default_factory=list)


def kinds_of(bound: list[Bound], said: Mapping[str, str | Literal[False]], header: Header) -> NamedInputs:
    """The kinds of an action's inputs; what the author said beats what the field's name suggests."""
    fills = {name: kind for kind, words in header.names.items() for name in words.fills}
    result = NamedInputs()
    known = {one.name for one in bound}
    for name in said:
        if name not in known:
            result.mistakes.append((name, f"There is no input {name} to resolve.{did_you_mean(name, known)}"))
    for one in bound:
        chosen = said.get(one.name, one.words.resolve)
        if chosen is False:
            continue
        kind = chosen or ""
        if chosen is None:
            kind = next((fills[str(path[-1])] for path in one.paths if str(path[-1]) in fills), "")
            if not kind or not _textual(one):
                continue
        if kind not in header.names:
            result.mistakes.append((one.name, f"There is no kind {kind}.{did_you_mean(kind, header.names)}"))
        elif not _textual(one):
            result.mistakes.append((one.name, f"{one.name} is a {one.kind}; only text can name a {kind}."))
        else:
            result.found[one.name] = kind
    return result


def _textual(one: Bound) -> bool:
    bare = get_nullable_type(one.kind)
    if isinstance(bare, GraphQLList) and isinstance(get_nullable_type(bare.of_type), GraphQLList):
        return False
    return str(get_named_type(one.kind)) in ("String", "ID")
