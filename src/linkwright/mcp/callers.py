"""Who calls `/mcp`: an API key, or a client that signed in. And how a client is told to sign in, or to ask for more."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

from linkwright.access.authenticate import Authenticator
from linkwright.access.decide import Resource, decide
from linkwright.access.principals import Principal
from linkwright.consents.scopes import STARTING, scope_of
from linkwright.consents.tokens.errors import AccountNotGranted, InsufficientScope


class Tokens(Protocol):
    """Knows access tokens."""

    def takes(self, authorization: str | None) -> bool:
        """Whether the header carries an access token rather than an API key."""
        ...

    async def authenticate(self, authorization: str | None, address: str = "") -> Principal:
        """The principal behind it.

        Raises:
            linkwright.access.errors.Unauthenticated: it is good for nothing.
        """
        ...


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where clients sign in: `metadata` is the address of the document that leads there."""

    tokens: Tokens
    metadata: str


class Callers:
    """Finds out who calls. Without a place to sign in only API keys do."""

    def __init__(self, keys: Authenticator, sign_in: SignIn | None = None) -> None:
        self._keys = keys
        self._sign_in = sign_in

    def authenticate(self, authorization: str | None, address: str = "") -> Awaitable[Principal]:
        """The principal.

        Raises:
            linkwright.access.errors.Unauthenticated: nobody who is known here.
            linkwright.access.errors.RateLimited: the calls for this minute have been made.
        """
        if self._sign_in is not None and self._sign_in.tokens.takes(authorization):
            return self._sign_in.tokens.authenticate(authorization, address)
        return self._keys.authenticate(authorization, address)

    def challenge(self, error: str = "", said: str = "", scope: str = STARTING) -> dict[str, str]:
        """The header of a refusal: what is wrong, if anything was sent, and where to sign in for which scope."""
        parts = {"error": error, "error_description": said.replace('"', "'").replace("\\", "/")}
        if self._sign_in is not None:
            parts |= {"resource_metadata": self._sign_in.metadata, "scope": scope}
        told = ", ".join(f'{name}="{value}"' for name, value in parts.items() if value)
        return {"WWW-Authenticate": f"Bearer {told}".strip()}


def accounts_for(principal: Principal, named: tuple[str, ...]) -> tuple[str, ...]:
    """The accounts that a request is for: those it names, or all that the client was let to.

    Raises:
        AccountNotGranted: it names one that the client was not let to.
    """
    if principal.accounts is None:
        return named
    for one in named:
        if not decide(principal, "execute", Resource("action", principal.project_id, account_id=one)).allowed:
            raise AccountNotGranted
    return named or principal.accounts


def lacking_scope(principal: Principal, effect: str | None) -> str | None:
    """All the scope that a client needs for an effect, if it has less; API keys are told in the answer to the call."""
    if principal.kind != "client" or effect is None:
        return None
    if decide(principal, "execute", Resource("action", principal.project_id, effect)).allowed:
        return None
    return scope_of(frozenset({"read", effect} | (principal.effects or frozenset())))


def refused_scope(principal: Principal, effect: str) -> InsufficientScope:
    """The refusal for people to read."""
    allowed = " and ".join(sorted(principal.effects or ())) or "nothing"
    return InsufficientScope(
        f"This tool does more than the client was allowed: it is of effect {effect}, allowed: {allowed}."
    )
