"""Signatures of deliveries, by the Standard Webhooks specification, and by the StackOne contract where it is asked for."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from linkwright.kit.secret import Secret

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> Secret:
    """A fresh signing secret: `whsec_` and 32 random bytes in base64."""
    return Secret(PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode())


def signed_headers(live: Sequence[Secret], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a delivery, with one signature for each secret that is live.

    Args:
        live: the secrets, the newest first.
        message_id: the event's id; the same on every attempt.
        at: the moment of this attempt, against replay.
        body: the bytes that are sent.
    """
    timestamp = str(int(at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(secret, signed)}" for secret in live),
    }


def stackone_signature(secret: Secret, body: bytes) -> str:
    """HMAC-SHA256 of the body with the secret's text as key, in base64url without padding."""
    digest = hmac.new(secret.reveal().encode(), body, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _signature(secret: Secret, signed: bytes) -> str:
    key = base64.b64decode(secret.reveal().removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
