"""Mutations of customers and what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.doing_attachments import attach
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_found, wrong_input
from linkwright.catalog.linear.twin.verbs import create, remove, update
from linkwright.catalog.linear.twin.world import Row

_Args = Mapping[str, Any]
_BLANK: Mapping[str, Any] = {"domains": [], "externalIds": [], "logoUrl": None, "revenue": None, "size": None}


def _check_domains(call: Call, given: Mapping[str, Any], own: Row | None) -> None:
    """A domain belongs to one customer."""
    wanted = set(given.get("domains") or ())
    for other in call.rows("Customer"):
        taken = wanted.intersection(other.get("domains") or ())
        if other is not own and taken:
            raise wrong_input(f"The domain {min(taken)} already belongs to the customer {other['name']}.")


def _create(call: Call, args: _Args) -> dict[str, Any]:
    _check_domains(call, args["input"], None)
    status = call.world.of("CustomerStatus")
    fixed = {"statusId": status[0]["id"] if status else None, "tierId": None, "ownerId": None}
    return {"customer": create(call, "Customer", args["input"], **fixed, **_BLANK)}


def _update(call: Call, args: _Args) -> dict[str, Any]:
    customer = look_up(call, "Customer", args["id"])
    _check_domains(call, args["input"], customer)
    return {"customer": update(call, customer, args["input"])}


def _by_external_id(call: Call, id_: str) -> Row | None:
    return next((row for row in call.rows("Customer") if id_ in (row.get("externalIds") or ())), None)


def _upsert(call: Call, args: _Args) -> dict[str, Any]:
    given = {name: value for name, value in args["input"].items() if name not in ("externalId", "tierName")}
    external = args["input"].get("externalId")
    found = call.find("Customer", given.get("id")) or (_by_external_id(call, external) if external else None)
    if args["input"].get("tierName"):
        given["tierId"] = _tier(call, args["input"]["tierName"])
    if found:
        return _update(call, {"id": found["id"], "input": {k: v for k, v in given.items() if k != "id"}})
    if not given.get("name"):
        raise invalid_argument("name should not be empty.")
    return _create(call, {"input": {**given, "externalIds": [external] if external else []}})


def _tier(call: Call, name: str) -> str:
    """The id of the tier of that name; made if there is none."""
    tiers = call.rows("CustomerTier")
    found = next((row for row in tiers if str(row.get("displayName")).casefold() == name.casefold()), None)
    fixed: dict[str, Any] = {
        "name": name,
        "displayName": name,
        "color": "#6b6f76",
        "position": len(tiers),
        "description": None,
    }
    return str((found or call.world.add("CustomerTier", call.at, **fixed))["id"])


def _merge(call: Call, args: _Args) -> dict[str, Any]:
    """The target takes over what the source has, and the source is gone."""
    source, target = (
        look_up(call, "Customer", args["sourceCustomerId"]),
        look_up(call, "Customer", args["targetCustomerId"]),
    )
    if source is target:
        raise wrong_input("A customer cannot be merged with itself.")
    call.world.edit(target)
    for name in ("domains", "externalIds"):
        target[name] = list(dict.fromkeys([*(target.get(name) or ()), *(source.get(name) or ())]))
    for need in call.world.where("CustomerNeed", "customerId", source["id"]):
        call.world.edit(need)["customerId"] = target["id"]
    remove(call, source)
    touch(target, call.at)
    return {"customer": target}


def _unsync(call: Call, args: _Args) -> dict[str, Any]:
    customer = call.world.edit(look_up(call, "Customer", args["id"]))
    customer |= {"integrationId": None, "mainSourceId": None}
    touch(customer, call.at)
    return {"customer": customer}


def _need(call: Call, args: _Args) -> dict[str, Any]:
    given = _with_customer(call, args["input"])
    if not given.get("issueId") and not given.get("projectId"):
        raise invalid_argument("issueId or projectId must be given.")
    need = create(call, "CustomerNeed", _with_attachment(call, given), priority=0, body=None)
    return {"need": need}


def _with_customer(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    """The input with a customer's external id turned into its own."""
    plain = {name: value for name, value in given.items() if name != "customerExternalId"}
    if given.get("customerExternalId"):
        customer = _by_external_id(call, given["customerExternalId"])
        if customer is None:
            raise not_found("Customer")
        plain["customerId"] = customer["id"]
    return plain


def _with_attachment(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in given.items() if name != "attachmentUrl"}
    url = given.get("attachmentUrl")
    if url and given.get("issueId"):
        plain["attachmentId"] = attach(call, {"issueId": given["issueId"], "url": url, "title": url})["id"]
    return plain


def _need_of_attachment(call: Call, args: _Args) -> dict[str, Any]:
    attachment = look_up(call, "Attachment", args["input"]["attachmentId"])
    given = {"attachmentId": attachment["id"], "issueId": attachment["issueId"]}
    return {"need": create(call, "CustomerNeed", given, priority=0, body=attachment.get("title"))}


def _change_need(call: Call, args: _Args) -> dict[str, Any]:
    need, given = look_up(call, "CustomerNeed", args["id"]), _with_customer(call, args["input"])
    spread = given.pop("applyPriorityToRelatedNeeds", False)
    issue = {"issueId": given.get("issueId") or need.get("issueId")}
    update(call, need, _with_attachment(call, {**issue, **given} if given.get("attachmentUrl") else given))
    if args.get("clearAttachment"):
        need["attachmentId"] = None
    related = call.world.where("CustomerNeed", "customerId", need.get("customerId") or "")
    others = [each for each in related if each is not need] if spread and "priority" in given else []
    for other in others:
        update(call, other, {"priority": given["priority"]})
    return {"need": need, "updatedRelatedNeeds": others}


def _delete_need(call: Call, args: _Args) -> dict[str, Any]:
    need = look_up(call, "CustomerNeed", args["id"])
    attachment = call.find("Attachment", need.get("attachmentId"))
    remove(call, need)
    if attachment and not args.get("keepAttachment"):
        remove(call, attachment)
    return {"entityId": need["id"]}


CUSTOMERS: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "customerCreate": _create,
    "customerUpdate": _update,
    "customerUpsert": _upsert,
    "customerMerge": _merge,
    "customerUnsync": _unsync,
    "customerNeedCreate": _need,
    "customerNeedCreateFromAttachment": _need_of_attachment,
    "customerNeedUpdate": _change_need,
    "customerNeedDelete": _delete_need,
}
