"""Mutations of teams, people, invitations, the workspace and its mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from linkwright.catalog.linear.twin.applying import apply
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.changing import touch
from linkwright.catalog.linear.twin.checking import check_uuids
from linkwright.catalog.linear.twin.dice import text_for
from linkwright.catalog.linear.twin.looking import look_up
from linkwright.catalog.linear.twin.refusals import invalid_argument, wrong_input
from linkwright.catalog.linear.twin.verbs import create, update
from linkwright.catalog.linear.twin.world import Row
from linkwright.kit.clock import iso

_Args = Mapping[str, Any]
STATES = (
    ("Triage", "triage", "#fc7840"),
    ("Backlog", "backlog", "#bec2c8"),
    ("Todo", "unstarted", "#e2e2e2"),
    ("In Progress", "started", "#f2c94c"),
    ("Done", "completed", "#5e6ad2"),
    ("Canceled", "canceled", "#95a2b3"),
    ("Duplicate", "duplicate", "#95a2b3"),
)
_LONGEST_KEY = 7
_INVITED_DAYS = 30
_ROLES = ("owner", "admin", "user", "guest", "app")


def _key(call: Call, given: Mapping[str, Any]) -> str:
    """The key asked for, or one made of the name; no other team has it."""
    taken = {team["key"] for team in call.world.of("Team")}
    if given.get("key"):
        key = str(given["key"]).upper()
        if not key.isalnum() or len(key) > _LONGEST_KEY:
            raise invalid_argument(f"key must be at most {_LONGEST_KEY} letters and digits.")
        if key in taken:
            raise wrong_input(f"The key {key} belongs to another team.")
        return key
    stem = "".join(char for char in given["name"].upper() if char.isalnum())[:3] or "TEA"
    return next(key for key in (stem, *(f"{stem}{number}" for number in range(2, 10_000))) if key not in taken)


def _create_team(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    blank = {"color": "#5e6ad2", "description": None, "private": False, "visibility": "public", "cycleDuration": 2}
    team = create(
        call,
        "Team",
        {name: value for name, value in given.items() if name != "key"},
        key=_key(call, given),
        triageEnabled=False,
        cyclesEnabled=False,
        timezone="Europe/London",
        issueEstimationType="notUsed",
        parentId=None,
        retiredAt=None,
        _lastNumber=0,
        **blank,
    )
    if given.get("private"):
        team["visibility"] = "private"
    for place, (name, kind, color) in enumerate(STATES):
        if kind != "triage" or team["triageEnabled"]:
            fixed: dict[str, Any] = {"name": name, "type": kind, "color": color, "position": place, "description": None}
            call.world.add("WorkflowState", call.at, teamId=team["id"], **fixed)
    owner: dict[str, Any] = {"teamId": team["id"], "userId": call.viewer["id"], "owner": True, "sortOrder": 0}
    call.world.add("TeamMembership", call.at, **owner)
    return {"team": team}


def _update_team(call: Call, args: _Args) -> dict[str, Any]:
    team, given = look_up(call, "Team", args["id"]), dict(args["input"])
    key = given.pop("key", None)
    if key and key.upper() != team["key"]:
        call.world.edit(team)["key"] = _key(call, {"key": key})
    update(call, team, given)
    if "private" in given:
        team["visibility"] = "private" if given["private"] else "public"
    triage = any(s["type"] == "triage" for s in call.world.where("WorkflowState", "teamId", team["id"]))
    if team["triageEnabled"] and not triage:
        fixed: dict[str, Any] = {
            "name": "Triage",
            "type": "triage",
            "color": "#fc7840",
            "position": -1,
            "description": None,
        }
        call.world.add("WorkflowState", call.at, teamId=team["id"], **fixed)
    return {"team": team}


def _join_team(call: Call, args: _Args) -> dict[str, Any]:
    membership = create(call, "TeamMembership", args["input"], owner=False)
    own = call.world.where("TeamMembership", "teamId", membership["teamId"])
    if sum(1 for each in own if each["userId"] == membership["userId"]) > 1:
        raise wrong_input("The user is already a member of the team.")
    return {"teamMembership": membership}


def _set_active(active: bool) -> Callable[[Call, _Args], dict[str, Any]]:
    def change(call: Call, args: _Args) -> dict[str, Any]:
        user = call.world.edit(look_up(call, "User", args["id"]))
        if user is call.viewer:
            raise wrong_input("You cannot suspend yourself.")
        user |= {"active": active, "isAssignable": active, "isMentionable": active}
        touch(user, call.at)
        return {}

    return change


def _change_role(call: Call, args: _Args) -> dict[str, Any]:
    user, role = call.world.edit(look_up(call, "User", args["id"])), args["role"]
    if role not in _ROLES:
        raise invalid_argument("role is unknown.")
    user |= {"owner": role == "owner", "admin": role in ("owner", "admin"), "guest": role == "guest"}
    touch(user, call.at)
    return {}


def _update_settings(call: Call, args: _Args) -> dict[str, Any]:
    settings = look_up(call, "UserSettings", args["id"])
    if settings["userId"] != call.viewer["id"]:
        raise wrong_input("Only your own settings can be changed.")
    given = {name: value for name, value in args["input"].items() if name != "settings"}
    for name in [name for name, value in given.items() if isinstance(value, dict)]:
        given[name] = _merged(settings.get(name) or {}, given[name])
    return {"userSettings": update(call, settings, given)}


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The old values with the new ones over them, at every depth."""
    deeper = {k: _merged(old.get(k) or {}, v) if isinstance(v, dict) else v for k, v in new.items() if v is not None}
    return {**old, **deeper}


