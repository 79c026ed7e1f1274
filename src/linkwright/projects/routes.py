"""The console's endpoints about itself: who is signed in, which projects, and a project's branding."""

from typing import Any

from fastapi import APIRouter, Body, Depends, Request

from linkwright import __version__
from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller
from linkwright.projects.service import Project, ProjectService
from linkwright.store.database import Database


def router(caller: Caller, projects: ProjectService, database: Database, public_url: str) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/console/api", tags=["console"])

    @api.get("/me", summary="The signed-in member, the projects, and the token that changes must carry")
    async def me(request: Request) -> dict[str, Any]:
        member = await caller.member(request)
        async with database.read() as tx:
            known = await projects.list(tx, member.organization_id)
        return {
            "member": {"id": member.member_id, "name": member.name, "email": member.email, "role": member.role},
            "organization": {"id": member.organization_id, "name": member.organization_name},
            "projects": [{"id": project.id, "name": project.name, "app_name": project.app_name} for project in known],
            "csrf_token": member.csrf_token,
            "version": __version__,
            "public_url": public_url,
        }

    @api.get("/project", summary="The project and its branding")
    async def get_project(principal: Principal = Depends(caller)) -> dict[str, Any]:
        require(principal, "read", Resource("settings", principal.project_id))
        async with database.read() as tx:
            return _view(await projects.get(tx, principal.project_id))

    @api.patch("/project", summary="Change the app's name and the branding of the Hub")
    async def update_project(
        changes: dict[str, Any] = Body(), principal: Principal = Depends(caller)
    ) -> dict[str, Any]:
        require(principal, "write", Resource("settings", principal.project_id))
        async with database.write() as tx:
            return _view(await projects.update(tx, principal.project_id, changes))

    return api


def _view(project: Project) -> dict[str, Any]:
    return {"id": project.id, "name": project.name, "app_name": project.app_name, **project.brand}
