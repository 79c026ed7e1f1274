"""The version that a connector's change asks for, worked out from the locks before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.connectors.action_bumps import action_bumps
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
        for size, said in action_bumps(before[name], after[name]):
            yield size, f"{name}: {said}."


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
        yield from _of_tokens(key, before[key], after[key])


def _of_tokens(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Bump, str]]:
    """What becomes of accounts whose tokens were given in the older way."""
    if old["type"] != new["type"]:
        yield "major", f"Connecting by {key} was of the type {old['type']} and is {new['type']}."
        return
    had, has = old["oauth"] or {}, new["oauth"] or {}
    for word in ("grant", "authorize_url", "token_url"):
        if had.get(word) != has.get(word):
            yield "major", f"Connecting by {key}: its {word} was {had.get(word)} and is {has.get(word)}."
    if had.get("revoke_url") and not has.get("revoke_url"):
        yield "major", f"Connecting by {key}: tokens can no longer be revoked."
    if had.get("issuer", "") != has.get("issuer", "") and has.get("issuer"):
        yield "minor", f"Connecting by {key}: answers must come from {has['issuer']}."
    before = [one["url"] for one in old["exchange"] or ()]
    after = [one["url"] for one in new["exchange"] or ()]
    if before != after:
        yield (
            "major",
            f"Connecting by {key}: tokens were exchanged at {', '.join(before)} and are at {', '.join(after)}.",
        )
    chosen = {one["key"]: set(one["options"]) for one in new["setup"]}
    for choice in old["setup"]:
        for gone in sorted(set(choice["options"]) - chosen.get(choice["key"], set())):
            yield "major", f"Connecting by {key}: the choice {gone} of {choice['key']} is gone."


def _of_hosts(old: Lock, new: Lock) -> Iterator[tuple[Bump, str]]:
    for host in sorted(set(new["connector"]["hosts"]) - set(old["connector"]["hosts"])):
        yield "major", f"It calls {host} now, so accounts must be linked again."


def _body(lock: Lock) -> dict[str, Any]:
    head = {name: value for name, value in lock["connector"].items() if name != "version"}
    return {**{name: value for name, value in lock.items() if name != "hash"}, "connector": head}
