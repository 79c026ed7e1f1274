"""What of a REST connector breaks when its OpenAPI document becomes another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from linkwright.connectors.compile import ACTIONS_FOLDER, HEADER_FILE
from linkwright.connectors.derive import Schema, present
from linkwright.connectors.drift import Break, Drift
from linkwright.connectors.drift_uses import line_of_input
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding
from linkwright.connectors.openapi import Contract
from linkwright.connectors.source import Source, read_source, sources_in
from linkwright.kit.words import listed

Found = tuple[str, str]
"""Kind and sentence."""


def find_operation_drift(folder: Path, lock: Mapping[str, Any], table: Mapping[str, Any], new: Contract) -> Drift:
    """Compare the operations that a connector was compiled against with another document.

    Raises:
        ConnectorInvalid: the connector's files cannot be read.
    """
    old: Mapping[str, Any] = table.get("operations", {})
    after = {name: new.operation(name).table() for name in old if name in new.names}
    breaks: list[Break] = []
    for action, source in _actions(folder, lock):
        name = action["contract_operation"]
        if name in old:
            breaks += _action(action, source, old[name], after.get(name))
    header = read_source(folder / HEADER_FILE, HEADER_FILE)
    account = lock["account"]["contract_operation"]
    if account in old and isinstance(header, Source):
        line = header.line("account", "operation")
        for kind, said in _request(account, lock["account"]["request"], old[account], after.get(account)):
            breaks.append(Break(HEADER_FILE, line, "account", kind, said))
    changed = sum(old[name] != after.get(name) for name in old)
    broken = {action["contract_operation"] for action, _ in _actions(folder, lock) if _broken(action, breaks)}
    return Drift(sorted(set(breaks)), max(0, changed - len(broken)))


def _broken(action: Mapping[str, Any], breaks: list[Break]) -> bool:
    return any(one.action == action["name"] for one in breaks)


def _actions(folder: Path, lock: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Source]]:
    sources, findings = sources_in(folder, sorted((folder / ACTIONS_FOLDER).glob("*.yaml")))
    header = read_source(folder / HEADER_FILE, HEADER_FILE)
    if findings or isinstance(header, Finding):
        raise ConnectorInvalid([*findings, *([header] if isinstance(header, Finding) else [])])
    where = {name: source for source in sources for name in source.data}
    for action in lock["actions"]:
        if action["contract_operation"] and action["name"] in where:
            yield action, where[action["name"]]


def _action(action: Mapping[str, Any], source: Source, old: Any, new: Any) -> Iterator[Break]:
    name = action["name"]
    line = source.line(name, "operation")
    for kind, said in _request(action["contract_operation"], action["request"], old, new):
        yield Break(source.file, line, name, kind, said)
    if new is None:
        return
    for given in action["inputs"]:
        for path in given["paths"]:
            for kind, said in _input(path, old, new):
                yield Break(source.file, line_of_input(source, name, given), name, kind, said)
    always = [given for given in action["inputs"] if given["required"] or given["default"] is not None]
    filled = {tuple(path) for given in always for path in given["paths"]}
    filled |= {tuple(one["path"]) for one in action["constants"]}
    for place in sorted(_required(new) - _required(old) - filled):
        yield Break(source.file, line, name, "became required", f"{'.'.join(place)} must be given.")


def _request(name: str, request: Mapping[str, Any], old: Any, new: Any) -> Iterator[Found]:
    if new is None:
        yield "operation removed", f"{name} is gone."
        return
    if (old["method"], old["path"]) != (new["method"], new["path"]):
        was, now = (f"{one['method']} {one['path']}" for one in (old, new))
        yield "request changed", f"{name} was {was} and is {now}."
    if new["deprecated"] and not old["deprecated"]:
        yield "deprecated", f"{name} is marked deprecated."
    yield from _kept(request["shape"], old["answer"], new["answer"], name)


def _kept(shape: Any, old: Schema | None, new: Schema | None, at: str) -> Iterator[Found]:
    """Fields of the answer that the action hands out."""
    before, after = _record(old), _record(new)
    if before.get("type") != after.get("type"):
        yield "type changed", f"{at} was {_said(before)} and is {_said(after)}."
        return
    if not isinstance(shape, Mapping):
        return
    for name, inner in shape.items():
        if name not in before.get("properties", {}):
            continue
        if name not in after.get("properties", {}):
            yield "field removed", f"{at}.{name} is gone."
            continue
        yield from _kept(inner, before["properties"][name], after["properties"][name], f"{at}.{name}")


def _record(schema: Schema | None) -> Schema:
    """One record, whether it comes alone, in a list or perhaps not at all."""
    here, _ = present(schema or {})
    while here.get("type") == "array":
        here, _ = present(here.get("items", {}))
    return here


def _input(path: list[str], old: Any, new: Any) -> Iterator[Found]:
    before, after = _at(path, old), _at(path, new)
    name = ".".join(path)
    if before is None:
        return
    if after is None:
        yield "input removed", f"{name} is gone."
    elif before.get("type") != after.get("type"):
        yield "type changed", f"{name} was {_said(before)} and is {_said(after)}."
    elif narrower := [word for word in _LEAST if _more(after, before, word)] + [
        word for word in _MOST if _more(before, after, word)
    ]:
        said = ", ".join(f"{word} {after[word]}" for word in narrower)
        yield "narrowed", f"{name} takes less than before: {said}."
    elif gone := [one for one in before.get("enum", ()) if one not in (after.get("enum") or before["enum"])]:
        yield "enum value removed", f"{name} does not take {listed(map(str, gone))} any more."


_LEAST = ("minimum", "minLength", "minItems")
_MOST = ("maximum", "maxLength", "maxItems")


def _more(one: Schema, other: Schema, word: str) -> bool:
    """Whether a bound is tighter in `one` than in `other`; for lower bounds that is more, for upper ones less."""
    if word in _LEAST:
        return word in one and one[word] > other.get(word, float("-inf"))
    return word in other and other[word] < one.get(word, float("inf"))


def _at(path: list[str], operation: Any) -> Schema | None:
    if path[0] != "body":
        known = operation["parameters"].get(".".join(path[:2]))
        return known["schema"] if known else None
    here = operation["body"]
    for step in path[1:]:
        here = (here or {}).get("properties", {}).get(step)
    return here  # type: ignore[no-any-return]


def _required(operation: Any) -> set[tuple[str, ...]]:
    found = {tuple(name.split(".", 1)) for name, one in operation["parameters"].items() if one["required"]}
    body = operation["body"] if operation["body_required"] else None
    return found | {("body", *place) for place in _needed(body or {})}


def _needed(schema: Schema) -> Iterator[tuple[str, ...]]:
    for name in schema.get("required", ()):
        inner = list(_needed(schema.get("properties", {}).get(name, {})))
        yield from ((name, *one) for one in inner) if inner else [(name,)]


def _said(schema: Schema) -> str:
    return str(schema.get("type", "anything"))
