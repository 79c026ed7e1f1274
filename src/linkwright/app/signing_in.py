"""How members sign in, put together."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from linkwright.access.cookies import Cookies
from linkwright.access.entering import routes as entering_routes
from linkwright.access.entering.entrance import Entrance
from linkwright.access.members import MemberService
from linkwright.access.oidc import routes as oidc_routes
from linkwright.access.oidc.discovery import Discovery
from linkwright.access.oidc.service import ProviderSignIn
from linkwright.access.oidc.settings import SignInSettings
from linkwright.access.own import routes as own_routes
from linkwright.access.own.service import OwnAccount
from linkwright.access.passwords import Passwords
from linkwright.access.routes import Caller
from linkwright.access.sessions.service import ConsoleSessions
from linkwright.access.team import routes as team_routes
from linkwright.access.team.service import TeamService
from linkwright.access.tries.brake import Brake
from linkwright.access.two_step.service import TwoStep
from linkwright.kit.clock import Clock
from linkwright.outbound.transport import Transport
from linkwright.settings import Settings
from linkwright.store.database import Database
from linkwright.vault.vault import Vault


@dataclass(frozen=True)
class SigningIn:
    """What lets members in, and what they do about their membership."""

    members: MemberService
    sessions: ConsoleSessions
    entrance: Entrance
    two_step: TwoStep
    own: OwnAccount
    team: TeamService
    brake: Brake
    settings: SignInSettings
    provider: ProviderSignIn

    async def sweep(self) -> None:
        """Remove what has ended: sessions, half-done sign-ins, old tries."""
        await self.sessions.sweep()
        await self.entrance.sweep()
        await self.brake.sweep()
        await self.provider.sweep()


def signing_in_of(
    database: Database, vault: Vault, clock: Clock, settings: Settings, transport: Transport
) -> SigningIn:
    """Put it together."""
    passwords, brake = Passwords(), Brake(database, clock)
    sessions = ConsoleSessions(
        database, clock, idle=settings.member_session_lifetime, longest=settings.member_session_longest
    )
    two_step = TwoStep(database, vault, brake, clock)
    entrance = Entrance(database, clock, sessions, two_step, brake)
    wanted = SignInSettings(database, vault, clock)
    return_address = f"{settings.public()}{oidc_routes.RETURN}"
    return SigningIn(
        members=MemberService(database, clock, passwords, entrance, brake),
        sessions=sessions,
        entrance=entrance,
        two_step=two_step,
        own=OwnAccount(database, passwords, two_step, brake),
        team=TeamService(clock),
        brake=brake,
        settings=wanted,
        provider=ProviderSignIn(
            database, wanted, Discovery(transport, clock), transport, entrance, clock, return_address
        ),
    )


def signing_in_routers(made: SigningIn, caller: Caller, database: Database, public_url: str) -> list[APIRouter]:
    """The routes of signing in, of members, and of one's own membership."""
    cookies = Cookies.of(public_url)
    return [
        entering_routes.router(made.members, made.entrance, made.sessions, database, cookies),
        own_routes.router(caller, made.own, made.sessions, made.two_step, database),
        oidc_routes.router(caller, made.provider, made.sessions, made.settings, database, cookies, public_url),
        team_routes.router(caller, made.team, database, public_url),
    ]
