"""The rules of addresses of files: what one stands for, how long, and when it ends before its time.

An address carries a random token and nothing else; its hash is kept, with who asked, for which account and action, and the inputs,
sealed. To fetch the file the action is run again, as whoever asked: so everything that is decided over a call is decided anew, and an
account that is suspended, a profile that switches the action off, or a key that is revoked ends the address too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from linkwright.access.networks import admit, stored_networks
from linkwright.access.principals import Principal
from linkwright.actions.downloads import repository
from linkwright.actions.downloads.callers import kept, principal_of
from linkwright.actions.downloads.errors import DownloadFailed, DownloadGone, DownloadsOff
from linkwright.actions.errors import OptionsInvalid
from linkwright.actions.options import ADDRESS, RUN, CallOptions
from linkwright.actions.runner import ActionRunner, Outcome
from linkwright.engine.errors import EngineError
from linkwright.engine.files import Download
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import new_id, new_token, token_hash
from linkwright.kit.secret import Secret
from linkwright.store.database import Database
from linkwright.vault.vault import Vault

FACE = "download"
BaseOf = Callable[[str], Awaitable[str]]
PATH = "/files/"
_PREFIX = "lwd_"
_MOST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that gives a file: who made it, on which account, with which inputs."""

    principal: Principal
    account_id: str
    action: str
    payload: Mapping[str, Any]


class Downloads:
    """Gives addresses, and the files that they lead to."""

    def __init__(
        self, database: Database, vault: Vault, runner: ActionRunner, clock: Clock, *, lasts: int, base_of: BaseOf
    ) -> None:
        """`lasts`: seconds that an address works, 0 for none at all. `base_of` knows where a project's addresses begin."""
        self._database = database
        self._vault = vault
        self._runner = runner
        self._clock = clock
        self._lasts = timedelta(seconds=lasts)
        self._base_of = base_of

    @property
    def given(self) -> bool:
        """Whether this hub gives addresses."""
        return bool(self._lasts)

    async def check(self, principal: Principal, account_id: str | None, action: str, options: CallOptions) -> None:
        """Refuse a call that wants an address and cannot have one; before it is made, for a write could not be taken back.

        Raises:
            DownloadsOff: there are none here.
            OptionsInvalid: it is no plain read.
        """
        if options.file_as != ADDRESS:
            return
        if not self.given:
            raise DownloadsOff
        effect = await self._runner.lookup.effect(principal, account_id, action)
        if options.mode != RUN or effect not in (None, "read"):
            raise OptionsInvalid(
                "Behind an address the action is run again, so it goes with reads alone.",
                hint="Leave file_as out, and take the file itself.",
            )

    async def addressed(self, asked: Asked, outcome: Outcome) -> Outcome:
        """The outcome with the address of its file in place of the file, of which it lets go."""
        file = outcome.file
        if file is None:
            return outcome
        await file.close()
        token, ends = new_token(_PREFIX), self._clock.now() + self._lasts
        download_id = new_id("dl")
        record = await self._vault.seal(
            Secret(jsons.dumps(dict(asked.payload))),
            **_place(asked.principal.project_id, asked.account_id, download_id),
        )
        async with self._database.write() as tx:
            await repository.add(
                tx,
                {
                    "id": download_id,
                    "token_hash": token_hash(token),
                    "project_id": asked.principal.project_id,
                    "account_id": asked.account_id,
                    "run_id": outcome.run_id,
                    "action": asked.action,
                    "caller": kept(asked.principal),
                    "record": record,
                    "created_at": self._clock.now(),
                    "expires_at": ends,
                },
            )
        answer = jsons.loads(outcome.body)
        url = f"{await self._base_of(asked.principal.project_id)}{PATH}{token}"
        answer["data"] = {**answer["data"], "download_url": url, "expires_at": iso(ends)}
        return replace(outcome, body=jsons.dumpb(answer), file=None)

    async def file(self, token: str, arrived: str | None = None, address: str = "") -> tuple[str, Download]:
        """The run that fetches the file behind a token, and the file.

        `arrived` is the project at whose own address it is asked for, None at the hub's; `address` is where the call comes from.

        Raises:
            DownloadGone: there is none, it is of another project than that, its time is over, or whoever asked may not have it any longer.
            linkwright.access.errors.AddressNotAllowed: the project may not be used from there.
            DownloadFailed: the provider does not give it now.
        """
        asked = await self._asked(token, address)
        if arrived not in (None, asked.principal.project_id):
            raise DownloadGone
        outcome = await self._runner.run(asked.principal, asked.account_id, asked.action, asked.payload, FACE)
        if outcome.error is not None:
            raise _told(outcome.error)
        if outcome.file is None:
            raise DownloadGone
        return outcome.run_id, outcome.file

    async def _asked(self, token: str, address: str) -> Asked:
        if len(token) > _MOST_TOKEN or not token.startswith(_PREFIX):
            raise DownloadGone
        now = self._clock.now()
        async with self._database.read() as tx:
            row = await repository.find(tx, token_hash(token), now)
            if row is None:
                raise DownloadGone
            principal = principal_of(row["caller"])
            if not await repository.may_still(tx, principal.kind, principal.id, now):
                raise DownloadGone
            networks = stored_networks(await repository.networks(tx, row["project_id"]))
        admit(networks, address)
        opened = await self._vault.open(row["record"], **_place(row["project_id"], row["account_id"], row["id"]))
        return Asked(principal, row["account_id"], row["action"], jsons.loads(opened.reveal()))


def _place(project_id: str, account_id: str, download_id: str) -> dict[str, Any]:
    return {"project_id": project_id, "account_id": account_id, "field": f"download:{download_id}", "version": 1}


def _told(error: LinkwrightError) -> LinkwrightError:
    """What whoever holds the address is told: they may be anybody, so nothing of the account and no words of the provider."""
    if isinstance(error, EngineError) and error.status in (408, 429, 502):
        waits = {name: value for name, value in error.headers.items() if name.lower() == "retry-after"}
        return DownloadFailed(headers=waits)
    return error if error.status == 503 else DownloadGone()
