"""What a rule is asked about, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Outcome = Literal["allow", "deny", "approval"]
ALLOW, DENY, APPROVAL = "allow", "deny", "approval"
OUTCOMES = (ALLOW, DENY, APPROVAL)
EFFECTS = ("read", "write", "destroy")
FACES = ("rpc", "mcp", "proxy", "console")


@dataclass(frozen=True, slots=True)
class Facts:
    """A call as rules see it, but for its arguments.

    Attributes:
        action: the action's id; of a call of the proxy `proxy`.
        place: of a call of the proxy `METHOD host/path`, decoded; empty otherwise.
        callers: what the caller goes by: `key:…`, `member:…`, `role:…`, `client:…`. A client that acts on behalf of a member
            also goes by that member and its role.
        at: the moment of the call.
    """

    action: str
    effect: str
    face: str
    account: str
    profile: str
    owner: str
    callers: tuple[str, ...]
    at: datetime
    place: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What a rule's list of actions can name the call by."""
        return (self.action, f"{self.action}:{self.place}") if self.place else (self.action,)

    def told(self) -> dict[str, Any]:
        """For people who ask why."""
        return {
            "action": self.action,
            "place": self.place or None,
            "effect": self.effect,
            "face": self.face,
            "account_id": self.account,
            "profile_id": self.profile,
            "origin_owner_id": self.owner,
            "callers": list(self.callers),
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done with a call, and why.

    Attributes:
        rule: id of the rule that decided; None where none did.
        number: its place in the list, counted from 1; 0 for none.
        message: the rule's own sentence for people; may be empty.
        version: of the rules.
        failed: why nothing could be decided, so that the call is denied; empty otherwise.
        minutes: how long an approval may be waited for and used.
    """

    outcome: Outcome
    version: str
    rule: str | None = None
    number: int = 0
    name: str = ""
    message: str = ""
    failed: str = ""
    minutes: int = 60

    def told(self) -> dict[str, Any]:
        """What the run log keeps of it, for people who look after the project."""
        told: dict[str, Any] = {"outcome": self.outcome, "version": self.version}
        if self.rule is not None:
            told |= {"rule_id": self.rule, "rule_number": self.number, "rule_name": self.name}
        return {**told, "failed": self.failed} if self.failed else told


Data = Mapping[str, Any]
"""What a rule's condition is asked of: `{"arguments": …}`, or `{"method", "host", "path", "query", "body"}` of the proxy."""
