"""The way back from a provider: whose answer it is, what it says, and the account that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest

import structlog

from linkwright.access.principals import note
from linkwright.catalog.addresses import callback_url
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock
from linkwright.kit.ids import token_hash
from linkwright.kit.secret import Secret
from linkwright.linking import repository as linking
from linkwright.linking.hub.connect import Granted, Linker
from linkwright.linking.hub.errors import AttemptEnded, OtherWorkspace
from linkwright.linking.hub.granting import Granting
from linkwright.linking.hub.offers import Offer, Offers
from linkwright.linking.hub.views import Linked
from linkwright.linking.model import CANCELLED, ERROR, PENDING, Attempt, HubSession
from linkwright.linking.sign_in import repository
from linkwright.linking.sign_in.errors import ConsentRefused, OtherBrowser, OtherIssuer, ProviderRefused, StateUnknown
from linkwright.linking.sign_in.model import Ending, Flow
from linkwright.linking.sign_in.service import ENTERED, VERIFIER, SignIn
from linkwright.projects.service import ProjectService
from linkwright.store.database import Database
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
MOST_CHARS = 4096
"""Of any parameter that a provider sends back."""
_WORDS = frozenset("abcdefghijklmnopqrstuvwxyz_")


class Returning:
    """Takes browsers in that come back from a provider."""

    def __init__(
        self,
        database: Database,
        offers: Offers,
        linker: Linker,
        granting: Granting,
        projects: ProjectService,
        vault: Vault,
        sign_in: SignIn,
        public_url: str,
        clock: Clock,
    ) -> None:
        self._database = database
        self._offers = offers
        self._linker = linker
        self._granting = granting
        self._projects = projects
        self._vault = vault
        self._sign_in = sign_in
        self._public = public_url
        self._clock = clock

    async def flow_of(self, state: str, cookies: Mapping[str, str]) -> Flow:
        """The flow that a state belongs to, in the browser that began it.

        Raises:
            StateUnknown: it is none of ours, has been used, or is too old.
            OtherBrowser: it was begun in another browser.
        """
        if not state or len(state) > MOST_CHARS:
            raise StateUnknown
        hashed = token_hash(state)
        async with self._database.read() as tx:
            flow = await repository.by_state(tx, hashed)
        if flow is None or flow.returned_at is not None or flow.expires_at <= self._clock.now():
            raise StateUnknown
        # Asked before anything is used up, so that a link from elsewhere cannot spoil somebody's way back.
        brought = cookies.get(self._sign_in.cookie_name(hashed), "")
        if not compare_digest(token_hash(brought), flow.browser_hash or ""):
            raise OtherBrowser
        return flow

    async def come_back(self, key: str, told: Mapping[str, str], cookies: Mapping[str, str]) -> Ending:
        """Link the account; the attempt ends with what became of it.

        Args:
            key: the connector that the callback's address names.
            told: the parameters, each of which came once.
            cookies: the browser's.

        Raises:
            StateUnknown, OtherBrowser: it is not the answer to anything asked from here; no attempt is touched.
            LinkwrightError: why nothing was linked.
        """
        flow = await self.flow_of(told.get("state", ""), cookies)
        async with self._database.read() as tx:
            session = await linking.by_id(tx, flow.project_id, session_id=flow.session_id)
            assert session is not None
            hub = HubSession(session, flow.by_link)
            note(hub.principal)
            offer = await self._offers.one(tx, session, flow.profile_id)
            project = await self._projects.get(tx, flow.project_id)
        if offer.connector.key != key:
            raise StateUnknown
        async with self._database.write() as tx:
            if not await repository.come_back(tx, flow.id, self._clock.now()):
                raise StateUnknown
        try:
            linked = await self._link(flow, hub, offer, told, project.base(self._public))
        except LinkwrightError as refusal:
            await self._end(flow, refusal)
            raise
        except Exception:
            await self._end(flow, LinkwrightError("The hub failed while the account was linked."))
            raise
        identity = linked.shown.account.identity
        return Ending(
            app_name=project.app_name,
            tool_name=offer.connector.name,
            workspace=linked.shown.account.workspace or "",
            person=str((identity.get("person") or {}).get("name") or ""),
            white_label=bool(project.brand["hide_brand"]),
        )

    async def _link(self, flow: Flow, hub: HubSession, offer: Offer, told: Mapping[str, str], base: str) -> Linked:
        async with self._database.read() as tx:
            attempt = await linking.attempt(tx, flow.session_id, flow.attempt_id)
        if attempt is None or attempt.status != PENDING:
            raise AttemptEnded
        _check_answer(offer, told)
        verifier = await self._opened(flow, VERIFIER, flow.verifier)
        typed = await self._opened(flow, ENTERED, flow.entered) if flow.entered else None
        grant = await self._granting.redeem(
            offer,
            flow.upstream,
            code=Secret(told["code"]),
            redirect_uri=callback_url(base, offer.connector.key),
            verifier=verifier,
        )
        granted = Granted(grant, flow.upstream, flow.attempt_id, jsons.loads(typed.reveal()) if typed else {})
        return await self._linker.link_granted(hub, offer, granted, account_id=flow.account_id, as_new=flow.as_new)

    async def _opened(self, flow: Flow, field: str, record: bytes | None) -> Secret:
        if record is None:
            raise StateUnknown
        return await self._vault.open(record, project_id=flow.project_id, account_id=flow.id, field=field, version=1)

    async def _end(self, flow: Flow, refusal: LinkwrightError) -> None:
        status = CANCELLED if isinstance(refusal, ConsentRefused) else ERROR
        now = self._clock.now()
        # What is to be done about another workspace, the Hub offers with a button.
        next_step = "" if isinstance(refusal, OtherWorkspace) else refusal.remedy or ""
        said = f"{refusal.message} {next_step}".strip()
        ended = Attempt(
            flow.attempt_id, flow.project_id, flow.session_id, status, None, refusal.code, said, flow.created_at, now
        )
        async with self._database.write() as tx:
            await linking.finish_attempt(tx, ended)
        _log.info("sign_in.ended", attempt=flow.attempt_id, session=flow.session_id, code=refusal.code)


def _check_answer(offer: Offer, told: Mapping[str, str]) -> None:
    """Refuse an answer that is no code of this provider."""
    name, oauth = offer.connector.name, offer.method.oauth
    issuer = oauth.issuer if oauth else ""
    if issuer and told.get("iss") != issuer:
        raise OtherIssuer(f"The answer does not come from {name}.")
    error = told.get("error")
    if error == "access_denied":
        raise ConsentRefused(f"You did not let the app into {name}.")
    if error:
        # The provider's own description may be anybody's text; only its word for the error is shown.
        word = "".join(char for char in error[:60].lower() if char in _WORDS) or "an error"
        raise ProviderRefused(f"{name} did not let the app ask ({word}).")
    if not told.get("code"):
        raise ProviderRefused(f"{name} answered without a code.")
