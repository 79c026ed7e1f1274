"""The console's endpoints about one's own membership."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Response

from linkwright.access.entering.repository import settings_of
from linkwright.access.own.schemas import (
    Code,
    ConsoleSessionView,
    Ended,
    PasswordChange,
    RecoveryCodes,
    TwoStepBeginning,
    TwoStepView,
)
from linkwright.access.own.service import OwnAccount, person_of
from linkwright.access.routes import Caller, of_session
from linkwright.access.sessions.model import SignedIn
from linkwright.access.sessions.service import ConsoleSessions
from linkwright.access.two_step.service import TwoStep
from linkwright.kit.secret import Secret
from linkwright.store.database import Database


def router(
    caller: Caller, own: OwnAccount, sessions: ConsoleSessions, two_step: TwoStep, database: Database
) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix="/console/api/me", tags=["console"])
    signed_in = of_session(caller)
    _sessions(api, signed_in, sessions, database)
    _password(api, signed_in, own)
    _two_step(api, signed_in, own, two_step, sessions, database)
    return api


def _sessions(
    api: APIRouter, signed_in: Callable[..., Awaitable[SignedIn]], sessions: ConsoleSessions, database: Database
) -> None:
    @api.get("/sessions", summary="Where you are signed in")
    async def my_sessions(member: SignedIn = Depends(signed_in)) -> list[ConsoleSessionView]:
        async with database.read() as tx:
            return [ConsoleSessionView.of(one, member.session_id) for one in await sessions.list(tx, member)]

    @api.post("/sessions/end_others", summary="End all of your sessions but this one")
    async def end_other_sessions(member: SignedIn = Depends(signed_in)) -> Ended:
        sessions.recently_proved(member)
        async with database.write() as tx:
            return Ended(ended=await sessions.end_others(tx, member))

    @api.delete("/sessions/{session_id}", summary="End one of your sessions")
    async def end_session(session_id: str, member: SignedIn = Depends(signed_in)) -> Ended:
        sessions.recently_proved(member)
        async with database.write() as tx:
            await sessions.end(tx, member, session_id)
        return Ended(ended=1)


def _password(api: APIRouter, signed_in: Callable[..., Awaitable[SignedIn]], own: OwnAccount) -> None:
    @api.post("/password", summary="Change your password; your other sessions end")
    async def change_password(body: PasswordChange, member: SignedIn = Depends(signed_in)) -> Ended:
        return Ended(ended=await own.change_password(member, Secret(body.old), Secret(body.new)))


def _two_step(
    api: APIRouter,
    signed_in: Callable[..., Awaitable[SignedIn]],
    own: OwnAccount,
    two_step: TwoStep,
    sessions: ConsoleSessions,
    database: Database,
) -> None:
    @api.get("/two_step", summary="Whether two-step sign-in is on")
    async def get_two_step(member: SignedIn = Depends(signed_in)) -> TwoStepView:
        async with database.read() as tx:
            state = await two_step.state(tx, member.member_id)
            wanted = await settings_of(tx, member.organization_id)
        required = wanted is not None and wanted["require_two_step"]
        return TwoStepView(on=state.on, required=required, codes_left=state.codes_left)

    @api.post("/two_step/begin", summary="A fresh secret for an authenticator app")
    async def begin_two_step(response: Response, member: SignedIn = Depends(signed_in)) -> TwoStepBeginning:
        response.headers["cache-control"] = "no-store"
        sessions.recently_proved(member)
        made = await two_step.begin(person_of(member))
        return TwoStepBeginning(secret=made.secret.reveal(), picture=made.picture)

    @api.post("/two_step/confirm", summary="Switch two-step sign-in on with a first code; answers the recovery codes")
    async def confirm_two_step(body: Code, response: Response, member: SignedIn = Depends(signed_in)) -> RecoveryCodes:
        response.headers["cache-control"] = "no-store"
        return _shown(await two_step.confirm(person_of(member), body.code))

    @api.post("/two_step/codes", summary="New recovery codes in place of the old ones; needs a code")
    async def renew_codes(body: Code, response: Response, member: SignedIn = Depends(signed_in)) -> RecoveryCodes:
        response.headers["cache-control"] = "no-store"
        return _shown(await two_step.fresh_codes(person_of(member), body.code))

    @api.post("/two_step/off", summary="Switch two-step sign-in off; needs a code")
    async def end_two_step(body: Code, member: SignedIn = Depends(signed_in)) -> dict[str, bool]:
        await own.switch_off(member, body.code)
        return {"ok": True}


def _shown(codes: list[Secret]) -> RecoveryCodes:
    return RecoveryCodes(codes=[one.reveal() for one in codes])
