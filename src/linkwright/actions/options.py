"""What a caller may say about a call beside its inputs: whether it runs or is only planned, and how the answer is shaped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.actions.errors import OptionsInvalid
from linkwright.connectors.vocabulary import LEAST_TOKENS, MOST_TOKENS
from linkwright.kit.words import listed
from linkwright.screening.model import MODES, OFF

RUN, PLAN, APPLY = "run", "plan", "apply"
CONTENT, ADDRESS = "content", "address"
STEERING = frozenset({"mode", "plan_hash", "approval_id", "fields", "max_tokens", "read_from", "screening", "file_as"})
"""The words that `read_options` reads, as RPC spells them at the top of a call."""
_MOST_HASH = 200
_MOST_PATHS = 100
_MOST_PATH = 300


@dataclass(frozen=True, slots=True)
class CallOptions:
    """How a call is to be taken.

    Attributes:
        mode: `run`; `plan`, which sends nothing that writes; or `apply`, which runs what was planned.
        plan_hash: of the plan that is applied; empty otherwise.
        fields: dotted paths of what the answer is to hold, taken apart; empty for all of it.
        max_tokens: how large the answer may be; 0 for as large as it is.
        screening: what is done about text that is meant for a model, if it is more than the account has done; `off` for that.
        approval_id: the approval under which it is to be made; empty to find it by the call.
        read_from: by path, where to go on reading a text or a list that was cut.
        file_as: what is given of a file: its `content`, or for a short while an `address`.
    """

    mode: str = RUN
    plan_hash: str = ""
    fields: tuple[tuple[str, ...], ...] = ()
    max_tokens: int = 0
    read_from: Mapping[str, int] = field(default_factory=dict)
    screening: str = OFF
    file_as: str = CONTENT
    approval_id: str = ""

    @property
    def shape(self) -> bool:
        """Whether they say anything about the shape of the answer."""
        return bool(self.fields or self.max_tokens or self.read_from)


PLAIN = CallOptions()


def read_options(said: Mapping[str, Any], *, keyed: bool = False) -> CallOptions:
    """The options out of what was said; null means "not said". `keyed` says that an idempotency key came along.

    Raises:
        OptionsInvalid: they mean nothing, or contradict each other.
    """
    mode = said.get("mode")
    mode = RUN if mode is None else mode
    if mode not in (RUN, PLAN, APPLY):
        raise OptionsInvalid("mode is run, plan or apply.")
    plan_hash = said.get("plan_hash")
    if plan_hash is not None and not (isinstance(plan_hash, str) and 0 < len(plan_hash) <= _MOST_HASH):
        raise OptionsInvalid("plan_hash must be the text that a plan gave.")
    if mode == APPLY and plan_hash is None:
        raise OptionsInvalid("mode: apply needs the plan_hash of a plan.", hint="Make the plan first, with mode: plan.")
    if mode != APPLY and plan_hash is not None:
        raise OptionsInvalid(f"plan_hash goes with mode: apply, not with mode: {mode}.")
    if mode == PLAN and keyed:
        raise OptionsInvalid(
            "A plan writes nothing, so it takes no idempotency key.", hint="Send the key with mode: apply or mode: run."
        )
    options = CallOptions(
        mode,
        plan_hash or "",
        _fields(said.get("fields")),
        _max_tokens(said.get("max_tokens")),
        _read_from(said.get("read_from")),
        _screening(said.get("screening")),
        _file_as(said.get("file_as")),
        _approval(said.get("approval_id"), mode),
    )
    if mode == PLAN and options.shape:
        raise OptionsInvalid("A plan is given whole: fields, max_tokens and read_from go with a run.")
    if options.fields and options.read_from:
        raise OptionsInvalid("read_from names what the answer is to hold, so it takes no fields.")
    return options


def _fields(said: Any) -> tuple[tuple[str, ...], ...]:
    if said is None:
        return ()
    listed = said.split(",") if isinstance(said, str) else said
    if not isinstance(listed, list) or not 0 < len(listed) <= _MOST_PATHS or not all(map(_is_path, listed)):
        raise OptionsInvalid(
            f"fields must be a list of 1 to {_MOST_PATHS} names, or such names with commas between them.",
            hint='Send fields: ["id", "title", "assignee.name"].',
        )
    return tuple(tuple(path.strip().split(".")) for path in listed)


def _max_tokens(said: Any) -> int:
    if said is None:
        return 0
    if type(said) is not int or not LEAST_TOKENS <= said <= MOST_TOKENS:
        raise OptionsInvalid(f"max_tokens must be a whole number, {LEAST_TOKENS} to {MOST_TOKENS}.")
    return int(said)


def _read_from(said: Any) -> dict[str, int]:
    if said is None:
        return {}
    fine = isinstance(said, dict) and 0 < len(said) <= _MOST_PATHS and all(map(_is_path, said))
    if not fine or not all(type(one) is int and one >= 0 for one in said.values()):
        raise OptionsInvalid(
            "read_from must be an object of paths with the character or the item to go on from.",
            hint='Send read_from: {"description": 398}, as linkwright.cut of the answer before says it.',
        )
    return dict(said)


def _screening(said: Any) -> str:
    if said is None:
        return OFF
    if said not in MODES:
        raise OptionsInvalid(f"screening is {listed(MODES)}.")
    return str(said)


def _file_as(said: Any) -> str:
    if said is None:
        return CONTENT
    if said not in (CONTENT, ADDRESS):
        raise OptionsInvalid("file_as is content or address.")
    return str(said)


def _approval(said: Any, mode: str) -> str:
    if said is None:
        return ""
    if not isinstance(said, str) or not 0 < len(said) <= _MOST_HASH:
        raise OptionsInvalid("approval_id must be the text that the refusal gave.")
    if mode == PLAN:
        raise OptionsInvalid("A plan needs no approval, so it takes no approval_id.")
    return said


def _is_path(said: Any) -> bool:
    return isinstance(said, str) and len(said) <= _MOST_PATH and all(part.strip() for part in said.split("."))
