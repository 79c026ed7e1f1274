"""Rules: read from what was stored or sent, compiled once, and asked in their order. The first that fits decides.

The order is the meaning: an exception stands above what it is an exception of, and one rule, never several, is the answer
to the question why.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Any, Final, get_args

from linkwright.kit import jsons
from linkwright.kit.words import did_you_mean, listed
from linkwright.policy.conditions import Condition, ConditionFailed
from linkwright.policy.errors import RulesInvalid
from linkwright.policy.hours import Hours, read_hours
from linkwright.policy.model import ALLOW, DENY, EFFECTS, FACES, OUTCOMES, Data, Decision, Facts, Outcome

MOST_RULES = 100
MOST_VALUES = 200
MOST_MINUTES = 7 * 24 * 60
USUAL_MINUTES = 60
_MOST_CHARS = {"id": 64, "name": 100, "message": 500}
_LISTS = ("actions", "effects", "accounts", "profiles", "owners", "callers", "faces")
_CALLERS = ("key", "member", "role", "client")
FIELDS = ("id", "name", "outcome", "enabled", "message", *_LISTS, "when", "hours", "expires_in_minutes")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Names:
    """Names and beginnings of names, with `*` and `?`; none at all fits everything."""

    __slots__ = ("_known", "_pattern")

    def __init__(self, patterns: Sequence[str]) -> None:
        self._known = frozenset(patterns)
        wild = [translate(one) for one in patterns if set(one) & set("*?[")]
        self._pattern = re.compile("|".join(wild)) if wild else None

    def __bool__(self) -> bool:
        return bool(self._known)

    def any(self, texts: Sequence[str]) -> bool:
        """Whether one of the texts fits."""
        if not self._known or not self._known.isdisjoint(texts):
            return True
        return self._pattern is not None and any(map(self._pattern.match, texts))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. An empty list, and no condition, mean: whatever it is."""

    id: str
    name: str
    outcome: Outcome
    enabled: bool
    message: str
    actions: Names
    effects: frozenset[str]
    accounts: frozenset[str]
    profiles: frozenset[str]
    owners: Names
    callers: Names
    faces: frozenset[str]
    when: Condition | None
    hours: Hours | None
    minutes: int

    def fits(self, facts: Facts) -> bool:
        """Whether the call is one of those that it is about, its arguments left aside."""
        return (
            self.enabled
            and (not self.effects or facts.effect in self.effects)
            and (not self.faces or facts.face in self.faces)
            and (not self.accounts or facts.account in self.accounts)
            and (not self.profiles or facts.profile in self.profiles)
            and self.names(facts)
            and self.owned(facts)
            and self.called(facts)
            and (self.hours is None or self.hours.hold(facts.at))
        )

    def names(self, facts: Facts) -> bool:
        """Whether it is about the action."""
        return self.actions.any(facts.names)

    def owned(self, facts: Facts) -> bool:
        """Whether it is about the account's owner."""
        return self.owners.any((facts.owner,))

    def called(self, facts: Facts) -> bool:
        """Whether it is about the caller."""
        return self.callers.any(facts.callers)


class ArgumentsNeeded:
    """A rule's condition has to be asked before anything is decided."""


ARGUMENTS_NEEDED: Final = ArgumentsNeeded()


class Policy:
    """The rules of a project. Without any, everything is allowed."""

    def __init__(self, rules: Sequence[Rule], version: str) -> None:
        self.rules = tuple(rules)
        self.version = version
        self.asks = any(rule.enabled and rule.outcome == "approval" for rule in rules)

    def decide(self, facts: Facts, data: Data | None) -> Decision | ArgumentsNeeded:
        """What is to be done with the call; the same for the same facts, whatever they are.

        Without `data`, the arguments, it says so where they are needed. A condition that breaks denies.
        """
        for number, rule in enumerate(self.rules, 1):
            if not rule.fits(facts):
                continue
            if rule.when is not None:
                if data is None:
                    return ARGUMENTS_NEEDED
                try:
                    if not rule.when.holds(data):
                        continue
                except ConditionFailed as failed:
                    return self._of(number, rule, DENY, str(failed))
            return self._of(number, rule, rule.outcome)
        return Decision("allow", self.version)

    def _of(self, number: int, rule: Rule, outcome: str, failed: str = "") -> Decision:
        said: Any = outcome
        message = "" if failed else rule.message
        return Decision(said, self.version, rule.id, number, rule.name, message, failed, rule.minutes)


