"""Tries rules on past runs: what they would have denied, and what they would have asked a person about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.source import CatalogSource
from linkwright.kit.clock import Clock
from linkwright.logs.bodies import Bodies
from linkwright.policy import repository
from linkwright.policy.facts import PROXY, place_of, proxy_data
from linkwright.policy.model import Data, Decision, Facts
from linkwright.policy.rules import Policy, Rule, read_rules, version_of
from linkwright.policy.schemas import WhatIfRequest, WhatIfSample, WhatIfView
from linkwright.store.database import Database

MOST_RUNS = 2_000
"""So many runs are judged at most: opening what was kept of each takes its time."""
_MOST_SAMPLES = 20
_PLACES = ("path", "query", "body")


@dataclass(frozen=True, slots=True)
class _Judged:
    """What would have been decided over a run; None where that cannot be told."""

    decision: Decision | None
    as_called: bool = False


class WhatIf:
    """Judges past runs by a draft."""

    def __init__(self, database: Database, catalogs: CatalogSource, bodies: Bodies, clock: Clock) -> None:
        self._database = database
        self._catalogs = catalogs
        self._bodies = bodies
        self._clock = clock

    async def judge(self, principal: Principal, asked: WhatIfRequest) -> WhatIfView:
        """Count what the rules would have done with the runs of so many days.

        Raises:
            linkwright.policy.errors.RulesInvalid: a rule cannot be used.
        """
        require(principal, "read", Resource("policy", principal.project_id))
        require(principal, "read", Resource("log", principal.project_id))
        policy = Policy(read_rules(asked.rules), version_of(asked.rules))
        until = self._clock.now()
        since = until - timedelta(days=asked.days)
        async with self._database.read() as tx:
            found = await repository.past_runs(tx, principal.project_id, since, until, MOST_RUNS + 1)
            rows = found[:MOST_RUNS]
            who = await _who(tx, principal.project_id, rows)
        catalog = await self._catalogs.of(principal.project_id)
        view = WhatIfView(
            since=since,
            until=until,
            looked_at=len(rows),
            complete=len(found) <= MOST_RUNS,
            allowed=0,
            denied=0,
            approval=0,
            cannot_tell=0,
            as_called=0,
            by_rule={rule.id: 0 for rule in policy.rules},
            samples=[],
        )
        for row in rows:
            _count(view, row, await self._judged(policy, catalog, row, who.get(row["caller_id"])))
        return view

    async def _judged(
        self, policy: Policy, catalog: Catalog, row: Mapping[str, Any], callers: tuple[str, ...] | None
    ) -> _Judged:
        facts, data = _facts(row, callers), None
        if _unknown(policy.rules, row, callers, facts):
            return _Judged(None)
        decision = policy.decide(facts, None)
        if isinstance(decision, Decision):
            return _Judged(decision)
        detail = await self._bodies.opened(row) if row["bodies"] is not None else dict(row["detail"])
        data, as_called = _data(catalog, row, detail)
        if data is None:
            return _Judged(None)
        decision = policy.decide(facts, data)
        assert isinstance(decision, Decision)  # the arguments were given
        return _Judged(decision, as_called)


async def _who(tx: Any, project_id: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """What each caller goes by today; clients that are shut out since are not among them."""
    ids = {row["caller_id"] for row in rows}
    clients = await repository.clients(tx, project_id, [one for one in ids if one.startswith("cns_")])
    people = {one for one in ids if one.startswith("mem_")} | {member for _, member in clients.values()}
    roles = await repository.roles(tx, people)

    def person(member: str) -> tuple[str, ...]:
        return (f"member:{member}", *([f"role:{roles[member]}"] if member in roles else []))

    found = {one: (f"key:{one}",) for one in ids if one.startswith("key_")}
    found |= {one: person(one) for one in ids if one.startswith("mem_")}
    return found | {one: (f"client:{client}", *person(member)) for one, (client, member) in clients.items()}


def _facts(row: Mapping[str, Any], callers: tuple[str, ...] | None) -> Facts:
    place = ""
    if row["action"] == PROXY:
        sent = next(iter(row["detail"].get("calls") or ()), None)
        place = place_of(proxy_data(sent["method"], sent["url"], None)) if sent else ""
    return Facts(
        action=row["action"],
        effect=row["detail"].get("effect") or "",
        face=row["face"],
        account=row["account_id"],
        profile=row["profile_id"] or "",
        owner=row["origin_owner_id"] or "",
        callers=callers or (),
        at=row["started_at"],
        place=place,
    )


def _unknown(rules: Sequence[Rule], row: Mapping[str, Any], callers: tuple[str, ...] | None, facts: Facts) -> bool:
    """Whether a rule asks for something of the run that is not known any more."""
    gone = row["profile_id"] is None
    asked = [rule for rule in rules if rule.enabled]
    return (
        (gone and any(rule.profiles or rule.owners for rule in asked))
        or (callers is None and any(rule.callers for rule in asked))
        or (not facts.effect and any(rule.effects for rule in asked))
        or (facts.action == PROXY and not facts.place and any(rule.actions for rule in asked))
    )


def _data(catalog: Catalog, row: Mapping[str, Any], detail: Mapping[str, Any]) -> tuple[Data | None, bool]:
    """What was sent, and whether names among it were never replaced by what they meant; None where it is not all kept."""
    arguments = detail.get("arguments")
    if not detail.get("whole") or not isinstance(arguments, Mapping | None):
        return None, False
    given = dict(arguments or {})
    if row["action"] == PROXY:
        if not isinstance(given.get("url"), str) or not isinstance(given.get("method"), str):
            return None, False
        return proxy_data(given["method"], given["url"], given.get("sent")), False
    if given and all(name in (*_PLACES, "headers") and isinstance(one, Mapping | None) for name, one in given.items()):
        # As they came, of a call that was refused before they were checked.
        given = {name: value for place in _PLACES for name, value in (given.get(place) or {}).items()}
    action = catalog.action(row["action"])
    if action is None:
        return None, False
    return {"arguments": {**dict(action.defaults), **given}}, any(name in given for name in action.named)


def _count(view: WhatIfView, row: Mapping[str, Any], judged: _Judged) -> None:
    decision = judged.decision
    if decision is None:
        view.cannot_tell += 1
        return
    view.as_called += judged.as_called
    if decision.rule is not None:
        view.by_rule[decision.rule] += 1
    if decision.outcome == "allow":
        view.allowed += 1
        return
    if decision.outcome == "deny":
        view.denied += 1
    else:
        view.approval += 1
    if len(view.samples) < _MOST_SAMPLES:
        view.samples.append(
            WhatIfSample(
                run_id=row["id"],
                action=row["action"],
                account_id=row["account_id"],
                owner_name=row["origin_owner_name"],
                caller=row["caller"],
                started_at=row["started_at"],
                outcome=decision.outcome,
                rule_number=decision.number,
            )
        )
