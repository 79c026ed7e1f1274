"""Values that fields of the same name have on every type, where a row has none of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.world import Row
from linkwright.kit.jsons import dumpb

PRIORITIES = ("No priority", "Urgent", "High", "Medium", "Low")
_COLORS = ("#5e6ad2", "#26b5ce", "#f2994a", "#eb5757", "#4ea7fc", "#bb87fc", "#6b6f76")
_FOLDERS = {"User": "profiles", "ProjectUpdate": "updates", "InitiativeUpdate": "updates"}


def site(call: Call) -> str:
    """The address under which the workspace's pages stand."""
    return f"https://linear.app/{call.organization['urlKey']}"


def slug(text: str) -> str:
    """Text as it stands in an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def short_id(row: Row) -> str:
    """Twelve characters that stand for a row in addresses."""
    return row.get("slugId") or hashlib.sha256(row["id"].encode()).hexdigest()[:12]


def document_data(text: str) -> str:
    """Markdown as the editor's document, cut down to one paragraph; JSON text."""
    content = [{"type": "text", "text": text}] if text else []
    return dumpb({"type": "doc", "content": [{"type": "paragraph", "content": content}]}).decode()


def _url(call: Call, row: Row) -> str:
    kind = row["__typename"]
    folder = _FOLDERS.get(kind) or re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()
    title = slug(str(row.get("name") or row.get("title") or ""))
    return f"{site(call)}/{folder}/{f'{title}-' if title else ''}{short_id(row)}"


def _color(_: Call, row: Row) -> str:
    return _COLORS[row.get("_n", 0) % len(_COLORS)]


NAMED: Mapping[str, Callable[[Call, Row], Any]] = {
    "url": _url,
    "slugId": lambda _, row: short_id(row),
    "color": _color,
    "sortOrder": lambda _, row: -100 * row.get("_n", 0),
    "prioritySortOrder": lambda _, row: -100 * row.get("_n", 0),
    "position": lambda _, row: row.get("_n", 0),
    "displayName": lambda _, row: row.get("name") or "",
    "priorityLabel": lambda _, row: PRIORITIES[int(row.get("priority") or 0)],
    "bodyData": lambda _, row: document_data(row.get("body") or ""),
    "inviteHash": lambda _, row: hashlib.sha256(f"invite:{row['id']}".encode()).hexdigest()[:16],
}
"""Asked for a type's field when its row holds nothing under that name."""
