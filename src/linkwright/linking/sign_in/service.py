"""The way to a provider: what is asked, and where the browser is sent with a state that is good for once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import structlog

from linkwright.catalog.addresses import callback_url
from linkwright.connectors.credentials import clean
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.cookies import cookie_name
from linkwright.kit.ids import new_id, new_token, random_text, token_hash
from linkwright.kit.secret import Secret
from linkwright.linking import repository as linking
from linkwright.linking.hub.entered import filled
from linkwright.linking.hub.errors import AttemptEnded, NotOffered
from linkwright.linking.hub.granting import Granting, with_choices
from linkwright.linking.hub.offers import Offer, Offers
from linkwright.linking.model import PENDING, Attempt, ConnectSession, HubSession
from linkwright.linking.narrowing import upstream_for
from linkwright.linking.sign_in import repository
from linkwright.linking.sign_in.errors import NoSignIn, StartSpent
from linkwright.linking.sign_in.model import Asked, Begun, Departure, Flow
from linkwright.oauth.messages import authorize_address
from linkwright.outbound.origins import OriginMap
from linkwright.profiles.model import asked_scopes, chosen_parameters
from linkwright.projects.service import ProjectService
from linkwright.store.database import Database, Tx
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
LIFETIME = timedelta(minutes=10)
"""From the beginning to the way back; as long as an attempt may be pending."""
VERIFIER, ENTERED = "verifier", "entered"
_VERIFIER_LENGTH = 64


class SignIn:
    """Begins flows and sends browsers away."""

    def __init__(
        self,
        database: Database,
        offers: Offers,
        granting: Granting,
        projects: ProjectService,
        vault: Vault,
        origins: OriginMap,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._database = database
        self._offers = offers
        self._granting = granting
        self._projects = projects
        self._vault = vault
        self._origins = origins
        self._public = public_url
        self._clock = clock

    async def begin(
        self,
        hub: HubSession,
        profile_id: str,
        entered: Mapping[str, str],
        *,
        account_id: str | None = None,
        as_new: bool = False,
        attempt_id: str | None = None,
    ) -> Begun:
        """A flow, with an address that leads to the provider once. `attempt_id` names an attempt that was begun before.

        Raises:
            linkwright.linking.hub.errors.NotOffered: the session does not offer that connector.
            NoSignIn: the connector is linked in another way.
            linkwright.linking.hub.errors.NoApp: the profile has no app at the provider yet.
            linkwright.connectors.errors.CredentialMalformed: a field has the wrong shape.
            StartSpent: the attempt has been used, or is not of this session.
        """
        async with self._database.read() as tx:
            offer = await self._offers.one(tx, hub.session, profile_id)
            upstream = await self._upstream(tx, hub.session, offer, account_id)
        if not offer.method.by_consent:
            raise NoSignIn(f"{offer.connector.name} is linked by {offer.method.label} here.")
        await self._granting.app(offer, upstream)
        typed = filled(entered)
        clean(offer.method, typed, system=offer.connector.name)
        start, flow_id = Secret(new_token()), new_id("flw")
        sealed = await self._sealed(hub.session.project_id, flow_id, ENTERED, jsons.dumps(typed)) if typed else None
        now = self._clock.now()
        async with self._database.write() as tx:
            attempt = await self._attempt(tx, hub, attempt_id)
            flow = Flow(
                id=flow_id,
                project_id=hub.session.project_id,
                session_id=hub.session.id,
                attempt_id=attempt.id,
                profile_id=profile_id,
                account_id=account_id,
                by_link=hub.by_link,
                as_new=as_new,
                upstream=upstream,
                start_hash=token_hash(start.reveal()),
                state_hash=None,
                browser_hash=None,
                verifier=None,
                entered=sealed,
                created_at=now,
                expires_at=attempt.created_at + LIFETIME,
                left_at=None,
                returned_at=None,
            )
            await repository.add(tx, flow)
            project = await self._projects.get(tx, flow.project_id)
        return Begun(attempt.id, start, project.base(self._public), bool(project.own_url))

    async def look(self, start: Secret, arrived: str | None = None) -> Asked:
        """What the page before leaving says. Looking uses nothing up.

        `arrived` is the project at whose own address the browser is; None at the hub's.

        Raises:
            StartSpent: the address is unknown, used, too old, or of another project than that.
            AttemptEnded: the attempt was cancelled.
        """
        async with self._database.read() as tx:
            flow, hub = await self._open(tx, start, arrived)
            offer = await self._offers.one(tx, hub.session, flow.profile_id)
            project = await self._projects.get(tx, flow.project_id)
        oauth = offer.method.oauth
        assert oauth is not None
        parts = urlsplit(self._address(project.base(self._public), offer, flow.upstream, oauth.authorize_url))
        return Asked(
            app_name=project.app_name,
            owner_name=hub.session.origin_owner_name,
            tool_name=offer.connector.name,
            scopes=tuple(asked_scopes(offer.profile, offer.connector)),
            white_label=bool(project.brand["hide_brand"]),
            provider_origin=f"{parts.scheme}://{parts.netloc}",
        )

    async def leave(self, start: Secret, arrived: str | None = None) -> Departure:
        """Send the browser to the provider. It can be done once; `arrived` is as for `look`.

        Raises:
            StartSpent: the address is unknown, used, too old, or of another project.
            AttemptEnded: the attempt was cancelled.
        """
        async with self._database.read() as tx:
            flow, hub = await self._open(tx, start, arrived)
            offer = await self._offers.one(tx, hub.session, flow.profile_id)
            project = await self._projects.get(tx, flow.project_id)
        base = project.base(self._public)
        method = with_choices(offer.method, chosen_parameters(offer.profile, offer.method))
        assert method.oauth is not None
        app = await self._granting.app(offer, flow.upstream)
        state, browser, verifier = Secret(new_token()), Secret(new_token()), Secret(random_text(_VERIFIER_LENGTH))
        address = authorize_address(
            method.oauth,
            app,
            redirect_uri=callback_url(base, offer.connector.key),
            scopes=[one.name for one in asked_scopes(offer.profile, offer.connector)],
            state=state,
            verifier=verifier,
        )
        values = {
            "state_hash": token_hash(state.reveal()),
            "browser_hash": token_hash(browser.reveal()),
            "verifier": await self._sealed(flow.project_id, flow.id, VERIFIER, verifier.reveal()),
            "left_at": self._clock.now(),
        }
        async with self._database.write() as tx:
            if not await repository.leave(tx, flow.id, values):
                raise StartSpent
        _log.info("sign_in.left", attempt=flow.attempt_id, session=flow.session_id, connector=offer.connector.key)
        return Departure(
            Secret(self._address(base, offer, flow.upstream, address)), self.cookie_name(values["state_hash"]), browser
        )

    def cookie_name(self, state_hash: str | bytes | object) -> str:
        """The cookie that binds one flow to one browser; each has its own, so that two can be under way at once."""
        return cookie_name(f"lw_sign_in_{str(state_hash)[:12]}", https=self._public.startswith("https://"))

    async def _attempt(self, tx: Tx, hub: HubSession, attempt_id: str | None) -> Attempt:
        if attempt_id is not None:
            found = await linking.attempt(tx, hub.session.id, attempt_id) if attempt_id.isprintable() else None
            if found is None or found.status != PENDING or found.created_at + LIFETIME <= self._clock.now():
                raise StartSpent
            if any(flow.left_at is not None for flow in await repository.of_attempt(tx, attempt_id)):
                raise StartSpent
            return found
        now = self._clock.now()
        made = Attempt(new_id("att"), hub.session.project_id, hub.session.id, PENDING, None, None, None, now, now)
        await linking.add_attempt(tx, made)
        return made

    async def _open(self, tx: Tx, start: Secret, arrived: str | None) -> tuple[Flow, HubSession]:
        now = self._clock.now()
        flow = await repository.by_start(tx, token_hash(start.reveal())) if start else None
        if flow is None or flow.left_at is not None or flow.expires_at <= now:
            raise StartSpent
        if arrived not in (None, flow.project_id):
            # At one project's own address there is nothing of another one.
            raise StartSpent
        session = await linking.by_id(tx, flow.project_id, session_id=flow.session_id)
        if session is None or not session.alive(now):
            raise StartSpent
        attempt = await linking.attempt(tx, flow.session_id, flow.attempt_id)
        if attempt is None or attempt.status != PENDING:
            raise AttemptEnded
        return flow, HubSession(session, flow.by_link)

    async def _upstream(self, tx: Tx, session: ConnectSession, offer: Offer, account_id: str | None) -> str:
        if account_id is not None:
            account = await self._offers.account(tx, session, account_id)
            if account.connector_key != offer.connector.key:
                raise NotOffered(f"That account is of {account.connector_key}, and this is {offer.connector.name}.")
            return account.upstream
        present = await self._offers.present(tx, session, offer)
        return upstream_for(
            session.type,
            present,
            bound=session.account_id is not None,
            for_tests=lambda: self._granting.for_tests(offer),
        )

    def _address(self, base: str, offer: Offer, upstream: str, address: str) -> str:
        """Where a browser finds the provider: where the operator sends it, or our own page of the twin."""
        if upstream != "twin":
            return self._origins.rewrite(address)
        parts = urlsplit(address)
        query = f"?{parts.query}" if parts.query else ""
        return f"{base}/twins/{offer.connector.key}{parts.path}{query}"

    async def _sealed(self, project_id: str, flow_id: str, field: str, text: str) -> bytes:
        return await self._vault.seal(Secret(text), project_id=project_id, account_id=flow_id, field=field, version=1)
