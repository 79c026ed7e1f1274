"""How a provider's errors are read: one table, tried in order, decided by the body and not by the HTTP status."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

OUTCOMES = (
    "rate_limited",
    "reconnect",
    "forbidden",
    "not_on_plan",
    "invalid_input",
    "not_found",
    "conflict",
    "retry",
    "connector_bug",
    "provider_error",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table.

    Attributes:
        outcome: one of `OUTCOMES`.
        codes: lower-case codes or types of which the error must carry one; empty admits any.
        lacks: the scope that such an error shows to be missing; empty if it shows none.
        status: HTTP statuses of which the answer must have one; empty admits any.
        when: an expression over the error that must be true as well, compiled; None admits any.
        say: our own sentence in place of the provider's; empty keeps the provider's.
    """

    outcome: str
    codes: frozenset[str]
    when: ParsedResult | None = field(repr=False)
    say: str = ""
    status: frozenset[int] = frozenset()
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """Where the errors stand in an answer (`each`), where their codes and message are, and what they mean."""

    each: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    message: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]

    def read(self, error: dict[str, Any], status: int, otherwise: str = "provider_error") -> tuple[str, str]:
        """The outcome of one error, which came with an HTTP status, and the sentence for a person.

        `otherwise` is the outcome where no line of the table fits.
        """
        said = next((str(text) for path in self.message if (text := walk(error, path))), "")
        rule = self._rule(error, status)
        return (rule.outcome, rule.say or said) if rule else (otherwise, said)

    def lacks(self, error: dict[str, Any], status: int) -> str:
        """The scope that an error shows to be missing; empty if it shows none."""
        rule = self._rule(error, status)
        return rule.lacks if rule else ""

    def _rule(self, error: dict[str, Any], status: int) -> Rule | None:
        found = {str(value).lower() for path in self.codes if (value := walk(error, path)) is not None}
        for rule in self.rules:
            if rule.status and status not in rule.status:
                continue
            if (not rule.codes or rule.codes & found) and _holds(rule.when, error):
                return rule
        return None


def _holds(when: ParsedResult | None, error: dict[str, Any]) -> bool:
    if when is None:
        return True
    try:
        return bool(when.search(error))
    except JMESPathError:
        # A provider may put a number where the expression expects text; then this line does not fit.
        return False


def walk(value: Any, path: tuple[str, ...]) -> Any:
    """Follow keys down through objects; None where the way ends."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
