"""Signing in through an OpenID provider that runs here, with real signatures, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from linkwright.access.errors import Forbidden, PasswordsOff
from linkwright.access.oidc.errors import IdentityRefused, NoProvider, ProviderSignInFailed, ProviderUnusable
from linkwright.access.oidc.service import Arrival
from linkwright.access.oidc.settings import SignInChange
from linkwright.access.sessions.model import Seen, SignedIn
from linkwright.app.signing_in import SigningIn, signing_in_of
from linkwright.errors import Unprocessable
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.settings import Settings
from linkwright.store.database import Database
from linkwright.store.tables import member_identities, sign_in_settings
from tests.contract.access.openid import CLIENT, ISSUER, SECRET, OpenId, serving
from tests.contract.access.signing import GOOD, acting, joined, organization, vault_of

pytestmark = pytest.mark.anyio
SEEN = Seen("192.0.2.1", "Firefox")
ANN = {"sub": "person-1", "email": "Ann@Example.com", "email_verified": True, "name": "Ann Lee"}


@dataclass
class Place:
    """The hub's side, and the provider's."""

    made: SigningIn
    provider: OpenId
    database: Database
    clock: FixedClock

    async def set(self, **changes: Any) -> None:
        """How members sign in."""
        usual: dict[str, Any] = {
            "require_two_step": False,
            "passwords": True,
            "issuer": ISSUER,
            "client_id": CLIENT,
            "secret": Secret(SECRET),
            "domains": ["example.com"],
            "default_role": "developer",
            "joins": True,
        }
        await self.made.settings.change(acting("owner"), SignInChange(**{**usual, **changes}))

    async def back(self, **changes: str) -> Arrival:
        """To the provider and back, as whoever the provider knows now."""
        departure = await self.made.provider.begin("/console/runs")
        told = {**self.provider.authorize(departure.address), **changes}
        return await self.made.provider.finish(departure.token.reveal(), told, SEEN)

    async def member(self, arrival: Arrival) -> SignedIn:
        """Who came in."""
        return await self.made.sessions.signed_in(arrival.entered.token.reveal())


@pytest.fixture
async def place(database: Database, clock: FixedClock) -> AsyncIterator[Place]:
    """An organization with a provider that knows Ann."""
    await organization(database, clock)
    with serving(clock.now().timestamp()) as provider:
        provider.person = dict(ANN)
        transport = AiohttpTransport(OriginMap.of({ISSUER: f"http://127.0.0.1:{provider.port}"}), clock=clock)
        settings = Settings(public_url="https://hub.example")
        made = signing_in_of(database, vault_of(database, clock), clock, settings, transport)
        found = Place(made, provider, database, clock)
        await found.set()
        yield found
        await transport.close()


@pytest.mark.promise("members.oidc")
async def test_whoever_the_provider_vouches_for_comes_in_and_is_the_same_again(place: Place) -> None:
    arrival = await place.back()
    first = await place.member(arrival)
    assert (first.email, first.name, first.role) == ("ann@example.com", "Ann Lee", "developer")
    assert arrival.next == "/console/runs"
    # Whatever the provider says of the e-mail later: the person is who the subject is.
    place.provider.person |= {"email": "renamed@elsewhere.example", "email_verified": False}
    assert (await place.member(await place.back())).member_id == first.member_id


@pytest.mark.promise("members.oidc-checked")
@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"iss": "https://other.example"}, "another issuer"),
        ({"aud": "another-app"}, "another application"),
        ({"aud": [CLIENT, "another-app"]}, "another application"),
        ({"aud": None}, "another application"),
        ({"azp": "another-app"}, "another application"),
        ({"nonce": "made-up"}, "another sign-in"),
        ({"nonce": None}, "another sign-in"),
        ({"exp": 1}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": True}, "expired"),
        ({"iat": 99_999_999_999}, "future"),
        ({"sub": None}, "whom it is about"),
        ({"sub": ""}, "whom it is about"),
    ],
)
async def test_an_id_token_for_anything_else_lets_nobody_in(place: Place, claims: dict[str, Any], said: str) -> None:
    place.provider.claims = claims
    with pytest.raises(ProviderSignInFailed, match=said):
        await place.back()


@pytest.mark.promise("members.oidc-checked")
@pytest.mark.parametrize("signs", ["none", "HS256", "stranger"])
async def test_an_id_token_that_the_provider_did_not_sign_lets_nobody_in(place: Place, signs: str) -> None:
    place.provider.signs = signs
    with pytest.raises(ProviderSignInFailed, match="not signed with a key of the provider"):
        await place.back()


@pytest.mark.promise("members.oidc")
async def test_the_provider_changes_its_keys_and_people_still_come_in(place: Place) -> None:
    await place.back()
    place.clock.advance(31)
    place.provider.now = place.clock.now().timestamp()
    place.provider.rotate()
    await place.back()
    # Asked once for each key, and not on every sign-in.
    await place.back()
    assert place.provider.asked.count("/keys") == 2


@pytest.mark.promise("members.oidc-checked")
async def test_a_sign_in_is_of_one_browser_one_provider_and_once(place: Place) -> None:
    departure = await place.made.provider.begin("/console")
    told = place.provider.authorize(departure.address)
    other = await place.made.provider.begin("/console")
    for kept in (None, "", "lwo_made_up", other.token.reveal()):
        with pytest.raises(ProviderSignInFailed, match="not begun in this browser"):
            await place.made.provider.finish(kept, told, SEEN)
    tries = (place.made.provider.finish(departure.token.reveal(), told, SEEN) for _ in range(3))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Arrival) for one in results) == 1
    for changes in ({"iss": "https://other.example"}, {"code": ""}, {"code": "made-up"}):
        with pytest.raises(ProviderSignInFailed):
            await place.back(**changes)
    place.provider.metadata = {"authorization_response_iss_parameter_supported": True}
    place.clock.advance(3700)
    late = await place.made.provider.begin("/console")
    told = place.provider.authorize(late.address)
    del told["iss"]
    with pytest.raises(ProviderSignInFailed, match="Another provider"):
        await place.made.provider.finish(late.token.reveal(), told, SEEN)
    late = await place.made.provider.begin("/console")
    place.clock.advance(601)
    with pytest.raises(ProviderSignInFailed, match="has ended"):
        await place.made.provider.finish(late.token.reveal(), place.provider.authorize(late.address), SEEN)


@pytest.mark.promise("members.oidc-take-over")
@pytest.mark.parametrize(
    "person",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": None},
        {"email": "ann@example.com.evil.example"},
        {"email": "ann@sub.example.com"},
        {"email": "ann@example.com@evil.example"},
    ],
)
async def test_an_e_mail_that_is_not_vouched_for_takes_nobody_over(place: Place, person: dict[str, Any]) -> None:
    await joined(place.database, place.clock, "ann@example.com", "owner")
    place.provider.person = {**ANN, **person}
    with pytest.raises(IdentityRefused):
        await place.back()
    async with place.database.read() as tx:
        assert (await tx.execute(sa.select(member_identities))).all() == []


@pytest.mark.promise("members.oidc-take-over")
async def test_a_vouched_e_mail_links_a_member_once_and_not_a_second_person(place: Place) -> None:
    ann = await joined(place.database, place.clock, "ann@example.com", "owner")
    found = await place.member(await place.back())
    assert (found.member_id, found.role) == (ann, "owner")
    # The provider gave the address to somebody else.
    place.provider.person["sub"] = "person-2"
    with pytest.raises(IdentityRefused, match="Another person"):
        await place.back()


async def test_people_whom_nobody_invited_join_only_where_that_is_wanted(place: Place) -> None:
    await place.set(joins=False)
    with pytest.raises(IdentityRefused, match="no member"):
        await place.back()
    with pytest.raises(Unprocessable, match="owner"):
        await place.set(default_role="owner")


async def test_a_member_with_two_steps_is_asked_for_the_code_after_the_provider(place: Place) -> None:
    from linkwright.access.two_step.service import Person
    from tests.contract.access.test_two_step import Phone

    ann = await joined(place.database, place.clock, "ann@example.com", "owner")
    person = Person(ann, "org_1", "ann@example.com", "Acme")
    phone = Phone((await place.made.two_step.begin(person)).secret, place.clock)
    await place.made.two_step.confirm(person, phone.code())
    assert (await place.back()).entered.stage == "code"


async def test_where_passwords_are_off_only_the_provider_lets_in(place: Place) -> None:
    await joined(place.database, place.clock, "ann@example.com", "owner")
    await place.set(passwords=False)
    with pytest.raises(PasswordsOff):
        await place.made.members.sign_in("ann@example.com", GOOD, SEEN)
    await place.back()


async def test_the_secret_is_sealed_and_goes_to_no_other_issuer(place: Place) -> None:
    async with place.database.read() as tx:
        stored = (await tx.execute(sa.select(sign_in_settings))).mappings().one()
    assert SECRET.encode() not in bytes(stored["secret_record"])
    await place.set(secret=None, domains=["example.com", "example.org"])
    kept = await place.made.settings.provider("org_1")
    assert kept is not None
    assert kept.secret == Secret(SECRET)
    await place.set(secret=None, issuer="https://evil.example")
    moved = await place.made.settings.provider("org_1")
    assert moved is not None
    assert moved.secret is None


async def test_only_owners_see_and_change_how_members_sign_in(place: Place) -> None:
    for role in ("admin", "developer", "viewer"):
        with pytest.raises(Forbidden):
            async with place.database.read() as tx:
                await place.made.settings.shown(tx, acting(role))
        wanted = SignInChange(True, True, None, None, None, [], "viewer", False)
        with pytest.raises(Forbidden):
            await place.made.settings.change(acting(role), wanted)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "http://id.example"},
        {"issuer": "https://id.example?x"},
        {"issuer": "https://user@id.example"},
        {"client_id": None},
        {"domains": []},
        {"domains": ["not a domain"]},
        {"issuer": None, "passwords": False},
        {"default_role": "boss"},
    ],
)
async def test_settings_that_cannot_work_are_refused(place: Place, changes: dict[str, Any]) -> None:
    with pytest.raises(Unprocessable):
        await place.set(**changes)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://other.example"},
        {"token_endpoint": None},
        {"token_endpoint": "http://id.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
async def test_a_provider_that_tells_of_somebody_else_is_not_used(place: Place, metadata: dict[str, Any]) -> None:
    place.provider.metadata = metadata
    with pytest.raises(ProviderUnusable):
        await place.made.provider.begin("/console")


async def test_without_a_provider_there_is_nowhere_to_go(place: Place) -> None:
    await place.set(issuer=None, client_id=None)
    with pytest.raises(NoProvider):
        await place.made.provider.begin("/console")


async def test_a_restored_hub_proves_that_its_master_key_opens_these_secrets_too(place: Place) -> None:
    from linkwright.access.two_step.service import Person
    from linkwright.cli.proof import prove
    from linkwright.vault.errors import RecordDoesNotOpen
    from linkwright.vault.providers import MasterKey

    ann = await joined(place.database, place.clock, "ann@example.com", "owner")
    await place.made.two_step.begin(Person(ann, "org_1", "ann@example.com", "Acme"))
    key = MasterKey("mk_test", b"k" * 32)
    assert await prove(place.database, key) == 0
    async with place.database.write() as tx:
        stored = (await tx.execute(sa.select(sign_in_settings.c.secret_record))).scalar_one()
        spoilt = bytes(stored[:-1]) + bytes([stored[-1] ^ 1])
        await tx.execute(sa.update(sign_in_settings).values(secret_record=spoilt))
    with pytest.raises(RecordDoesNotOpen):
        await prove(place.database, key)


@pytest.mark.parametrize(("names_itself", "let_in"), [(False, True), (True, False)])
async def test_an_answer_without_a_name_is_taken_only_of_a_provider_that_does_not_promise_one(
    place: Place, names_itself: bool, let_in: bool
) -> None:
    place.provider.metadata = {"authorization_response_iss_parameter_supported": names_itself}
    departure = await place.made.provider.begin("/console/runs")
    told = place.provider.authorize(departure.address)
    del told["iss"]
    token = departure.token.reveal()
    if let_in:
        assert (await place.member(await place.made.provider.finish(token, told, SEEN))).email == "ann@example.com"
        return
    with pytest.raises(ProviderSignInFailed, match="Another provider answered"):
        await place.made.provider.finish(token, told, SEEN)
