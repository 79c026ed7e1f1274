"""What a row of the table says of one route: whom it is for, what its caller must be allowed, and where ids stand in it.

A request is a template. `{account}` in it, wherever it stands, is an id: the good request has the caller's own there, and
the generated ones put another project's, or one that exists nowhere, in each such place by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Door = Literal["open", "protocol", "key", "caller", "member", "page", "session", "mcp"]
"""Who comes in. `open`: everybody, credentials change nothing. `protocol`: the
same, but that the header for credentials is for those of OAuth clients. `key`: API keys. `caller`: API keys and members. `member`:
members alone. `page`: members, who are led to the sign-in page otherwise. `session`: connect sessions. `mcp`: API keys and
tokens of MCP clients."""
Pair = tuple[str, str]
"""A kind of thing and what is done with it: `("account", "read")`."""

_MARK = re.compile(r"\{([a-z_]+)\}")
# What a route calls the ids in its path, and what they are ids of.
IN_PATH = {
    "account_id": "account",
    "approval_id": "approval",
    "attempt_id": "attempt",
    "consent_id": "consent",
    "delivery_id": "delivery",
    "endpoint_id": "endpoint",
    "erasure_id": "erasure",
    "integration_id": "profile",
    "invitation_id": "invitation",
    "key_id": "key",
    "member_id": "colleague",
    "profile_id": "profile",
    "project_id": "project",
    "record_id": "record",
    "run_id": "run",
    "session_id": "session",
    "start": "start",
    "subscription_id": "subscription",
    "token": "link",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, eq=False)
class Row:
    """One route, or one thing that a route does.

    Attributes:
        path: as the application has it; names of ids are those of `IN_PATH`, `at` says what stands for other parameters.
        needs: what the caller must be allowed: all of the pairs; of a set of pairs, one.
        also: places of ids beside the good request, by address (`query.profile_id`, `header.x-account-id`, `body.a.b`).
        ok: the status of the good request; `absent` that of one whose ids exist nowhere, with the key that may do all.
        says: words that the answer to the good request has, where its status alone says little.
        name: tells rows of one route apart.
        form: the body is a form.
        changes: whether the good request changes anything that other requests see.
        shared: kinds of ids in it that are no secret: whose they are may show.
        bound: secrets in it are good together with another id of it alone, so that somebody else's must say nothing.
        shows: the kind whose own id the answer to the good request holds.
        alone: the status for whoever has no session of the console at all, where that is no refusal.
        signed_in: the status for whoever sends a cookie of the console, good or not, where it is another.
        lacks: codes that say that its ids exist nowhere, where the status says nothing (an empty one: it does not matter).
        organization: it tells the member of the organization's projects, so of the sister's too.
        hides: the code with which it answers 404 to keys that may not.
        seen_by: who may do this may see what there is, so that a refusal need not hide it.
        rpc: the MCP method, with the era of the protocol it is of; `tool` the meta tool that is called.
    """

    method: str
    path: str
    door: Door
    needs: tuple[Pair | frozenset[Pair], ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    also: Mapping[str, str] = field(default_factory=dict)
    ok: int = 200
    absent: int = 404
    says: str = ""
    name: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    form: bool = False
    changes: bool = True
    shared: frozenset[str] = frozenset()
    bound: bool = False
    shows: str = ""
    alone: int = 0
    signed_in: int = 0
    lacks: tuple[str, ...] = ()
    organization: bool = False
    hides: str = ""
    seen_by: Pair | None = None
    rpc: tuple[str, str] | None = None
    tool: str = ""

    @property
    def title(self) -> str:
        """For people, and unique."""
        return f"{self.method} {self.path}" + (f" ({self.name})" if self.name else "")

    @property
    def safe(self) -> bool:
        """Whether the method changes nothing."""
        return self.method in SAFE

    def template(self) -> dict[str, Any]:
        """The good request."""

        def mark(found: re.Match[str]) -> str:
            name = found[1]
            return self.at[name] if name in self.at else f"{{{IN_PATH[name]}}}"

        path = _MARK.sub(mark, self.path.replace(":path}", "}"))
        return {"path": path, "query": dict(self.query), "header": dict(self.headers), "body": self.body}

    def places(self) -> list[tuple[str, str]]:
        """Address and kind of each id: those of the good request, then those that may stand beside it."""
        found = [(address, kind) for address, kind in _marks("", self.template()) if kind not in _NO_IDS]
        return [*found, *self.also.items()]


# Marks that are filled in and name nothing of a project.
_NO_IDS = frozenset({"unique", "client", "confirm"})


def _marks(address: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        for number, found in enumerate(_MARK.finditer(value)):
            yield f"{address}#{number}" if number else address, found[1]
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _marks(f"{address}.{name}" if address else str(name), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _marks(f"{address}.{number}", inner)


def filled(template: dict[str, Any], idof: Callable[[str, str], str], extra: Mapping[str, str]) -> dict[str, Any]:
    """The request, with `idof(address, kind)` in each place, and with the places of `extra` put in."""

    def fill(address: str, value: Any) -> Any:
        if isinstance(value, str):
            count = iter(range(100))

            def one(found: re.Match[str]) -> str:
                number = next(count)
                return idof(f"{address}#{number}" if number else address, found[1])

            return _MARK.sub(one, value)
        if isinstance(value, Mapping):
            return {name: fill(f"{address}.{name}" if address else str(name), inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [fill(f"{address}.{number}", inner) for number, inner in enumerate(value)]
        return value

    request: dict[str, Any] = fill("", template)
    for address, kind in extra.items():
        *way, last = address.split(".")
        # In a body, `x[]` is a list.
        node = request
        for name in way:
            if node.get(name) is None:
                node[name] = {}
            node = node[name]
        value: Any = idof(address, kind)
        if last.endswith("[]") and way == ["body"]:
            last, value = last.removesuffix("[]"), [value]
        node[last] = value
    return request
