"""Reading the bodies that clients send to the protocol's own endpoints."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from linkwright.consents.clients.errors import InvalidMetadata
from linkwright.consents.errors import InvalidRequest
from linkwright.errors import TooLarge
from linkwright.kit import jsons

_MOST_BODY = 16_384
_MOST_FIELDS = 30


def form_of(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a form; an empty one counts as none, as RFC 6749 has it.

    Raises:
        InvalidRequest: it is no form, or a field is there twice, which could mean two things.
        TooLarge: nothing that is served is as long.
    """
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise InvalidRequest("Send a form: application/x-www-form-urlencoded.")
    _check(body)
    try:
        pairs = parse_qsl(body.decode(), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest("The form cannot be read.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InvalidRequest("A field of the form is there twice.")
    return fields


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object of a registration.

    Raises:
        InvalidMetadata: it is none.
        TooLarge: nothing that is served is as long.
    """
    _check(body)
    try:
        told = jsons.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise InvalidMetadata("The body has to be a JSON object.")
    return told


def _check(body: bytes) -> None:
    if len(body) > _MOST_BODY:
        raise TooLarge("The body is too large.")
