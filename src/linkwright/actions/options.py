"""What a caller may say about a call beside its inputs: whether it runs or is only planned, and how the answer is shaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.actions.errors import ModeInvalid

RUN, PLAN, APPLY = "run", "plan", "apply"
STEERING = frozenset({"mode", "plan_hash"})
"""The words that `read_options` reads, as RPC spells them at the top of a call."""
_MOST_HASH = 200


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How a call is to be taken.

    Attributes:
        mode: `run`; `plan`, which sends nothing that writes; or `apply`, which runs what was planned.
        plan_hash: of the plan that is applied; empty otherwise.
    """

    mode: str = RUN
    plan_hash: str = ""


PLAIN = CallOptions()


def read_options(said: Mapping[str, Any], *, keyed: bool = False) -> CallOptions:
    """The options out of what was said; null means "not said". `keyed` says that an idempotency key came along.

    Raises:
        ModeInvalid: they mean nothing, or contradict each other.
    """
    mode = said.get("mode")
    mode = RUN if mode is None else mode
    if mode not in (RUN, PLAN, APPLY):
        raise ModeInvalid("mode is run, plan or apply.")
    plan_hash = said.get("plan_hash")
    if plan_hash is not None and not (isinstance(plan_hash, str) and 0 < len(plan_hash) <= _MOST_HASH):
        raise ModeInvalid("plan_hash must be the text that a plan gave.")
    if mode == APPLY and plan_hash is None:
        raise ModeInvalid("mode: apply needs the plan_hash of a plan.", hint="Make the plan first, with mode: plan.")
    if mode != APPLY and plan_hash is not None:
        raise ModeInvalid(f"plan_hash goes with mode: apply, not with mode: {mode}.")
    if mode == PLAN and keyed:
        raise ModeInvalid(
            "A plan writes nothing, so it takes no idempotency key.", hint="Send the key with mode: apply or mode: run."
        )
    return CallOptions(mode, plan_hash or "")