class BrokenPolicy(Policy):
    """Rules that are there and cannot be read: everything is denied."""

    def __init__(self, why: str) -> None:
        super().__init__((), "unreadable")
        self._why = why

    def decide(self, facts: Facts, data: Data | None) -> Decision:  # noqa: ARG002 - the same for everything
        """Deny."""
        return Decision("deny", self.version, failed=self._why)


NO_RULES = Policy((), "none")


def read_rules(said: Any) -> list[Rule]:
    """The rules out of what was sent or stored.

    Raises:
        RulesInvalid: one cannot be used; `rule` in the body says which, counted from 1.
    """
    if not isinstance(said, list) or len(said) > MOST_RULES:
        raise RulesInvalid(f"rules is a list of at most {MOST_RULES}.")
    found: list[Rule] = []
    for number, one in enumerate(said, 1):
        try:
            found.append(_rule(one))
        except RulesInvalid as refused:
            raise RulesInvalid(
                f"Rule {number}: {refused.message}", hint=refused.remedy, extra={"rule": number}
            ) from None
    if len({rule.id for rule in found}) != len(found):
        raise RulesInvalid("Two rules have the same id.")
    return found


def version_of(said: Sequence[Mapping[str, Any]]) -> str:
    """The version of a list of rules: of everything that is in it."""
    return "pol_" + hashlib.sha256(jsons.canonical(list(said))).hexdigest()[:20] if said else NO_RULES.version


def _rule(said: Any) -> Rule:
    if not isinstance(said, Mapping):
        raise RulesInvalid("a rule is an object.")
    for name in said:
        if name not in FIELDS:
            raise RulesInvalid(f"there is no field '{str(name)[:60]}'.{did_you_mean(str(name)[:60], FIELDS)}")
    texts = {name: _text(said, name, most) for name, most in _MOST_CHARS.items()}
    if not _ID.fullmatch(texts["id"]):
        raise RulesInvalid("its id has 1 to 64 letters, digits, _ and -.")
    outcome: Any = said.get("outcome")
    if outcome not in get_args(Outcome):
        raise RulesInvalid(f"outcome is {listed(OUTCOMES)}.")
    enabled = said.get("enabled", True)
    if not isinstance(enabled, bool):
        raise RulesInvalid("enabled is true or false.")
    lists = {name: _list(said, name) for name in _LISTS}
    _among(lists["effects"], "effects", EFFECTS)
    _among(lists["faces"], "faces", FACES)
    for one in lists["callers"]:
        if one.partition(":")[0] not in _CALLERS or not one.partition(":")[2]:
            raise RulesInvalid(
                f"callers holds texts like key:key_… or role:developer; these begin with {listed(_CALLERS)}."
            )
    when = _text(said, "when", None).strip()
    return Rule(
        id=texts["id"],
        name=texts["name"],
        outcome=outcome,
        enabled=enabled,
        message=texts["message"],
        actions=Names(lists["actions"]),
        effects=frozenset(lists["effects"]),
        accounts=frozenset(lists["accounts"]),
        profiles=frozenset(lists["profiles"]),
        owners=Names(lists["owners"]),
        callers=Names(lists["callers"]),
        faces=frozenset(lists["faces"]),
        when=Condition(when) if when else None,
        hours=read_hours(said.get("hours")),
        minutes=_minutes(said.get("expires_in_minutes")),
    )


def _text(said: Mapping[str, Any], name: str, most: int | None) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or (most is not None and len(value) > most):
        raise RulesInvalid(f"{name} is a text{f' of at most {most} characters' if most else ''}.")
    return value


def _list(said: Mapping[str, Any], name: str) -> list[str]:
    value = said.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST_VALUES:
        raise RulesInvalid(f"{name} is a list of at most {MOST_VALUES} texts.")
    if not all(isinstance(one, str) and 0 < len(one) <= 300 and one.isprintable() for one in value):
        raise RulesInvalid(f"{name} holds texts of 1 to 300 characters.")
    return value


def _among(values: Sequence[str], name: str, known: Sequence[str]) -> None:
    for one in values:
        if one not in known:
            raise RulesInvalid(
                f"{name} holds some of {listed(known)}, not '{one[:60]}'.{did_you_mean(one[:60], known)}"
            )


def _minutes(said: Any) -> int:
    if said is None:
        return USUAL_MINUTES
    if type(said) is not int or not 1 <= said <= MOST_MINUTES:
        raise RulesInvalid(f"expires_in_minutes is a whole number, 1 to {MOST_MINUTES}.")
    return int(said)


__all__ = ["ALLOW", "NO_RULES", "BrokenPolicy", "Policy", "Rule", "read_rules", "version_of"]
