"""Opens database and vault, and puts a hub together."""

from __future__ import annotations

import asyncio
from typing import Any

from linkwright.access.keys import KeyService
from linkwright.access.limits import AtOnce
from linkwright.access.uses import KeyUses
from linkwright.accounts.hot import AccountRows
from linkwright.accounts.learning import RightsBook
from linkwright.actions.inflight import InFlight
from linkwright.app.auditing import auditing_of
from linkwright.app.faces import faces_of
from linkwright.app.hub import Hub
from linkwright.app.retention import retention_of
from linkwright.app.signing_in import signing_in_of
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.of_projects import ProjectCatalogs
from linkwright.catalog.transports import HubTransports
from linkwright.consents.tokens.uses import ConsentUses
from linkwright.custody.opening import Ask, MasterKeys
from linkwright.custody.watching import KeyWatch
from linkwright.engine.rates import RateLimits
from linkwright.events.failures import FailedRuns
from linkwright.events.posting import Posting
from linkwright.events.sealing import SecretSealing
from linkwright.events.work import Deliverer
from linkwright.kit.clock import Clock, SystemClock
from linkwright.kit.periodic import Periodic
from linkwright.ledger.service import Ledger
from linkwright.ledger.work import Abandoned
from linkwright.logs.bodies import Bodies
from linkwright.logs.recorder import RunRecorder
from linkwright.oauth.renewal import Renewal
from linkwright.oauth.revoking import GrantRevoking
from linkwright.oauth.sources import Sources
from linkwright.oauth.work import Renewer
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.quick import QuickTransport
from linkwright.profiles.apps import ProfileApps
from linkwright.profiles.service import ProfileService
from linkwright.projects.brands import Brands
from linkwright.projects.hosts import ProjectHosts
from linkwright.projects.logos import Logos
from linkwright.projects.service import ProjectService
from linkwright.receiving.sealing import SubscriptionSealing
from linkwright.receiving.service import Receiving
from linkwright.rest.arrival import Arrival
from linkwright.rest.attributing import Attributing
from linkwright.settings import Settings
from linkwright.store.buckets import RowBuckets
from linkwright.store.hot import open_hot_rows
from linkwright.store.migrate import migrate
from linkwright.store.waking import DueListener

_USES_SECONDS = 5.0
_SWEEP_SECONDS = 3600.0
_KEYS_SECONDS = 5.0
_ABANDONED_SECONDS = 30.0
# Deliveries begin when they are committed, here or in another process; this is for retries.
_DUE_SECONDS = 1.0
# A grant is due long before its token ends.
_RENEWAL_SECONDS = 5.0


async def build_hub(settings: Settings, clock: Clock | None = None, ask: Ask | None = None) -> Hub:
    """Open database and vault and put the hub together; the first start of all makes the master key.

    `ask` asks a person for the passphrase of the master key, where it is made of one.

    Raises:
        linkwright.vault.errors.VaultLocked: the database holds data keys, but the master key is not where it should be.
        linkwright.vault.errors.WrongMasterKey: it is there, but it is another one.
    """
    clock = clock or SystemClock()
    audit = auditing_of(settings, clock)
    database = audit.database
    await migrate(database)
    vault = await MasterKeys(settings, database, clock, ask).open()
    rows = open_hot_rows(database)
    catalogs = ProjectCatalogs(Catalog.load(), rows)
    origins = OriginMap.of(settings.outbound_origins)
    live = QuickTransport(origins, clock=clock)
    profiles, projects = ProfileService(catalogs, clock), ProjectService(clock)
    bodies = Bodies(vault, settings.run_bodies)
    recorder = RunRecorder(database, also=FailedRuns(clock).tell, bodies=bodies, audit=audit.calls)
    signing_in = signing_in_of(database, vault, clock, settings, live)
    uses = KeyUses(database, clock)
    buckets = RowBuckets(database, clock) if database.dialect == "postgresql" else None
    consent_uses = ConsentUses(database, clock)
    due = asyncio.Event()
    database.on_due(due.set)
    learnt = asyncio.Event()
    rights = RightsBook(database, clock, more=learnt.set)
    posting = Posting(live, origins, clock, settings.webhook_timeout)
    deliverer = Deliverer(database, posting, SecretSealing(vault), clock, more=due.set, pauses=settings.webhook_retries)
    transports = HubTransports(live, catalogs.shipped, clock, origins)
    sources = Sources(catalogs, transports, ProfileApps(database, vault, clock))
    renewal = Renewal(database, AccountRows(rows), sources, vault, clock)
    abandoned = Abandoned(database, clock, audit.calls)
    watch = KeyWatch(database, vault, clock)
    rows.on_keys(watch.told.set)
    renewable = asyncio.Event()
    renewer = Renewer(database, renewal, clock, more=renewable.set)
    hub = Hub(
        settings=settings,
        clock=clock,
        database=database,
        rows=rows,
        vault=vault,
        catalogs=catalogs,
        live=live,
        transports=transports,
        keys=KeyService(clock),
        members=signing_in.members,
        signing_in=signing_in,
        projects=projects,
        brands=Brands(database, projects, Logos(projects, live, clock), settings.public(), settings.hub_names),
        hosts=ProjectHosts(rows, settings.public()),
        profiles=profiles,
        recorder=recorder,
        bodies=bodies,
        deliverer=deliverer,
        renewal=renewal,
        renewer=renewer,
        receiving=Receiving(database, catalogs, profiles, SubscriptionSealing(vault), clock, settings.public()),
        origins=origins,
        uses=uses,
        consent_uses=consent_uses,
        gate=InFlight(AtOnce(settings.calls_at_once, settings.calls_at_once_per_caller)),
        buckets=buckets,
        watch=watch,
        ledger=Ledger(
            database, vault, clock, keeps=settings.ledger_hours * 3600.0, window=float(settings.ledger_window)
        ),
        abandoned=abandoned,
        rights=rights,
        limits=RateLimits(clock),
        revoking=GrantRevoking(sources, clock),
        audit=audit,
        clockwork=[
            *audit.clockwork,
            DueListener(database),
            Periodic("keys of the vault", _KEYS_SECONDS, watch.look, due=watch.told, last=False),
            Periodic("key uses", _USES_SECONDS, uses.flush),
            Periodic("uses of consents", _USES_SECONDS, consent_uses.flush),
            Periodic("abandoned writes", _ABANDONED_SECONDS, abandoned.look, last=False),
            Periodic("rights of credentials", _USES_SECONDS, rights.flush, due=learnt),
            Periodic("webhook deliveries", _DUE_SECONDS, deliverer.fill, due=due, last=False),
            Periodic("token renewals", _RENEWAL_SECONDS, renewer.fill, due=renewable, last=False),
            Periodic("ends of console sign-ins", _SWEEP_SECONDS, signing_in.sweep),
            *retention_of(settings, database, clock),
            *([Periodic("full rate buckets", _SWEEP_SECONDS, buckets.forget)] if buckets else []),
        ],
        asgi=_nothing,
    )
    hub.transports.post = hub.receiving.from_twin
    hub.asgi = Arrival(
        Attributing(faces_of(hub), audit.denials.note),
        hub.hosts.project_at,
        clock,
        public_url=settings.public(),
        trusted_proxies=settings.trusted_proxies,
        names=settings.hub_names,
    )
    return hub


async def _nothing(*_: Any) -> None:
    raise RuntimeError("the hub is not put together yet")
