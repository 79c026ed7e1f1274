"""Signatures: what was not signed is refused before it is read, and what we sign is what others check."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from linkwright.errors import LinkwrightError
from linkwright.events.signing import new_secret, signed_headers, stackone_signature
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.receiving.errors import SignatureWrong
from linkwright.receiving.verifying import verified
from tests.fuzz.mutations import ANY_JSON, changed_bytes, changed_json, changed_text
from tests.fuzz.target import Target
from tests.fuzz.targets.arguments import connector

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SECRET = Secret("whsec-of-a-test")
BODY: dict[str, Any] = {
    "action": "create",
    "type": "Issue",
    "organizationId": "org-1",
    "webhookTimestamp": int(NOW.timestamp() * 1000),
    "data": {"id": "i-1", "title": "x"},
}
RAW = jsons.dumpb(BODY)
SIGNATURE = hmac.new(SECRET.reveal().encode(), RAW, hashlib.sha256).hexdigest()


def posted() -> st.SearchStrategy[tuple[bytes, str, str]]:
    """Body, signature and id of a post: another body under the old signature, another signature, or both right but odd."""
    bodies = changed_json([BODY]).map(_bytes) | changed_bytes([RAW])
    forged = st.tuples(bodies | st.just(RAW), changed_text([SIGNATURE, SIGNATURE.upper(), ""]), st.just("d-1"))
    honest = st.tuples(bodies, st.just("right"), st.text(max_size=140))
    return forged | honest


def _bytes(value: Any) -> bytes:
    try:
        return jsons.dumpb(value)
    except (TypeError, ValueError):
        return b"{}"


def taken_only_if_signed(post: tuple[bytes, str, str]) -> None:
    """A good post, or one of the documented refusals; never a good one under a signature that is not the body's."""
    body, given, delivery = post
    right = hmac.new(SECRET.reveal().encode(), body, hashlib.sha256).hexdigest()
    events = connector().events
    assert events is not None
    headers = {events.signature: right if given == "right" else given, events.id: delivery}
    try:
        found = verified(events, headers, body, SECRET, "org-1", NOW)
    except SignatureWrong:
        assert given.strip() != right
        assert given != "right"
        return
    except LinkwrightError as refused:
        assert refused.status in (400, 403, 409, 422), refused
        assert given in ("right", right) or given.strip() == right
        return
    assert given == "right" or given.strip() == right
    assert jsons.dumpb(found.body) is not None


def deliveries() -> st.SearchStrategy[tuple[bytes, str, Any]]:
    """A body, an id, and a change to what was signed."""
    bodies = ANY_JSON.map(_bytes)
    change = st.none() | st.tuples(
        st.sampled_from(["body", "id", "timestamp", "signature"]), st.text(min_size=1, max_size=8)
    )
    return st.tuples(bodies, st.from_regex(r"evt_[A-Za-z0-9]{1,20}", fullmatch=True), change)


def checked_by_others(delivery: tuple[bytes, str, Any]) -> None:
    """The library of Standard Webhooks takes what we sign, and nothing that was changed afterwards."""
    body, message_id, change = delivery
    secret, at = new_secret(), datetime.now(UTC)
    headers = signed_headers([secret], message_id, at, body)
    assert stackone_signature(secret, body).isascii()
    text = body.decode()
    if change is None:
        Webhook(secret.reveal()).verify(text, headers)
        return
    where, put = change
    if where == "body":
        text += put
    else:
        headers[f"webhook-{where}"] = put + headers[f"webhook-{where}"]
    try:
        Webhook(secret.reveal()).verify(text, headers)
    except (WebhookVerificationError, ValueError):
        return
    # Blanks around a moment, and further signatures before the right one, change nothing.
    assert where in ("timestamp", "signature"), change


TARGETS = (
    Target("provider-signatures", posted, taken_only_if_signed),
    Target("webhook-signatures", deliveries, checked_by_others),
)
