"""What became of one action between two compiled connectors, and what version that asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linkwright.connectors.schema_inputs import input_steps
from linkwright.connectors.schema_outputs import output_steps
from linkwright.connectors.versions import Bump

Found = tuple[Bump, str]


def action_bumps(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Found]:
    """Size and sentence of each change of an action, given as the locks have it."""
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


def _of_inputs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Found]:
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
