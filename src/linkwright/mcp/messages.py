"""From the bytes of a body to messages. Whatever is sent, the outcome is a message or a `Fault`, never another error."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from linkwright.kit import jsons
from linkwright.mcp.faults import INVALID_REQUEST, PARSE_ERROR, Fault, Id
from linkwright.mcp.revisions import FIRST, META_VERSION

MOST_IN_BATCH = 20

Kind = Literal["request", "notification", "response"]


class Message(NamedTuple):
    """One JSON-RPC message.

    Attributes:
        params: whatever stands there; an empty object if nothing does.
        meta: `params._meta` if it is an object, else empty.
        modern: the message itself names a protocol version, so it is of the stateless revision.
    """

    kind: Kind
    id: Id
    method: str
    params: Any
    meta: dict[str, Any]
    modern: bool


class BadMessage(Fault):
    """A message that cannot be taken; knows the id to answer under, if it could be read."""

    def __init__(self, text: str, message_id: Id = None, code: int = INVALID_REQUEST) -> None:
        super().__init__(code, text, status=400)
        self.id = message_id


def parse(body: bytes) -> Any:
    """The JSON of a body.

    Raises:
        BadMessage: it is not JSON, or is nested beyond reason.
    """
    try:
        return jsons.loads(body)
    except (ValueError, RecursionError):
        raise BadMessage("The body is not valid JSON.", code=PARSE_ERROR) from None


def read_message(value: Any) -> Message:
    """One message out of parsed JSON.

    Raises:
        BadMessage: it is none.
    """
    if not isinstance(value, dict):
        raise BadMessage("A message must be a JSON object.")
    message_id, method = value.get("id"), value.get("method")
    known = message_id if is_id(message_id) else None
    if value.get("jsonrpc") != "2.0":
        raise BadMessage('A message must carry "jsonrpc": "2.0".', known)
    params = value.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    meta = meta if isinstance(meta, dict) else {}
    modern = META_VERSION in meta
    if "method" not in value:
        if "result" not in value and "error" not in value:
            raise BadMessage("A message must carry a method.", known)
        return Message("response", known, "", None, meta, modern)
    if not isinstance(method, str):
        raise BadMessage("The method must be a string.", known)
    if "id" not in value:
        return Message("notification", None, method, params, meta, modern)
    if known is None:
        raise BadMessage("The id must be a string or an integer.")
    return Message("request", known, method, {} if params is None else params, meta, modern)


def batch_of(value: list[Any], version: str | None) -> list[Any]:
    """The elements of a batch, where the revision knows batches.

    Raises:
        BadMessage: the revision knows none, or it holds nothing or too much.
    """
    if version not in {None, FIRST} or any(_is_modern(element) for element in value):
        raise BadMessage("This revision of the protocol knows no batches: send one message per request.")
    if not value:
        raise BadMessage("The batch is empty.")
    if len(value) > MOST_IN_BATCH:
        raise BadMessage(f"A batch may hold at most {MOST_IN_BATCH} messages.")
    return value


def is_id(value: Any) -> bool:
    """Whether this can be the id of a request."""
    return isinstance(value, str | int) and not isinstance(value, bool)


def _is_modern(value: Any) -> bool:
    params = value.get("params") if isinstance(value, dict) else None
    meta = params.get("_meta") if isinstance(params, dict) else None
    return isinstance(meta, dict) and META_VERSION in meta
