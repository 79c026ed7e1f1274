"""The version that a connector's change asks for, worked out from the locks before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.connectors.schema_steps import input_steps, output_steps
from linkwright.connectors.versions import Bump

Lock = Mapping[str, Any]
_ORDER: tuple[Bump, ...] = ("none", "patch", "minor", "major")


@dataclass(frozen=True, slots=True)
class Change:
    """The size of a change, and a sentence for everything that makes it that."""

    bump: Bump
    reasons: tuple[str, ...]


def bump(old: Lock, new: Lock) -> Change:
    """What became of a connector between two compiled locks; the version they carry does not count.

    `major`: callers or linked accounts break. `minor`: there is something new to use. `patch`: the same, said or done
    differently. The reasons are those of the size; smaller changes are not listed beside larger ones.
    """
    found = [*_of_actions(old, new), *_of_auth(old, new), *_of_hosts(old, new)]
    if not found:
        return (
            Change("none", ())
            if _body(old) == _body(new)
            else Change("patch", ("Texts or the way of calling changed.",))
        )
    size = max((one for one, _ in found), key=_ORDER.index)
    return Change(size, tuple(dict.fromkeys(said for one, said in found if one == size)))


def larger(one: Bump, other: Bump) -> bool:
    """Whether a change is larger than another."""
    return _ORDER.index(one) > _ORDER.index(other)


def _of_actions(old: Lock, new: Lock) -> Iterator[tuple[Bump, str]]:
    before = {one["id"]: one for one in old["actions"]}
    after = {one["id"]: one for one in new["actions"]}
    known = {*after, *(f"{new['connector']['key']}_{alias}" for one in after.values() for alias in one["aliases"])}
    for name in sorted(before.keys() - known):
        yield "major", f"The action {name} is gone."
    for name in sorted(after.keys() - before.keys()):
        yield "minor", f"The action {name} is new."
    for name in sorted(before.keys() & after.keys()):
        for size, said in _of_action(before[name], after[name]):
            yield size, f"{name}: {said}."


def _of_action(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Bump, str]]:
    if old["effect"] != new["effect"]:
        yield "major", f"its effect was {old['effect']} and is {new['effect']}"
    for scope in sorted(set(new["scopes"]) - set(old["scopes"])):
        yield "major", f"it needs the scope {scope} now"
    gone = sorted(set(old["aliases"]) - set(new["aliases"]) - {new["name"]})
    for alias in gone:
        yield "major", f"its other name {alias} is gone"
    if (old["page"] is None) != (new["page"] is None):
        yield "major", "it is paged now" if new["page"] else "it is no longer paged"
    yield from _of_inputs(old, new)
    for breaks, said in output_steps("", _item(old), _item(new)):
        yield ("major" if breaks else "minor"), f"in the result, {said}"


def _item(action: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = action["output_schema"]
    return found


def _of_inputs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Bump, str]]:
    before, after = ({one["name"]: one for one in action["inputs"]} for action in (old, new))
    for name in before:
        if name not in after:
            yield "major", f"the input {name} is gone"
            continue
        was, now = before[name], after[name]
        if now["required"] and not was["required"]:
            yield "major", f"the input {name} became required"
        elif was["required"] and not now["required"]:
            yield "minor", f"the input {name} became optional"
        if was["location"] != now["location"]:
            yield "major", f"the input {name} moved from {was['location']} to {now['location']}"
        if bool(was["kind"]) and not now["kind"]:
            yield "major", f"the input {name} takes ids only, no names"
        if was["default"] != now["default"]:
            yield "major", f"the default of {name} changed"
        if was["nullable"] != now["nullable"]:
            yield ("major", f"null no longer clears {name}") if was["nullable"] else ("minor", f"null clears {name}")
        for breaks, said in input_steps(name, was["schema"], now["schema"]):
            yield ("major" if breaks else "minor"), f"for the input, {said}"
    for name, now in after.items():
        if name not in before:
            size: Bump = "major" if now["required"] else "minor"
            yield size, f"the {'required ' if now['required'] else ''}input {name} is new"


def _of_auth(old: Lock, new: Lock) -> Iterator[tuple[Bump, str]]:
    before, after = ({one["key"]: one for one in lock["auth"]} for lock in (old, new))
    for key in before.keys() - after.keys():
        yield "major", f"The way of connecting {key} is gone."
    for key in after.keys() - before.keys():
        yield "minor", f"The way of connecting {key} is new."
    for key in before.keys() & after.keys():
        had = {one["key"] for one in before[key]["fields"]}
        for field in after[key]["fields"]:
            if field["required"] and field["key"] not in had:
                yield "major", f"Connecting by {key} needs the field {field['key']} now."


def _of_hosts(old: Lock, new: Lock) -> Iterator[tuple[Bump, str]]:
    for host in sorted(set(new["connector"]["hosts"]) - set(old["connector"]["hosts"])):
        yield "major", f"It calls {host} now, so accounts must be linked again."


def _body(lock: Lock) -> dict[str, Any]:
    head = {name: value for name, value in lock["connector"].items() if name != "version"}
    return {**{name: value for name, value in lock.items() if name != "hash"}, "connector": head}
