"""The rules of signing in through a provider: to it, back from it, and whom that lets in."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from linkwright.access import repository as access
from linkwright.access.entering.entrance import Entered, Entrance
from linkwright.access.entering.repository import hold_organization
from linkwright.access.members import checked_email
from linkwright.access.oidc import repository
from linkwright.access.oidc.discovery import Discovery
from linkwright.access.oidc.errors import IdentityRefused, NoProvider, ProviderSignInFailed, ProviderUnusable
from linkwright.access.oidc.model import Identity, Metadata, Provider
from linkwright.access.oidc.settings import SignInSettings
from linkwright.access.oidc.tokens import derived, key_id_of, read_id_token
from linkwright.access.scopes import OWNER
from linkwright.access.sessions.model import Seen
from linkwright.errors import LinkwrightError, Unprocessable
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id, new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.outbound.transport import OutboundRequest, Transport
from linkwright.store.acting import note_principal
from linkwright.store.database import Database, Tx
from linkwright.store.faults import RowRefused

FLOW_LIFETIME = timedelta(minutes=10)
_SECONDS = 15.0
_MOST_BYTES = 256 * 1024
_FORM = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser is sent, and the token that it keeps until it is back."""

    address: str
    token: Secret


@dataclass(frozen=True, slots=True)
class Arrival:
    """How far the person has come, and where they wanted to go."""

    entered: Entered
    next: str


