"""The JSON that a call is answered with: a result with its warnings, or a plan."""

from __future__ import annotations

from typing import Any

from linkwright.actions.plans import Plan
from linkwright.actions.trail import Trail
from linkwright.engine.errors import ProviderFault
from linkwright.engine.results import RunResult
from linkwright.kit import jsons
from linkwright.kit.jsons import DEEPEST, too_deep


def planned_answer(trail: Trail, plan: Plan) -> bytes:
    """The answer that holds a plan, with what the project's rules say of it; the trail gets its reads."""
    trail.calls, trail.warnings = [*trail.looked, *plan.calls], ("This was a plan: nothing was sent that writes.",)
    data = plan.data
    if trail.policy is not None:
        data = {**data, "policy": {"outcome": trail.policy["outcome"], "version": trail.policy["version"]}}
    body = jsons.dumpb({"data": data, "next": None})
    trail.reach("Answer written")
    return body


def answer_of(result: RunResult, provider: str, *, writes: bool) -> bytes:
    """The answer that is given.

    Raises:
        ProviderFault: it cannot be written, because it is nested too deeply. A write has been done all the same: its answer says so.
    """
    answer: dict[str, Any] = {"data": result.data, "next": result.next}
    if result.warnings:
        answer["linkwright"] = {"warnings": result.warnings}
    try:
        return jsons.dumpb(answer)
    except TypeError:
        if not too_deep(result.data):
            raise
    said = f"What {provider} answered is nested more than {DEEPEST} levels deep, and cannot be handed on."
    if not writes:
        raise ProviderFault(said, hint="Ask for less of it, or for the parts by themselves.", calls=result.calls)
    warnings = [*result.warnings, f"It was done. {said}"]
    return jsons.dumpb({"data": None, "next": result.next, "linkwright": {"warnings": warnings}})
