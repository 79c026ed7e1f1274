"""`linkwright members`: who may use the console, and the way back in for who is locked out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import typer

from linkwright.access import repository
from linkwright.access.entering import repository as entering
from linkwright.access.members import checked_email, server_link
from linkwright.access.principals import Principal
from linkwright.access.scopes import ROLES
from linkwright.access.sessions import repository as sessions
from linkwright.access.team.service import TeamService, checked_role
from linkwright.cli.context import DATA, JSON, in_database, public_address, show, table
from linkwright.errors import NotFound
from linkwright.kit.clock import SystemClock, iso
from linkwright.kit.secret import Secret
from linkwright.settings import Settings
from linkwright.store.database import Tx

T = TypeVar("T")
app = typer.Typer(help="Members of the console.", no_args_is_help=True)
_EMAIL = typer.Argument(help="The member's e-mail.")
_TEAM = TeamService(SystemClock())


@app.command("link")
def link(
    role: str = typer.Option("owner", "--role", help="What a new member becomes: owner, admin, developer or viewer."),
    email: str | None = typer.Option(None, "--email", help="The only address that the link works for."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Make a one-time link to the console: for a new member, or for one who forgot the password."""

    async def work(tx: Tx, settings: Settings) -> str:
        found = await _organization(tx)
        wanted = checked_email(email) if email else None
        token = await server_link(tx, SystemClock(), found["id"], checked_role(role), wanted)
        return claim_address(public_address(settings), token)

    address = in_database(data, work)
    show({"url": address}, f"{address}\n\nIt works once, within seven days.", as_json=json)


@app.command("list")
def list_members(data: Path | None = DATA, json: bool = JSON) -> None:
    """List the members."""
    members = _as_server(data, _TEAM.members)
    rows = [["ID", "E-MAIL", "NAME", "ROLE", "TWO-STEP"]]
    rows += [[one.id, one.email, one.name, one.role, "on" if one.two_step else "off"] for one in members]
    value = [
        {
            "id": one.id,
            "email": one.email,
            "name": one.name,
            "role": one.role,
            "two_step": one.two_step,
            "created_at": iso(one.created_at),
        }
        for one in members
    ]
    show(value, table(rows) if members else "There are no members yet.", as_json=json)


@app.command("role")
def set_role(
    email: str = _EMAIL,
    role: str = typer.Argument(help="owner, admin, developer or viewer."),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Give a member another role; it counts at once, in a running hub too."""

    async def work(tx: Tx, server: Principal) -> str:
        return (await _TEAM.change_role(tx, server, await _id_of(tx, email), role)).id

    member_id = _as_server(data, work)
    show({"id": member_id, "role": role}, f"{email} is {role} from now on.", as_json=json)


@app.command("remove")
def remove(email: str = _EMAIL, data: Path | None = DATA, json: bool = JSON) -> None:
    """Remove a member, with sessions, invitations and the MCP clients that they let in. API keys stay."""

    async def work(tx: Tx, server: Principal) -> dict[str, int]:
        gone = await _TEAM.remove(tx, server, await _id_of(tx, email))
        return {"sessions": gone.sessions, "mcp_clients": gone.clients, "invitations": gone.invitations}

    ended = _as_server(data, work)
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in ended.items())
    show({"email": email, **ended}, f"{email} is no member any more. Ended: {told}.", as_json=json)


@app.command("reset-two-step")
def reset_two_step(email: str = _EMAIL, data: Path | None = DATA, json: bool = JSON) -> None:
    """Switch two-step sign-in off for a member who lost app and recovery codes; ends their sessions."""

    async def work(tx: Tx, server: Principal) -> bool:
        return await _TEAM.reset_two_step(tx, server, await _id_of(tx, email))

    was_on = _as_server(data, work)
    text = f"{email} signs in with the password alone, and may set two-step sign-in up again."
    show({"email": email, "was_on": was_on}, text if was_on else f"{email} has no two-step sign-in.", as_json=json)


@app.command("sign-out")
def sign_out(email: str = _EMAIL, data: Path | None = DATA, json: bool = JSON) -> None:
    """End every console session of a member."""

    async def work(tx: Tx, _server: Principal) -> int:
        member_id = await _id_of(tx, email)
        await entering.end_steps_of(tx, member_id)
        return await sessions.end_all(tx, member_id)

    ended = _as_server(data, work)
    show({"email": email, "ended": ended}, f"{ended} sessions of {email} have ended.", as_json=json)


@app.command("allow-passwords")
def allow_passwords(data: Path | None = DATA, json: bool = JSON) -> None:
    """Let members sign in with passwords again: for when the organization's OpenID provider does not work."""

    async def work(tx: Tx, server: Principal) -> None:
        row = await entering.settings_of(tx, server.organization_id)
        if row is not None:
            await entering.put_settings(tx, {**row, "passwords": True, "updated_at": SystemClock().now()})

    _as_server(data, work)
    show({"passwords": True}, "Members may sign in with e-mail and password.", as_json=json)


def claim_address(public_url: str, token: Secret) -> str:
    """The address that a one-time link's bearer opens."""
    return f"{public_url}/console/claim/{token.reveal()}"


async def _organization(tx: Tx) -> repository.Row:
    found = await repository.first_organization(tx)
    if found is None:
        raise NotFound("This database holds no organization yet.", hint="Start the hub once with `linkwright serve`.")
    return found


async def _id_of(tx: Tx, email: str) -> str:
    found = await repository.member_by_email(tx, checked_email(email))
    if found is None:
        raise NotFound(
            f"There is no member of the e-mail {email}.", hint="`linkwright members list` shows the members."
        )
    return str(found["id"])


def _as_server(data: Path | None, work: Callable[[Tx, Principal], Awaitable[T]]) -> T:
    """Whoever runs the server may do what an owner may."""

    async def run(tx: Tx, _settings: Settings) -> T:
        found = await _organization(tx)
        server = Principal("member", "server", "The server", "", found["id"], scopes=ROLES["owner"], role="owner")
        return await work(tx, server)

    return in_database(data, run)