class ProviderSignIn:
    """Sends people to their organization's provider, and lets in whom it vouches for."""

    def __init__(
        self,
        database: Database,
        settings: SignInSettings,
        discovery: Discovery,
        transport: Transport,
        entrance: Entrance,
        clock: Clock,
        return_address: str,
    ) -> None:
        """`return_address` is what has to be registered with the provider."""
        self._database = database
        self._settings = settings
        self._discovery = discovery
        self._transport = transport
        self._entrance = entrance
        self._clock = clock
        self._return_address = return_address

    async def begin(self, next_path: str) -> Departure:
        """Begin a sign-in; `next_path` is where the person wants to go.

        Raises:
            NoProvider: the organization has none.
            ProviderUnusable: it does not tell what is needed.
        """
        provider = await self._provider()
        told = await self._discovery.metadata(provider.issuer)
        token, now = Secret(new_token("lwo_")), self._clock.now()
        async with self._database.write() as tx:
            await repository.add_flow(
                tx,
                {
                    "token_hash": token_hash(token.reveal()),
                    "organization_id": provider.organization_id,
                    "issuer": provider.issuer,
                    "next": next_path,
                    "created_at": now,
                    "expires_at": now + FLOW_LIFETIME,
                },
            )
        address: str = prepare_grant_uri(
            told.authorization_endpoint,
            provider.client_id,
            "code",
            redirect_uri=self._return_address,
            scope="openid email profile",
            state=derived(token, "state"),
            nonce=derived(token, "nonce"),
            code_challenge=create_s256_code_challenge(derived(token, "verifier")),  # type: ignore[no-untyped-call]
            code_challenge_method="S256",
        )
        return Departure(address, token)

    async def finish(self, kept: str | None, told: Mapping[str, str], seen: Seen) -> Arrival:
        """Take what the provider sent the browser back with. `kept` is the token of this browser.

        Raises:
            ProviderSignInFailed: it is not this browser's sign-in, has ended, or the provider's answer does not fit.
            ProviderUnusable: the provider cannot be asked.
            IdentityRefused: the provider vouches for somebody whom the organization does not let in by it.
        """
        token = Secret(kept or "")
        if not kept or not hmac.compare_digest(told.get("state", "").encode(), derived(token, "state").encode()):
            raise ProviderSignInFailed("This sign-in was not begun in this browser.")
        async with self._database.write() as tx:
            flow = await repository.take_flow(tx, token_hash(kept), self._clock.now())
        if flow is None:
            raise ProviderSignInFailed("This sign-in has ended, or was finished already.")
        # Whoever it is, this organization's door is tried.
        note_principal("unknown", "", None, flow["organization_id"])
        provider = await self._provider()
        metadata = await self._discovery.metadata(provider.issuer)
        named = told.get("iss")
        if (
            flow["issuer"] != provider.issuer
            or (named is None and metadata.names_itself)
            or named
            not in (
                None,
                provider.issuer,
            )
        ):
            raise ProviderSignInFailed("Another provider answered than was asked.")
        if not told.get("code"):
            raise ProviderSignInFailed("The provider let nobody in.")
        id_token = await self._redeemed(provider, metadata, told["code"], derived(token, "verifier"))
        keys = await self._discovery.keys(metadata.jwks_uri, key_id_of(id_token))
        identity = read_id_token(id_token, keys, provider, derived(token, "nonce"), self._clock.now())
        async with self._database.write() as tx:
            member = await self._member(tx, provider, identity)
            _note(member)
            return Arrival(await self._entrance.enter(tx, member, seen, "provider"), flow["next"])

    async def sweep(self) -> None:
        """Remove sign-ins that have ended."""
        async with self._database.write() as tx:
            await repository.sweep(tx, self._clock.now())

    async def _provider(self) -> Provider:
        async with self._database.read() as tx:
            organization = await access.first_organization(tx)
        found = await self._settings.provider(organization["id"]) if organization else None
        if found is None:
            raise NoProvider
        return found

    async def _redeemed(self, provider: Provider, told: Metadata, code: str, verifier: str) -> str:
        """The ID token for a code."""
        body = prepare_token_request(
            "authorization_code", code=code, redirect_uri=self._return_address, code_verifier=verifier
        )
        way = "none" if provider.secret is None else f"client_secret_{'post' if told.posts_secret else 'basic'}"
        secret = provider.secret.reveal() if provider.secret is not None else None
        sender = ClientAuth(provider.client_id, secret, way)
        _, headers, form = sender.prepare("POST", told.token_endpoint, dict(_FORM), body)  # type: ignore[no-untyped-call]
        request = OutboundRequest(
            "POST", told.token_endpoint, headers, form.encode(), timeout=_SECONDS, max_bytes=_MOST_BYTES
        )
        try:
            answer = await self._transport.send(request)
            found: Any = jsons.loads(answer.body)
        except LinkwrightError as problem:
            raise ProviderUnusable(f"The provider could not be asked. {problem.message}") from None
        except ValueError:
            found = None
        id_token = found.get("id_token") if isinstance(found, dict) else None
        if answer.status != 200 or not isinstance(id_token, str):
            # What it says may repeat what was sent.
            raise ProviderSignInFailed(f"The provider gave no ID token; it answered {answer.status}.")
        return id_token

    async def _member(self, tx: Tx, provider: Provider, identity: Identity) -> Mapping[str, Any]:
        await hold_organization(tx, provider.organization_id)
        now = self._clock.now()
        known = await repository.member_of(tx, provider.organization_id, identity.issuer, identity.subject)
        if known is not None:
            await repository.touch(tx, identity.issuer, identity.subject, now)
            return dict(known)
        email = _vouched(provider, identity)
        found = await access.member_by_email(tx, email)
        if found is not None and found["organization_id"] != provider.organization_id:
            raise IdentityRefused
        if found is not None and await repository.known_at(tx, identity.issuer, found["id"]):
            # The provider has given the address to somebody else since: that is another person.
            raise IdentityRefused("Another person of your provider has signed in with this e-mail before.")
        member = dict(found) if found is not None else await self._joined(tx, provider, identity, email)
        _note(member)
        try:
            await repository.add_identity(
                tx,
                {
                    "issuer": identity.issuer,
                    "subject": identity.subject,
                    "member_id": member["id"],
                    "email": email,
                    "created_at": now,
                    "used_at": now,
                },
            )
        except RowRefused:
            raise IdentityRefused from None
        return member

    async def _joined(self, tx: Tx, provider: Provider, identity: Identity, email: str) -> dict[str, Any]:
        if not provider.joins or provider.default_role == OWNER:
            raise IdentityRefused("You are no member of this organization.")
        plain = "".join(one for one in identity.name if one.isprintable()).strip()[:100]
        member = {
            "id": new_id("mem"),
            "organization_id": provider.organization_id,
            "email": email,
            "name": plain or email.partition("@")[0][:100],
            "role": provider.default_role,
            "password_hash": "",
            "created_at": self._clock.now(),
        }
        _note(member)
        await access.add_member(tx, member)
        return member


def _note(member: Mapping[str, Any]) -> None:
    note_principal(f"member:{member['id']}", member["name"], None, member["organization_id"])


def _vouched(provider: Provider, identity: Identity) -> str:
    """The e-mail that the provider has verified, of a domain that it may vouch for."""
    if identity.email is None:
        raise IdentityRefused("Your provider has not verified your e-mail.")
    try:
        email = checked_email(identity.email)
    except Unprocessable:
        raise IdentityRefused("Your provider's e-mail for you cannot be used.") from None
    if email.rpartition("@")[2] not in provider.domains:
        raise IdentityRefused("Your e-mail's domain is not one that your provider may vouch for.")
    return email
