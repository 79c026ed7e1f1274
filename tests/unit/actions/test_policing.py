"""Rules on the way of a call: what they cost where there are none, what they keep a plan from reading, and whose calls they are not about."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.access.decide import Resource, decide
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.actions.options import PLAIN
from linkwright.actions.policing import Policing
from linkwright.kit import jsons
from linkwright.policy.book import PolicyBook
from linkwright.policy.rules import version_of
from tests.unit.actions.hub import AUTH, PRINCIPAL, READ, Hub, raw, send
from tests.unit.actions.twins import at_linear, rpc, sent

pytestmark = pytest.mark.anyio


class Rows:
    """Rows of one table, kept as the hot path keeps them; `asked` counts looks and readings."""

    def __init__(self, *rules: dict[str, Any]) -> None:
        numbered = [{"id": f"r{number}", **one} for number, one in enumerate(rules, 1)]
        self.rows = [(jsons.dumps(numbered), version_of(numbered))] if rules else []
        self.kept: dict[object, Any] = {}
        self.asked = {"looks": 0, "readings": 0}

    def peek(self, key: object) -> Any:
        self.asked["looks"] += 1
        return self.kept.get(key)

    async def get(self, key: object, sql: str, args: Any, build: Any) -> Any:
        self.asked["readings"] += 1
        self.kept[key] = build(self.rows)
        return self.kept[key]


def policed(hub: Hub, *rules: dict[str, Any]) -> Rows:
    rows: Any = Rows(*rules)
    nobody: Any = None
    hub.runner.policing = Policing(PolicyBook(rows), nobody, hub.clock)
    return rows  # type: ignore[no-any-return]


async def test_a_project_without_rules_pays_one_look_for_each_call(hub: Hub) -> None:
    rows = policed(hub)
    for _ in range(5):
        assert (await send(hub.rpc, READ, AUTH)).status == 200
    assert rows.asked == {"looks": 5, "readings": 1}
    assert hub.last.policy is None


@pytest.mark.parametrize("broken", ["{", '[{"id": "r1", "outcome": "allow"}]', '[{"outcome": 1}]', "null"])
async def test_rules_that_cannot_be_read_deny_and_say_so_in_the_log(hub: Hub, broken: str) -> None:
    rows = policed(hub, {"outcome": "deny", "effects": ["destroy"]})
    rows.rows = [(broken, "pol_other")]
    refused = await send(hub.rpc, READ, AUTH)
    assert (refused.status, refused.json["code"]) == (403, "policy_denied")
    assert hub.last.policy == {
        "outcome": "deny",
        "version": "unreadable",
        "failed": "the project's rules cannot be read",
    }
    assert hub.wire.sent == []


async def test_a_plan_does_not_read_by_an_action_that_a_rule_holds_back() -> None:
    hub, _ = at_linear()
    policed(hub, {"outcome": "deny", "actions": ["linear_get_issue"]})
    plan = await rpc(hub, "linear_update_issue", {"mode": "plan", "path": {"id": "ENG-1"}, "body": {"title": "x"}})
    assert plan.status == 200
    assert plan.json["data"]["target"]["now"] is None
    assert "The present values were not read: linear_get_issue is held back by a rule." in plan.json["data"]["unknown"]
    assert plan.json["data"]["policy"]["outcome"] == "allow"


async def test_an_action_is_judged_by_its_own_id_whatever_name_it_is_called_by() -> None:
    hub, _ = at_linear()
    policed(hub, {"outcome": "deny", "actions": ["linear_list_teams"]})
    for name in ("linear_list_teams", "list_teams", "LINEAR_LIST_TEAMS", "linear_teams"):
        answer = await rpc(hub, name)
        assert answer.status in (403, 404), name
    assert sent(hub) == []


async def test_a_document_of_ones_own_has_the_effect_that_is_found_in_it(hub: Hub) -> None:
    policed(hub, {"outcome": "deny", "effects": ["write", "destroy"]})
    hub.wire.answer = raw(b"", 400)
    read = await rpc(hub, "linear_run_graphql", {"body": {"document": "query { viewer { id } }"}})
    assert read.json["code"] != "policy_denied"
    count = len(hub.wire.sent)
    write = await rpc(
        hub, "linear_run_graphql", {"body": {"document": 'mutation { issueDelete(id: "1") { success } }'}}
    )
    assert (write.status, write.json["code"], len(hub.wire.sent)) == (403, "policy_denied", count)
    assert count > 0


async def test_what_the_hub_does_for_itself_is_not_asked_about() -> None:
    hub, _ = at_linear()
    policed(hub, {"outcome": "deny"})
    outcome = await hub.runner.run(
        PRINCIPAL, "acc_1", "linear_list_teams", {}, "rpc", options=PLAIN, offered_only=False
    )
    assert outcome.error is None


@pytest.mark.promise("policy.members-only")
@pytest.mark.parametrize("kind", ["policy", "approval"])
def test_only_members_see_rules_and_approvals_and_only_some_change_them(kind: str) -> None:
    everything = ROLES["owner"]
    who = {
        "owner": Principal("member", "m", "m", "p", scopes=everything, role="owner"),
        "viewer": Principal("member", "m", "m", "p", scopes=ROLES["viewer"], role="viewer"),
        "key": Principal("key", "k", "k", "p", scopes=everything),
        "client": Principal("client", "c", "c", "p", scopes=everything, member_id="m", role="owner"),
        "session": Principal("session", "s", "s", "p", scopes=everything),
    }
    verbs: Any = ("read", "write", "execute", "link")
    allowed = {
        name: [verb for verb in verbs if decide(one, verb, Resource(kind, "p")).allowed] for name, one in who.items()
    }
    assert allowed == {"owner": ["read", "write"], "viewer": ["read"], "key": [], "client": [], "session": []}
    assert decide(who["owner"], "read", Resource(kind, "other")).foreign
