"""From the wish for a session to what it may link: connector, profile, account. Contradictions are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linkwright.accounts import repository as accounts
from linkwright.accounts.model import Account
from linkwright.accounts.service import AccountService
from linkwright.accounts.shown import WIRE_CATEGORIES
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import Connector
from linkwright.errors import NotFound, Unprocessable
from linkwright.kit.words import did_you_mean
from linkwright.linking.errors import OtherUpstream, ProfileOff, SessionContradicts, UnknownConnector, UnknownProfile
from linkwright.linking.schemas import SessionRequest
from linkwright.profiles.model import Profile
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Tx


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the session may link; None where anything goes."""

    provider: str | None
    profile_id: str | None
    account_id: str | None
    categories: list[str] | None


class Narrowing:
    """Checks a wish against the catalogue, the project's profiles and its accounts."""

    def __init__(
        self,
        catalogs: CatalogSource,
        profiles: ProfileService,
        accounts: AccountService,
        for_tests: Callable[[Connector], str] = lambda _: "twin",
    ) -> None:
        """Take the collaborators; `for_tests` says where calls of a connector's test accounts go."""
        self._for_tests = for_tests
        self._catalogs = catalogs
        self._profiles = profiles
        self._accounts = accounts

    async def of(self, tx: Tx, project_id: str, wish: SessionRequest) -> Narrowed:
        """What the wish comes to.

        Raises:
            UnknownConnector: there is no such connector; the message suggests the nearest.
            UnknownProfile: the project has no such profile.
            ProfileOff: the profile, or every profile of the connector, is switched off.
            linkwright.accounts.errors.AccountNotFound: the project has no such account.
            SessionContradicts: two of them name different connectors.
            OtherUpstream: the owner's account there is of the other type.
            linkwright.catalog.transports.NoTwin: it is for a test account, and the connector can have none.
        """
        catalog = await self._catalogs.of(project_id)
        account = await self._accounts.find(tx, project_id, wish.account_id) if wish.account_id else None
        profile = await self._profile(tx, project_id, wish, account)
        if wish.provider is not None:
            _check_provider(catalog, wish.provider)
        named = {
            "provider": wish.provider,
            "connector_profile_id": profile.connector_key if profile else None,
            "account_id": account.connector_key if account else None,
        }
        provider = _agreed(named)
        if provider is not None:
            await self._check_on(tx, project_id, provider, profile, account)
            if account is None:
                await self._check_upstream(tx, project_id, wish, catalog.get(provider))
        return Narrowed(
            provider, profile.id if profile else None, account.id if account else None, _categories(catalog, wish)
        )

    async def _check_upstream(self, tx: Tx, project_id: str, wish: SessionRequest, connector: Connector | None) -> None:
        if connector is None:
            return
        owner = (wish.origin_owner_id, wish.origin_owner_name)
        existing = None if wish.multiple else await accounts.find_only(tx, project_id, *owner, connector.key)
        upstream_for(wish.type, existing, bound=False, for_tests=lambda: self._for_tests(connector))

    async def _profile(self, tx: Tx, project_id: str, wish: SessionRequest, account: Account | None) -> Profile | None:
        if wish.integration_id and wish.connector_profile_id and wish.integration_id != wish.connector_profile_id:
            raise SessionContradicts("integration_id and connector_profile_id name two profiles.")
        profile_id = wish.connector_profile_id or wish.integration_id
        if not profile_id:
            return None
        try:
            profile = await self._profiles.get(tx, project_id, profile_id)
        except NotFound:
            known = await self._profiles.list(tx, project_id)
            near = did_you_mean(profile_id, [one.id for one in known])
            raise UnknownProfile(f"This project has no connector profile {profile_id}.{near}") from None
        if account is not None and account.profile_id != profile.id:
            raise SessionContradicts(f"The account {account.id} uses another profile than {profile.id}.")
        return profile

    async def _check_on(
        self, tx: Tx, project_id: str, provider: str, profile: Profile | None, account: Account | None
    ) -> None:
        wanted = profile.id if profile else account.profile_id if account else None
        enabled = await self._profiles.list(tx, project_id, enabled_only=True)
        if not any(one.connector_key == provider and wanted in (None, one.id) for one in enabled):
            raise ProfileOff(f"The project has switched {provider} off.")


def upstream_for(
    type_: str | None, existing: Account | None, *, bound: bool, for_tests: Callable[[], str] = lambda: "twin"
) -> str:
    """`live` or `twin`: where a credential is tried and calls will go. An account keeps what it was linked to.

    Args:
        type_: the session's type.
        existing: the account that linking would update.
        bound: the session was made for exactly this account, so that its type says nothing.
        for_tests: says where calls of test accounts of the connector go.

    Raises:
        OtherUpstream: the account is of the other type.
    """
    if existing is not None and (bound or type_ is None):
        return existing.upstream
    wanted = for_tests() if type_ == "test" else "live"
    if existing is None:
        return wanted
    if wanted != existing.upstream:
        kind = "a test account" if existing.upstream == "twin" else "a production account"
        raise OtherUpstream(
            f"{existing.origin_owner_name} has {kind} of {existing.connector_key} already ({existing.id}), "
            f"and this session is for {type_}."
        )
    return existing.upstream


def _check_provider(catalog: Catalog, key: str) -> None:
    if catalog.get(key) is None:
        near = did_you_mean(key, [connector.key for connector in catalog.connectors()])
        raise UnknownConnector(f"There is no connector '{key}'.{near}", extra={"field": "provider"})


def _categories(catalog: Catalog, wish: SessionRequest) -> list[str] | None:
    if not wish.categories:
        return None
    known = {*WIRE_CATEGORIES, *(name for one in catalog.connectors() for name in one.categories)}
    for name in wish.categories:
        if name not in known:
            near = did_you_mean(name, sorted(known))
            raise Unprocessable(f"There is no category '{name}'.{near}", extra={"field": "categories"})
    return list(dict.fromkeys(wish.categories))


def _agreed(named: dict[str, str | None]) -> str | None:
    said = {name: key for name, key in named.items() if key is not None}
    if len(set(said.values())) > 1:
        parts = " and ".join(f"{name} is of {key}" for name, key in said.items())
        raise SessionContradicts(f"These do not go together: {parts}.")
    return next(iter(said.values()), None)
