"""Says for each rule why it was passed over, for people who ask."""

from __future__ import annotations

from typing import Any

from linkwright.policy.conditions import ConditionFailed
from linkwright.policy.model import Data, Facts
from linkwright.policy.rules import Policy, Rule


def misses(rule: Rule, facts: Facts) -> str | None:
    """The first thing of the call that the rule is not about; None where it is about all of it but the arguments."""
    if not rule.enabled:
        return "it is switched off"
    if rule.effects and facts.effect not in rule.effects:
        return f"it is not about calls of effect {facts.effect}"
    if rule.faces and facts.face not in rule.faces:
        return f"it is not about calls over {facts.face}"
    if rule.accounts and facts.account not in rule.accounts:
        return "it is about other accounts"
    if rule.profiles and facts.profile not in rule.profiles:
        return "it is about other profiles"
    if not rule.names(facts):
        return f"it is about other actions than {facts.names[-1]}"
    if not rule.owned(facts):
        return "it is about accounts of other owners"
    if not rule.called(facts):
        return "it is about other callers"
    if rule.hours is not None and not rule.hours.hold(facts.at):
        return "it does not hold at that time"
    return None


def trace(policy: Policy, facts: Facts, data: Data) -> list[dict[str, Any]]:
    """Rule by rule, as far as they were asked."""
    found: list[dict[str, Any]] = []
    for number, rule in enumerate(policy.rules, 1):
        why = misses(rule, facts)
        if why is None and rule.when is not None:
            try:
                why = None if rule.when.holds(data) else "its condition does not hold for these arguments"
            except ConditionFailed:
                why = None
        found.append(
            {"number": number, "rule_id": rule.id, "name": rule.name, "decided": why is None, "passed_over": why}
        )
        if why is None:
            break
    return found
