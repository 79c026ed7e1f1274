"""Which accounts a caller may name, and which a list shows them."""

from __future__ import annotations

from dataclasses import replace

from linkwright.access.decide import Resource, Verb, decide, require
from linkwright.access.principals import Principal
from linkwright.accounts.errors import AccountNotFound
from linkwright.accounts.filters import AccountFilter
from linkwright.accounts.hot import AccountRows
from linkwright.kit.ids import is_id


class Reach:
    """Asks `decide` about one account, with the profile that it uses where the caller is limited to some."""

    def __init__(self, accounts: AccountRows) -> None:
        self._accounts = accounts

    async def require(self, principal: Principal, verb: Verb, account_id: str) -> None:
        """Refuse what the caller may not do about an account.

        Raises:
            AccountNotFound: it lies outside of the caller's limits; the answer does not tell whether it is there.
            linkwright.access.errors.Forbidden: the caller lacks the right.
        """
        resource = Resource("account", principal.project_id, account_id=account_id)
        if principal.profiles is not None:
            row = await self._accounts.get(account_id) if is_id(account_id) else None
            if row is not None and row.project_id == principal.project_id:
                resource = resource._replace(profile_id=row.profile_id)
        if decide(principal, verb, resource).foreign:
            raise AccountNotFound
        require(principal, verb, resource)


def narrowed(wanted: AccountFilter, principal: Principal) -> AccountFilter:
    """The filter, with the caller's limits."""
    if not principal.limited:
        return wanted
    profiles = None if principal.profiles is None else tuple(sorted(principal.profiles))
    return replace(wanted, reach_accounts=principal.accounts, reach_profiles=profiles)
