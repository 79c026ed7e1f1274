"""The rules of connect sessions and their auth links."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import timedelta

import structlog

from linkwright.access.principals import Principal
from linkwright.kit.clock import Clock
from linkwright.kit.ids import new_id, token_hash
from linkwright.kit.secret import Secret
from linkwright.linking import repository
from linkwright.linking.errors import LinkDead, SessionExpired, SessionNotFound
from linkwright.linking.filters import SessionFilter
from linkwright.linking.listing import ShownSession, shown
from linkwright.linking.model import ConnectSession, HubSession
from linkwright.linking.narrowing import Narrowing
from linkwright.linking.schemas import SessionRequest
from linkwright.linking.tokens import Tokens, make_tokens, opened_token
from linkwright.projects import repository as project_rows
from linkwright.settings import Settings
from linkwright.store.database import Tx
from linkwright.store.wire import next_wire_id

_log = structlog.get_logger()
_SESSION_ID = re.compile(r"ses_[A-Za-z0-9]{1,60}")
_WIRE_ID = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session just made, and its secrets."""

    session: ConnectSession
    token: Secret
    auth_link_url: Secret


class SessionService:
    """Makes, finds and ends connect sessions."""

    def __init__(self, narrowing: Narrowing, settings: Settings, clock: Clock) -> None:
        self._narrowing = narrowing
        self._settings = settings
        self._clock = clock

    async def create(self, tx: Tx, principal: Principal, wish: SessionRequest) -> NewSession:
        """Make a session. Its secrets are shown this once.

        Raises:
            linkwright.linking.errors.UnknownConnector: and whatever else `Narrowing.of` refuses.
        """
        narrowed = await self._narrowing.of(tx, principal.project_id, wish)
        tokens = make_tokens()
        now = self._clock.now()
        values = {
            **{name: getattr(wish, name) for name in ("origin_owner_id", "origin_owner_name", "origin_username")},
            "id": new_id("ses"),
            "wire_id": await next_wire_id(tx),
            "project_id": principal.project_id,
            "provider": narrowed.provider,
            "categories": narrowed.categories,
            "profile_id": narrowed.profile_id,
            "account_id": narrowed.account_id,
            "label": wish.label,
            "multiple": bool(wish.multiple),
            "metadata": wish.metadata,
            "type": wish.type,
            "shared": wish.shared,
            "created_by": principal.reference,
            "created_at": now,
            "expires_at": now + timedelta(seconds=self._lifetime(principal, wish.expires_in)),
        }
        await repository.add(tx, {**values, **_hashes(tokens)})
        session = await repository.by_id(tx, principal.project_id, session_id=str(values["id"]))
        assert session is not None
        _log.info("session.created", session=session.id, by=principal.reference, provider=session.provider)
        project = await project_rows.find(tx, principal.project_id)
        base = (project["own_url"] if project else None) or self._settings.public()
        link = f"{base}/link/{tokens.link.reveal()}"
        return NewSession(session, tokens.session, Secret(link))

    async def authenticate(self, tx: Tx, project_id: str, token: Secret) -> ConnectSession:
        """The living session of a token, in this project.

        Raises:
            SessionExpired: there is none.
        """
        session = (await self.of_token(tx, token)).session
        if session.project_id != project_id:
            raise SessionExpired
        return session

    async def of_token(self, tx: Tx, token: Secret) -> HubSession:
        """The living session that a token stands for, whether it came from the API or from the auth link.

        Raises:
            SessionExpired: there is none, or it has ended.
        """
        found = await repository.by_token(tx, token_hash(token.reveal())) if token else None
        if found is None or not found[0].alive(self._clock.now()):
            raise SessionExpired
        return HubSession(*found)

    async def of_link(self, tx: Tx, link: Secret) -> ConnectSession:
        """The session of an auth link that still works. Looking uses nothing up.

        Raises:
            LinkDead: it is unknown, spent, revoked or too old; which one is not told.
        """
        session = await repository.by_link(tx, token_hash(link.reveal())) if link else None
        if session is None or session.link_spent or not session.alive(self._clock.now()):
            raise LinkDead
        return session

    async def open(self, tx: Tx, link: Secret) -> tuple[ConnectSession, Secret]:
        """Trade an auth link for a session token. The link is spent only when an account is linked.

        Raises:
            LinkDead: the link no longer works.
        """
        session = await self.of_link(tx, link)
        return session, Secret(opened_token(link.reveal(), session.token_hash))

    async def revoke(self, tx: Tx, principal: Principal, reference: str) -> ConnectSession:
        """End a session and its link at once; `reference` is its number or its `ses_` id.

        Raises:
            SessionNotFound: the project has none of that id.
        """
        session = await self._find(tx, principal.project_id, reference)
        await repository.revoke(tx, session.id, self._clock.now())
        if session.revoked_at is None:
            _log.info("session.revoked", session=session.id, by=principal.reference)
        return await self._find(tx, principal.project_id, reference)

    async def get(self, tx: Tx, project_id: str, reference: str) -> ConnectSession:
        """A session of the project; `reference` is its number or its `ses_` id.

        Raises:
            SessionNotFound: the project has none of that id.
        """
        return await self._find(tx, project_id, reference)

    async def list(self, tx: Tx, project_id: str, wanted: SessionFilter) -> tuple[list[ShownSession], int]:
        """A page of the project's sessions, newest first, and how many there are in all."""
        now = self._clock.now()
        found, total = await repository.search(tx, project_id, wanted, now)
        return await shown(tx, found, now), total

    async def shown(self, tx: Tx, session: ConnectSession) -> ShownSession:
        """A session as it is told."""
        return (await shown(tx, [session], self._clock.now()))[0]

    async def _find(self, tx: Tx, project_id: str, reference: str) -> ConnectSession:
        found = None
        if _SESSION_ID.fullmatch(reference):
            found = await repository.by_id(tx, project_id, session_id=reference)
        elif _WIRE_ID.fullmatch(reference):
            found = await repository.by_id(tx, project_id, wire_id=int(reference))
        if found is None:
            raise SessionNotFound
        return found

    def _lifetime(self, principal: Principal, wanted: float | None) -> int:
        if wanted is not None:
            return math.ceil(wanted)
        member = principal.kind == "member"
        return self._settings.link_lifetime if member else self._settings.session_lifetime


def _hashes(tokens: Tokens) -> dict[str, str]:
    return {"token_hash": tokens.session_hash, "link_hash": tokens.link_hash, "hub_hash": tokens.hub_hash}
