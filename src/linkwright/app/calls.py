"""What runs actions, and what checks accounts."""

from __future__ import annotations

from linkwright.access.errors import AccountRateLimited
from linkwright.access.limits import RateLimiter
from linkwright.accounts.health.asking import Asking, OpenedByVault
from linkwright.accounts.hot import AccountRows
from linkwright.accounts.refusals import CredentialRefusals
from linkwright.accounts.service import AccountService
from linkwright.accounts.work import Checker
from linkwright.actions.calls import ProviderCalls
from linkwright.actions.policing import Policing
from linkwright.actions.runner import ActionRunner
from linkwright.actions.writing import OnceWriter
from linkwright.app.hub import Hub
from linkwright.approvals.sealing import PlanSealing
from linkwright.approvals.service import Approvals
from linkwright.engine.verify import verify
from linkwright.policy.book import PolicyBook
from linkwright.screening.answers import Screening
from linkwright.screening.guard import installed


def checker_of(hub: Hub, accounts: AccountService) -> Checker:
    """What checks whether accounts work."""
    opened = OpenedByVault(hub.vault)
    asking = Asking(hub.catalogs, opened, hub.transports, hub.limits, verify, hub.clock, tokens=hub.renewal)
    interval = hub.settings.health_check_interval
    return Checker(hub.database, AccountRows(hub.rows), asking, accounts, hub.clock, interval=interval)


def runner_of(hub: Hub, checker: Checker) -> ActionRunner:
    """What runs actions."""
    return ActionRunner(
        catalogs=hub.catalogs,
        accounts=AccountRows(hub.rows),
        calls=ProviderCalls(hub.vault, hub.transports, hub.limits, hub.clock, hub.settings.call_deadline, hub.renewal),
        recorder=hub.recorder,
        gate=hub.gate,
        account_limit=RateLimiter(
            hub.settings.rate_limit_per_account,
            hub.clock,
            kind="account",
            refusal=lambda headers: AccountRateLimited(headers=headers),
            shared=hub.buckets,
        ),
        clock=hub.clock,
        writer=OnceWriter(hub.ledger),
        states=CredentialRefusals(checker),
        rights=hub.rights,
        screening=Screening(installed() if hub.settings.guard else None),
        public_url=hub.settings.public(),
        policing=Policing(PolicyBook(hub.rows), approvals_of(hub), hub.clock),
    )


def approvals_of(hub: Hub) -> Approvals:
    """What keeps approvals for the way of a call."""
    return Approvals(hub.database, PlanSealing(hub.vault), hub.clock, hub.settings.public())
