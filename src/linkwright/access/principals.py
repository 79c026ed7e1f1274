"""Principals: who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from linkwright.store.acting import note_principal

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
        profiles: the connector profiles whose accounts it may act on; None for all. With `accounts`, both have to fit.
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
    profiles: frozenset[str] | None = None
    member_id: str | None = None
    client_id: str | None = None

    @property
    def reference(self) -> str:
        """`key:key_…`: how a row says who made it."""
        return f"{self.kind}:{self.id}"

    @property
    def limited(self) -> bool:
        """Whether it may act on some accounts of the project only."""
        return self.accounts is not None or self.profiles is not None

    def reaches(self, account_id: str, profile_id: str) -> bool:
        """Whether it may act on an account that uses a profile, as far as its limits go."""
        return (self.accounts is None or account_id in self.accounts) and (
            self.profiles is None or profile_id in self.profiles
        )

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


def note(principal: Principal) -> None:
    """Say that the present request turned out to be this principal's, so that what it changes stands under its name."""
    # The name of a session is that of an end user, which the record does without.
    name = "" if principal.kind == "session" else principal.name
    note_principal(principal.reference, name, principal.project_id, principal.organization_id)
