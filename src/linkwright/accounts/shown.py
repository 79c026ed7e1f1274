"""An account together with what a view of it needs."""

from __future__ import annotations

from dataclasses import dataclass

from linkwright.accounts import states
from linkwright.accounts.health.model import CheckRow
from linkwright.accounts.model import Account
from linkwright.accounts.rights import Right, rights_of
from linkwright.connectors.compiled import Connector
from linkwright.profiles.model import Profile

# What the wire contract knows as a category; every other word of a connector is shown as ticketing.
WIRE_CATEGORIES = (
    "ats", "hris", "hris-legacy", "crm", "iam", "marketing", "lms", "stackone", "documents", "ticketing", "screening",
    "messaging", "accounting", "scheduling",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account, its profile, its connector (None if this hub no longer has it), and when it was looked at."""

    account: Account
    connector: Connector | None
    profile: Profile
    check: CheckRow | None = None

    @property
    def state(self) -> states.State:
        """Status and reasons as they are shown: an active account is inactive while its profile is off."""
        account, profile = self.account, self.profile
        return states.shown(account.status, account.status_reasons, enabled=profile.enabled, since=profile.updated_at)

    @property
    def provider_name(self) -> str:
        """The provider's name, for people."""
        return self.connector.name if self.connector else self.account.connector_key

    @property
    def method_label(self) -> str:
        """What people call the way of signing in."""
        method = self.connector.auth.get(self.account.auth_method) if self.connector else None
        return method.label if method else self.account.auth_method

    @property
    def rights(self) -> list[Right]:
        """What the credential may do, of what the profile's actions need."""
        if self.connector is None:
            return []
        return rights_of(self.connector, self.profile.actions, self.account.rights)

    @property
    def category(self) -> str:
        """The first of the connector's categories that the wire contract knows."""
        return wire_category(self.connector)


def wire_category(connector: Connector | None) -> str:
    """The connector's category in the words of the wire contract."""
    categories = connector.categories if connector else ()
    return next((category for category in categories if category in WIRE_CATEGORIES), "ticketing")
