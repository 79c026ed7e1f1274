"""A person's yes or no: the consent, and the code that the client gets for it."""

from __future__ import annotations

from datetime import timedelta

from linkwright.access.networks import admit, stored_networks
from linkwright.access.scopes import ACTIONS_EXECUTE, ROLES
from linkwright.access.sessions.model import SignedIn
from linkwright.accounts import repository as accounts
from linkwright.accounts.filters import AccountFilter
from linkwright.consents import repository
from linkwright.consents.clients import repository as clients
from linkwright.consents.clients.addresses import host_of
from linkwright.consents.errors import ConsentIncomplete, MayNotConsent
from linkwright.consents.model import Choice, Request
from linkwright.consents.requests import Requests
from linkwright.consents.scopes import EXTENTS
from linkwright.consents.tokens import repository as tokens
from linkwright.errors import NotFound
from linkwright.kit.clock import Clock
from linkwright.kit.ids import is_id, new_id, new_token, token_hash
from linkwright.store.database import Database, Tx
from linkwright.store.projects import project_networks

MOST_ACCOUNTS = 20
DAYS = (1, 7, 30, 90, 365)
_CODE_LASTS = timedelta(seconds=60)
# A registration outlives its last consent, so that whoever comes back need not add the server anew.
_CLIENT_KEPT = timedelta(days=180)


class Granting:
    """Allows it, or tells the client that it may not."""

    def __init__(self, database: Database, requests: Requests, clock: Clock) -> None:
        self._database = database
        self._requests = requests
        self._clock = clock

    def check_member(self, member: SignedIn) -> None:
        """Refuse a member who has nothing to give.

        Raises:
            MayNotConsent: the role may not run actions.
        """
        if ACTIONS_EXECUTE not in ROLES[member.role]:
            raise MayNotConsent

    async def allow(self, member: SignedIn, request: Request, choice: Choice, address: str = "") -> str:
        """Write the consent down; the address at which the client gets its code.

        Raises:
            MayNotConsent: the member's role may not run actions.
            linkwright.access.errors.AddressNotAllowed: the project may not be used from `address`, where the person is.
            ConsentIncomplete: no account was chosen, or too many.
            NotFound: the project is of another organization, or has no such account.
        """
        self.check_member(member)
        chosen = sorted(set(choice.accounts))
        if not 0 < len(chosen) <= MOST_ACCOUNTS or not all(is_id(one) for one in chosen):
            raise ConsentIncomplete
        code, now = new_token("lwa_"), self._clock.now()
        async with self._database.write() as tx:
            known = await project_networks(tx, member.organization_id)
            if choice.project_id not in known:
                raise NotFound("There is no such project.")
            admit(stored_networks(known[choice.project_id]), address)
            found = await accounts.page(
                tx, choice.project_id, AccountFilter(page_size=MOST_ACCOUNTS, account_ids=tuple(chosen))
            )
            if len(found) != len(chosen):
                raise NotFound("One of these accounts is no longer there.")
            consent_id = await self._consent(tx, member, request, choice, chosen)
            await clients.keep_client(tx, request.client.id, now + timedelta(days=choice.days) + _CLIENT_KEPT)
            effects = EXTENTS[choice.extent]
            await tokens.add_code(
                tx,
                {
                    "hash": token_hash(code),
                    "consent_id": consent_id,
                    "client_id": request.client.id,
                    "family": new_id("fam"),
                    "effects": None if effects is None else list(effects),
                    "audience": request.resource,
                    "redirect_uri": request.redirect_uri,
                    "challenge": request.challenge,
                    "created_at": now,
                    "expires_at": now + _CODE_LASTS,
                },
            )
        return self._requests.granting(request, code)

    def deny(self, request: Request) -> str:
        """The address at which the client hears that it may not."""
        said = "The person did not allow it."
        return self._requests.refusing(request.redirect_uri, "access_denied", said, request.state)

    async def _consent(self, tx: Tx, member: SignedIn, request: Request, choice: Choice, chosen: list[str]) -> str:
        """One consent for a client, a member and just these accounts: a later one takes the place of the earlier."""
        now, client, effects = self._clock.now(), request.client, EXTENTS[choice.extent]
        values = {
            "client_name": client.name,
            "redirect_host": host_of(request.redirect_uri),
            "effects": None if effects is None else list(effects),
            "updated_at": now,
            "expires_at": now + timedelta(days=choice.days),
        }
        before = await repository.same_consent(tx, choice.project_id, member.member_id, client.id, chosen)
        if before is not None:
            await repository.update_consent(tx, before.id, values)
            return before.id
        consent_id = new_id("cns")
        fixed = {
            "id": consent_id,
            "project_id": choice.project_id,
            "member_id": member.member_id,
            "client_id": client.id,
            "accounts": chosen,
            "created_at": now,
        }
        await repository.add_consent(tx, {**fixed, **values})
        return consent_id
