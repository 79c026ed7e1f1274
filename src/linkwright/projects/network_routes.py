"""The console's endpoints about the networks that a project may be used from."""

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from linkwright.access.networks import MOST
from linkwright.access.principals import Principal
from linkwright.access.routes import Caller, seen_of
from linkwright.projects.networks import networks_of, set_networks
from linkwright.store.database import Database


class NetworksChange(BaseModel):
    """The networks from now on."""

    model_config = ConfigDict(extra="forbid")

    networks: list[str] = Field(
        max_length=MOST,
        description="Such as 203.0.113.0/24, 2001:db8::/32 or one address; an empty list means anywhere.",
    )


class NetworksView(BaseModel):
    """The networks that keys, MCP clients and members may come from, and where this very request came from."""

    networks: list[str]
    your_address: str


def router(caller: Caller, database: Database) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/console/api/project/networks", tags=["console"])

    @api.get("", summary="The networks that the project may be used from; none means anywhere")
    async def get_networks(request: Request, principal: Principal = Depends(caller)) -> NetworksView:
        async with database.read() as tx:
            found = await networks_of(tx, principal)
        return NetworksView(networks=found or [], your_address=seen_of(request).address)

    @api.put("", summary="Let the project be used from these networks only")
    async def put_networks(
        body: NetworksChange, request: Request, principal: Principal = Depends(caller)
    ) -> NetworksView:
        address = seen_of(request).address
        async with database.write() as tx:
            kept = await set_networks(tx, principal, body.networks, address)
        return NetworksView(networks=kept or [], your_address=address)

    return api
