"""`linkwright members`: one-time sign-in links."""

from __future__ import annotations

from pathlib import Path

import typer

from linkwright.access import repository
from linkwright.access.members import MemberService
from linkwright.access.passwords import Passwords
from linkwright.cli.context import DATA, JSON, in_database, public_address, show
from linkwright.errors import NotFound
from linkwright.kit.clock import SystemClock
from linkwright.kit.secret import Secret
from linkwright.settings import Settings
from linkwright.store.database import Database, Tx

app = typer.Typer(help="Members of the console.", no_args_is_help=True)


@app.command("link")
def link(data: Path | None = DATA, json: bool = JSON) -> None:
    """Make a one-time link to the console: for a new owner, or for one who forgot the password."""

    async def work(tx: Tx, settings: Settings) -> str:
        organization = await repository.first_organization(tx)
        if organization is None:
            raise NotFound(
                "This database holds no organization yet.", hint="Start the hub once with `linkwright serve`."
            )
        members = MemberService(Database(settings.database_address()), SystemClock(), Passwords(), 0)
        return claim_address(public_address(settings), await members.invite(tx, organization["id"]))

    address = in_database(data, work)
    show({"url": address}, f"{address}\n\nIt works once, within seven days.", as_json=json)


def claim_address(public_url: str, token: Secret) -> str:
    """The address that a one-time link's bearer opens."""
    return f"{public_url}/console/claim/{token.reveal()}"
