"""Places in a request: `path.id`, `query.status`, `header.X-Trace`, `body.ticket.subject`, and the request itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.binding import Mistake
from linkwright.connectors.model import Header
from linkwright.connectors.rates import counted
from linkwright.kit.words import did_you_mean

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WHERE = ("path", "query", "header", "body")
_TARGET = re.compile(r"^(?P<method>[A-Z]+)\s+(?P<path>\S+)$")
_NAME = re.compile(r"\{([^{}]*)\}")
_HEADER = re.compile(r"^[A-Za-z0-9-]{1,64}$")
_STEP = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]{0,63}$")
# What the hub itself sets; a connector that filled them would break the call or smuggle one.
_OWN = ("authorization", "connection", "content-length", "content-type", "host", "transfer-encoding", "cookie")

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Method and path of a request; `names` are those in braces, in their order."""

    method: str
    path: str
    names: tuple[str, ...]

    @property
    def operation(self) -> str:
        """What people read in logs."""
        return f"{self.method} {self.path}".rstrip()

    def place_of(self, name: str) -> Place:
        """Where an input goes by itself: into the path if it is there, else the query of a GET or DELETE, else the body."""
        if name in self.names:
            return ("path", name)
        return ("query" if self.method in ("GET", "DELETE") else "body", name)


def read_target(text: str) -> Target:
    """The request of a text such as `GET /tickets/{id}`.

    Raises:
        Mistake: it is none.
    """
    found = _TARGET.match(text.strip())
    if found is None or found["method"] not in METHODS:
        first = text.split(" ", 1)[0]
        near = did_you_mean(first, METHODS) if first.isalpha() else ""
        raise Mistake(f"A request is a method and a path, such as GET /tickets/{{id}}.{near}")
    path = found["path"]
    if not path.startswith("/"):
        raise Mistake(f"A request's path begins with /: write {found['method']} /{path.lstrip('/')}.")
    if "?" in path or "#" in path:
        raise Mistake("A request's path has no ? and no #; what would stand after it are inputs or constants.")
    if any(part in (".", "..") for part in path.split("/")):
        raise Mistake("A request's path cannot go up.")
    names = tuple(_NAME.findall(path))
    if len(set(names)) != len(names) or not all(name.isidentifier() for name in names):
        raise Mistake("Each {name} in a path is a name of its own, of letters, digits and _.")
    return Target(found["method"], path, names)


def read_place(text: Any) -> Place:
    """The place of a text such as `body.ticket.subject`.

    Raises:
        Mistake: it is none.
    """
    where, _, rest = str(text).partition(".")
    if where not in WHERE or not rest:
        near = did_you_mean(where, WHERE) if rest else ""
        raise Mistake(f"{text} is not a place; write path.NAME, query.NAME, header.NAME or body.NAME.{near}")
    if where == "header":
        if not _HEADER.match(rest) or rest.lower() in _OWN:
            raise Mistake(f"The header {rest} cannot be filled by an input.")
        return (where, rest)
    if where != "body":
        return (where, rest)
    steps = rest.split(".")
    if not all(_STEP.match(step) for step in steps):
        raise Mistake(f"{text} is not a place in a body.")
    return (where, *steps)


@dataclass(slots=True)
class Filled:
    """What fills a request: places with who fills them, and how lists are written in the address."""

    by: dict[Place, str] = field(default_factory=dict)
    joins: dict[str, str] = field(default_factory=dict)

    def take(self, place: Place, who: str) -> None:
        """Note that `who` fills the place.

        Raises:
            Mistake: something else does already, or would have to be in it.
        """
        for other, name in self.by.items():
            short = min(len(other), len(place))
            if other[:short] == place[:short]:
                raise Mistake(f"{'.'.join(place)} is filled by {name} already.")
        self.by[place] = who

    def missing(self, target: Target) -> list[str]:
        """Names of the path that nothing fills."""
        return [name for name in target.names if ("path", name) not in self.by]


def request_entry(
    header: Header, target: Target, *, joins: dict[str, str], shape: Any, form: bool = False, answer: str = "json"
) -> dict[str, Any]:
    """The lock's entry of a request.

    `joins` says what stands between the values of a list, by name of the parameter; `shape` what is kept of the answer,
    which is `json`, or `nothing` where no body is looked at.
    """
    return {
        "operation": target.operation,
        "method": target.method,
        "url": header.base_url + target.path,
        "form": form,
        "joins": joins,
        "shape": shape,
        "answer": answer,
        "rates": counted([target.operation], header.limits),
    }
