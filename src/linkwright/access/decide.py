"""The one function that decides whether a principal may do something. Whatever it does not allow is refused."""

from __future__ import annotations

from typing import Literal, NamedTuple

from linkwright.access import scopes
from linkwright.access.errors import Forbidden
from linkwright.access.principals import Principal
from linkwright.errors import NotFound

Verb = Literal["read", "write", "execute", "link", "destroy"]


class Resource(NamedTuple):
    """What is asked for.

    Attributes:
        kind: `session`, `account`, `profile`, `webhook`, `log`, `settings`, `key`, `client`, `connector`, `action`, `audit`,
            `policy`, `approval`, `owner`, `network`, `member`, `project`, `organization` or `signin` (how members sign in).
        project_id: the project that holds it; None for what belongs to no project, such as the catalogue.
        effect: an action's effect: `read`, `write` or `destroy`.
        account_id: the account that it is to happen on, where one is named.
        profile_id: the connector profile that it is about, or that the named account uses.
        narrowed: whether whoever asks shows only what the principal's limits reach.
        role: the role of the member that it is about, or that is to be given; of two, the higher.
    """

    kind: str
    project_id: str | None = None
    effect: str | None = None
    account_id: str | None = None
    role: str | None = None
    profile_id: str | None = None
    narrowed: bool = False


class Decision(NamedTuple):
    """The answer and its reason."""

    allowed: bool
    reason: str
    foreign: bool = False


_NEEDED: dict[tuple[str, str], str] = {
    **{
        (kind, "read"): scopes.PLATFORM_READ
        for kind in ("session", "account", "profile", "webhook", "log", "settings", "client", "audit")
    },
    **{
        (kind, "write"): scopes.PLATFORM_WRITE
        for kind in ("session", "account", "profile", "webhook", "settings", "client")
    },
    ("connector", "read"): scopes.CONNECTORS_READ,
    ("connector", "write"): scopes.CONNECTORS_WRITE,
    ("action", "execute"): scopes.ACTIONS_EXECUTE,
    # Rules, and what people decide about single calls.
    ("policy", "read"): scopes.PLATFORM_READ,
    ("policy", "write"): scopes.PLATFORM_WRITE,
    ("approval", "read"): scopes.PLATFORM_READ,
    ("approval", "write"): scopes.PLATFORM_WRITE,
    # Everything about an owner of accounts: taken out or erased.
    ("owner", "read"): scopes.PLATFORM_WRITE,
    ("owner", "destroy"): scopes.PLATFORM_WRITE,
}
# Keys are made by people, never by keys: a leaked key must not be able to outlive its revocation.
_MEMBERS_ONLY = frozenset({"key", "network", "member", "project", "organization", "signin"})
# What a member needs by the role, where that is another right than a key's scope.
_NEEDED_BY_ROLE: dict[tuple[str, str], str] = {
    ("key", "read"): scopes.KEYS_READ,
    ("key", "write"): scopes.KEYS_WRITE,
    ("settings", "write"): scopes.SETTINGS_WRITE,
    ("owner", "read"): scopes.SETTINGS_WRITE,
    ("owner", "destroy"): scopes.SETTINGS_WRITE,
    ("network", "read"): scopes.PLATFORM_READ,
    ("network", "write"): scopes.SETTINGS_WRITE,
    ("policy", "write"): scopes.SETTINGS_WRITE,
    ("member", "read"): scopes.MEMBERS_READ,
    ("member", "write"): scopes.MEMBERS_WRITE,
    ("project", "write"): scopes.PROJECTS_WRITE,
    ("project", "destroy"): scopes.PROJECTS_DESTROY,
    ("organization", "write"): scopes.ORGANIZATION_WRITE,
    ("signin", "read"): scopes.SIGN_IN_WRITE,
    ("signin", "write"): scopes.SIGN_IN_WRITE,
}
# The record says what every colleague did, and from where.
_AUDITORS = frozenset({"owner", "admin"})
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
    if principal.limited and (outside := _outside(principal, verb, resource)) is not None:
        return outside
    if resource.kind in _MEMBERS_ONLY and principal.kind != "member":
        return Decision(False, "only a member in the console may do this")
    if resource.kind in _PEOPLE_ONLY and principal.kind != "member":
        return Decision(False, "only a member in the console may do this")
    if resource.kind == "audit" and principal.kind == "member" and principal.role not in _AUDITORS:
        return Decision(False, "it needs the role owner or admin")
    needed = _needed(principal, verb, resource)
    if needed is None:
        return Decision(False, f"nobody may {verb} a {resource.kind}")
    if needed not in principal.scopes:
        what = "right" if principal.kind == "member" else "scope"
        return Decision(False, f"it needs the {what} {needed}")
    if resource.effect is not None and principal.effects is not None and resource.effect not in principal.effects:
        return Decision(False, f"it may only run actions of effect {', '.join(sorted(principal.effects))}")
    return Decision(True, f"it has {needed}")


_NAMED = {"account": "account", "log": "account", "profile": "connector profile"}


def _outside(principal: Principal, verb: Verb, resource: Resource) -> Decision | None:
    """Why something is out of reach for who is limited to some accounts; None if it is not.

    What names no account is out of reach, too, unless whoever asks keeps to the limits: nothing has to be remembered for a
    new route to be safe.
    """
    kind, account_id, profile_id = resource.kind, resource.account_id, resource.profile_id
    if (kind, verb) == ("connector", "read") or resource.narrowed:
        return None
    if kind == "action" and account_id is None:
        # Which account it is on is asked once that is known.
        return None
    if kind not in {"account", "action", "log", "profile"}:
        return Decision(False, "it is limited to some accounts")
    if (account_id if kind != "profile" else profile_id) is None:
        return Decision(False, f"it is limited, and no {_NAMED[kind]} is named")
    others = principal.profiles is not None and profile_id not in principal.profiles
    if kind == "profile":
        others = others or principal.profiles is None
    elif principal.accounts is not None and account_id not in principal.accounts:
        others = True
    elif kind == "action" and profile_id is None:
        others = False
    # Of a key the answer does not tell that there are others.
    foreign = principal.kind == "key"
    return Decision(False, "it was allowed to act on other accounts only", foreign=foreign) if others else None


def _needed(principal: Principal, verb: Verb, resource: Resource) -> str | None:
    asked = (resource.kind, verb)
    if principal.kind != "member":
        return _NEEDED.get(asked)
    if resource.kind == "member" and verb == "write" and resource.role == scopes.OWNER:
        return scopes.OWNERS_WRITE
    return _NEEDED_BY_ROLE.get(asked) or _NEEDED.get(asked)


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
