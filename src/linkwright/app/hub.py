"""What a hub is: everything that the command line needs of it, and the application to serve."""

from __future__ import annotations

from dataclasses import dataclass, field

from linkwright.access.keys import KeyService
from linkwright.access.members import MemberService
from linkwright.access.uses import KeyUses
from linkwright.accounts.learning import RightsBook
from linkwright.accounts.work import Checker
from linkwright.actions.inflight import InFlight
from linkwright.actions.runner import ActionRunner
from linkwright.actions.search import Indexes
from linkwright.app.auditing import Auditing
from linkwright.app.signing_in import SigningIn
from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.catalog.transports import HubTransports
from linkwright.consents.tokens.uses import ConsentUses
from linkwright.custody.watching import KeyWatch
from linkwright.engine.rates import RateLimits
from linkwright.events.work import Deliverer
from linkwright.kit.clock import Clock
from linkwright.kit.periodic import Periodic
from linkwright.ledger.service import Ledger
from linkwright.ledger.work import Abandoned
from linkwright.logs.bodies import Bodies
from linkwright.logs.recorder import RunRecorder
from linkwright.oauth.renewal import Renewal
from linkwright.oauth.revoking import GrantRevoking
from linkwright.oauth.work import Renewer
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.owners.erasing import Erasing
from linkwright.owners.exporting import Exporting
from linkwright.profiles.service import ProfileService
from linkwright.projects.brands import Brands
from linkwright.projects.hosts import ProjectHosts
from linkwright.projects.service import ProjectService
from linkwright.receiving.service import Receiving
from linkwright.rest.middleware import App
from linkwright.settings import Settings
from linkwright.store.buckets import RowBuckets
from linkwright.store.database import Database
from linkwright.store.hot import HotRows
from linkwright.store.waking import DueListener
from linkwright.vault.vault import Vault


@dataclass
class Hub:
    """A whole hub: what the command line needs of it, and the application to serve."""

    settings: Settings
    clock: Clock
    database: Database
    rows: HotRows
    vault: Vault
    catalogs: ProjectCatalogs
    live: AiohttpTransport
    transports: HubTransports
    keys: KeyService
    members: MemberService
    signing_in: SigningIn
    projects: ProjectService
    brands: Brands
    hosts: ProjectHosts
    profiles: ProfileService
    recorder: RunRecorder
    bodies: Bodies
    deliverer: Deliverer
    renewal: Renewal
    renewer: Renewer
    receiving: Receiving
    origins: OriginMap
    uses: KeyUses
    consent_uses: ConsentUses
    gate: InFlight
    buckets: RowBuckets | None
    watch: KeyWatch
    ledger: Ledger
    abandoned: Abandoned
    rights: RightsBook
    limits: RateLimits
    clockwork: list[Periodic | DueListener]
    revoking: GrantRevoking
    audit: Auditing
    asgi: App
    erasing: Erasing = field(init=False)
    exporting: Exporting = field(init=False)
    runner: ActionRunner = field(init=False)
    checker: Checker = field(init=False)
    indexes: Indexes = field(default_factory=Indexes)

    async def start(self) -> None:
        """Open what is needed to serve."""
        await self.rows.start()
        await self.audit.chainer.check_key()
        await self.recorder.start()
        await self.deliverer.take_back()
        await self.abandoned.take_back()
        await self.renewer.take_back()
        await self.checker.take_back()
        await self.watch.note()
        for work in self.clockwork:
            work.start()

    async def close(self) -> None:
        """Write what was noted, and give everything back."""
        for work in self.clockwork:
            await work.close()
        await self.receiving.close()
        await self.recorder.close()
        await self.deliverer.close()
        await self.renewer.close()
        await self.renewal.close()
        await self.checker.close()
        await self.audit.close()
        await self.live.close()
        await self.watch.leave()
        await self.rows.close()
        await self.database.close()
