"""The console's endpoint about itself, a project's brand, and the brand's files for everybody."""

from typing import Any

from fastapi import APIRouter, Body, Depends, Request, Response

from linkwright import __version__
from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller
from linkwright.access.scopes import ROLES
from linkwright.errors import NotFound
from linkwright.projects.addresses import reachable
from linkwright.projects.brands import Brands
from linkwright.projects.service import ProjectService
from linkwright.projects.theme import stylesheet
from linkwright.store.database import Database

# A drawing that somebody uploaded may run nothing and load nothing, however it is opened.
_KEPT = "public, max-age=31536000, immutable"
_LOGO_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "content-disposition": "inline",
    "cross-origin-resource-policy": "cross-origin",
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
}
_PICTURE = {
    "requestBody": {"required": True, "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}}}
}


def router(caller: Caller, projects: ProjectService, brands: Brands, database: Database, public_url: str) -> APIRouter:
    """The routes."""
    api = APIRouter()
    _console(api, caller, projects, database, public_url)
    _project(api, caller, brands)
    _files(api, brands)
    return api


def _console(api: APIRouter, caller: Caller, projects: ProjectService, database: Database, public_url: str) -> None:
    @api.get(
        "/console/api/me",
        summary="The signed-in member, the projects, and the token that changes must carry",
        tags=["console"],
    )
    async def me(request: Request) -> dict[str, Any]:
        member = await caller.member(request)
        async with database.read() as tx:
            known = await projects.list(tx, member.organization_id)
        return {
            "member": {"id": member.member_id, "name": member.name, "email": member.email, "role": member.role},
            # What the role may, so that the console shows nothing that would be refused.
            "rights": sorted(ROLES[member.role]),
            "organization": {"id": member.organization_id, "name": member.organization_name},
            "projects": [
                {"id": one.id, "name": one.name, "app_name": one.app_name, "address": one.base(public_url)}
                for one in known
            ],
            "csrf_token": member.csrf_token,
            "version": __version__,
            "public_url": public_url,
        }


def _project(api: APIRouter, caller: Caller, brands: Brands) -> None:
    @api.get("/project", summary="The caller's project and its brand", tags=["projects"])
    async def get_project(principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "read", Resource("settings", principal.project_id))
        return brands.view(await brands.get(principal.project_id))

    @api.patch("/project", summary="Change the app's name, the brand and the project's own address", tags=["projects"])
    async def update_project(
        changes: dict[str, Any] = Body(), principal: Principal = Depends(caller)
    ) -> dict[str, Any]:
        require(principal, "write", Resource("settings", principal.project_id))
        return brands.view(await brands.change(principal.project_id, changes))

    @api.put(
        "/project/logos/{theme}",
        summary="Store a logo for the theme light or dark: the picture is the body",
        tags=["projects"],
        openapi_extra=_PICTURE,
    )
    async def put_logo(theme: str, request: Request, principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "write", Resource("settings", principal.project_id))
        return brands.view(await brands.put_logo(principal.project_id, theme, await request.body()))

    @api.delete("/project/logos/{theme}", summary="Remove a logo", tags=["projects"])
    async def drop_logo(theme: str, principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "write", Resource("settings", principal.project_id))
        return brands.view(await brands.drop_logo(principal.project_id, theme))


def _files(api: APIRouter, brands: Brands) -> None:
    @api.get("/brand/{project_id}/theme.css", include_in_schema=False)
    async def theme(project_id: str, request: Request) -> Response:
        _check_here(request, project_id)
        headers = {"cache-control": "public, max-age=60"}
        return Response(stylesheet(await brands.get(project_id)), media_type="text/css", headers=headers)

    @api.get("/brand/{project_id}/logo-{theme}-{name}", include_in_schema=False)
    async def logo(project_id: str, theme: str, name: str, request: Request) -> Response:
        _check_here(request, project_id)
        found = await brands.logo(project_id, theme)
        # Only the name of this very picture may be kept for long; an older one leads here too, as mails and caches have it.
        kept = _KEPT if name == (await brands.get(project_id)).logos.get(theme) else "public, max-age=60"
        return Response(found.content, media_type=found.media_type, headers={**_LOGO_HEADERS, "cache-control": kept})


def _check_here(request: Request, project_id: str) -> None:
    if not reachable(request.scope, project_id):
        raise NotFound("There is nothing at this address.")
