"""Shapes of the publishing endpoints."""

from __future__ import annotations

import zlib
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from linkwright.catalog.pushed_files import MOST_BYTES, MOST_FILES
from linkwright.errors import BadRequest, TooLarge
from linkwright.kit import jsons
from linkwright.kit.clock import iso
from linkwright.profiles.model import enabled_actions
from linkwright.publishing.model import Publication, PublishedVersion

_GZIP = 31
_SHAPE = 'Send {"files": {"connector.yaml": "…", "actions/tickets.yaml": "…", "schema.graphql": "…"}}.'
View = dict[str, Any]


class Push(BaseModel):
    """A connector's files."""

    model_config = ConfigDict(extra="forbid")

    files: dict[str, str] = Field(
        min_length=1,
        max_length=MOST_FILES,
        description="The text of every file by its path in the connector's folder, the provider's contract among them.",
    )


def read_push(body: bytes, encoding: str) -> Push:
    """The push of a request's body, which may be compressed with gzip.

    Raises:
        TooLarge: unpacked it is larger than a connector may be.
        BadRequest: it is no such object.
    """
    try:
        found = Push.model_validate(jsons.loads(_unpacked(body) if encoding.strip().lower() == "gzip" else body))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadRequest(f"{place or 'The body'}: {first['msg']}.", hint=_SHAPE) from None
    except (ValueError, RecursionError):
        raise BadRequest("The body is not valid JSON.", hint=_SHAPE) from None
    return found


def _unpacked(body: bytes) -> bytes:
    unpacking = zlib.decompressobj(_GZIP)
    try:
        # JSON escapes may double a text, and no more than that is unpacked, whatever the body promises.
        text = unpacking.decompress(body, 2 * MOST_BYTES)
    except zlib.error:
        raise BadRequest("The body is not gzip.", hint="Send it plain, or compress it again.") from None
    if unpacking.unconsumed_tail:
        raise TooLarge(f"The files have more than {MOST_BYTES // 1024 // 1024} MB together.")
    return text


def version_view(one: PublishedVersion) -> View:
    """A published version."""
    return {
        "key": one.key,
        "version": one.version,
        "hash": one.hash,
        "published_at": iso(one.published_at),
        "published_by": {"id": one.published_by, "name": one.publisher},
        "withdrawn_at": iso(one.withdrawn_at) if one.withdrawn_at else None,
    }


def publication_view(made: Publication) -> View:
    """The outcome of a push."""
    compared = made.compared
    return {
        **version_view(made.published),
        "name": made.connector.name,
        "actions": len(made.connector.actions),
        "core_actions": len(enabled_actions("core", made.connector)),
        "created": made.created,
        "restored": made.restored,
        "replaces_shipped": made.replaces,
        "previous_version": compared.earlier if compared else None,
        "bump": compared.change.bump if compared else None,
        "proposed_version": compared.proposed if compared else None,
        "reasons": list(compared.change.reasons) if compared else [],
        "notes": list(made.notes),
    }
