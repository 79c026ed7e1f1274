"""Mutations of notifications, their subscriptions, and favourites."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.moments import moment
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_found
from linkwright.catalog.linear.twin.verbs import create
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
_ENTITIES = ("issueId", "projectId", "initiativeId", "projectUpdateId", "initiativeUpdateId", "oauthClientApprovalId")
_SUBSCRIBED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "customViewId": ("CustomViewNotificationSubscription", ("issueCreated",)),
    "customerId": ("CustomerNotificationSubscription", ("customerAddedAsOwner",)),
    "cycleId": ("CycleNotificationSubscription", ("issueStatusChangedDone",)),
    "initiativeId": ("InitiativeNotificationSubscription", ("initiativeUpdateCreated",)),
    "labelId": ("LabelNotificationSubscription", ("issueCreated",)),
    "projectId": ("ProjectNotificationSubscription", ("projectUpdateCreated",)),
    "teamId": ("TeamNotificationSubscription", ("issueCreated",)),
    "userId": ("UserNotificationSubscription", ("issueAssignedToYou",)),
}
_NO_FAVORITE = frozenset({"id", "parentId", "sortOrder"})


def _about(call: Call, given: Mapping[str, Any]) -> list[Row]:
    """The caller's notifications that the input names: one, or all of an entity."""
    mine = [row for row in call.rows("Notification") if row["userId"] == call.viewer["id"]]
    if given.get("id"):
        one = look_up(call, "Notification", given["id"])
        # Linear groups what is about the same thing.
        column = next((name for name in _ENTITIES if one.get(name)), None)
        return [row for row in mine if row is one or (column and row.get(column) == one[column])]
    for column in _ENTITIES:
        if given.get(column):
            wanted = look_up(call, "Issue", given[column])["id"] if column == "issueId" else given[column]
            return [row for row in mine if row.get(column) == wanted]
    raise invalid_argument("id or the id of an entity must be given.")


def _batch(change: Callable[[Call, _Args], dict[str, Any]]) -> Callable[[Call, _Args], dict[str, Any]]:
    """Set the same columns on all notifications that the input names."""

    def carry_out(call: Call, args: _Args) -> dict[str, Any]:
        rows = _about(call, args["input"])
        for row in rows:
            call.world.edit(row).update(change(call, args))
            touch(row, call.at)
        return {"notifications": rows}

    return carry_out


def _at(name: str) -> Callable[[Call, _Args], str]:
    return lambda call, args: moment(args[name], call.now)


def _update(call: Call, args: _Args) -> dict[str, Any]:
    row = call.world.edit(look_up(call, "Notification", args["id"]))
    for name in ("readAt", "snoozedUntilAt"):
        if name in args["input"]:
            value = args["input"][name]
            row[name] = moment(value, call.now) if value else None
    touch(row, call.at)
    return {"notification": row}


def _subscribe(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    column = next((name for name in _SUBSCRIBED if given.get(name)), None)
    if column is None:
        raise invalid_argument("what to subscribe to must be given, such as projectId.")
    kind, types = _SUBSCRIBED[column]
    if kind not in call.shapes.types:
        raise not_found(kind)
    known = {"active": True, "notificationSubscriptionTypes": list(types)}
    given = {name: value for name, value in given.items() if value is not None}
    return {"notificationSubscription": create(call, kind, given, **known)}


def _favorite(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    if not any(value for name, value in given.items() if name not in _NO_FAVORITE):
        raise invalid_argument("what to make a favorite must be given, such as issueId.")
    favorite = create(call, "Favorite", given, ownerId=call.viewer["id"])
    ids = {name: favorite[name] for name in given if name.endswith("Id") and name != "parentId"}
    for old in call.world.where("Favorite", "ownerId", call.viewer["id"]):
        if old is not favorite and ids and all(old.get(name) == id_ for name, id_ in ids.items()):
            call.world.remove(favorite)
            return {"favorite": old}
    return {"favorite": favorite}


INBOX: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "notificationUpdate": _update,
    "notificationArchiveAll": _batch(lambda call, _: {"archivedAt": call.at}),
    "notificationMarkReadAll": _batch(lambda call, args: {"readAt": _at("readAt")(call, args)}),
    "notificationMarkUnreadAll": _batch(lambda *_: {"readAt": None}),
    "notificationSnoozeAll": _batch(lambda call, args: {"snoozedUntilAt": _at("snoozedUntilAt")(call, args)}),
    "notificationUnsnoozeAll": _batch(
        lambda call, args: {"snoozedUntilAt": None, "unsnoozedAt": _at("unsnoozedAt")(call, args)}
    ),
    "notificationSubscriptionCreate": _subscribe,
    "favoriteCreate": _favorite,
}
