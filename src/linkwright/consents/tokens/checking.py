"""From an access token to the principal behind it, at the cost of an API key: rows cached, told of every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linkwright.access.limits import RateLimiter
from linkwright.access.networks import Networks, admit, stored_networks
from linkwright.access.principals import Principal, note
from linkwright.access.scopes import ACTIONS_EXECUTE, ROLES
from linkwright.consents.scopes import narrower
from linkwright.consents.tokens.errors import AccessTokenInvalid
from linkwright.consents.tokens.service import ACCESS_PREFIX
from linkwright.consents.tokens.uses import ConsentUses
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import token_hash
from linkwright.store.hot import HotRows, Row

# The member has to be of the organization that holds the project, now and not only when the consent was given.
_SELECT = (
    "SELECT t.effects, t.audience, t.expires_at, c.id, c.client_name, c.effects, c.accounts, c.expires_at, c.project_id, "
    "m.name, m.role, p.organization_id, o.wire_id, p.networks, m.id, c.client_id "
    "FROM mcp_access_tokens t JOIN mcp_consents c ON c.id = t.consent_id JOIN members m ON m.id = c.member_id "
    "JOIN projects p ON p.id = c.project_id AND p.organization_id = m.organization_id "
    "JOIN organizations o ON o.id = p.organization_id WHERE t.hash = ?"
)


@dataclass(frozen=True, slots=True)
class _Token:
    principal: Principal
    audience: str
    ends_ms: int
    networks: Networks | None


class TokenChecker:
    """Knows access tokens for `/mcp`."""

    def __init__(self, rows: HotRows, clock: Clock, limiter: RateLimiter, uses: ConsentUses, resource: str) -> None:
        """`resource`: the address of /mcp, which every token has to be for."""
        self._rows = rows
        self._clock = clock
        self._limiter = limiter
        self._uses = uses
        self._resource = resource

    def takes(self, authorization: str | None) -> bool:
        """Whether the header carries an access token rather than an API key."""
        # Most headers carry a key, and one look for the prefix tells.
        return authorization is not None and ACCESS_PREFIX in authorization and bool(presented_token(authorization))

    async def authenticate(self, authorization: str | None, address: str = "") -> Principal:
        """The principal: a client, on behalf of the member who let it.

        Raises:
            AccessTokenInvalid: the token is not known, has ended or was revoked, or is for another address.
            linkwright.access.errors.AddressNotAllowed: the project may not be used from there.
            linkwright.access.errors.RateLimited: the client has made its calls for this minute.
        """
        hashed = token_hash(presented_token(authorization) or "")
        token: _Token | None = self._rows.peek(("mcp token", hashed)) or await self._rows.get(
            ("mcp token", hashed), _SELECT, (hashed,), _build
        )
        if token is None or token.audience != self._resource:
            raise AccessTokenInvalid
        note(token.principal)
        if token.ends_ms <= self._clock.now().timestamp() * 1000:
            raise AccessTokenInvalid("This access token has ended.")
        if ACTIONS_EXECUTE not in token.principal.scopes:
            raise AccessTokenInvalid("The member who allowed this client may no longer run actions.")
        admit(token.networks, address)
        if self._limiter.on:
            await self._limiter.take(token.principal.id)
        self._uses.note(token.principal.id)
        return token.principal


def presented_token(authorization: str | None) -> str | None:
    """The access token inside an Authorization header; None if something else is there."""
    scheme, _, value = (authorization or "").strip().partition(" ")
    value = value.strip()
    return value if scheme.lower() == "bearer" and value.startswith(ACCESS_PREFIX) else None


def _build(rows: list[Row]) -> _Token | None:
    if not rows:
        return None
    effects, audience, ends, consent_id, client, allowed, accounts, until, project_id, *who = rows[0]
    member, role, org, wire, nets, member_id, client_id = who
    principal = Principal(
        kind="client",
        id=consent_id,
        name=f"{client} ({member})",
        project_id=project_id,
        organization_id=org,
        organization_wire_id=wire,
        scopes=frozenset({ACTIONS_EXECUTE}) & ROLES.get(role, frozenset()),
        effects=narrower(_list(effects), _list(allowed)),
        accounts=tuple(jsons.loads(accounts)),
        role=role,
        member_id=member_id,
        client_id=client_id,
    )
    return _Token(principal, audience, min(ends, until), stored_networks(nets))


def _list(text: Any) -> list[str] | None:
    return None if text is None else jsons.loads(text)
