"""Whether a post is what it says: signed, in time, of this account. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkwright.connectors.compiled import ProviderEvents
from linkwright.connectors.refusals import walk
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.receiving.errors import BodyMalformed, EventForeign, EventStale, SignatureWrong

_MOST_ID = 128


@dataclass(frozen=True, slots=True)
class Posted:
    """A post that is known to be good.

    Attributes:
        delivery: the provider's id of it, which no signature covers.
        kind: the thing, in our words; None for one that this connector does not know.
        done: what was done to it, in our words; None likewise.
        body: what was posted.
    """

    delivery: str
    kind: str | None
    done: str | None
    body: dict[str, Any]


def verified(
    events: ProviderEvents, headers: Mapping[str, str], body: bytes, secret: Secret, external_id: str, now: datetime
) -> Posted:
    """Check a post, the signature first: of what is not signed nothing is read.

    Args:
        events: what the connector says of its provider's posts.
        headers: with names in lower case.
        body: the raw bytes.
        secret: the webhook's signing secret.
        external_id: the provider's id of the linked account.
        now: the present moment.

    Raises:
        SignatureWrong: it is missing, or not of this body.
        BodyMalformed: it is no JSON object, or lacks what must stand in it.
        EventStale: it was posted too long ago.
        EventForeign: it is of another account there.
    """
    if not _signed(events, headers.get(events.signature, ""), body, secret):
        raise SignatureWrong
    told = _read(body)
    at = walk(told, events.timestamp)
    if isinstance(at, bool) or not isinstance(at, int | float):
        raise BodyMalformed(f"There is no moment at {'.'.join(events.timestamp)}.")
    seconds = at / 1000 if events.unit == "ms" else at
    if abs(now.timestamp() - seconds) > events.within:
        raise EventStale(f"It was not posted within {events.within} seconds from now.")
    if walk(told, events.account) != external_id:
        raise EventForeign
    delivery = headers.get(events.id, "")
    if not 0 < len(delivery) <= _MOST_ID or not delivery.isascii() or not delivery.isprintable():
        raise BodyMalformed(f"The header {events.id} is missing or is no id.")
    kind, done = walk(told, events.type), walk(told, events.action)
    return Posted(delivery, events.types.get(str(kind)), events.actions.get(str(done)), told)


def _signed(events: ProviderEvents, given: str, body: bytes, secret: Secret) -> bool:
    digest = hmac.new(secret.reveal().encode(), body, hashlib.sha256).digest()
    expected = digest.hex() if events.encoding == "hex" else base64.b64encode(digest).decode()
    return hmac.compare_digest(expected.encode(), given.strip().encode("utf-8", "replace"))


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = jsons.loads(body)
    except ValueError:
        raise BodyMalformed("The body is not JSON.") from None
    if not isinstance(told, dict):
        raise BodyMalformed("The body is not a JSON object.")
    return told
