"""The console's endpoints for signing in and out."""

from fastapi import APIRouter, Request, Response

from linkwright.access.entering.entrance import STEP_LIFETIME, Entered, Entrance
from linkwright.access.entering.schemas import ClaimLook, ClaimRequest, ClaimView, EnteredView, SignInRequest
from linkwright.access.members import MemberService
from linkwright.access.own.schemas import Code, RecoveryCodes, TwoStepBeginning
from linkwright.access.routes import COOKIE, seen_of
from linkwright.access.sessions.service import ConsoleSessions, check_csrf
from linkwright.kit.secret import Secret
from linkwright.store.database import Database

STEP_COOKIE = "lw_step"
DEVICE_COOKIE = "lw_device"
_PATH = "/console/api"
_SESSION_KEPT = 90 * 86_400
_DEVICE_KEPT = 180 * 86_400


class Cookies:
    """Gives the browser what it keeps, for HTTPS only where `secure`."""

    def __init__(self, *, secure: bool) -> None:
        self.secure = secure

    def keep(self, response: Response, entered: Entered) -> EnteredView:
        """Set the cookies of how far a person has come."""
        response.headers["cache-control"] = "no-store"
        if entered.stage == "in":
            response.delete_cookie(STEP_COOKIE, path=_PATH)
            if entered.device is not None:
                self._set(response, DEVICE_COOKIE, entered.device, _DEVICE_KEPT, _PATH)
            # The server ends the session by its own clock.
            self._set(response, COOKIE, entered.token, _SESSION_KEPT, "/")
        else:
            self._set(response, STEP_COOKIE, entered.token, int(STEP_LIFETIME.total_seconds()), _PATH)
        return EnteredView(stage=entered.stage)

    def _set(self, response: Response, name: str, token: Secret, seconds: int, path: str) -> None:
        response.set_cookie(
            name, token.reveal(), max_age=seconds, httponly=True, samesite="strict", secure=self.secure, path=path
        )


def router(
    members: MemberService, entrance: Entrance, sessions: ConsoleSessions, database: Database, cookies: Cookies
) -> APIRouter:
    """The routes."""
    api = APIRouter(prefix=_PATH, tags=["console"])
    _claiming(api, members, database, cookies)
    _signing_in(api, members, sessions, cookies)
    _second_step(api, entrance, cookies)
    return api


def _claiming(api: APIRouter, members: MemberService, database: Database, cookies: Cookies) -> None:
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
        return cookies.keep(response, entered)


def _signing_in(api: APIRouter, members: MemberService, sessions: ConsoleSessions, cookies: Cookies) -> None:
    @api.post("/sign-in", summary="Sign in with e-mail and password")
    async def sign_in(body: SignInRequest, request: Request, response: Response) -> EnteredView:
        device = request.cookies.get(DEVICE_COOKIE)
        entered = await members.sign_in(body.email, Secret(body.password), seen_of(request), device)
        return cookies.keep(response, entered)

    @api.post("/sign-out", summary="End this console session")
    async def sign_out(request: Request, response: Response) -> dict[str, bool]:
        token = request.cookies.get(COOKIE)
        if token:
            check_csrf(await sessions.signed_in(token), request.headers.get("x-csrf-token"))
            await sessions.sign_out(token)
        response.delete_cookie(COOKIE, path="/")
        return {"ok": True}


def _second_step(api: APIRouter, entrance: Entrance, cookies: Cookies) -> None:
    @api.post("/sign-in/code", summary="The second step: a code of the authenticator app, or a recovery code")
    async def sign_in_code(body: Code, request: Request, response: Response) -> EnteredView:
        entered = await entrance.finish(request.cookies.get(STEP_COOKIE), body.code, seen_of(request))
        return cookies.keep(response, entered)

    @api.post(
        "/sign-in/setup", summary="Where the organization wants two steps: a fresh secret for an authenticator app"
    )
    async def sign_in_setup(request: Request, response: Response) -> TwoStepBeginning:
        response.headers["cache-control"] = "no-store"
        made = await entrance.begin_setup(request.cookies.get(STEP_COOKIE))
        return TwoStepBeginning(secret=made.secret.reveal(), picture=made.picture)

    @api.post("/sign-in/setup/confirm", summary="Switch two-step sign-in on and go on; answers the recovery codes")
    async def confirm_sign_in_setup(body: Code, request: Request, response: Response) -> RecoveryCodes:
        token = request.cookies.get(STEP_COOKIE)
        entered, codes = await entrance.finish_setup(token, body.code, seen_of(request))
        cookies.keep(response, entered)
        return RecoveryCodes(codes=[one.reveal() for one in codes])
