"""What of an ID token is looked at, claim by claim and second by second."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from linkwright.access.oidc.errors import ProviderSignInFailed
from linkwright.access.oidc.model import Identity, Provider
from linkwright.access.oidc.tokens import derived, key_id_of, read_id_token
from linkwright.kit.secret import Secret

ISSUER, CLIENT, NONCE = "https://id.example.com", "hub", "nonce-1"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
PROVIDER = Provider("org_1", ISSUER, CLIENT, None, ("example.com",), "viewer", joins=False)
KEY = ECKey.generate_key("P-256", {"kid": "k1"})
KEYS = KeySet([KEY])
RIGHT = {"iss": ISSUER, "aud": CLIENT, "nonce": NONCE, "iat": AT, "exp": AT + 300, "sub": "ann"}


def token(**changed: Any) -> str:
    claims = {name: value for name, value in {**RIGHT, **changed}.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": "k1"}, claims, KEY)


def read(**changed: Any) -> Identity:
    return read_id_token(token(**changed), KEYS, PROVIDER, NONCE, NOW)


def refused(**changed: Any) -> str:
    with pytest.raises(ProviderSignInFailed) as found:
        read(**changed)
    return str(found.value.message)


def test_a_right_token_says_whom_it_is_about() -> None:
    assert read() == Identity(ISSUER, "ann", None, "")
    told = read(email="ann@example.com", email_verified=True, name="Ann")
    assert told == Identity(ISSUER, "ann", "ann@example.com", "Ann")


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_email_counts_only_if_the_provider_says_that_it_is_verified(verified: Any) -> None:
    assert read(email="ann@example.com", email_verified=verified).email is None
    assert read(email=7, email_verified=True).email is None
    assert read(name=7).name == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"iss": "https://id.example.org"}, "is of another issuer"),
        ({"iss": None}, "is of another issuer"),
        ({"aud": "other"}, "is for another application"),
        ({"aud": ["other", "another"]}, "is for another application"),
        ({"aud": None}, "is for another application"),
        ({"aud": [CLIENT, "other"]}, "was given to another application"),
        ({"aud": [CLIENT, "other"], "azp": "other"}, "was given to another application"),
        ({"azp": "other"}, "was given to another application"),
        ({"nonce": "nonce-2"}, "is for another sign-in"),
        ({"nonce": None}, "is for another sign-in"),
        ({"nonce": 7}, "is for another sign-in"),
        ({"exp": AT - 60}, "has expired"),
        ({"exp": None}, "has expired"),
        ({"exp": True}, "has expired"),
        ({"iat": AT + 61}, "is of the future"),
        ({"iat": None}, "is of the future"),
        ({"iat": False}, "is of the future"),
    ],
)
def test_a_token_that_does_not_fit_is_refused_and_says_how(changed: dict[str, Any], said: str) -> None:
    assert refused(**changed) == f"The provider's ID token {said}."


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": [CLIENT]},
        {"aud": [CLIENT, "other"], "azp": CLIENT},
        {"azp": CLIENT},
        {"exp": AT - 59},
        {"exp": AT + 0.5},
        {"iat": AT + 60},
    ],
)
def test_clocks_may_differ_by_a_minute_and_several_audiences_need_the_one_it_was_given_to(
    changed: dict[str, Any],
) -> None:
    assert read(**changed).subject == "ann"


@pytest.mark.parametrize("subject", [None, "", 7, "a\nb", "x" * 256])
def test_a_token_without_a_usable_subject_is_refused(subject: Any) -> None:
    assert refused(sub=subject) == "The provider's ID token does not say whom it is about."
    assert read(sub="x" * 255).subject == "x" * 255
    assert read(sub="x").subject == "x"


def test_a_token_that_somebody_else_signed_or_nobody_did_is_refused() -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "k1"})
    shared = OctKey.import_key("a shared secret of thirty-two bytes")
    plain = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, RIGHT)
    )
    with pytest.raises(ProviderSignInFailed):
        read_id_token(jwt.encode({"alg": "HS256"}, RIGHT, shared), KeySet([shared]), PROVIDER, NONCE, NOW)
    for text in (jwt.encode({"alg": "ES256", "kid": "k1"}, RIGHT, stranger), f"{plain}.", "a.b.c", "", "x"):
        with pytest.raises(ProviderSignInFailed) as found:
            read_id_token(text, KEYS, PROVIDER, NONCE, NOW)
        assert found.value.message == "The provider's ID token is not signed with a key of the provider."


def test_a_token_has_64_kibibytes_at_most() -> None:
    # One of exactly that length is looked at, and found not to be signed.
    for length, said in ((64 * 1024, "is not signed with a key of the provider"), (64 * 1024 + 1, "is too long")):
        with pytest.raises(ProviderSignInFailed) as found:
            read_id_token("x" * length, KEYS, PROVIDER, NONCE, NOW)
        assert found.value.message == f"The provider's ID token {said}."


def test_which_key_signed_it_is_read_from_the_head_alone() -> None:
    assert key_id_of(token()) == "k1"
    for kid, meant in (("long id ÿ", "long id ÿ"), (7, None), (None, None)):
        head = base64.urlsafe_b64encode(json.dumps({"kid": kid}).encode()).decode().rstrip("=")
        assert key_id_of(f"{head}.x.y") == meant
    for junk in ("", "!.x.y", base64.urlsafe_b64encode(b"[]").decode()):
        with pytest.raises(ProviderSignInFailed) as found:
            key_id_of(junk)
        assert found.value.message == "The provider's ID token cannot be read."


def test_state_nonce_and_verifier_are_made_of_the_one_token_and_of_their_purpose() -> None:
    made = derived(Secret("t"), "state")
    digest = hashlib.sha256(b"linkwright oidc state\0t").digest()
    assert made == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert len({made, derived(Secret("t"), "nonce"), derived(Secret("u"), "state")}) == 3
