"""Finds the one entity that a caller names: by id, and by the other names that Linear takes for its type."""

from __future__ import annotations

from linkwright.catalog.linear.twin.call import Call
from linkwright.catalog.linear.twin.issues import find_issue
from linkwright.catalog.linear.twin.naming import short_id
from linkwright.catalog.linear.twin.refusals import not_found
from linkwright.catalog.linear.twin.world import Row

_BY_SLUG = ("Customer", "Document", "Initiative", "Project", "Release", "ReleaseNote", "ReleasePipeline")
_BY_COLUMN = {"Team": "key", "Emoji": "name"}


def look_up(call: Call, kind: str, reference: str) -> Row:
    """The entity of that type and id, or of a name that does for one.

    Raises:
        Refused: there is none, or not for this key.
    """
    found = call.find(kind, reference) or _otherwise(call, kind, reference)
    if found is None or not call.sees(found):
        raise not_found(kind)
    return found


def _otherwise(call: Call, kind: str, reference: str) -> Row | None:
    if kind == "Issue":
        return find_issue(call.world, reference)
    if kind == "User" and reference == "me":
        return call.viewer
    if kind in _BY_COLUMN:
        column = _BY_COLUMN[kind]
        return next((row for row in call.world.of(kind) if row[column].casefold() == reference.casefold()), None)
    if kind in _BY_SLUG:
        # A slug may stand alone or at the end of the address's last part.
        slug = reference.rsplit("-", 1)[-1]
        return next((row for row in call.world.of(kind) if short_id(row) == slug), None)
    return None
