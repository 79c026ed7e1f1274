"""Mutations of files: a place to put one, and a copy of a picture from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.refusals import invalid_argument
from linkwright.catalog.linear.twin.uploads import LARGEST, Ticket

_Args = Mapping[str, Any]


def _place(call: Call, args: _Args) -> dict[str, Any]:
    """A signed address that takes the file by PUT for a minute."""
    if not 0 < args["size"] <= LARGEST:
        raise invalid_argument(f"size must be between 1 and {LARGEST} bytes.")
    if not args["filename"].strip() or "/" not in args["contentType"]:
        raise invalid_argument("filename and contentType must be given.")
    ticket = Ticket.make(call, args["filename"], args["contentType"], args["size"], bool(args.get("makePublic")))
    return {"uploadFile": {**ticket.shown(), "metaData": args.get("metaData")}}


def _copy(call: Call, args: _Args) -> dict[str, Any]:
    """The twin fetches nothing: the copy is a picture of one transparent dot."""
    if not args["url"].startswith(("https://", "http://")):
        raise invalid_argument("url must be a URL address.")
    name = args["url"].rstrip("/").rsplit("/", 1)[-1] or "image.png"
    return {"url": Ticket.of_dot(call, name)}


FILES: Mapping[str, Callable[[Call, _Args], dict[str, Any]]] = {"fileUpload": _place, "imageUploadFromUrl": _copy}