def _invite(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    check_uuids(given, ("id",))
    email = given["email"]
    if "@" not in email:
        raise invalid_argument("email must be an email.")
    if any(user["email"] == email for user in call.rows("User")):
        raise wrong_input("A user with this address is already in the workspace.")
    fixed = {"expiresAt": iso(call.now + timedelta(days=_INVITED_DAYS)), "external": True, "acceptedAt": None}
    return {"organizationInvite": create(call, "OrganizationInvite", given, **fixed)}


def _resend(call: Call, args: _Args) -> dict[str, Any]:
    invite = call.world.edit(look_up(call, "OrganizationInvite", args["id"]))
    invite["expiresAt"] = iso(call.now + timedelta(days=_INVITED_DAYS))
    return {"entityId": invite["id"]}


def _update_organization(call: Call, args: _Args) -> dict[str, Any]:
    organization = call.world.edit(call.organization)
    given = dict(args["input"])
    if given.get("urlKey") and given["urlKey"] != organization["urlKey"]:
        organization["previousUrlKeys"] = [*organization["previousUrlKeys"], organization["urlKey"]]
    apply(call, organization, given)
    touch(organization, call.at)
    return {"organization": organization}


def _address(row: Row, turn: int) -> str:
    return f"{text_for(row['id'], f'intake:{turn}', 10).lower()}@intake.linear.example"


def _intake(call: Call, args: _Args) -> dict[str, Any]:
    given = args["input"]
    kind = given.get("type") or ("template" if given.get("templateId") else "team")
    if kind == "team" and not given.get("teamId"):
        raise invalid_argument("teamId must be given.")
    row = create(call, "EmailIntakeAddress", {**given, "type": kind}, enabled=True)
    row["address"] = _address(row, 0)
    return {"emailIntakeAddress": row}


def _rotate_intake(call: Call, args: _Args) -> dict[str, Any]:
    row = call.world.edit(look_up(call, "EmailIntakeAddress", args["id"]))
    row["_turn"] = row.get("_turn", 0) + 1
    row["address"] = _address(row, row["_turn"])
    touch(row, call.at)
    return {"emailIntakeAddress": row}


def _check_domain(call: Call, args: _Args) -> dict[str, Any]:
    look_up(call, "EmailIntakeAddress", args["id"])
    return {}


def _unsubscribe(call: Call, args: _Args) -> dict[str, Any]:
    look_up(call, "User", args["input"]["userId"])
    found = call.world.where("UserSettings", "userId", args["input"]["userId"])
    for settings in found:
        kinds = dict.fromkeys([*(settings.get("unsubscribedFrom") or ()), args["input"]["type"]])
        call.world.edit(settings)["unsubscribedFrom"] = list(kinds)
    return {}


PEOPLE: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {
    "teamCreate": _create_team,
    "teamUpdate": _update_team,
    "teamMembershipCreate": _join_team,
    "userSuspend": _set_active(False),
    "userUnsuspend": _set_active(True),
    "userChangeRole": _change_role,
    "userSettingsUpdate": _update_settings,
    "organizationInviteCreate": _invite,
    "resendOrganizationInvite": _resend,
    "organizationUpdate": _update_organization,
    "createCsvExportReport": lambda *_: {},
    "emailIntakeAddressCreate": _intake,
    "emailIntakeAddressRotate": _rotate_intake,
    "emailIntakeAddressRefreshSesDomainStatus": _check_domain,
    "emailUnsubscribe": _unsubscribe,
}
