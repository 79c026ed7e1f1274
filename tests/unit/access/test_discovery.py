"""What a provider tells about itself, how long it is believed, and when its keys are asked for anew."""

from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc.jwk import ECKey

from linkwright.access.oidc.discovery import Discovery
from linkwright.access.oidc.errors import ProviderUnusable
from linkwright.access.oidc.model import Metadata
from linkwright.kit.clock import FixedClock
from linkwright.outbound.errors import UpstreamUnreachable
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

pytestmark = pytest.mark.anyio
ISSUER = "https://id.example.com"
WELL_KNOWN = f"{ISSUER}/.well-known/openid-configuration"
KEYS = f"{ISSUER}/keys"
TOLD = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": KEYS,
}


def public(kid: str, **changed: Any) -> dict[str, Any]:
    return {**ECKey.generate_key("P-256", {"kid": kid}).as_dict(private=False), **changed}


class Answers:
    """A transport that answers what it is told to, and notes what it was asked."""

    def __init__(self, **documents: Any) -> None:
        self.documents: dict[str, Any] = {WELL_KNOWN: TOLD, KEYS: {"keys": [public("k1")]}}
        self.status = 200
        self.raw: bytes | None = None
        self.away = False
        self.asked: list[OutboundRequest] = []

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.asked.append(request)
        if self.away:
            raise UpstreamUnreachable("It is away.")
        body = self.raw if self.raw is not None else json.dumps(self.documents[request.url]).encode()
        return OutboundResponse(self.status, {}, body, 1.0)


def urls(answers: Answers) -> list[str]:
    return [one.url for one in answers.asked]


async def test_a_provider_is_asked_once_an_hour_and_each_issuer_for_itself(clock: FixedClock) -> None:
    answers = Answers()
    discovery = Discovery(answers, clock)
    expected = Metadata(f"{ISSUER}/authorize", f"{ISSUER}/token", KEYS, posts_secret=False, names_itself=False)
    assert await discovery.metadata(ISSUER) == expected
    clock.advance(3600)
    assert await discovery.metadata(ISSUER) == expected
    assert urls(answers) == [WELL_KNOWN]
    (request,) = answers.asked
    assert (request.method, request.headers, request.timeout, request.max_bytes) == (
        "GET",
        {"accept": "application/json"},
        10.0,
        256 * 1024,
    )
    clock.advance(1)
    await discovery.metadata(ISSUER)
    assert len(answers.asked) == 2
    answers.documents[WELL_KNOWN] = {**TOLD, "issuer": f"{ISSUER}/"}
    await discovery.metadata(f"{ISSUER}/")
    assert urls(answers) == [WELL_KNOWN] * 3


@pytest.mark.parametrize(
    ("methods", "posts"),
    [
        (None, False),
        ([], False),
        (["client_secret_basic", "client_secret_post"], False),
        (["client_secret_post"], True),
        (["private_key_jwt"], False),
    ],
)
async def test_the_secret_is_posted_only_where_nothing_else_is_taken(
    clock: FixedClock, methods: list[str] | None, posts: bool
) -> None:
    answers = Answers()
    answers.documents[WELL_KNOWN] = {**TOLD, "token_endpoint_auth_methods_supported": methods}
    assert (await Discovery(answers, clock).metadata(ISSUER)).posts_secret is posts


@pytest.mark.parametrize(("value", "meant"), [(True, True), (False, False), ("true", False), (1, False)])
async def test_that_answers_name_their_provider_is_believed_if_it_is_said_plainly(
    clock: FixedClock, value: Any, meant: bool
) -> None:
    answers = Answers()
    answers.documents[WELL_KNOWN] = {**TOLD, "authorization_response_iss_parameter_supported": value}
    assert (await Discovery(answers, clock).metadata(ISSUER)).names_itself is meant


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("value", [None, 7, "", "http://id.example.com/x", "https://", "https:///x"])
async def test_an_address_that_is_missing_or_not_https_makes_a_provider_unusable(
    clock: FixedClock, name: str, value: Any
) -> None:
    answers = Answers()
    answers.documents[WELL_KNOWN] = {**TOLD, name: value}
    with pytest.raises(ProviderUnusable) as found:
        await Discovery(answers, clock).metadata(ISSUER)
    assert found.value.message == f"The provider tells no {name} that begins with https."


@pytest.mark.parametrize("told", ["https://id.example.org", None])
async def test_a_document_of_another_issuer_is_not_believed(clock: FixedClock, told: str | None) -> None:
    answers = Answers()
    answers.documents[WELL_KNOWN] = {**TOLD, "issuer": told}
    with pytest.raises(ProviderUnusable) as found:
        await Discovery(answers, clock).metadata(ISSUER)
    assert found.value.message == (
        f"The document there is of the issuer “{told}”, not of {ISSUER}. They have to be the same."
    )


async def test_keys_are_kept_for_an_hour_and_one_that_is_not_known_is_asked_for_every_half_minute_at_most(
    clock: FixedClock,
) -> None:
    answers = Answers()
    discovery = Discovery(answers, clock)
    assert [key.kid for key in (await discovery.keys(KEYS, "k1")).keys] == ["k1"]
    answers.documents[KEYS] = {"keys": [public("k2")]}
    clock.advance(29)
    for wanted in ("k1", "k2", None):
        assert [key.kid for key in (await discovery.keys(KEYS, wanted)).keys] == ["k1"]
    clock.advance(1)
    for wanted in ("k1", None):
        assert [key.kid for key in (await discovery.keys(KEYS, wanted)).keys] == ["k1"]
    assert len(answers.asked) == 1
    assert [key.kid for key in (await discovery.keys(KEYS, "k2")).keys] == ["k2"]
    clock.advance(3599)
    await discovery.keys(KEYS, "k2")
    assert len(answers.asked) == 2
    clock.advance(1)
    await discovery.keys(KEYS, "k2")
    assert urls(answers) == [KEYS] * 3


async def test_only_keys_that_sign_in_public_are_taken(clock: FixedClock) -> None:
    answers = Answers()
    shared = {"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "kid": "shared"}
    answers.documents[KEYS] = {
        "keys": [public("one"), public("two", use="sig"), public("enc", use="enc"), shared, "text", None]
    }
    keys = await Discovery(answers, clock).keys(KEYS, None)
    assert [key.kid for key in keys.keys] == ["one", "two"]


@pytest.mark.parametrize("told", [{}, {"keys": None}, {"keys": [{"kty": "EC"}]}])
async def test_keys_that_cannot_be_read_make_a_provider_unusable(clock: FixedClock, told: Any) -> None:
    answers = Answers()
    answers.documents[KEYS] = told
    with pytest.raises(ProviderUnusable, match=r"^The provider's keys cannot be read\."):
        await Discovery(answers, clock).keys(KEYS, None)


async def test_what_is_no_answer_is_told_with_the_address(clock: FixedClock) -> None:
    answers = Answers()
    discovery = Discovery(answers, clock)
    answers.status = 404
    with pytest.raises(ProviderUnusable) as found:
        await discovery.metadata(ISSUER)
    assert found.value.message == f"{WELL_KNOWN} answered 404."
    answers.status = 200
    for raw in (b"<html>", b"[]", b""):
        answers.raw = raw
        with pytest.raises(ProviderUnusable) as found:
            await discovery.metadata(ISSUER)
        assert found.value.message == f"{WELL_KNOWN} did not answer with a JSON object."
    answers.away = True
    with pytest.raises(ProviderUnusable) as found:
        await discovery.metadata(ISSUER)
    assert found.value.message == "The provider could not be asked. It is away."
