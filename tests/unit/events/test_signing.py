"""Signatures: the published library accepts ours, and nothing that was altered."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as some
from standardwebhooks import Webhook, WebhookVerificationError

from linkwright.events.signing import new_secret, signed_headers, stackone_signature
from linkwright.kit.secret import Secret

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
BODY = b'{"type":"test","timestamp":"2026-11-24T12:00:00.000Z","data":{}}'


@given(some.dictionaries(some.text(), some.text()))
def test_the_published_library_accepts_every_body_that_we_sign(data: dict[str, str]) -> None:
    import orjson

    try:
        body = orjson.dumps(data)
    except TypeError:  # half a surrogate pair, which no body of ours holds
        return
    secret = new_secret()
    with time_machine.travel(AT, tick=False):
        assert Webhook(secret.reveal()).verify(body, signed_headers([secret], "evt_1", AT, body)) == data


def test_while_a_secret_is_rotated_both_verify_and_a_third_does_not() -> None:
    new, old = new_secret(), new_secret()
    headers = signed_headers([new, old], "evt_1", AT, BODY)
    with time_machine.travel(AT, tick=False):
        for secret in (new, old):
            Webhook(secret.reveal()).verify(BODY, headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(new_secret().reveal()).verify(BODY, headers)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp"])
def test_a_header_that_was_altered_does_not_verify(name: str) -> None:
    secret = new_secret()
    headers = signed_headers([secret], "evt_1", AT, BODY)
    other = signed_headers([secret], "evt_2", AT + timedelta(seconds=1), BODY)
    with time_machine.travel(AT, tick=False), pytest.raises(WebhookVerificationError):
        Webhook(secret.reveal()).verify(BODY, {**headers, name: other[name]})


def test_a_known_example_of_the_specification_comes_out_as_published() -> None:
    # Secret, message and signature as the specification's libraries test them.
    secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed_headers([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_whsec_and_32_random_bytes() -> None:
    secret = new_secret().reveal()
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert new_secret().reveal() != secret


def test_the_stackone_signature_is_base64url_of_the_body_under_the_secrets_text() -> None:
    secret = new_secret()
    expected = hmac.new(secret.reveal().encode(), BODY, hashlib.sha256).digest()
    given_ = stackone_signature(secret, BODY)
    assert base64.urlsafe_b64decode(given_ + "=") == expected
    assert "=" not in given_
