"""The clients that members of a project have let in, to look at and to shut out."""

from __future__ import annotations

import structlog

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.consents import repository
from linkwright.consents.model import Consent
from linkwright.errors import NotFound
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id
from linkwright.store.database import Tx

_log = structlog.get_logger()


class ConsentService:
    """Lists and ends consents."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def list(self, tx: Tx, principal: Principal) -> list[Consent]:
        """The project's consents that still hold, the latest first.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not read them.
        """
        require(principal, "read", Resource("client", principal.project_id))
        return await repository.consents_of(tx, principal.project_id, self._clock.now())

    async def end(self, tx: Tx, principal: Principal, consent_id: str) -> None:
        """End a consent at once, with every token that came of it.

        Raises:
            linkwright.access.errors.Forbidden: the principal may not.
            NotFound: the project has none of that id.
        """
        require(principal, "write", Resource("client", principal.project_id))
        found = await repository.consent(tx, principal.project_id, consent_id) if is_id(consent_id) else None
        if found is None:
            raise NotFound(f"There is no client of the id {consent_id[:64]} here.", hint="GET /mcp_clients lists them.")
        await repository.delete_consent(tx, found.id)
        _log.info("mcp_client_ended", consent=found.id, project=found.project_id, by=principal.reference)
