"""What can go wrong in the toolset. Every error tells a person what happened and what to do, and a program which it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from linkwright.kit.words import listed


class ToolsetError(Exception):
    """The toolset could not do what it was asked.

    Attributes:
        code: stable, for programs; the hub's own code where the hub refused.
        status: the HTTP status of the hub's answer; None where there was none.
        message: what happened.
        hint: what to do next.
        run_id: the run in the hub's log, if there is one.
        retryable: whether the same call may succeed later.
        retry_after: seconds to wait before that, where the hub said so.
        idempotency_key: of the call, if it was sent; who repeats a write of unknown outcome repeats it under this key.
    """

    code: str = "toolset_error"
    default_hint: ClassVar[str] = ""

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: str | None = None,
        status: int | None = None,
        run_id: str | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> None:
        """Make the error; `body` is the hub's JSON, whose further fields (`provider_errors`, `plan`) may be wanted."""
        self.message = message
        self.hint = self.default_hint if hint is None else hint
        self.code = code or type(self).code
        self.status = status
        self.run_id = run_id
        self.retryable = retryable
        self.retry_after = retry_after
        self.idempotency_key: str | None = None
        self.body = dict(body or {})
        super().__init__(f"{message} {self.hint}".strip())

    def for_model(self) -> dict[str, Any]:
        """The error as a model should see it: what happened, what to do, and whether trying again can help."""
        told: dict[str, Any] = {"error": self.message, "code": self.code, "status_code": self.status, "hint": self.hint}
        told |= {"run_id": self.run_id, "retry_after": self.retry_after}
        return {**{name: value for name, value in told.items() if value}, "retryable": self.retryable}

    def text(self) -> str:
        """The same as JSON."""
        return json.dumps(self.for_model(), ensure_ascii=False)


class ConfigurationError(ToolsetError):
    """The toolset was set up with something that cannot be used."""

    code = "toolset_configuration"


class PackageMissing(ToolsetError):
    """A framework was asked for that is not installed."""

    code = "package_missing"


class AccountRequired(ToolsetError):
    """Several accounts could be meant, or none is known, and the call names none. `accounts` are those there are."""

    code = "account_required"
    default_hint = "Name one with account_id."

    def __init__(self, accounts: Iterable[str]) -> None:
        """Take the accounts there are, as ids or as ids with names."""
        self.accounts = tuple(accounts)
        there = f" It can be one of {listed(self.accounts)}." if self.accounts else ""
        super().__init__(f"The call does not say which linked account to act on.{there}")


class AccountNotAllowed(ToolsetError):
    """The account is not one of those that the toolset, or the tool, was made for."""

    code = "account_not_allowed"

    def __init__(self, account_id: str, accounts: Iterable[str]) -> None:
        """Take the account that was named, and those there are."""
        self.accounts = tuple(accounts)
        super().__init__(f"{account_id!r} is not an account of this toolset.", hint=f"It has {listed(self.accounts)}.")


class UnknownTool(ToolsetError):
    """There is no tool of that name among those that were fetched."""

    code = "unknown_tool"


class ArgumentsUnreadable(ToolsetError):
    """The arguments of a tool call are not a JSON object."""

    code = "arguments_unreadable"
    default_hint = "Send a JSON object that fits the tool's input schema."


class HubUnreachable(ToolsetError):
    """The hub did not answer: no connection, or one that broke."""

    code = "hub_unreachable"
    default_hint = "Check LINKWRIGHT_URL, and that the hub runs."


class HubTimeout(HubUnreachable):
    """The hub did not answer in time."""

    code = "hub_timeout"
    default_hint = "Try again, or give the toolset a longer timeout."


class AnswerUnreadable(ToolsetError):
    """What answered is not a hub: a proxy's page, a redirect, or JSON of another shape."""

    code = "answer_unreadable"
    default_hint = "Check that LINKWRIGHT_URL is the hub's own address, without a path of a page."
