"""Mutations that need no rule of their own: the name says the verb, the payload the type, the input the values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.catalog.linear.twin.applying import apply
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.checking import check_uuids
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.moments import moment
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_carried_out, wrong_input
from linkwright.catalog.linear.twin.world import Row

_VERB = re.compile(
    r"(?P<kind>.+?)(?P<verb>Create|Update|Delete|Archive|Unarchive|Retire|Restore|AddLabel|RemoveLabel)$"
)
_ABOUT = ("success", "lastSyncId")
_MAKERS = ("creator", "owner", "inviter", "subscriber", "user")
_MADE_BY_USER = frozenset({"Comment", "Reaction", "InitiativeRelation", "ProjectRelation", "AgentActivity"})
_TRASHED_WITHOUT_A_MARK = frozenset({"Team"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What a mutation does: the verb, the type of entity, and the payload's field for it."""

    verb: str
    kind: str
    field: str


def deed(call: Call, name: str) -> Deed | None:
    """What the name and the payload of a mutation say that it does; None if they do not say."""
    match = _VERB.fullmatch(name)
    payload = (call.shapes.field("Mutation", name) or "").strip("!")
    fields = call.shapes.types.get(payload, {}).get("fields", {})
    if not match:
        return None
    named = match["kind"][0].upper() + match["kind"][1:]
    for field in fields:
        kind = (call.shapes.field(payload, field) or "").strip("[]!")
        if field not in _ABOUT and any(call.shapes.stored(each) for each in call.shapes.possible(kind)):
            return Deed(match["verb"], kind, field)
    return Deed(match["verb"], named, "") if call.shapes.stored(named) else None


def carry_out(call: Call, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Do what the name says.

    Raises:
        Refused: the input does not hold, or the name says nothing that the twin can do.
    """
    done = deed(call, name)
    if done is None:
        raise not_carried_out(name)
    row = _VERBS[done.verb](call, done.kind, args)
    shown = {done.field: row} if done.field else {}
    return {**shown, "entityId": row["id"]}


def create(call: Call, kind: str, given: Mapping[str, Any], **values: Any) -> Row:
    """Make a row from an input; `values` are set before it.

    Raises:
        Refused: the id is taken, or the input does not hold.
    """
    check_uuids(given, ("id",))
    row = call.world.add(kind, made_at(call, given), given.get("id"), **{**_makers(call, kind), **values})
    apply(call, row, given)
    for name, led in call.shapes.singles(kind).items():
        required = (call.shapes.field(kind, name) or "").endswith("!") and led != "Organization"
        if required and not row.get(f"{name}Id"):
            raise invalid_argument(f"{name}Id must be given.")
    return row


def update(call: Call, row: Row, given: Mapping[str, Any]) -> Row:
    """Change what an input names."""
    apply(call, call.world.edit(row), given)
    touch(row, call.at)
    return row


def remove(call: Call, row: Row) -> None:
    """Take a row away, with what cannot be without it; others forget it."""
    call.world.remove(row)
    for kind, column, optional in call.shapes.pointing(row["__typename"]):
        for other in call.world.where(kind, column, row["id"]):
            if optional:
                call.world.edit(other)[column] = None
            else:
                remove(call, other)
    for kind, column in call.shapes.holding(row["__typename"]):
        for other in call.world.where(kind, column, row["id"]):
            call.world.edit(other)[column] = [id_ for id_ in other[column] if id_ != row["id"]]


def made_at(call: Call, given: Mapping[str, Any]) -> str:
    """When it counts as made: imports may say so, but not in the future.

    Raises:
        Refused: the time has not come.
    """
    given_at = given.get("createdAt")
    at = moment(given_at, call.now) if given_at else call.at
    if at > call.at:
        raise invalid_argument("createdAt must not be in the future.")
    return at


def _makers(call: Call, kind: str) -> dict[str, str]:
    """Who made it, in the columns that the type has for that."""
    singles = call.shapes.singles(kind)
    return {
        f"{name}Id": call.viewer["id"]
        for name in _MAKERS
        if singles.get(name) == "User"
        and (name == "creator" or kind in _MADE_BY_USER or (call.shapes.field(kind, name) or "").endswith("!"))
    }


def _create(call: Call, kind: str, args: Mapping[str, Any]) -> Row:
    return create(call, kind, args["input"])


def _update(call: Call, kind: str, args: Mapping[str, Any]) -> Row:
    return update(call, look_up(call, kind, args["id"]), args["input"])


def _delete(call: Call, kind: str, args: Mapping[str, Any]) -> Row:
    """To the bin where the type has one, else away for good."""
    row = look_up(call, kind, args["id"])
    if call.shapes.field(kind, "trashed") or kind in _TRASHED_WITHOUT_A_MARK:
        return archive(call, row, trash=True)
    remove(call, row)
    return row


def archive(call: Call, row: Row, *, trash: bool = False) -> Row:
    """Put a row away; `updatedAt` stays, as Linear leaves it."""
    call.world.edit(row)["archivedAt"] = row["archivedAt"] or call.at
    if trash and call.shapes.field(row["__typename"], "trashed"):
        row["trashed"] = True
    return row


def bring_back(call: Call, row: Row) -> Row:
    """Take a row back from the archive or the bin."""
    call.world.edit(row)["archivedAt"] = None
    if "trashed" in row:
        row["trashed"] = None
    return row


def _retire(call: Call, kind: str, args: Mapping[str, Any]) -> Row:
    row = call.world.edit(look_up(call, kind, args["id"]))
    row |= {"retiredAt": call.at, "retiredById": call.viewer["id"]}
    touch(row, call.at)
    return row


def _restore(call: Call, kind: str, args: Mapping[str, Any]) -> Row:
    row = call.world.edit(look_up(call, kind, args["id"]))
    row |= {"retiredAt": None, "retiredById": None}
    touch(row, call.at)
    return row


def _add_label(call: Call, kind: str, args: Mapping[str, Any]) -> Row:
    row, label = look_up(call, kind, args["id"]), look_up(call, f"{kind}Label", args["labelId"])
    if label.get("isGroup"):
        raise wrong_input(f"The label {label['name']} is a group. Use one of its labels.")
    ids = [id_ for id_ in row.get("labelIds") or () if not _same_group(call, kind, id_, label)]
    call.world.edit(row)["labelIds"] = [*ids, label["id"]]
    touch(row, call.at)
    return row


def _same_group(call: Call, kind: str, id_: str, label: Row) -> bool:
    """Whether a label has to go before another of its group, or is that label."""
    other = call.find(f"{kind}Label", id_)
    return id_ == label["id"] or bool(other and label.get("parentId") and other.get("parentId") == label["parentId"])


def _remove_label(call: Call, kind: str, args: Mapping[str, Any]) -> Row:
    row, label = look_up(call, kind, args["id"]), look_up(call, f"{kind}Label", args["labelId"])
    call.world.edit(row)["labelIds"] = [id_ for id_ in row.get("labelIds") or () if id_ != label["id"]]
    touch(row, call.at)
    return row


_VERBS: Mapping[str, Callable[[Call, str, Mapping[str, Any]], Row]] = {
    "Create": _create,
    "Update": _update,
    "Delete": _delete,
    "Archive": lambda call, kind, args: archive(call, look_up(call, kind, args["id"]), trash=bool(args.get("trash"))),
    "Unarchive": lambda call, kind, args: bring_back(call, look_up(call, kind, args["id"])),
    "Retire": _retire,
    "Restore": _restore,
    "AddLabel": _add_label,
    "RemoveLabel": _remove_label,
}
