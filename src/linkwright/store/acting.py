"""On whose behalf the present task works: what a change is written down under, whichever way it came in."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

_MOST_NAME = 200


@dataclass(slots=True)
class Acting:
    """Who acts, and how the request came in. Faces make one a request; whoever finds out who asks fills it in.

    Attributes:
        face: `rest`, `mcp`, `console`, `hub`, `cli` or `system`.
        address: the caller's address; None where there is no caller.
        principal: `key:key_…`, `member:mem_…`, `session:…`, `client:…`, `link:mem_…`, `cli`, `system` or `unknown`.
        name: what people call the principal.
        project_id: the project that it acts in; None for none.
        organization_id: the organization that it belongs to.
        run_id: the run of the call, if it came to one.
        request_id: of the request, made when a record needs it.
        refused: code and status of the refusal that the request was answered with.
        records: how many changes were written down for it.
    """

    face: str
    address: str | None = None
    principal: str = "unknown"
    name: str = ""
    project_id: str | None = None
    organization_id: str | None = None
    run_id: str | None = None
    request_id: str | None = None
    refused: tuple[str, int] | None = None
    records: int = 0

    def become(self, principal: str, name: str, project_id: str | None, organization_id: str | None) -> None:
        """Say who it turned out to be."""
        self.principal = principal
        self.name = name
        self.project_id = project_id or None
        self.organization_id = organization_id or None


SYSTEM = Acting("system", principal="system", name="Linkwright")
"""The hub itself, where nobody asked."""

_current: ContextVar[Acting] = ContextVar("acting", default=SYSTEM)


def acting() -> Acting:
    """Who acts in this task."""
    return _current.get()


def act_as(who: Acting) -> None:
    """Let this task, and what it starts, act for somebody."""
    _current.set(who)


def note_principal(principal: str, name: str, project_id: str | None, organization_id: str | None) -> None:
    """Say who it turned out to be that asks; work of the hub itself stays the hub's."""
    who = _current.get()
    if who is not SYSTEM:
        who.become(principal, name[:_MOST_NAME], project_id, organization_id)


def note_refusal(code: str, status: int) -> None:
    """Say with what the request is being refused."""
    who = _current.get()
    if who is not SYSTEM:
        who.refused = (code, status)


def note_run(run_id: str) -> str | None:
    """Say that the request came to a run, which is recorded by itself; gives the caller's address."""
    who = _current.get()
    if who is SYSTEM:
        return None
    who.run_id = run_id
    return who.address
