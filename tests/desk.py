"""A small connector of one's own, `desk`, as the files that are pushed, and a desk on this machine that it can call."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

from tests.answering import answering
from tests.unit.connectors.workshop import ACTIONS, GUIDE, HEADER, ICON, SCHEMA

ORIGIN = "https://api.desk.example"
TOKEN = "desk-token-12345"


def desk_files(version: str = "1.0.0", *changes: tuple[str, str, str]) -> dict[str, str]:
    """The files of the connector; each change is a file's name, a text in it, and what stands there instead."""
    files = {
        "schema.graphql": SCHEMA,
        "connector.yaml": HEADER.replace("version: 1.0.0", f"version: {version}"),
        "guide.md": GUIDE,
        "icon.svg": ICON,
        "actions/tickets.yaml": ACTIONS,
    }
    for name, old, new in changes:
        assert old in files[name], (name, old)
        files[name] = files[name].replace(old, new, 1)
    sha = hashlib.sha256(files["schema.graphql"].encode()).hexdigest()
    files["connector.yaml"] = files["connector.yaml"].replace("@SHA@", sha)
    return files


WITH_SIZES = ("actions/tickets.yaml", "nodes { id title kind owner", "nodes { id title size kind owner")
"""A change that adds a field to the result: a minor one."""
WITHOUT_SINCE = (
    "actions/tickets.yaml",
    "    since: {bind: $filter.changedAt.gte, about: Changed since.}\n",
    "",
)
"""A change that takes an input away: a major one."""


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """The files on disk, to be pushed with the command."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@dataclass
class Desk:
    """The provider: answers with everything that a document may ask for, and remembers what it was asked."""

    url: str = ""
    documents: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def answer(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        """One GraphQL answer."""
        self.tokens.append(token)
        self.documents.append(body["query"])
        if token != TOKEN:
            return {"errors": [{"message": "Who are you?", "extensions": {"code": "AUTHENTICATION_ERROR"}}]}
        ticket = {"id": "t1", "title": "Broken lamp", "kind": "bug", "owner": {"name": "Ada"}}
        ticket |= {"labels": {"nodes": [], "pageInfo": {"hasNextPage": False}}}
        if "size" in body["query"]:
            ticket["size"] = 3
        boxes = {"nodes": [], "pageInfo": {"hasNextPage": False}}
        return {
            "data": {
                "me": {"id": "u1", "name": "Ada", "email": "ada@desk.example"},
                "space": {"id": "s1", "name": "Desk of Ada", "slug": "ada", "boxes": boxes},
                "tickets": {"nodes": [ticket], "pageInfo": {"hasNextPage": False, "endCursor": None}},
            }
        }


@contextmanager
def running_desk() -> Iterator[Desk]:
    """A desk that listens on this machine."""
    desk = Desk()

    def answer(_method: str, _path: str, headers: Message, body: bytes) -> tuple[int, Any]:
        return 200, desk.answer(headers.get("authorization", ""), json.loads(body))

    with answering(answer) as port:
        desk.url = f"http://127.0.0.1:{port}"
        yield desk
