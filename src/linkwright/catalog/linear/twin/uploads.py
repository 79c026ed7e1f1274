"""Files: a signed address that takes one by PUT for a minute, and the address at which it is then read."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.dice import uuid_for
from linkwright.catalog.linear.twin.world import Row, World
from linkwright.kit.clock import iso
from linkwright.outbound.transport import OutboundRequest

ORIGIN = "https://uploads.linear.app"
LARGEST = 50 * 1024 * 1024
CACHED = "public, max-age=31536000"
_KIND = "_Upload"
_SECONDS = 60
_DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
Answer = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A place for one file, kept as a row of the world."""

    row: Row

    @classmethod
    def make(cls, call: Call, filename: str, kind: str, size: int, public: bool) -> Ticket:
        """Keep a place for a file of that name, type and size in bytes."""
        row = call.world.add(_KIND, call.at, filename=filename, contentType=kind, size=size, public=public)
        row["path"] = f"/{call.organization['id']}/{row['id']}/{uuid_for(row['id'], 'asset', 0)}"
        row["expires"] = iso(call.now + timedelta(seconds=_SECONDS))
        row["content"] = None
        return cls(row)

    @classmethod
    def of_dot(cls, call: Call, filename: str) -> str:
        """Keep a picture of one dot under that name, and give its address."""
        ticket = cls.make(call, filename, "image/png", len(_DOT), False)
        ticket.row["content"] = b64encode(_DOT).decode()
        return ORIGIN + str(ticket.row["path"])

    @property
    def signature(self) -> str:
        """What proves that the twin gave the address out."""
        signed = "\n".join(str(self.row[name]) for name in ("path", "expires", "contentType", "size"))
        return hmac.new(f"upload:{self.row['id']}".encode(), signed.encode(), hashlib.sha256).hexdigest()

    @property
    def headers(self) -> dict[str, str]:
        """Header lines that the PUT must carry exactly so."""
        size = self.row["size"]
        return {
            "x-goog-content-length-range": f"{size},{size}",
            "content-disposition": f"attachment; filename*=UTF-8''{quote(self.row['filename'], safe='')}",
        }

    def shown(self) -> dict[str, Any]:
        """The ticket as the payload of `fileUpload` has it."""
        address = ORIGIN + str(self.row["path"])
        return {
            "uploadUrl": f"{address}?expires={quote(self.row['expires'])}&signature={self.signature}",
            "assetUrl": address,
            "contentType": self.row["contentType"],
            "filename": self.row["filename"],
            "size": self.row["size"],
            "headers": [{"key": name, "value": value} for name, value in self.headers.items()],
        }


def find(world: World, url: str) -> Ticket | None:
    """The ticket for an address."""
    path = urlsplit(url).path
    return next((Ticket(row) for row in world.of(_KIND) if row["path"] == path), None)


def put(ticket: Ticket | None, request: OutboundRequest, headers: Mapping[str, str], now: datetime) -> Answer:
    """Take a file, if address, header lines and size are what was agreed. `headers` have lower-case names."""
    given = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    if ticket is None or not hmac.compare_digest(given.get("signature", ""), ticket.signature):
        return _no(403, "SignatureDoesNotMatch", "The address was not signed by this service.")
    if given.get("expires") != ticket.row["expires"] or iso(now) > ticket.row["expires"]:
        return _no(400, "ExpiredToken", f"The address was good for {_SECONDS} seconds.")
    if "authorization" in headers:
        return _no(400, "InvalidArgument", "Only one way to authorize is allowed: send no Authorization header.")
    wanted = {"content-type": ticket.row["contentType"], "cache-control": CACHED, **ticket.headers}
    for name, value in wanted.items():
        if headers.get(name) != value:
            return _no(403, "SignatureDoesNotMatch", f"The header {name} must be exactly: {value}")
    body = request.content() or b""
    if len(body) != ticket.row["size"]:
        return _no(400, "EntityTooLarge", f"The file has {len(body)} bytes and not {ticket.row['size']}.")
    ticket.row["content"] = b64encode(body).decode()
    return 200, {}, b""


def get(ticket: Ticket | None, admitted: bool) -> Answer:
    """Give a file to those who may read it."""
    if ticket is None or ticket.row["content"] is None:
        return 404, {"content-type": "text/plain"}, b"Not found"
    if not admitted and not ticket.row["public"]:
        return 401, {"content-type": "text/plain"}, b"Unauthorized"
    shown = {"content-type": ticket.row["contentType"], "cache-control": "private, max-age=300"}
    shown["content-disposition"] = ticket.headers["content-disposition"]
    return 200, shown, b64decode(ticket.row["content"])


def _no(status: int, code: str, message: str) -> Answer:
    text = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return status, {"content-type": "application/xml; charset=UTF-8"}, text.encode()
