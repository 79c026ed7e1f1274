"""Linear's own checks of arguments, beyond what the schema says: UUIDs, ranges, and that things belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.issues import find_issue
from linkwright.catalog.linear.twin.moments import is_uuid
from linkwright.catalog.linear.twin.refusals import invalid_argument, not_found, wrong_input
from linkwright.catalog.linear.twin.world import Row

LONGEST_TITLE = 512
HIGHEST_PRIORITY = 4


def check_uuids(given: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse a value, or a member of a list, that is not a UUID.

    Raises:
        Refused: names the first such argument.
    """
    for name in names:
        value = given.get(name)
        if isinstance(value, str) and not is_uuid(value):
            raise invalid_argument(f"{name} must be a UUID.")
        if isinstance(value, list) and not all(is_uuid(each) for each in value):
            raise invalid_argument(f"each value in {name} must be a UUID.")


def check_issue_numbers(given: Mapping[str, Any]) -> None:
    """Refuse a title, priority or estimate out of bounds.

    Raises:
        Refused: names the argument.
    """
    title = given.get("title")
    if title is not None and not title.strip():
        raise invalid_argument("title should not be empty.")
    if title is not None and len(title) > LONGEST_TITLE:
        raise invalid_argument(f"title must be shorter than or equal to {LONGEST_TITLE} characters.")
    priority = given.get("priority")
    if priority is not None and not 0 <= priority <= HIGHEST_PRIORITY:
        raise invalid_argument(f"priority must be a number from 0 to {HIGHEST_PRIORITY}.")
    estimate = given.get("estimate")
    if estimate is not None and estimate < 0:
        raise invalid_argument("estimate must not be less than 0.")


def entity(call: Call, kind: str, id_: str) -> Row:
    """The row of that type and id.

    Raises:
        Refused: there is none.
    """
    row = call.find(kind, id_)
    if row is None:
        raise not_found(kind)
    return row


def the_issue(call: Call, reference: str) -> Row:
    """The issue of a UUID or an identifier.

    Raises:
        Refused: there is none.
    """
    row = find_issue(call.world, reference)
    if row is None or not call.sees(row):
        raise not_found("Issue")
    return row


def state_of_team(call: Call, state_id: str, team: Row) -> Row:
    """The workflow state, if it belongs to the team.

    Raises:
        Refused: there is no such state, or it is another team's.
    """
    state = entity(call, "WorkflowState", state_id)
    if state["teamId"] != team["id"]:
        raise wrong_input("The state belongs to another team than the issue.")
    return state


def labels_for_team(call: Call, ids: Iterable[str], team: Row) -> list[str]:
    """The ids of labels, each once, if an issue of the team may carry them together.

    Raises:
        Refused: an unknown label, another team's, a group, or two of one group.
    """
    labels = [entity(call, "IssueLabel", id_) for id_ in dict.fromkeys(ids)]
    groups: set[str] = set()
    for label in labels:
        if label["teamId"] not in (None, team["id"]):
            raise wrong_input(f"The label {label['name']} belongs to another team than the issue.")
        if label["isGroup"]:
            raise wrong_input(f"The label {label['name']} is a group. Use one of its labels.")
        if label["parentId"] in groups:
            raise wrong_input(f"The label {label['name']} cannot stand beside another of its group.")
        if label["parentId"]:
            groups.add(label["parentId"])
    return [label["id"] for label in labels]


def active_person(call: Call, id_: str) -> Row:
    """The user, if work can be given to them.

    Raises:
        Refused: no such user, or a suspended one.
    """
    user = entity(call, "User", id_)
    if not user["active"]:
        raise wrong_input(f"The user {user['name']} is suspended and cannot be assigned.")
    return user
