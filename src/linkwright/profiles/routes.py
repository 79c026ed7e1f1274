"""Endpoints of connector profiles: the contract's list, and our own read and change."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from fastapi import APIRouter, Body, Depends, Query, Response

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller
from linkwright.catalog.addresses import logo_path
from linkwright.catalog.catalog import Catalog
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import Connector
from linkwright.profiles.editing import ProfileEditor
from linkwright.profiles.model import Profile
from linkwright.profiles.schemas import ProfileChange, ProfileWish, auth_config, profile_view
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Database


def router(
    caller: Caller,
    profiles: ProfileService,
    editor: ProfileEditor,
    catalogs: CatalogSource,
    database: Database,
    base_of: Callable[[str], Awaitable[str]],
) -> APIRouter:
    """The routes; `base_of` knows where the public addresses of a project begin."""
    api = APIRouter(tags=["connector profiles"])

    def logo(base: str, profile: Profile, connector: Connector | None) -> str:
        return base + logo_path(connector or profile.connector_key)

    async def view(profile: Profile) -> dict[str, Any]:
        connector = (await catalogs.of(profile.project_id)).get(profile.connector_key, profile.version)
        async with database.read() as tx:
            facts = await editor.facts(tx, [profile])
        base = await base_of(profile.project_id)
        return profile_view(profile, connector, logo(base, profile, connector), facts[0])

    def listed(base: str, profile: Profile, catalog: Catalog) -> dict[str, Any]:
        connector = catalog.get(profile.connector_key, profile.version)
        return auth_config(profile, connector, logo(base, profile, connector))

    @api.get("/auth_configs", summary="The project's connector profiles, in the contract's shape")
    async def auth_configs(
        page: int = Query(1, ge=1),
        page_size: int = Query(25, ge=1, le=100),
        enabled: bool | None = None,
        connector_key: str | None = None,
        principal: Principal = Depends(caller),
    ) -> dict[str, Any]:
        require(principal, "read", Resource("profile", principal.project_id, narrowed=principal.profiles is not None))
        async with database.read() as tx:
            found = _reached(principal, await profiles.list(tx, principal.project_id))
        chosen = [
            profile
            for profile in found
            if enabled in (None, profile.enabled) and connector_key in (None, profile.connector_key)
        ]
        start = (page - 1) * page_size
        catalog = await catalogs.of(principal.project_id)
        base = await base_of(principal.project_id)
        data = [listed(base, profile, catalog) for profile in chosen[start : start + page_size]]
        return {"page": page, "page_size": page_size, "total": len(chosen), "data": data}

    @api.get("/connector_profiles/{profile_id}", summary="One profile, with the actions it enables")
    async def get_profile(profile_id: str, principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "read", Resource("profile", principal.project_id, profile_id=profile_id))
        async with database.read() as tx:
            profile = await profiles.get(tx, principal.project_id, profile_id)
        return await view(profile)

    @api.post("/connector_profiles", status_code=201, summary="Make a profile of a connector")
    async def create_profile(
        response: Response, wish: ProfileWish = Body(), principal: Principal = Depends(caller)
    ) -> dict[str, Any]:
        require(principal, "write", Resource("profile", principal.project_id))
        response.headers["cache-control"] = "no-store"
        return await view(await editor.create(principal.project_id, wish))

    @api.get("/connector_profiles", summary="The project's profiles in full")
    async def list_profiles(
        connector_key: str | None = None, principal: Principal = Depends(caller)
    ) -> list[dict[str, Any]]:
        require(principal, "read", Resource("profile", principal.project_id, narrowed=principal.profiles is not None))
        async with database.read() as tx:
            found = _reached(principal, await profiles.list(tx, principal.project_id))
        return [await view(one) for one in found if connector_key in (None, one.connector_key)]

    @api.patch(
        "/connector_profiles/{profile_id}", summary="Change a profile: its app, its actions, its name, on or off"
    )
    async def update_profile(
        profile_id: str, change: ProfileChange, principal: Principal = Depends(caller)
    ) -> dict[str, Any]:
        require(principal, "write", Resource("profile", principal.project_id, profile_id=profile_id))
        return await view(await editor.change(principal.project_id, profile_id, change))

    @api.delete("/connector_profiles/{profile_id}", status_code=204, summary="Delete a profile that no account uses")
    async def delete_profile(
        profile_id: str,
        accounts: Literal["keep", "delete"] = Query("keep", description="`delete` deletes its accounts too."),
        principal: Principal = Depends(caller),
    ) -> None:
        require(principal, "write", Resource("profile", principal.project_id, profile_id=profile_id))
        await editor.delete(principal, profile_id, with_accounts=accounts == "delete")

    return api


def _reached(principal: Principal, found: Sequence[Profile]) -> list[Profile]:
    return [one for one in found if principal.profiles is None or one.id in principal.profiles]
