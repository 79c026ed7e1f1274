"""A token is exchanged for what was typed, in as many requests as the provider wants."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from linkwright.connectors.oauth import Exchange, ExchangeRequest
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.oauth.errors import GrantRefused, TokenAddressFailed
from linkwright.oauth.exchanging import Exchanger
from linkwright.oauth.model import App
from linkwright.outbound.transport import OutboundRequest, OutboundResponse

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
URL = "https://api.desk.example/login"
APP = App("our-app", Secret("our-secret"))
TYPED = {"key": Secret("typed-key")}


@dataclass
class Provider:
    """Answers with what it was told to, and remembers what it was sent."""

    answers: list[tuple[int, object]]
    asked: list[OutboundRequest] = field(default_factory=list)

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        self.asked.append(request)
        status, told = self.answers.pop(0)
        return OutboundResponse(status, {}, told if isinstance(told, bytes) else jsons.dumpb(told), 1.0)


def request(**words: object) -> ExchangeRequest:
    plain: dict[str, object] = {"method": "POST", "url": URL, "headers": {}, "basic": (), "form": {}, "body": None}
    return ExchangeRequest(**{**plain, "gives": {"access_token": ("token",)}, **words})  # type: ignore[arg-type]


def exchanger() -> Exchanger:
    return Exchanger(FixedClock(NOW))


async def test_a_token_exchange_by_rfc_8693_is_a_form_with_the_apps_secret_in_the_header() -> None:
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token": "{credentials.key}",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
    }
    one = request(
        basic=("{app.client_id}", "{app.client_secret}"),
        form=form,
        gives={"access_token": ("access_token",)},
        lifetime=("expires_in",),
    )
    provider = Provider([(200, {"access_token": "given", "expires_in": 600})])
    grant = await exchanger().exchange(provider, Exchange((one,)), APP, TYPED)
    assert (grant.access_token.reveal(), grant.expires_at) == ("given", NOW + timedelta(minutes=10))
    sent = provider.asked[0]
    assert parse_qs((sent.body or b"").decode())["subject_token"] == ["typed-key"]
    assert base64.b64decode(sent.headers["authorization"].removeprefix("Basic ")) == b"our-app:our-secret"


async def test_a_later_request_uses_what_an_earlier_one_gave_and_texts_deep_in_a_body_are_filled() -> None:
    first = request(body={"login": {"key": "{credentials.key}", "days": 1}}, gives={"ticket": ("data", "ticket")})
    second = request(method="GET", headers={"X-Ticket": "t={credentials.ticket}"})
    provider = Provider([(200, {"data": {"ticket": "tick"}}), (201, {"token": "given"})])
    grant = await exchanger().exchange(provider, Exchange((first, second)), None, TYPED)
    assert grant.access_token.reveal() == "given"
    assert grant.expires_at is None
    assert jsons.loads(provider.asked[0].body or b"") == {"login": {"key": "typed-key", "days": 1}}
    assert provider.asked[1].headers["x-ticket"] == "t=tick"
    assert provider.asked[1].body is None


@pytest.mark.parametrize(
    ("status", "told", "error"),
    [
        (401, {"error": "no"}, GrantRefused),
        (500, {}, TokenAddressFailed),
        (302, {}, TokenAddressFailed),
        (200, b"<html>", TokenAddressFailed),
        (200, {"token": ""}, TokenAddressFailed),
        (200, {"token": ["a"]}, TokenAddressFailed),
        (200, [], TokenAddressFailed),
    ],
)
async def test_what_is_no_token_is_told_without_what_was_sent(
    status: int, told: object, error: type[Exception]
) -> None:
    provider = Provider([(status, told)])
    with pytest.raises(error) as refused:
        await exchanger().exchange(provider, Exchange((request(form={"k": "{credentials.key}"}),)), None, TYPED)
    assert "typed-key" not in str(refused.value)


async def test_a_value_that_is_missing_or_would_split_a_header_is_not_sent() -> None:
    provider = Provider([])
    one = Exchange((request(headers={"x-key": "{credentials.key}"}),))
    with pytest.raises(GrantRefused):
        await exchanger().exchange(provider, one, None, {})
    with pytest.raises(GrantRefused):
        await exchanger().exchange(provider, one, None, {"key": Secret("a\r\nx: b")})
    assert provider.asked == []
