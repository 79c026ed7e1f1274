"""A stand-in for Brightdesk, the help desk that does not exist: a REST API with three ways to sign in and four ways to page.

Run it with the hub's own Python and point the hub at it::

    .venv/bin/python examples/brightdesk/twin.py --port 8430
    LINKWRIGHT_OUTBOUND_ORIGINS='{"https://api.brightdesk.example":"http://127.0.0.1:8430"}' linkwright serve

Its data lives in memory and is the same at every start.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "bd_key_7f3c1e9a2b5d4c60"
READ_ONLY_KEY = "bd_read_0d94b1c7e8fa4523"
EMAIL = "ines@harbourlight.example"
BEGAN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STATUSES = ("open", "pending", "solved")
PRIORITIES = ("low", "normal", "high", "urgent")
_SUBJECTS = ("Lamp flickers", "Invoice is wrong", "Cannot sign in", "Parcel arrived late", "How do I reset the clock")
_TAGS = (["billing"], ["hardware", "lamp"], [], ["login"], ["delivery", "late"])
_NAMES = ("Aiko Mori", "Ben Adler", "Chiara Rossi", "Dina Haddad", "Emil Novak", "Femi Ade", "Greta Lind")

Answer = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """A refusal as Brightdesk words it."""

    def __init__(self, status: int, code: str, message: str) -> None:
        """`code` is for programs, `message` for people."""
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Brightdesk:
    """The data of one workspace, and its rules."""

    def __init__(self) -> None:
        """A workspace with 7 customers, 45 tickets, and comments on every third of them."""
        self.me = {
            "id": 1,
            "name": "Ines Okafor",
            "email": EMAIL,
            "workspace": {"id": "ws_harbour", "name": "Harbour Light"},
        }
        self.me["groups"] = [{"id": 11, "name": "First line"}, {"id": 12, "name": "Billing"}]
        self.customers = [
            {"id": 100 + at, "name": name, "email": f"{name.split()[0].lower()}@customer.example", "company": None}
            for at, name in enumerate(_NAMES)
        ]
        self.tickets: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.events: list[dict[str, Any]] = []
        self.once: dict[str, int] = {}
        self._ticks = 0
        for at in range(45):
            customer = self.customers[at % len(self.customers)]
            made = self.add_ticket(
                {
                    "subject": f"{_SUBJECTS[at % 5]} ({at + 1})",
                    "requester_email": customer["email"],
                    "tags": _TAGS[at % 5],
                }
            )
            made |= {"status": STATUSES[at % 3], "priority": PRIORITIES[at % 4], "body": "It began yesterday."}
            for number in range(25 if at == 0 else 2 if at % 3 == 0 else 0):
                self.add_comment(made["id"], f"Answer {number + 1}", public=number % 2 == 0)

    def now(self) -> str:
        """The next moment: every change is a minute later than the one before."""
        self._ticks += 1
        return (BEGAN + timedelta(minutes=self._ticks)).isoformat().replace("+00:00", "Z")

    def add_ticket(self, given: dict[str, Any]) -> dict[str, Any]:
        """A new ticket; a customer with an unknown address is added."""
        if not str(given.get("subject") or "").strip():
            raise Refused(422, "invalid", "subject cannot be blank.")
        email = str(given.get("requester_email") or "")
        if "@" not in email:
            raise Refused(422, "invalid", "requester_email is not an e-mail address.")
        customer = next((one for one in self.customers if one["email"] == email), None)
        if customer is None:
            customer = {
                "id": 100 + len(self.customers),
                "name": email.split("@", maxsplit=1)[0],
                "email": email,
                "company": None,
            }
            self.customers.append(customer)
        at, number = self.now(), 1001 + len(self.comments)
        self.comments[number] = []
        ticket = {"id": number, "subject": given["subject"], "body": given.get("body"), "status": "open"}
        ticket |= {"priority": given.get("priority") or "normal", "tags": list(given.get("tags") or [])}
        ticket |= {"requester": {key: customer[key] for key in ("id", "name", "email")}, "assignee": None}
        ticket |= {
            "url": f"https://harbourlight.brightdesk.example/tickets/{number}",
            "created_at": at,
            "updated_at": at,
        }
        ticket |= {"metadata": {"channel": given.get("channel", "email")}, "_internal_score": 0.5}
        self.tickets[number] = ticket
        self.note("ticket.created", number)
        return ticket

    def ticket(self, number: int) -> dict[str, Any]:
        """The ticket of that number."""
        if number not in self.tickets:
            raise Refused(404, "not_found", f"There is no ticket {number}.")
        return self.tickets[number]

    def change(self, number: int, given: dict[str, Any]) -> dict[str, Any]:
        """Change what is given; a solved ticket only takes a new status."""
        ticket = self.ticket(number)
        if ticket["status"] == "solved" and "status" not in given:
            raise Refused(409, "already_solved", "solved tickets are frozen")
        if given.get("status", "open") not in STATUSES or given.get("priority", "low") not in PRIORITIES:
            raise Refused(422, "invalid", "status or priority is not one of the allowed values.")
        if "assignee_id" in given:
            ticket["assignee"] = {"id": 1, "name": self.me["name"]} if given["assignee_id"] else None
        ticket |= {name: given[name] for name in ("subject", "status", "priority", "tags") if name in given}
        ticket["updated_at"] = self.now()
        self.note("ticket.changed", number)
        return ticket

    def add_comment(self, number: int, text: str, *, public: bool) -> dict[str, Any]:
        """A new comment by the person of the credential."""
        self.ticket(number)
        author = {"id": self.me["id"], "name": self.me["name"]}
        comment = {"id": 5001 + sum(map(len, self.comments.values())), "author": author, "text": text}
        comment |= {"public": public, "created_at": self.now()}
        self.comments[number].append(comment)
        self.note("comment.created", number)
        return comment

    def note(self, kind: str, number: int) -> None:
        """Keep an event."""
        self.events.append({"id": len(self.events) + 1, "kind": kind, "ticket_id": number, "at": self.now()})


class Api:
    """The workspace over HTTP; one method for each operation of openapi.yaml."""

    def __init__(self, desk: Brightdesk, calls_per_minute: int) -> None:
        """After so many calls, all others are refused."""
        self.desk, self._limit, self._left = desk, calls_per_minute, calls_per_minute

    def guarded(self, answer: Answer) -> Answer:
        """The answer behind the checks that hold for every call, with the headers of the limit."""

        async def checked(request: Request) -> Response:
            try:
                _allowed(request)
                self._left -= 1
                if self._left < 0:
                    raise Refused(429, "slow_down", "Too many calls.")
                response = await answer(request)
            except Refused as refused:
                response = JSONResponse({"error": {"code": refused.code, "message": refused.message}}, refused.status)
            limits = {"x-rate-limit": self._limit, "x-rate-remaining": max(0, self._left), "x-rate-reset": 42}
            response.headers.update({name: str(value) for name, value in limits.items()})
            return response

        return checked

    async def me(self, _: Request) -> Response:
        """GET /me."""
        return JSONResponse(self.desk.me)

    async def list_tickets(self, request: Request) -> Response:
        """GET /tickets, by cursor."""
        asked = request.query_params
        tags = [one for one in asked.get("tag", "").split(",") if one]
        found = [
            one
            for one in sorted(self.desk.tickets.values(), key=lambda ticket: ticket["updated_at"], reverse=True)
            if asked.get("status") in (None, one["status"])
            and asked.get("priority") in (None, one["priority"])
            and set(tags) <= set(one["tags"])
            and one["updated_at"] >= asked.get("updated_since", "")
        ]
        start, size = _cursor(asked.get("cursor")), _size(asked.get("limit"), 20, 50)
        more = start + size < len(found)
        meta = {"has_more": more, "next_cursor": _encoded(start + size) if more else None}
        return JSONResponse({"tickets": found[start : start + size], "meta": meta})

    async def search(self, request: Request) -> Response:
        """POST /tickets/search."""
        given = await _object(request)
        words = str(given.get("query", "")).lower().split()
        texts = {number: f"{one['subject']} {one['body']}".lower() for number, one in self.desk.tickets.items()}
        found = [self.desk.tickets[number] for number, text in texts.items() if all(word in text for word in words)]
        return JSONResponse({"tickets": found[: int(given.get("limit", 20))]})

    async def create_ticket(self, request: Request) -> Response:
        """POST /tickets; the same idempotency key files once."""
        key = request.headers.get("idempotency-key")
        if key and key in self.desk.once:
            return JSONResponse({"ticket": self.desk.ticket(self.desk.once[key])}, 201)
        made = self.desk.add_ticket((await _object(request)).get("ticket") or {})
        if key:
            self.desk.once[key] = made["id"]
        return JSONResponse({"ticket": made}, 201)

    async def get_ticket(self, request: Request) -> Response:
        """GET /tickets/{ticket_id}."""
        return JSONResponse({"ticket": self.desk.ticket(_number(request))})

    async def update_ticket(self, request: Request) -> Response:
        """PATCH /tickets/{ticket_id}."""
        return JSONResponse(
            {"ticket": self.desk.change(_number(request), (await _object(request)).get("ticket") or {})}
        )

    async def delete_ticket(self, request: Request) -> Response:
        """DELETE /tickets/{ticket_id}."""
        del self.desk.tickets[self.desk.ticket(_number(request))["id"]]
        return Response(status_code=204)

    async def list_comments(self, request: Request) -> Response:
        """GET /tickets/{ticket_id}/comments, by a Link header."""
        said = self.desk.comments[self.desk.ticket(_number(request))["id"]]
        page, size = int(request.query_params.get("page", 1)), _size(request.query_params.get("per_page"), 10, 50)
        links = {}
        if page * size < len(said):
            address = f"https://api.brightself.desk.example{request.url.path}?{urlencode({'page': page + 1, 'per_page': size})}"
            first = address.replace(f"page={page + 1}", "page=1", 1)
            links = {"link": f'<{first}>; rel="first", <{address}>; rel="next"'}
        return JSONResponse(said[(page - 1) * size : page * size], headers=links)

    async def create_comment(self, request: Request) -> Response:
        """POST /tickets/{ticket_id}/comments, a form."""
        form = await request.form()
        text = str(form.get("text", ""))
        if not text.strip():
            raise Refused(422, "invalid", "text cannot be blank.")
        return JSONResponse(self.desk.add_comment(_number(request), text, public=form.get("public") == "true"), 201)

    async def list_customers(self, request: Request) -> Response:
        """GET /customers, by page number."""
        email = request.query_params.get("email")
        found = [one for one in self.desk.customers if email in (None, one["email"])]
        page, size = int(request.query_params.get("page", 1)), _size(request.query_params.get("per_page"), 25, 100)
        pages = -(-len(found) // size)
        return JSONResponse({"customers": found[(page - 1) * size : page * size], "page": page, "total_pages": pages})

    async def list_events(self, request: Request) -> Response:
        """GET /events, by offset."""
        kinds = request.query_params.getlist("kind")
        found = [one for one in self.desk.events if not kinds or one["kind"] in kinds]
        start, size = int(request.query_params.get("offset", 0)), _size(request.query_params.get("limit"), 25, 100)
        return JSONResponse({"events": found[start : start + size], "total": len(found)})


def application(desk: Brightdesk | None = None, calls_per_minute: int = 10_000) -> Starlette:
    """The API as an ASGI application."""
    api = Api(desk or Brightdesk(), calls_per_minute)
    routes: list[tuple[str, str, Answer]] = [
        ("GET", "/me", api.me),
        ("GET", "/tickets", api.list_tickets),
        ("POST", "/tickets", api.create_ticket),
        ("POST", "/tickets/search", api.search),
        ("GET", "/tickets/{ticket_id:int}", api.get_ticket),
        ("PATCH", "/tickets/{ticket_id:int}", api.update_ticket),
        ("DELETE", "/tickets/{ticket_id:int}", api.delete_ticket),
        ("GET", "/tickets/{ticket_id:int}/comments", api.list_comments),
        ("POST", "/tickets/{ticket_id:int}/comments", api.create_comment),
        ("GET", "/customers", api.list_customers),
        ("GET", "/events", api.list_events),
    ]
    return Starlette(
        routes=[Route(f"/v2{path}", api.guarded(answer), methods=[method]) for method, path, answer in routes]
    )


def _allowed(request: Request) -> None:
    """Any of three ways to sign in; the read-only key does not write."""
    given = request.headers.get("x-api-key", "")
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        given = rest
    elif scheme.lower() == "basic":
        try:
            user, _, given = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            user, given = "", ""
        given = given if user == f"{EMAIL}/token" else ""
    if given not in (KEY, READ_ONLY_KEY):
        raise Refused(401, "bad_credentials", "The key is not valid.")
    if given == READ_ONLY_KEY and request.method != "GET":
        raise Refused(403, "no_right", "This key may only read.")


async def _object(request: Request) -> dict[str, Any]:
    try:
        given = await request.json()
    except ValueError as broken:
        raise Refused(400, "invalid", "The body is not JSON.") from broken
    return given if isinstance(given, dict) else {}


def _number(request: Request) -> int:
    return int(request.path_params["ticket_id"])


def _size(text: str | None, default: int, most: int) -> int:
    return min(most, max(1, int(text))) if text and text.isdigit() else default


def _encoded(start: int) -> str:
    return base64.urlsafe_b64encode(f"after:{start}".encode()).decode().rstrip("=")


def _cursor(text: str | None) -> int:
    if not text:
        return 0
    try:
        word, _, start = base64.urlsafe_b64decode(text + "==").decode().partition(":")
        at = int(start) if word == "after" else None
    except (binascii.Error, UnicodeDecodeError, ValueError):
        at = None
    if at is None:
        raise Refused(400, "invalid", "The cursor is not one of ours.")
    return at


def main() -> None:
    """Serve the twin until interrupted."""
    words = argparse.ArgumentParser(description="A stand-in for Brightdesk, the help desk that does not exist.")
    words.add_argument("--port", type=int, default=8430)
    port = words.parse_args().port
    sys.stdout.write(
        f"Brightdesk at http://127.0.0.1:{port}/v2\nAPI key: {KEY}\nRead-only key: {READ_ONLY_KEY}\nE-mail: {EMAIL}\n"
    )
    uvicorn.run(application(), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
