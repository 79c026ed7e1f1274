"""The fields that a write sets, as they are and as they would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linkwright.connectors.compiled import Action
from linkwright.engine.current import makes

_NAMING = ("id", "identifier", "key", "name", "title", "subject")
_NAMES = ("name", "identifier", "title", "key")


def changes(
    action: Action, sent: Mapping[str, Any], given: Mapping[str, Any], now: Mapping[str, Any] | None
) -> tuple[list[dict[str, Any]], list[str]]:
    """The fields that a write sets, before and after; and the names of those that have that value already.

    `sent` are the arguments with ids in place of names, `given` as the caller wrote them. Without `now` nothing is known
    of the values before, unless the action makes a new thing.
    """
    made = makes(action)
    found: list[dict[str, Any]] = []
    same: list[str] = []
    for name, key, after in _set(action, sent):
        known, before, named = (True, None, None) if made else _value(now or {}, key)
        if known and not made and _same(before, after):
            same.append(name)
            continue
        change = {"field": name, "before": before, "after": after, "before_known": known}
        if named is not None:
            change["before_named"] = named
        if name in given and given[name] != after:
            change["after_named"] = given[name]
        found.append(change)
    return found, same


def shown(action: Action, now: Mapping[str, Any], *, sets: bool) -> dict[str, Any]:
    """What a plan shows of the thing itself: all of it where no field is set, else only what tells which one it is."""
    if not sets or action.effect == "destroy":
        return dict(now)
    return {name: now[name] for name in _NAMING if name in now}


def _set(action: Action, sent: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Every field that is set: the input's name, the provider's name, and the value."""
    for name, value in {**dict(action.defaults), **sent}.items():
        spec = action.inputs[name]
        if spec.location == "path" or not spec.paths:
            continue
        yield name, str(spec.paths[0][-1]), value
    for path, value in action.constants:
        yield str(path[-1]), str(path[-1]), value


def _value(now: Mapping[str, Any], key: str) -> tuple[bool, Any, Any]:
    """Whether the value is known, the value, and what people call it, under the provider's name of a field.

    A field that ends in `Id` or `Ids` is looked for as the thing or the list of things that it points to.
    """
    if key in now:
        return True, now[key], None
    for many in ("Ids", "_ids"):
        things = now.get(key.removesuffix(many) + "s") if key.endswith(many) else None
        if isinstance(things, list):
            names = [_name(one) for one in things]
            return True, [_id(one) for one in things], names if all(names) and names else None
    for one in ("Id", "_id"):
        name = key.removesuffix(one)
        if name != key and name in now:
            thing = now[name]
            return thing is None or _id(thing) is not None, _id(thing), _name(thing)
    return False, None, None


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, list) and isinstance(after, list):
        return sorted(map(str, before)) == sorted(map(str, after))
    return bool(before == after)


def _id(thing: Any) -> Any:
    return thing.get("id") if isinstance(thing, Mapping) else None


def _name(thing: Any) -> Any:
    known = thing if isinstance(thing, Mapping) else {}
    return next((known[name] for name in _NAMES if known.get(name)), None)
