"""Keeps the rules of projects, and explains what they do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.catalog.source import CatalogSource
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id
from linkwright.kit.words import did_you_mean
from linkwright.policy import repository
from linkwright.policy.errors import PolicyChanged
from linkwright.policy.facts import PROXY, place_of, proxy_data
from linkwright.policy.loopholes import loopholes
from linkwright.policy.model import FACES, Decision, Facts
from linkwright.policy.rules import NO_RULES, Policy, read_rules, version_of
from linkwright.policy.schemas import ExplainRequest, ExplainView, PolicyRequest, PolicyView
from linkwright.policy.tracing import trace
from linkwright.store.database import Tx
from linkwright.store.faults import RowRefused

_EFFECTS = {"GET": "read", "DELETE": "destroy"}
_SAYS = {
    "allow": "The call is allowed",
    "deny": "The call is denied",
    "approval": "The call needs the approval of a person",
}


class PolicyService:
    """The rules of a project, for the people who look after it."""

    def __init__(self, catalogs: CatalogSource, clock: Clock) -> None:
        self._catalogs = catalogs
        self._clock = clock

    async def get(self, tx: Tx, principal: Principal) -> PolicyView:
        """The rules."""
        require(principal, "read", Resource("policy", principal.project_id))
        row = await repository.find(tx, principal.project_id)
        if row is None:
            return PolicyView(version=NO_RULES.version, rules=[], warnings=[])
        return _view(row)

    async def put(self, tx: Tx, principal: Principal, asked: PolicyRequest) -> PolicyView:
        """Put rules in the place of those there are; nobody but a member may.

        Raises:
            linkwright.policy.errors.RulesInvalid: one cannot be used.
            PolicyChanged: those that were read are not those of now.
        """
        require(principal, "write", Resource("policy", principal.project_id))
        read_rules(asked.rules)
        row = await repository.find(tx, principal.project_id)
        now = NO_RULES.version if row is None else row["version"]
        if asked.expected_version is not None and asked.expected_version != now:
            raise PolicyChanged
        values: dict[str, Any] = {
            "rules": asked.rules,
            "version": version_of(asked.rules),
            "updated_by": principal.name,
            "updated_at": self._clock.now(),
        }
        try:
            done = await repository.replace(tx, principal.project_id, None if row is None else now, values)
        except RowRefused:
            raise PolicyChanged from None
        if not done:
            raise PolicyChanged
        return _view(values)

    async def explain(self, tx: Tx, principal: Principal, asked: ExplainRequest) -> ExplainView:
        """What would be decided over a call, and by which rule.

        Raises:
            NotFound: there is no such account or action here.
            linkwright.policy.errors.RulesInvalid: the draft cannot be used.
        """
        require(principal, "read", Resource("policy", principal.project_id))
        facts, data = await self._call(tx, principal, asked)
        if asked.rules is None:
            row = await repository.find(tx, principal.project_id)
            said = [] if row is None else row["rules"]
        else:
            said = asked.rules
        policy = Policy(read_rules(said), version_of(said))
        decision = policy.decide(facts, data)
        assert isinstance(decision, Decision)  # the arguments were given
        return ExplainView(
            outcome=decision.outcome,
            says=_says(decision),
            version=decision.version,
            rule_id=decision.rule,
            rule_number=decision.number,
            rule_name=decision.name,
            message=decision.message,
            failed=decision.failed,
            facts=facts.told(),
            trace=trace(policy, facts, data),
        )

    async def _call(self, tx: Tx, principal: Principal, asked: ExplainRequest) -> tuple[Facts, Mapping[str, Any]]:
        if asked.face not in FACES:
            raise Unprocessable(f"There is no face '{asked.face[:60]}'.{did_you_mean(asked.face[:60], FACES)}")
        account = (
            await repository.account(tx, principal.project_id, asked.account_id) if is_id(asked.account_id) else None
        )
        if account is None:
            raise NotFound("There is no such account.")
        place, data = "", {"arguments": asked.arguments}
        if asked.action == PROXY:
            data = proxy_data(asked.method or "GET", asked.url or "", asked.body)
            place, effect = place_of(data), _EFFECTS.get(str(data["method"]), "write")
        else:
            action = (await self._catalogs.of(principal.project_id)).action(asked.action)
            if action is None:
                raise NotFound(f"There is no action '{asked.action[:128]}'.")
            effect = action.effect
        callers = principal.goes_by if asked.caller is None else await self._goes_by(tx, principal, asked.caller)
        facts = Facts(
            action=asked.action,
            effect=effect,
            face=PROXY if asked.action == PROXY else asked.face,
            account=account["id"],
            profile=account["profile_id"],
            owner=account["origin_owner_id"],
            callers=callers,
            at=asked.at or self._clock.now(),
            place=place,
        )
        return facts, data

    async def _goes_by(self, tx: Tx, principal: Principal, caller: str) -> tuple[str, ...]:
        kind, _, name = caller.partition(":")
        if kind not in ("key", "member", "client") or not name:
            raise Unprocessable("caller is a text like key:key_…, member:mem_… or client:….")
        if kind == "member" and is_id(name):
            role = await repository.role_in(tx, principal.organization_id, name)
            return (caller,) if role is None else (caller, f"role:{role}")
        return (caller,)


def _view(row: Mapping[str, Any]) -> PolicyView:
    return PolicyView(
        version=row["version"],
        rules=row["rules"],
        warnings=loopholes(row["rules"]),
        updated_by=row["updated_by"],
        updated_at=row["updated_at"],
    )


def _says(decision: Decision) -> str:
    if decision.failed:
        rule = f"rule {decision.number}, {decision.name or 'without a name'}" if decision.number else "the rules"
        return f"The call is denied, because {rule} could not be asked: {decision.failed}."
    if decision.rule is None:
        return "The call is allowed: no rule is about it."
    return f"{_SAYS[decision.outcome]}, by rule {decision.number}, {decision.name or 'without a name'}."
