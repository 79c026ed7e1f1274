"""Principals: who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["key", "member", "session", "client"]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking, in which project, and with which scopes.

    Attributes:
        kind: an API key, a member in the console, a connect session, or an MCP client on behalf of a member.
        id: the key's, member's or session's id, or that of the consent which let the client in.
        name: what people call it, for logs and lists.
        project_id: the one project it acts in.
        organization_id: the organization that holds the project.
        organization_wire_id: the number of that organization on the wire.
        scopes: what it may do.
        effects: the effects of actions it may run; None for all.
        role: the role of the member, or of the member on whose behalf a client acts.
        accounts: the accounts it may act on; None for all of the project.
        member_id: the member on whose behalf a client acts, for kind `client`.
        client_id: the client's own id, for kind `client`.
    """

    kind: Kind
    id: str
    name: str
    project_id: str
    organization_id: str = ""
    organization_wire_id: int = 0
    scopes: frozenset[str] = field(default_factory=frozenset)
    effects: frozenset[str] | None = None
    role: str | None = None
    accounts: tuple[str, ...] | None = None
    member_id: str | None = None
    client_id: str | None = None

    @property
    def reference(self) -> str:
        """`key:key_…`: how a row says who made it."""
        return f"{self.kind}:{self.id}"

    @property
    def person(self) -> str | None:
        """The member who asks, or on whose behalf a client does; None for a key."""
        return self.id if self.kind == "member" else self.member_id

    @property
    def goes_by(self) -> tuple[str, ...]:
        """All that rules can name it by."""
        found = [f"{self.kind}:{self.client_id or self.id}"]
        if self.member_id is not None:
            found.append(f"member:{self.member_id}")
        if self.role is not None:
            found.append(f"role:{self.role}")
        return tuple(found)
