"""Everybody who may come, and what each route has to say to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkwright.access.cookies import Cookies
from tests.walls.rights import PRESETS, ROLES, SCOPES, key_may, role_may
from tests.walls.row import Pair, Row

if TYPE_CHECKING:
    from tests.walls.world import World

Headers = dict[str, str]
COOKIES = Cookies.of("https://hub.example")
CSRF_REFUSED = (403, "csrf_refused")


@dataclass(frozen=True)
class Session:
    """A member's session of the console."""

    member_id: str
    cookie: str
    csrf_token: str
    session_id: str = ""


@dataclass(frozen=True)
class Caller:
    """Somebody. `may` says whether they are allowed a pair; it is None for whoever is nobody's key, member or client."""

    name: str
    kind: str
    headers: Callable[[World, Row], Headers]
    may: Callable[[Pair], bool] | None = None

    @property
    def cookie(self) -> bool:
        """Whether a cookie of the console is sent."""
        return self.kind in {"member", "no csrf", "ended"}

    def expected(self, row: Row) -> Expected:
        """What the row's route has to answer."""
        return _EXPECTED[row.door](row, self)


Expected = tuple[int, str] | None
"""Status and code of the refusal (an empty code for any); None if the route lets them."""
_UNKNOWN: Expected = (401, "")


def _open(row: Row, caller: Caller) -> Expected:
    return (row.signed_in, "") if row.signed_in and caller.cookie else None


def _protocol(_row: Row, caller: Caller) -> Expected:
    return (401, "invalid_client") if caller.name == "an unreadable key" else None


def _key(row: Row, caller: Caller) -> Expected:
    return _allowed(row, caller) if caller.kind == "key" else _UNKNOWN


def _caller(row: Row, caller: Caller) -> Expected:
    if caller.kind == "no csrf":
        return CSRF_REFUSED if not row.safe else _allowed(row, caller)
    return _allowed(row, caller) if caller.kind in {"key", "member"} else _UNKNOWN


def _member(row: Row, caller: Caller) -> Expected:
    if row.alone and not caller.cookie:
        return (row.alone, "")
    return _UNKNOWN if caller.kind == "key" else _caller(row, caller)


def _page(row: Row, caller: Caller) -> Expected:
    if caller.kind in {"member", "no csrf"}:
        # The form carries a confirmation of its own in place of the header.
        return _allowed(row, caller)
    return (303, "") if row.safe else _UNKNOWN


def _session(row: Row, caller: Caller) -> Expected:
    if caller.kind == "session":
        return None
    # The published Hub takes a 401 to this one for success.
    return (410, "session_expired") if row.method == "PATCH" else (401, "session_expired")


def _mcp(row: Row, caller: Caller) -> Expected:
    if caller.kind not in {"key", "client"} or caller.may is None:
        return _UNKNOWN
    if not caller.may(("action", "execute")):
        return (403, "")
    if not all(caller.may(pair) for pair in row.needs if isinstance(pair, tuple)):
        # A client is told in time to ask for more; a key is told in the answer.
        return (403, "insufficient_scope") if caller.kind == "client" else (200, "forbidden")
    return None


def _allowed(row: Row, caller: Caller) -> Expected:
    may = caller.may
    assert may is not None
    for need in row.needs:
        if not (may(need) if isinstance(need, tuple) else any(map(may, need))):
            if row.hides and caller.kind == "key":
                return (404, row.hides)
            return (403, "forbidden" if row.door != "page" else "")
    return None


_EXPECTED: dict[str, Callable[[Row, Caller], Expected]] = {
    "open": _open,
    "protocol": _protocol,
    "key": _key,
    "caller": _caller,
    "member": _member,
    "page": _page,
    "session": _session,
    "mcp": _mcp,
}


def _bearer(of: Callable[[World], str]) -> Callable[[World, Row], Headers]:
    return lambda world, _row: {"authorization": f"Bearer {of(world)}"}


def _signed_in(name: str, csrf: str = "own") -> Callable[[World, Row], Headers]:
    def headers(world: World, _row: Row) -> Headers:
        session = world.members[name]
        sent = {"cookie": f"{COOKIES.session}={session.cookie}", "x-linkwright-project": world.ids["home"]["project"]}
        if csrf == "own":
            sent["x-csrf-token"] = session.csrf_token
        elif csrf == "another's":
            sent["x-csrf-token"] = world.members["stranger"].csrf_token
        return sent

    return headers


def _all() -> list[Caller]:
    return [
        Caller("nobody", "", lambda _world, _row: {}),
        Caller("an unreadable key", "", lambda _world, _row: {"authorization": "Basic ???"}),
        Caller("an empty key", "", lambda _world, _row: {"authorization": "Bearer "}),
        *(
            Caller(f"key {name}", "", _bearer(lambda world, name=name: world.keys[name]))
            for name in ("unknown", "revoked", "expired")
        ),
        *(
            Caller(
                f"key {name}",
                "key",
                _bearer(lambda world, name=name: world.keys[name]),
                lambda pair, name=name: key_may(PRESETS.get(name, (name,)), name, pair),
            )
            for name in (*PRESETS, *SCOPES)
        ),
        *(
            Caller(f"member {role}", "member", _signed_in(role), lambda pair, role=role: role_may(role, pair))
            for role in ROLES
        ),
        *(
            Caller(f"member owner, {said}", "no csrf", _signed_in("owner", csrf), lambda pair: role_may("owner", pair))
            for csrf, said in (("none", "no CSRF token"), ("another's", "the CSRF token of another session"))
        ),
        Caller("member ended", "ended", _signed_in("ended")),
        Caller("a connect session", "session", lambda world, _row: {"x-hub-session-token": world.sessions["alive"]}),
        *(
            Caller(
                f"a connect session, {name}",
                "",
                lambda world, _row, name=name: {"x-hub-session-token": world.sessions[name]},
            )
            for name in ("revoked", "expired")
        ),
        Caller("a connect session as a key", "", _bearer(lambda world: world.sessions["alive"])),
        Caller("an auth link as a session", "", lambda world, _row: {"x-hub-session-token": world.ids["home"]["link"]}),
        Caller("an MCP client", "client", _bearer(lambda world: world.tokens["all"]), lambda pair: pair[0] == "action"),
        Caller(
            "an MCP client that may read",
            "client",
            _bearer(lambda world: world.tokens["read"]),
            lambda pair: pair == ("action", "execute"),
        ),
        Caller("an MCP client whose consent ended", "", _bearer(lambda world: world.tokens["ended"])),
        Caller("a refresh token as a key", "", _bearer(lambda world: world.ids["home"]["refresh"])),
    ]


CALLERS: dict[str, Caller] = {one.name: one for one in _all()}


def headers_of(caller: str, world: World, row: Row) -> Headers:
    """What a caller sends, `a connect session of sister` included."""
    if caller == "key limited":
        return {"authorization": f"Bearer {world.keys['limited']}"}
    known = CALLERS.get(caller)
    if known is not None:
        return known.headers(world, row)
    return {"x-hub-session-token": world.ids[caller.rpartition(" ")[2]]["session_token"]}
