"""Members, their second steps and their sign-ins, for the table of routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx2
import pyotp

from linkwright.access.entering import repository as entering
from linkwright.kit.secret import Secret
from tests.contract.consents.world import COOKIES

if TYPE_CHECKING:
    from tests.contract.audit.routes import Walk

PASSWORD = "a long enough pass phrase"
_ME = "/console/api/me"


@dataclass
class Member:
    """A member beside the owner, signed in."""

    walk: Walk
    id: str
    email: str
    cookie: str
    secret: str = ""

    @property
    def code(self) -> str:
        """What the app shows; each code is asked for once."""
        clock = self.walk.world.clock
        clock.advance(60)
        return pyotp.TOTP(self.secret).generate_otp(int(clock.now().timestamp()) // 30)

    async def call(self, method: str, path: str, body: Any = None) -> httpx2.Response:
        """A call of theirs."""
        kept, self.walk.world.cookie = self.walk.world.cookie, self.cookie
        try:
            return await self.walk.console(method, path, body)
        finally:
            self.walk.world.cookie = kept

    async def sign_in(self) -> httpx2.Response:
        """Sign in anew."""
        body = {"email": self.email, "password": PASSWORD}
        return await self.walk.world.http.post("/console/api/sign-in", json=body)

    async def begin(self) -> httpx2.Response:
        """Ask for the secret of an app."""
        made = await self.call("POST", f"{_ME}/two_step/begin")
        self.secret = made.json()["secret"]
        return made

    async def switch_on(self) -> httpx2.Response:
        """Switch two-step sign-in on."""
        await self.begin()
        return await self.call("POST", f"{_ME}/two_step/confirm", {"code": self.code})


async def member(walk: Walk) -> Member:
    """Somebody whom the owner invited."""
    email = f"{walk.name()}@example.com"
    made = await walk.console("POST", "/console/api/invitations", {"role": "developer", "email": email})
    token = Secret(made.json()["url"].rpartition("/")[2])
    entered = await walk.world.hub.members.claim(token, email, "Bo", Secret(PASSWORD))
    listed = (await walk.console("GET", "/console/api/members")).json()
    return Member(walk, next(one["id"] for one in listed if one["email"] == email), email, entered.token.reveal())


async def with_two_steps(walk: Walk) -> Member:
    """A member who signs in with two steps."""
    found = await member(walk)
    answer = await found.switch_on()
    assert answer.status_code == 200, answer.text
    return found


async def changed_member(walk: Walk) -> httpx2.Response:
    """A member is given another role."""
    return await walk.console("PATCH", f"/console/api/members/{(await member(walk)).id}", {"role": "viewer"})


async def removed_member(walk: Walk) -> httpx2.Response:
    """A member is removed."""
    return await walk.console("DELETE", f"/console/api/members/{(await member(walk)).id}")


async def reset_member(walk: Walk) -> httpx2.Response:
    """A member lost the app."""
    found = await with_two_steps(walk)
    return await walk.console("POST", f"/console/api/members/{found.id}/two_step/reset")


async def invited(walk: Walk) -> httpx2.Response:
    """Somebody is invited."""
    return await walk.console("POST", "/console/api/invitations", {"role": "viewer"})


async def uninvited(walk: Walk) -> httpx2.Response:
    """The link is made worthless."""
    return await walk.console("DELETE", f"/console/api/invitations/{(await invited(walk)).json()['id']}")


async def begun(walk: Walk) -> httpx2.Response:
    """The secret of an app."""
    return await (await member(walk)).begin()


async def switched_on(walk: Walk) -> httpx2.Response:
    """Two-step sign-in is switched on."""
    return await (await member(walk)).switch_on()


async def new_codes(walk: Walk) -> httpx2.Response:
    """New recovery codes."""
    found = await with_two_steps(walk)
    return await found.call("POST", f"{_ME}/two_step/codes", {"code": found.code})


async def switched_off(walk: Walk) -> httpx2.Response:
    """Two-step sign-in is switched off."""
    found = await with_two_steps(walk)
    return await found.call("POST", f"{_ME}/two_step/off", {"code": found.code})


async def new_password(walk: Walk) -> httpx2.Response:
    """Another password."""
    return await (await member(walk)).call(
        "POST", f"{_ME}/password", {"old": PASSWORD, "new": "another long pass phrase"}
    )


async def ended_others(walk: Walk) -> httpx2.Response:
    """The other sessions are ended."""
    found = await member(walk)
    await found.sign_in()
    return await found.call("POST", f"{_ME}/sessions/end_others")


async def ended_one(walk: Walk) -> httpx2.Response:
    """One session is ended."""
    found = await member(walk)
    await found.sign_in()
    listed = (await found.call("GET", f"{_ME}/sessions")).json()
    other = next(one["id"] for one in listed if not one["current"])
    return await found.call("DELETE", f"{_ME}/sessions/{other}")


async def second_step(walk: Walk, found: Member, code: str) -> httpx2.Response:
    """Sign in, and give a code."""
    half = await _half(found)
    sent = {"cookie": f"{COOKIES.step}={half}"}
    return await walk.world.http.post("/console/api/sign-in/code", json={"code": code}, headers=sent)


async def signed_in_twice(walk: Walk) -> httpx2.Response:
    """Both steps."""
    found = await with_two_steps(walk)
    return await second_step(walk, found, found.code)


async def set_up(walk: Walk, *, confirm: bool) -> httpx2.Response:
    """Sign in where the organization wants two steps, without having set them up."""
    found = await member(walk)
    await _require(walk, two_steps=True)
    try:
        sent = {"cookie": f"{COOKIES.step}={await _half(found)}"}
        made = await walk.world.http.post("/console/api/sign-in/setup", headers=sent)
        if not confirm:
            return made
        found.secret = made.json()["secret"]
        body = {"code": found.code}
        return await walk.world.http.post("/console/api/sign-in/setup/confirm", json=body, headers=sent)
    finally:
        await _require(walk, two_steps=False)


async def _half(found: Member) -> str:
    answer = await found.sign_in()
    assert answer.json()["stage"] in ("code", "setup"), answer.text
    return str(answer.cookies[COOKIES.step])


async def _require(walk: Walk, *, two_steps: bool) -> None:
    values = {"require_two_step": two_steps, "passwords": True, "secret_version": 0, "domains": []}
    more = {"default_role": "viewer", "joins": False, "updated_at": walk.world.clock.now()}
    organization = (await walk.me())["organization"]["id"]
    async with walk.world.hub.database.write() as tx:
        await entering.put_settings(tx, {"organization_id": organization, **values, **more})
