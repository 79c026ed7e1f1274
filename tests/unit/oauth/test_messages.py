"""OAuth's messages, as they are written and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.oauth import OAuth
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.oauth import messages
from linkwright.oauth.errors import AppRefused, GrantRefused, TokenAddressFailed, TokenRefused
from linkwright.oauth.model import App
from linkwright.outbound.transport import OutboundResponse

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
LINEAR = OAuth(
    "authorization_code",
    "https://api.linear.app/oauth/token",
    "https://linear.app/oauth/authorize?keep=1",
    "https://api.linear.app/oauth/revoke",
    scope_separator=",",
    params={"prompt": "consent"},
)
APP = App("id", Secret("shh"))
FAILURES = (GrantRefused, AppRefused, TokenRefused, TokenAddressFailed)


def answer(told: object, status: int = 200) -> OutboundResponse:
    """What a token address answered."""
    return OutboundResponse(status, {}, told if isinstance(told, bytes) else jsons.dumpb(told), 1.0)


def form(body: bytes | None) -> dict[str, str]:
    """The fields of a form."""
    return {name: values[0] for name, values in parse_qs((body or b"").decode(), strict_parsing=True).items()}


def test_a_person_is_sent_with_a_challenge_and_never_with_the_verifier() -> None:
    # Verifier and challenge are those of RFC 7636, appendix B.
    verifier = Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    address = messages.authorize_address(
        LINEAR,
        APP,
        redirect_uri="https://hub.example/back",
        scopes=["read", "write"],
        state=Secret("s"),
        verifier=verifier,
    )
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert query == {
        "keep": "1",
        "response_type": "code",
        "client_id": "id",
        "redirect_uri": "https://hub.example/back",
        "scope": "read,write",
        "state": "s",
        "prompt": "consent",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    assert verifier.reveal() not in address
    assert "shh" not in address


def test_a_code_goes_with_its_verifier_and_the_app_proves_itself_by_header() -> None:
    request = messages.redeem_code(
        LINEAR, APP, code=Secret("c"), redirect_uri="https://hub.example/back", verifier=Secret("v")
    )
    assert (request.method, request.url) == ("POST", LINEAR.token_url)
    assert request.headers["Authorization"] == "Basic aWQ6c2ho"
    assert form(request.body) == {
        "grant_type": "authorization_code",
        "redirect_uri": "https://hub.example/back",
        "code": "c",
        "code_verifier": "v",
    }
    assert "shh" not in repr(request)


def test_an_app_proves_itself_in_the_form_where_the_provider_wants_it_so_and_a_public_one_only_names_itself() -> None:
    wants_form = OAuth("authorization_code", "https://p.example/token", client_auth="post")
    assert form(messages.renew(wants_form, APP, Secret("r")).body) == {
        "grant_type": "refresh_token",
        "refresh_token": "r",
        "client_id": "id",
        "client_secret": "shh",
    }
    assert form(messages.renew(wants_form, App("id"), Secret("r")).body) == {
        "grant_type": "refresh_token",
        "refresh_token": "r",
        "client_id": "id",
    }


def test_an_app_asks_for_itself_with_its_scopes_and_the_fixed_parameters() -> None:
    own = OAuth("client_credentials", "https://p.example/token", token_params={"audience": "api"})
    assert form(messages.ask_as_app(own, APP, ["a", "b"]).body) == {
        "grant_type": "client_credentials",
        "scope": "a b",
        "audience": "api",
    }


def test_a_token_is_given_back_with_a_hint() -> None:
    request = messages.revoke(LINEAR, APP, Secret("t"), "refresh_token")
    assert request.url == LINEAR.revoke_url
    assert form(request.body) == {"token": "t", "token_type_hint": "refresh_token"}


@pytest.mark.parametrize("scopes", ["read write", "read,write", ["read", "write"], "read, write"])
def test_scopes_are_read_however_they_are_separated(scopes: object) -> None:
    told = {"access_token": "a", "refresh_token": "r", "expires_in": 86399, "scope": scopes, "token_type": "Bearer"}
    grant = messages.read_grant(answer(told), NOW)
    assert grant.scopes == ("read", "write")
    assert grant.expires_at == NOW + timedelta(seconds=86399)
    assert (grant.access_token, grant.refresh_token) == (Secret("a"), Secret("r"))
    assert "Secret" not in repr(grant)


@pytest.mark.parametrize(
    ("status", "told", "error"),
    [
        (400, {"error": "invalid_grant"}, GrantRefused),
        (401, {"error": "invalid_client"}, AppRefused),
        (400, {"error": "unauthorized_client"}, AppRefused),
        (400, {"error": "invalid_scope"}, TokenRefused),
        # GitHub answers refusals with 200.
        (200, {"error": "bad_verification_code"}, TokenRefused),
        (503, {"error": "temporarily_unavailable"}, TokenAddressFailed),
        (500, {"error": "invalid_grant"}, TokenAddressFailed),
        (429, {"error": "slow_down"}, TokenAddressFailed),
        (400, b"<html>", TokenAddressFailed),
        (200, {"expires_in": 5}, TokenAddressFailed),
        (200, {"access_token": "a", "token_type": "mac"}, TokenAddressFailed),
        (302, {}, TokenAddressFailed),
    ],
)
def test_a_refusal_is_told_from_a_fault(status: int, told: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        messages.read_grant(answer(told, status), NOW)


def test_what_the_provider_describes_is_not_repeated() -> None:
    told = {"error": "invalid_grant", "error_description": "refresh token shh-123 was spent"}
    with pytest.raises(GrantRefused) as refused:
        messages.read_grant(answer(told, 400), NOW)
    assert "shh" not in str(refused.value)


_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=True),
    st.text(),
    st.lists(st.booleans()),
)
_TOLD = st.dictionaries(
    st.sampled_from(["access_token", "refresh_token", "expires_in", "scope", "token_type", "error"]), _VALUES
)


@given(_TOLD, st.sampled_from([200, 201, 302, 400, 401, 403, 429, 500]))
def test_whatever_is_answered_is_a_grant_or_a_refusal(told: dict[str, object], status: int) -> None:
    try:
        grant = messages.read_grant(answer(told, status), NOW)
    except FAILURES:
        return
    assert status in (200, 201)
    assert grant.access_token
    assert grant.expires_at is None or grant.expires_at > NOW
