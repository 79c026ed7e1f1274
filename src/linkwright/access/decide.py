"""The one function that decides whether a principal may do something. Whatever it does not allow is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from linkwright.access import scopes
from linkwright.access.errors import Forbidden
from linkwright.access.principals import Principal
from linkwright.errors import NotFound

Verb = Literal["read", "write", "execute", "link"]


@dataclass(frozen=True, slots=True)
class Resource:
    """What is asked for.

    Attributes:
        kind: `session`, `account`, `profile`, `webhook`, `log`, `settings`, `key`, `client`, `connector`,
            `policy`, `approval` or `action`.
        project_id: the project that holds it; None for what belongs to no project, such as the catalogue.
        effect: an action's effect: `read`, `write` or `destroy`.
        account_id: the account that it is to happen on, where one is named.
    """

    kind: str
    project_id: str | None = None
    effect: str | None = None
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer and its reason."""

    allowed: bool
    reason: str
    foreign: bool = False


_NEEDED: dict[tuple[str, str], str] = {
    **{
        (kind, "read"): scopes.PLATFORM_READ
        for kind in ("session", "account", "profile", "webhook", "log", "settings", "key", "client")
    },
    **{
        (kind, "write"): scopes.PLATFORM_WRITE
        for kind in ("session", "account", "profile", "webhook", "settings", "key", "client")
    },
    ("connector", "read"): scopes.CONNECTORS_READ,
    ("connector", "write"): scopes.CONNECTORS_WRITE,
    ("action", "execute"): scopes.ACTIONS_EXECUTE,
    # Rules, and what people decide about single calls.
    ("policy", "read"): scopes.PLATFORM_READ,
    ("policy", "write"): scopes.PLATFORM_WRITE,
    ("approval", "read"): scopes.PLATFORM_READ,
    ("approval", "write"): scopes.PLATFORM_WRITE,
}
# Keys are made by people, never by keys: a leaked key must not be able to outlive its revocation.
_MEMBERS_ONLY = frozenset({"key"})
# A program must neither change nor study the rules that bind it, nor approve what it or another asks for.
_PEOPLE_ONLY = frozenset({"policy", "approval"})
_WHO = {"key": "API key", "session": "session", "client": "client"}


def decide(principal: Principal, verb: Verb, resource: Resource) -> Decision:
    """Whether `principal` may `verb` the `resource`, and why."""
    if resource.project_id is not None and resource.project_id != principal.project_id:
        return Decision(False, "it belongs to another project", foreign=True)
    if principal.kind == "session":
        allowed = verb == "link" and resource.kind in {"account", "session", "connector"}
        return Decision(allowed, "a connect session may only link" if not allowed else "linking is what it is for")
    if principal.kind == "client" and resource.kind != "action":
        return Decision(False, "an MCP client may only run actions")
    if (
        resource.account_id is not None
        and principal.accounts is not None
        and resource.account_id not in principal.accounts
    ):
        return Decision(False, "it was allowed to act on other accounts only")
    if resource.kind in _MEMBERS_ONLY and principal.kind != "member":
        return Decision(False, "only a member in the console may do this")
    if resource.kind in _PEOPLE_ONLY and principal.kind != "member":
        return Decision(False, "only a member in the console may do this")
    needed = _NEEDED.get((resource.kind, verb))
    if needed is None:
        return Decision(False, f"nobody may {verb} a {resource.kind}")
    if needed not in principal.scopes:
        return Decision(False, f"it needs the scope {needed}")
    if resource.effect is not None and principal.effects is not None and resource.effect not in principal.effects:
        return Decision(False, f"it may only run actions of effect {', '.join(sorted(principal.effects))}")
    return Decision(True, f"it has the scope {needed}")


def require(principal: Principal, verb: Verb, resource: Resource) -> None:
    """Refuse what `decide` does not allow.

    Raises:
        NotFound: the resource is of another project; the answer does not tell that it exists.
        Forbidden: the principal lacks the right; the message names what is missing.
    """
    decision = decide(principal, verb, resource)
    if decision.allowed:
        return
    if decision.foreign:
        raise NotFound
    who = "Your role" if principal.kind == "member" else f"This {_WHO[principal.kind]}"
    raise Forbidden(f"{who} may not {verb} this {resource.kind}: {decision.reason}.")
