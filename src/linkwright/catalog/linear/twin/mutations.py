"""Carries out mutations: by a rule of their own, else by what name, input and payload say; each all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.auditing import audit
from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.doing_agents import AGENTS
from linkwright.catalog.linear.twin.doing_attachments import ATTACHMENTS
from linkwright.catalog.linear.twin.doing_customers import CUSTOMERS
from linkwright.catalog.linear.twin.doing_files import FILES
from linkwright.catalog.linear.twin.doing_inbox import INBOX
from linkwright.catalog.linear.twin.doing_issues import ISSUES
from linkwright.catalog.linear.twin.doing_people import PEOPLE
from linkwright.catalog.linear.twin.doing_plans import PLANS
from linkwright.catalog.linear.twin.doing_releases import RELEASES
from linkwright.catalog.linear.twin.doing_texts import TEXTS
from linkwright.catalog.linear.twin.doing_webhooks import WEBHOOKS
from linkwright.catalog.linear.twin.rights import check_right
from linkwright.catalog.linear.twin.verbs import carry_out

MUTATIONS: dict[str, Callable[[Call, Mapping[str, Any]], dict[str, Any]]] = {
    **ISSUES,
    **ATTACHMENTS,
    **TEXTS,
    **PLANS,
    **RELEASES,
    **CUSTOMERS,
    **PEOPLE,
    **INBOX,
    **AGENTS,
    **WEBHOOKS,
    **FILES,
}
"""Mutations that need more than the rule made of their name, input and payload."""


def mutate(call: Call, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Carry out one mutation and give its payload; what is refused leaves no trace.

    Raises:
        Refused: the key may not, the input does not hold, or the twin cannot.
    """
    check_right(call, name, args)
    call.world.begin()
    try:
        answer = MUTATIONS[name](call, args) if name in MUTATIONS else carry_out(call, name, args)
    except Exception:
        call.world.take_back()
        raise
    if call.fruitless:
        call.world.take_back()
        return {**answer, "success": False, "lastSyncId": 0}
    changes = call.world.changes()
    audit(call, changes)
    call.changes += changes
    call.mutations.append(name)
    return {"success": True, "lastSyncId": call.world.changed(), **answer}
