"""The console's endpoints for signing in and out."""

from fastapi import APIRouter, Request, Response

from linkwright.access.cookies import Cookies
from linkwright.access.entering.entrance import STEP_LIFETIME, Entered, Entrance
from linkwright.access.entering.schemas import ClaimLook, ClaimRequest, ClaimView, EnteredView, SignInRequest
from linkwright.access.members import MemberService
from linkwright.access.own.schemas import Code, RecoveryCodes, TwoStepBeginning
from linkwright.access.routes import seen_of
from linkwright.access.sessions.service import ConsoleSessions, check_csrf
from linkwright.kit.ids import token_hash
from linkwright.kit.secret import Secret
from linkwright.store.database import Database

_PATH = "/console/api"
_SESSION_KEPT = 90 * 86_400
_DEVICE_KEPT = 180 * 86_400


def give(cookies: Cookies, response: Response, name: str, token: Secret, seconds: int) -> None:
    """Have the browser keep a token, for this host and no other."""
    value, https = token.reveal(), cookies.https
    if name == cookies.flow:
        # The browser comes back from another site, and has to bring it.
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=https)
    else:
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=https)


def take(cookies: Cookies, response: Response, name: str) -> None:
    """Have the browser forget one; it listens only where the prefix's conditions hold for this, too."""
    response.delete_cookie(name, httponly=True, samesite="strict", secure=cookies.https)


def held(cookies: Cookies, request: Request) -> str:
    """The hash of the session token that a browser has; empty if it has none."""
    token = request.cookies.get(cookies.session)
    return token_hash(token) if token else ""


async def keep(
    cookies: Cookies, sessions: ConsoleSessions, response: Response, entered: Entered, before: str
) -> EnteredView:
    """Give the browser the cookies of how far a person has come; the session it had `before` ends once they are in."""
    response.headers["cache-control"] = "no-store"
    if entered.stage == "in":
        if before:
            await sessions.end_earlier(before)
        take(cookies, response, cookies.step)
        if entered.device is not None:
            give(cookies, response, cookies.device, entered.device, _DEVICE_KEPT)
        # The server ends the session by its own clock.
        give(cookies, response, cookies.session, entered.token, _SESSION_KEPT)
    else:
        give(cookies, response, cookies.step, entered.token, int(STEP_LIFETIME.total_seconds()))
    return EnteredView(stage=entered.stage)


def router(
    members: MemberService, entrance: Entrance, sessions: ConsoleSessions, database: Database, cookies: Cookies
) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix=_PATH, tags=["console"])
    _claiming(api, members, sessions, database, cookies)
    _signing_in(api, members, sessions, cookies)
    _second_step(api, entrance, sessions, cookies)
    return api


def _claiming(
    api: APIRouter, members: MemberService, sessions: ConsoleSessions, database: Database, cookies: Cookies
) -> None:
    @api.post("/claim/look", summary="What a one-time link is for")
    async def look_at_claim(body: ClaimLook, response: Response) -> ClaimView:
        response.headers["cache-control"] = "no-store"
        async with database.read() as tx:
            link = await members.invitation(tx, Secret(body.token))
        return ClaimView(
            organization=link["organization_name"], role=link["role"], email=link["email"], new_only=not link["resets"]
        )

    @api.post("/claim", summary="Use a one-time link: become a member, signed in")
    async def claim(body: ClaimRequest, request: Request, response: Response) -> EnteredView:
        entered = await members.claim(
            Secret(body.token), body.email, body.name, Secret(body.password), seen_of(request)
        )
        return await keep(cookies, sessions, response, entered, held(cookies, request))


def _signing_in(api: APIRouter, members: MemberService, sessions: ConsoleSessions, cookies: Cookies) -> None:
    @api.post("/sign-in", summary="Sign in with e-mail and password")
    async def sign_in(body: SignInRequest, request: Request, response: Response) -> EnteredView:
        device = request.cookies.get(cookies.device)
        entered = await members.sign_in(body.email, Secret(body.password), seen_of(request), device)
        return await keep(cookies, sessions, response, entered, held(cookies, request))

    @api.post("/sign-out", summary="End this console session")
    async def sign_out(request: Request, response: Response) -> dict[str, bool]:
        token = request.cookies.get(cookies.session)
        if token:
            check_csrf(await sessions.signed_in(token), request.headers.get("x-csrf-token"))
            await sessions.sign_out(token)
        take(cookies, response, cookies.session)
        return {"ok": True}


def _second_step(api: APIRouter, entrance: Entrance, sessions: ConsoleSessions, cookies: Cookies) -> None:
    @api.post("/sign-in/code", summary="The second step: a code of the authenticator app, or a recovery code")
    async def sign_in_code(body: Code, request: Request, response: Response) -> EnteredView:
        entered = await entrance.finish(request.cookies.get(cookies.step), body.code, seen_of(request))
        return await keep(cookies, sessions, response, entered, held(cookies, request))

    @api.post(
        "/sign-in/setup", summary="Where the organization wants two steps: a fresh secret for an authenticator app"
    )
    async def sign_in_setup(request: Request, response: Response) -> TwoStepBeginning:
        response.headers["cache-control"] = "no-store"
        made = await entrance.begin_setup(request.cookies.get(cookies.step))
        return TwoStepBeginning(secret=made.secret.reveal(), picture=made.picture)

    @api.post("/sign-in/setup/confirm", summary="Switch two-step sign-in on and go on; answers the recovery codes")
    async def confirm_sign_in_setup(body: Code, request: Request, response: Response) -> RecoveryCodes:
        token = request.cookies.get(cookies.step)
        entered, codes = await entrance.finish_setup(token, body.code, seen_of(request))
        await keep(cookies, sessions, response, entered, held(cookies, request))
        return RecoveryCodes(codes=[one.reveal() for one in codes])
