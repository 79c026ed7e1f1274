"""The first draft of an action out of an OpenAPI document: all that the contract knows, the rest marked to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from linkwright.connectors.derive import Schema, present
from linkwright.connectors.errors import FieldUnknown
from linkwright.connectors.filling import FILL_IN
from linkwright.connectors.model import Header
from linkwright.connectors.openapi import Contract, Operation
from linkwright.kit.words import did_you_mean

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_CURSORS = ("cursor", "after", "page_token", "next", "starting_after")
_SIZES = ("limit", "per_page", "page_size", "pageSize", "count")
_NUMBERS = ("page", "page_number")
_OFFSETS = ("offset", "skip", "start")
_NEXTS = ("next_cursor", "next", "cursor", "next_page_token", "after")
# Names of places in a call; an input cannot be called so, nor begin so.
_PLACE = re.compile(r"^(path|query|headers)$|^(path|query|body|headers)_")
_EFFECTS = {"GET": "read", "DELETE": "destroy"}


def import_operation(contract: Contract, name: str, header: Header | None = None) -> str:
    """The draft of an action as YAML.

    `header` is that of the connector it is for; inputs that it describes are not described once more.

    Raises:
        FieldUnknown: the document has no such operation.
    """
    if name not in contract.names:
        raise FieldUnknown(f"There is no operation {name}.{did_you_mean(name, contract.names)}")
    operation = contract.operation(name)
    if operation.deprecated:
        raise FieldUnknown(f"{name} is marked deprecated by the provider.")
    return "\n".join(_Draft(operation, header).lines()) + "\n"


class _Draft:
    def __init__(self, operation: Operation, header: Header | None) -> None:
        self._operation, self._header = operation, header
        self._paging = _paging(operation)

    def lines(self) -> Iterator[str]:
        operation = self._operation
        words = [word.lower() for word in _WORD.split(operation.name) if word]
        yield f"{'_'.join(words)}:"
        yield f"  label: {' '.join(words).capitalize()}"
        said = f" The contract says: {operation.summary}" if operation.summary else ""
        yield f'  about: "{FILL_IN}: one or two sentences of your own that tell it from its neighbours.{_quoted(said)}"'
        yield f"  effect: {_EFFECTS.get(operation.method, 'write')}"
        yield f'  scopes: ["{FILL_IN}: scopes of connector.yaml"]'
        yield f"  operation: {operation.name}"
        names = list(self._inputs())
        if names:
            yield "  inputs:"
            yield from (f"    {line}" for line in names)
        if self._paging:
            yield f"  page: {self._paging}"
        yield from self._described()

    def _inputs(self) -> Iterator[str]:
        for one in self._operation.parameters:
            if one.name not in self._filled() and not (one.where == "path" and one.required):
                name = _input_name(one.name)
                yield f"{one.name}:" if name == one.name else f"{name}: {one.where}.{one.name}"
        for path, fields in _objects(("body",), self._operation.body):
            plain = [name for name in fields if _input_name(name) == name]
            if plain:
                yield f"{'.'.join(path)}: [{', '.join(plain)}]"
            yield from (f"{_input_name(name)}: {'.'.join((*path, name))}" for name in fields if name not in plain)

    def _filled(self) -> set[str]:
        return set(re.findall(r"query\.(\w+)", self._paging or ""))

    def _described(self) -> Iterator[str]:
        known = self._header.describe if self._header else {}
        names = [_input_name(one.name) for one in self._operation.parameters]
        names = [name for name in names if name not in self._filled()]
        for _, fields in _objects(("body",), self._operation.body):
            names += [_input_name(name) for name in fields]
        missing = [name for name in dict.fromkeys(names) if name not in known]
        if missing:
            yield "  describe:"
            yield from (f'    {name}: "{FILL_IN}: what it means"' for name in missing)


def _input_name(name: str) -> str:
    """What an input may be called that fills something of this name."""
    plain = name if name.isidentifier() else re.sub(r"\W+", "_", name).strip("_").lower()
    return f"given_{plain}" if _PLACE.match(plain) or not plain.isidentifier() else plain


def _objects(path: tuple[str, ...], schema: Schema | None) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The fields of a body, and of objects in it that hold nothing but fields of their own."""
    known = (schema or {}).get("properties", {})
    inner = [name for name, one in known.items() if one.get("type") == "object" and one.get("properties")]
    plain = [name for name in known if name not in inner]
    if plain:
        yield path, plain
    for name in inner:
        yield from _objects((*path, name), known[name])


def _paging(operation: Operation) -> str:
    """The words for the paging that the parameters and the answer look like, if they look like any."""
    names = {one.name for one in operation.parameters if one.where == "query"}
    answer, _ = present(operation.answer or {})
    fields = answer.get("properties", {})
    lists = [name for name, one in fields.items() if present(one)[0].get("type") == "array"]
    at = '"@"' if answer.get("type") == "array" else lists[0] if len(lists) == 1 else ""
    size = _first(_SIZES, names)
    sized = f", size: query.{size}" if size else ""
    if operation.method != "GET" or not at:
        return ""
    if cursor := _first(_CURSORS, names):
        found = [path for path in _leaves(answer) if path.rsplit(".", 1)[-1] in _NEXTS]
        following = found[0] if found else f'"{FILL_IN}: place of the next cursor"'
        return f"{{at: {at}, by: cursor, cursor: query.{cursor}{sized}, next: {following}}}"
    if number := _first(_NUMBERS, names):
        pages = next((path for path in _leaves(answer) if path.rsplit(".", 1)[-1] in ("total_pages", "pages")), "")
        by = "link" if at == '"@"' else "number"
        return f"{{at: {at}, by: {by}, cursor: query.{number}{sized}{f', pages: {pages}' if pages else ''}}}"
    if offset := _first(_OFFSETS, names):
        total = next((path for path in _leaves(answer) if path.rsplit(".", 1)[-1] in ("total", "total_count")), "")
        return f"{{at: {at}, by: offset, cursor: query.{offset}{sized}{f', total: {total}' if total else ''}}}"
    return ""


def _leaves(schema: Schema, path: str = "") -> Iterator[str]:
    """Places of values in an answer, two levels deep."""
    for name, one in present(schema)[0].get("properties", {}).items():
        inner = present(one)[0]
        if inner.get("type") == "object" and path.count(".") < 2:
            yield from _leaves(inner, f"{path}{name}.")
        elif inner.get("type") != "array":
            yield f"{path}{name}"


def _first(among: Iterable[str], names: set[str]) -> str:
    return next((one for one in among if one in names), "")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
