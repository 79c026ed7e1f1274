"""The rules of the catalogue: which connectors and actions a caller sees, and search among them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from linkwright.access.decide import Resource, decide, require
from linkwright.access.principals import Principal
from linkwright.accounts.hot import AccountRows
from linkwright.accounts.learning import RightsBook
from linkwright.actions.errors import AccountNotFound
from linkwright.actions.finding.stems import stem
from linkwright.actions.finding.text import plain_words
from linkwright.actions.listing import ActionQuery
from linkwright.actions.schemas import SearchRequest
from linkwright.actions.search import Hit, Indexes
from linkwright.actions.usable import EnabledActions, lacks_of
from linkwright.actions.views import CatalogueViews, View
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import Action, Connector
from linkwright.errors import NotFound
from linkwright.kit.words import did_you_mean
from linkwright.profiles.model import Profile
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Tx


@dataclass(frozen=True, slots=True)
class _Entry:
    connector: Connector
    enabled: frozenset[str]
    lacking: frozenset[str]
    profile_id: str | None
    account_id: str | None


class CatalogueService:
    """Shows connectors and their actions to a project, and finds actions in them."""

    def __init__(
        self,
        catalogs: CatalogSource,
        accounts: AccountRows,
        profiles: ProfileService,
        rights: RightsBook,
        views: CatalogueViews,
        base_of: Callable[[str], Awaitable[str]] | None = None,
        indexes: Indexes | None = None,
    ) -> None:
        """Take the collaborators; `base_of` knows where the public addresses of a project begin."""
        self._catalogs = catalogs
        self._accounts = accounts
        self._profiles = profiles
        self._rights = rights
        self._views = views
        self._base_of = base_of
        self._enabled = EnabledActions()
        self._indexes = indexes or Indexes()

    async def metas(self, tx: Tx, principal: Principal) -> list[View]:
        """All connectors in a few words."""
        on = {profile.connector_key for profile in await self._profiles_for(tx, principal, enabled_only=True)}
        catalog = await self._catalogs.of(principal.project_id)
        views = await self._views_for(principal)
        return [views.meta(one, active=one.key in on) for one in catalog.connectors()]

    async def meta(self, tx: Tx, principal: Principal, key: str) -> View:
        """One connector.

        Raises:
            NotFound: there is none of that key; the message suggests the nearest.
        """
        connector = _named(await self._catalogs.of(principal.project_id), key)
        profiles = await self._profiles_for(tx, principal, enabled_only=True)
        views = await self._views_for(principal)
        return views.meta(connector, active=any(one.connector_key == key for one in profiles))

    async def actions(self, tx: Tx, principal: Principal, query: ActionQuery) -> View:
        """A page of connectors with their actions.

        Without accounts: every action, and whether the project's default profile enables it. With accounts: one entry per
        account, with the actions that can be run on it.
        """
        profiles = await self._profiles_for(tx, principal)
        catalog = await self._catalogs.of(principal.project_id)
        if query.account_ids:
            entries = await self._of_accounts(catalog, principal, query)
        else:
            entries = self._of_project(catalog, profiles)
        wanted = [one for one in entries if not query.connectors or one.connector.key in query.connectors]
        page = wanted[query.start : query.start + query.size]
        views = await self._views_for(principal)
        more = query.start + query.size < len(wanted)
        return {
            "next": str(query.start + query.size) if more else None,
            "data": [self._entry(one, query, views) for one in page],
        }

    async def search(self, tx: Tx, principal: Principal, request: SearchRequest) -> View:
        """The actions that fit, among those that the project's profiles enable and the caller may run.

        Raises:
            linkwright.access.errors.Forbidden: the caller may neither run actions nor read the catalogue.
            AccountNotFound: it is for an account that the project does not have.
        """
        may_read = decide(principal, "read", Resource("connector")).allowed
        if not may_read:
            require(principal, "execute", Resource("action", principal.project_id))
        catalog = await self._catalogs.of(principal.project_id)
        if request.account_id is not None:
            among = await self._of_account(catalog, principal, request.account_id)
        else:
            among = await self._runnable(tx, catalog, principal)
        hits = (await self._indexes.of(catalog)).search(
            request.query, among=among, connector=request.connector or None, most=request.most, least=request.least
        )
        answer: View = {
            "results": [_hit(catalog, hit) for hit in hits],
            "total_count": len(hits),
            "query": request.query,
        }
        # Absent, not null: the generated client refuses a null here.
        if request.connector:
            answer["connector_filter"] = request.connector
        if request.project_id:
            answer["project_filter"] = request.project_id
        return answer

    async def _runnable(self, tx: Tx, catalog: Catalog, principal: Principal) -> set[str]:
        found: set[str] = set()
        if principal.accounts is not None:
            for account_id in principal.accounts:
                with suppress(AccountNotFound):
                    found |= await self._of_account(catalog, principal, account_id)
            return found
        for profile in await self._profiles_for(tx, principal, enabled_only=True):
            connector = catalog.get(profile.connector_key, profile.version)
            if connector is not None:
                found |= self._enabled.of(connector, profile.actions)
        if principal.effects is None:
            return found
        return {one for one in found if (action := catalog.action(one)) and action.effect in principal.effects}

    async def _profiles_for(self, tx: Tx, principal: Principal, *, enabled_only: bool = False) -> list[Profile]:
        """The project's profiles, as far as the caller's limits reach."""
        found = await self._profiles.list(tx, principal.project_id, enabled_only=enabled_only)
        return [one for one in found if principal.profiles is None or one.id in principal.profiles]

    async def _of_account(self, catalog: Catalog, principal: Principal, account_id: str) -> set[str]:
        query = ActionQuery(account_ids=(account_id,) if account_id.isascii() and account_id.isprintable() else ())
        found: set[str] = set()
        entries = await self._of_accounts(catalog, principal, query)
        if not entries:
            raise AccountNotFound
        for one in entries:
            found |= {action for action in one.enabled if not lacks_of(one.connector.actions[action], one.lacking)}
        return found

    def _of_project(self, catalog: Catalog, profiles: Sequence[Profile]) -> list[_Entry]:
        # The service lists the default profile of a connector first.
        first: dict[str, Profile] = {}
        for profile in profiles:
            first.setdefault(profile.connector_key, profile)
        entries = []
        for latest in catalog.connectors():
            chosen = first.get(latest.key)
            connector = (catalog.get(latest.key, chosen.version) if chosen else None) or latest
            on = self._enabled.of(connector, chosen.actions) if chosen and chosen.enabled else frozenset()
            entries.append(_Entry(connector, on, frozenset(), chosen.id if chosen else None, None))
        return entries

    async def _of_accounts(self, catalog: Catalog, principal: Principal, query: ActionQuery) -> list[_Entry]:
        entries = []
        for account_id in query.account_ids:
            account = await self._accounts.get(account_id)
            if account is None or account.project_id != principal.project_id:
                continue
            if not principal.reaches(account.id, account.profile_id):
                continue
            connector = catalog.get(account.connector_key, account.profile_version)
            if connector is None:
                continue
            on = self._enabled.of(connector, account.profile_actions) if account.profile_enabled else frozenset()
            if principal.effects is not None:
                on = frozenset(one for one in on if connector.actions[one].effect in principal.effects)
            lacking = self._rights.standing(connector, account).lacking
            entries.append(_Entry(connector, on, lacking, account.profile_id, account.id))
        return entries

    async def _views_for(self, principal: Principal) -> CatalogueViews:
        return CatalogueViews(await self._base_of(principal.project_id)) if self._base_of else self._views

    def _entry(self, entry: _Entry, query: ActionQuery, views: CatalogueViews) -> dict[str, Any]:
        actions: Iterable[Action] = entry.connector.actions.values()
        if entry.account_id is not None:
            actions = (one for one in actions if one.id in entry.enabled)
        if query.action_keys:
            actions = (one for one in actions if one.id in query.action_keys or one.name in query.action_keys)
        if query.search:
            wanted = set(map(stem, plain_words(query.search)))
            actions = (one for one in actions if wanted <= set(map(stem, plain_words(_said_of(one)))))
        return views.connector(
            entry.connector,
            actions,
            account_id=entry.account_id,
            profile_id=entry.profile_id,
            enabled=entry.enabled,
            lacking=entry.lacking,
            details=query.details,
            with_actions=query.with_actions,
            guides=query.guides,
        )


def _named(catalog: Catalog, key: str) -> Connector:
    found = catalog.get(key)
    if found is None:
        near = did_you_mean(key[:64], [one.key for one in catalog.connectors()])
        raise NotFound(f"There is no connector '{key[:64]}'.{near}", hint="GET /connectors/meta lists the connectors.")
    return found


def _said_of(action: Action) -> str:
    return f"{action.id} {action.label} {action.description}".replace("_", " ")


def _hit(catalog: Catalog, hit: Hit) -> View:
    action = hit.action
    connector = _named(catalog, action.connector)
    return {
        "id": f"{connector.key}_{connector.version}_{action.id}_global",
        "action_name": action.id,
        "connector_key": connector.key,
        "label": action.label,
        "description": action.description,
        "project_id": "global",
        "similarity_score": hit.score,
    }
