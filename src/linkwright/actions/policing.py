"""The one place where rules of a project meet its calls: whatever face they come from, after they are understood and before
anything is sent. What a person has to approve first is taken through its approval here, once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import structlog

from linkwright.access.principals import Principal
from linkwright.actions.applying import Applied, Sends, check
from linkwright.actions.errors import PlanDiffers, PlanOutdated
from linkwright.actions.options import APPLY
from linkwright.actions.plans import Plan
from linkwright.actions.trail import Trail
from linkwright.approvals.errors import (
    ApprovalDiffers,
    ApprovalOutdated,
    ApprovalOver,
    ApprovalRefused,
    ApprovalRequired,
)
from linkwright.approvals.model import APPROVED, CLAIMED, PENDING, REFUSED, USED, Approval, Asked, binding_of
from linkwright.approvals.schemas import StandingView
from linkwright.approvals.service import Approvals
from linkwright.engine.results import RunResult
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import token_hash
from linkwright.ledger import keys
from linkwright.policy.book import PolicyBook
from linkwright.policy.errors import PolicyDenied
from linkwright.policy.model import ALLOW, DENY, Data, Decision, Facts
from linkwright.policy.rules import NO_RULES, Policy
from linkwright.store.errors import DatabaseUnavailable

_log = structlog.get_logger()
Sending = Callable[[Sends, str | None], Awaitable[bytes]]


class _Spent:
    """What an approval that was used is good for: nothing is sent any more, so that only a recorded answer comes of it."""

    async def send(self, seed: str | None = None) -> RunResult:  # noqa: ARG002 - nothing is sent
        raise ApprovalOver

    async def find(self, seed: str) -> RunResult | None:  # noqa: ARG002 - as above
        return None


class Policing:
    """Judges calls by the rules of their project."""

    def __init__(self, book: PolicyBook, approvals: Approvals, clock: Clock) -> None:
        self._book = book
        self._approvals = approvals
        self._clock = clock

    async def judged(
        self, trail: Trail, effect: str, data: Callable[[], Awaitable[Data]], place: str = ""
    ) -> Decision | None:
        """What the rules say of an understood call; None where the project has none. `data` is asked for where a rule
        needs the arguments.

        Raises:
            PolicyDenied: the call is not allowed, or that cannot be found out.
            EngineError: a name among the arguments means nothing.
        """
        project_id = trail.principal.project_id
        policy = self._book.peek(project_id) or await self._book.of(project_id)
        if policy is NO_RULES:
            return None
        facts = self._facts(trail, _id(trail), effect, place)
        decision = policy.decide(facts, None)
        if not isinstance(decision, Decision):
            decision = policy.decide(facts, await data())
            assert isinstance(decision, Decision)  # the arguments were given
        trail.policy = decision.told()
        trail.reach("Rules asked")
        if decision.outcome == DENY:
            raise PolicyDenied(decision.message or None)
        return decision

    async def reads(self, trail: Trail, action_id: str) -> bool:
        """Whether a plan may read by this action what the call would change; where that hangs on more, it may not."""
        policy: Policy = await self._book.of(trail.principal.project_id)
        if policy is NO_RULES:
            return True
        decision = policy.decide(self._facts(trail, action_id, "read", ""), None)
        return isinstance(decision, Decision) and decision.outcome == ALLOW

    async def asks(self, project_id: str) -> bool:
        """Whether any call of the project may come to wait for a person."""
        return (await self._book.of(project_id)).asks

    async def standing(self, principal: Principal, approval_id: str) -> StandingView:
        """How an approval stands that the principal has asked for.

        Raises:
            linkwright.approvals.errors.ApprovalNotFound: it has asked for none of that id.
        """
        found = await self._approvals.own(principal.project_id, principal.reference, approval_id)
        return StandingView.of(found, self._clock.now())

    async def through(
        self,
        trail: Trail,
        decision: Decision,
        ways: Sends,
        plans: Callable[[], Awaitable[Plan]],
        send: Sending,
        effect: str,
        arguments: Mapping[str, Any],
    ) -> bytes:
        """Make a call that needs an approval, if there is one for it; `arguments` are all that is sent, for its binding.

        Raises:
            ApprovalRequired, ApprovalOutdated: a person has to look; they have been asked.
            ApprovalRefused: a person refused.
            linkwright.approvals.errors.ApprovalOver and the like: the approval named is not for this, or no longer good.
            EngineError: the call failed.
        """
        asked = self._asked(trail, decision, effect, arguments)
        approval, standing = await self._taken(trail, asked, plans, once=effect == "read")
        trail.repeat = trail.repeat._replace(approval=approval.id)
        if standing == USED and effect != "read":
            return await send(_Spent(), effect)
        try:
            body = await send(Applied(ways, plans, approval.plan_hash), effect)
        except (PlanDiffers, PlanOutdated) as moved:
            await self._approvals.outdated(approval)
            again = await self._ask(trail, asked, await plans())
            raise ApprovalOutdated(extra=self._told(again)) from moved
        with suppress(DatabaseUnavailable):
            # What was done is answered all the same; the approval ends by itself.
            await self._approvals.used(approval)
        return body

    async def _taken(
        self, trail: Trail, asked: Asked, plans: Callable[[], Awaitable[Plan]], *, once: bool
    ) -> tuple[Approval, str]:
        """The approval of the call, taken for it, and its standing: `claimed`, or `used` by a try before this."""
        found = await self._approvals.standing(asked, trail.options.approval_id)
        if found is None:
            raise ApprovalRequired(extra=self._told(await self._ask(trail, asked, await plans())))
        approval, standing = found
        if standing == PENDING:
            raise ApprovalRequired(extra=self._told(approval))
        if standing == REFUSED:
            raise ApprovalRefused(extra=self._told(approval))
        if trail.options.mode == APPLY and trail.options.plan_hash != approval.plan_hash:
            raise ApprovalDiffers("The approval is for another plan.")
        if standing == APPROVED:
            if await self._approvals.claim(approval, asked, once=once):
                return approval, CLAIMED
            # Somebody else was quicker. Of a write the ledger makes one; of a read there is but one.
            again = await self._approvals.standing(asked, approval.id)
            standing = again[1] if again is not None else USED
        if once or standing not in (CLAIMED, USED):
            raise ApprovalOver
        return approval, standing

    async def _ask(self, trail: Trail, asked: Asked, plan: Plan) -> Approval:
        trail.calls = [*trail.looked, *plan.calls]
        if trail.options.mode == APPLY:
            check(plan, trail.options.plan_hash)
        return await self._approvals.request(asked, plan.data, plan.hash)

    def _facts(self, trail: Trail, action_id: str, effect: str, place: str) -> Facts:
        account = trail.account
        assert account is not None  # the way of the call has found it
        return Facts(
            action=action_id,
            effect=effect,
            face=trail.face,
            account=account.id,
            profile=account.profile_id,
            owner=account.origin_owner_id,
            callers=trail.principal.goes_by,
            at=self._clock.now(),
            place=place,
        )

    def _asked(self, trail: Trail, decision: Decision, effect: str, arguments: Mapping[str, Any]) -> Asked:
        account, principal = trail.account, trail.principal
        assert account is not None  # as above
        given = trail.repeat.given
        return Asked(
            project_id=principal.project_id,
            account_id=account.id,
            owner=account.origin_owner_name,
            action=_id(trail),
            effect=effect,
            binding=binding_of(
                project_id=principal.project_id,
                account_id=account.id,
                linkings=account.linkings,
                action=_id(trail),
                effect=effect,
                caller=principal.reference,
                policy_version=decision.version,
                arguments=arguments,
            ),
            policy_version=decision.version,
            rule={
                "id": decision.rule,
                "number": decision.number,
                "name": decision.name,
                "message": decision.message,
                "minutes": decision.minutes,
            },
            caller=principal.reference,
            caller_name=principal.name,
            member=principal.person,
            face=trail.face,
            run_id=trail.run_id,
            key_hash=None if given is None else token_hash(keys.given(given).hash),
        )

    def _told(self, approval: Approval) -> dict[str, Any]:
        """What stands in the body of a refusal: by what to ask how it stands, and until when."""
        return {
            "approval": {
                "id": approval.id,
                "status": approval.standing(self._clock.now()),
                "plan_hash": approval.plan_hash,
                "expires_at": iso(approval.expires_at),
            }
        }


def _id(trail: Trail) -> str:
    """The action's own id: callers may have named it otherwise, and rules must not be got round by that."""
    assert trail.action is not None  # the way of the call has found it
    return trail.action.id
