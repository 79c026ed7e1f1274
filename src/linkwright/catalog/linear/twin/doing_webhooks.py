"""Mutations of webhooks: who is told of which changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.dice import text_for
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.refusals import invalid_argument
from linkwright.catalog.linear.twin.verbs import create, update
from linkwright.catalog.linear.twin.webhooks import RESOURCES
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
SECRET_PREFIX = "lin_" + "wh_"
_LENGTH = 40
_LEAST_SECRET = 8


def _check(given: Mapping[str, Any]) -> None:
    if given.get("url") is not None and not str(given["url"]).startswith(("https://", "http://")):
        raise invalid_argument("url must be a URL address.")
    unknown = sorted(set(given.get("resourceTypes") or ()) - RESOURCES)
    if unknown:
        raise invalid_argument(f"resourceTypes: {', '.join(unknown)} cannot be subscribed to.")
    if given.get("resourceTypes") == []:
        raise invalid_argument("resourceTypes should not be empty.")
    if given.get("secret") is not None and len(given["secret"]) < _LEAST_SECRET:
        raise invalid_argument(f"secret must be at least {_LEAST_SECRET} characters.")


def _secret(row: Row) -> str:
    return SECRET_PREFIX + text_for(row["id"], f"secret:{row['_turn']}", _LENGTH)


def _create(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    _check(given)
    if bool(given.get("teamId")) == bool(given.get("allPublicTeams")):
        raise invalid_argument("either teamId or allPublicTeams must be given.")
    fixed: dict[str, Any] = {
        "allPublicTeams": False,
        "enabled": True,
        "label": None,
        "teamId": None,
        "_turn": 0,
        "_failed": [],
    }
    webhook = create(call, "Webhook", given, **fixed)
    webhook["secret"] = given.get("secret") or _secret(webhook)
    return {"webhook": webhook}


def _update(call: Call, args: _Args) -> dict[str, Any]:
    _check(args["input"])
    return {"webhook": update(call, look_up(call, "Webhook", args["id"]), args["input"])}


def _rotate(call: Call, args: _Args) -> dict[str, Any]:
    webhook = call.world.edit(look_up(call, "Webhook", args["id"]))
    webhook["_turn"] = webhook.get("_turn", 0) + 1
    webhook["secret"] = _secret(webhook)
    return {"secret": webhook["secret"]}


WEBHOOKS: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "webhookCreate": _create,
    "webhookUpdate": _update,
    "webhookRotateSecret": _rotate,
}
