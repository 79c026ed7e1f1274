"""The console's endpoints about members and invitations."""

from fastapi import APIRouter, Depends, Response

from linkwright.access.principals import Principal
from linkwright.access.repository import names_of
from linkwright.access.routes import Caller
from linkwright.access.team.schemas import (
    InvitationRequest,
    InvitationView,
    MemberView,
    NewInvitationView,
    RemovedMember,
    RoleChange,
    TwoStepReset,
)
from linkwright.access.team.service import TeamService
from linkwright.store.database import Database


def router(caller: Caller, team: TeamService, database: Database, public_url: str) -> APIRouter:
    """The routes. `public_url` is where one-time links begin."""
    api = APIRouter(prefix="/console/api", tags=["console"])
    _members(api, caller, team, database)
    _invitations(api, caller, team, database, public_url)
    return api


def _members(api: APIRouter, caller: Caller, team: TeamService, database: Database) -> None:
    @api.get("/members", summary="The organization's members, oldest first")
    async def list_members(principal: Principal = Depends(caller)) -> list[MemberView]:
        async with database.read() as tx:
            return [MemberView.of(one) for one in await team.members(tx, principal)]

    @api.patch("/members/{member_id}", summary="Give a member another role")
    async def change_member(member_id: str, body: RoleChange, principal: Principal = Depends(caller)) -> MemberView:
        async with database.write() as tx:
            return MemberView.of(await team.change_role(tx, principal, member_id, body.role))

    @api.delete("/members/{member_id}", summary="Remove a member; answers what ended with the membership")
    async def remove_member(member_id: str, principal: Principal = Depends(caller)) -> RemovedMember:
        async with database.write() as tx:
            gone = await team.remove(tx, principal, member_id)
        return RemovedMember(sessions=gone.sessions, mcp_clients=gone.clients, invitations=gone.invitations)

    @api.post("/members/{member_id}/two_step/reset", summary="Switch off the two-step sign-in of who lost the app")
    async def reset_member_two_step(member_id: str, principal: Principal = Depends(caller)) -> TwoStepReset:
        async with database.write() as tx:
            return TwoStepReset(was_on=await team.reset_two_step(tx, principal, member_id))


def _invitations(api: APIRouter, caller: Caller, team: TeamService, database: Database, public_url: str) -> None:
    @api.get("/invitations", summary="One-time links that nobody has used, newest first")
    async def list_invitations(principal: Principal = Depends(caller)) -> list[InvitationView]:
        async with database.read() as tx:
            found = await team.invitations(tx, principal)
            names = await names_of(tx, [one.created_by for one in found if one.created_by])
        return [InvitationView.of(one, names) for one in found]

    @api.post("/invitations", summary="Invite somebody; the answer is the only time the link is shown")
    async def invite(
        body: InvitationRequest, response: Response, principal: Principal = Depends(caller)
    ) -> NewInvitationView:
        async with database.write() as tx:
            made = await team.invite(tx, principal, body.role, body.email, body.days)
        response.headers["cache-control"] = "no-store"
        shown = InvitationView.of(made.invitation, {principal.reference: principal.name})
        return NewInvitationView(**shown.model_dump(), url=f"{public_url}/console/claim/{made.token.reveal()}")

    @api.delete("/invitations/{invitation_id}", summary="Make an unused link worthless")
    async def revoke_invitation(invitation_id: str, principal: Principal = Depends(caller)) -> dict[str, bool]:
        async with database.write() as tx:
            await team.revoke(tx, principal, invitation_id)
        return {"ok": True}
