"""Endpoints of connector profiles: the contract's list, and our own read and change."""

from typing import Any

from fastapi import APIRouter, Depends, Query

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller
from linkwright.catalog.catalog import Catalog
from linkwright.profiles.schemas import ProfileChange, auth_config, profile_view
from linkwright.profiles.service import ProfileService
from linkwright.store.database import Database


def router(
    caller: Caller, profiles: ProfileService, catalog: Catalog, database: Database, public_url: str
) -> APIRouter:
    """The routes."""
    api = APIRouter(tags=["connector profiles"])

    def logo(key: str) -> str:
        return f"{public_url}/connectors/{key}/logo.svg"

    @api.get("/auth_configs", summary="The project's connector profiles, in the contract's shape")
    async def auth_configs(
        page: int = Query(1, ge=1),
        page_size: int = Query(25, ge=1, le=100),
        enabled: bool | None = None,
        connector_key: str | None = None,
        principal: Principal = Depends(caller),
    ) -> dict[str, Any]:
        require(principal, "read", Resource("profile", principal.project_id))
        async with database.read() as tx:
            found = await profiles.list(tx, principal.project_id)
        chosen = [
            profile
            for profile in found
            if enabled in (None, profile.enabled) and connector_key in (None, profile.connector_key)
        ]
        start = (page - 1) * page_size
        data = [
            auth_config(profile, catalog.get(profile.connector_key), logo(profile.connector_key))
            for profile in chosen[start : start + page_size]
        ]
        return {"page": page, "page_size": page_size, "total": len(chosen), "data": data}

    @api.get("/connector_profiles/{profile_id}", summary="One profile, with the actions it enables")
    async def get_profile(profile_id: str, principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "read", Resource("profile", principal.project_id))
        async with database.read() as tx:
            profile = await profiles.get(tx, principal.project_id, profile_id)
        return profile_view(profile, catalog.get(profile.connector_key), logo(profile.connector_key))

    @api.patch("/connector_profiles/{profile_id}", summary="Enable, disable, rename, or choose the actions")
    async def update_profile(
        profile_id: str, change: ProfileChange, principal: Principal = Depends(caller)
    ) -> dict[str, Any]:
        require(principal, "write", Resource("profile", principal.project_id))
        async with database.write() as tx:
            profile = await profiles.get(tx, principal.project_id, profile_id)
            profile = await profiles.update(
                tx, profile, actions=change.actions, enabled=change.enabled, name=change.name
            )
        return profile_view(profile, catalog.get(profile.connector_key), logo(profile.connector_key))

    return api
