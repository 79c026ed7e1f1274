"""What a process of a hub needs to renew tokens, for proofs that kill it; and accounts at the twin to renew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import sqlalchemy as sa

from linkwright.accounts.hot import AccountRows
from linkwright.catalog.catalog import Catalog
from linkwright.kit import jsons
from linkwright.kit.clock import SystemClock
from linkwright.oauth.renewal import Renewal
from linkwright.oauth.work import Renewer
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import OutboundRequest, OutboundResponse
from linkwright.profiles.service import ProfileService
from linkwright.projects.service import ProjectService
from linkwright.store.data_keys import DataKeyRows
from linkwright.store.database import Database
from linkwright.store.hot import open_hot_rows
from linkwright.store.migrate import migrate
from linkwright.store.tables import organizations
from linkwright.vault.data_keys import WrappedDataKey
from linkwright.vault.key_file import LocalKeyFile
from linkwright.vault.vault import Vault
from tests.grants import Grants, with_oauth
from tests.twin import RunningTwin

_BACK = "https://hub.example/back"


@dataclass
class Place:
    """Where the proof happens: database, origin map, a folder for the key file, and the app at the twin."""

    url: str
    origins: str
    folder: Path
    client_id: str
    client_secret: str = field(repr=False)
    project_id: str = ""
    profile_id: str = ""

    @property
    def key(self) -> Path:
        return self.folder / "master.key"


class AheadClock(SystemClock):
    """The machine's clock and so many seconds more, so that leases of the dead are over."""

    def __init__(self, ahead: float) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._ahead)


class ShortLived:
    """A transport on which access tokens live for a second, so that somebody always needs a new one."""

    def __init__(self, inner: AiohttpTransport) -> None:
        self._inner = inner

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        answer = await self._inner.send(request)
        told = jsons.loads(answer.body)
        return replace(answer, body=jsons.dumpb({**told, "expires_in": 1})) if "expires_in" in told else answer


class Process:
    """The part of a hub that renews, as `app` puts it together."""

    def __init__(self, place: Place, *, ahead: float = 0.0, lease: float | None = None) -> None:
        clock = AheadClock(ahead)
        self._place = place
        self.database = Database(place.url)
        self.vault = Vault(LocalKeyFile(place.key), DataKeyRows(self.database, clock, WrappedDataKey))
        self._rows = open_hot_rows(self.database)
        self.accounts = AccountRows(self._rows)
        self._live = AiohttpTransport(OriginMap.of(jsons.loads(place.origins)), clock=clock)
        linear = CATALOG.get("linear")
        assert linear is not None
        self.desk = Grants(
            self.database,
            clock,
            self.vault,
            self._rows,
            place.project_id,
            place.profile_id,
            Catalog([with_oauth(linear)]),
            ShortLived(self._live),
        )
        more: dict[str, Any] = {} if lease is None else {"lease": timedelta(seconds=lease)}
        self.renewal = Renewal(self.database, self.accounts, self.desk.sources(), self.vault, clock, **more)
        self.renewer = Renewer(self.database, self.renewal, clock)

    async def __aenter__(self) -> Self:
        await self._rows.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.renewal.close()
        await self._live.close()
        await self._rows.close()
        await self.database.close()


CATALOG = Catalog.load()


async def prepared(place: Place, pairs: list[dict[str, str]]) -> list[str]:
    """A fresh database with a project, its app, and an account for each pair of tokens; their ids."""
    LocalKeyFile.create(place.key)
    database = Database(place.url)
    await migrate(database)
    clock = SystemClock()
    projects, profiles = ProjectService(clock), ProfileService(CATALOG, clock)
    async with database.write() as tx:
        row = {"id": "org_1", "wire_id": 7, "name": "Org", "created_at": clock.now()}
        await tx.execute(sa.insert(organizations).values(row))
        project = await projects.create(tx, "org_1", "main", "Acme Planner")
        await profiles.ensure_defaults(tx, project.id)
        profile = await profiles.default(tx, project.id, "linear")
    assert profile is not None
    await database.close()
    place.project_id, place.profile_id = project.id, profile.id
    async with Process(place) as process:
        await process.desk.app(place.client_id, place.client_secret)
        return [await process.desk.add(pair) for pair in pairs]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def consents(twin: RunningTwin, count: int) -> list[dict[str, str]]:
    """So many grants that a person gave the app at the twin: the tokens of each."""
    with urlopen(f"{twin.url}/twin/oauth", timeout=10) as answer:
        app = jsons.loads(answer.read())
    asked = urlencode({"client_id": app["client_id"], "redirect_uri": _BACK, "response_type": "code", "scope": "read"})
    opener = build_opener(_Stay)
    found = []
    for _ in range(count):
        try:
            opener.open(Request(f"{twin.url}/oauth/authorize?{asked}", b"decision=allow", method="POST"), timeout=10)
            raise AssertionError("the twin sent nobody back")
        except OSError as sent_back:
            location = sent_back.headers["location"]  # type: ignore[attr-defined]
        code = parse_qs(urlsplit(location).query)["code"][0]
        form = urlencode({**app, "grant_type": "authorization_code", "code": code, "redirect_uri": _BACK}).encode()
        with urlopen(Request(f"{twin.url}/oauth/token", form), timeout=10) as answer:
            told = jsons.loads(answer.read())
        found.append({name: told[name] for name in ("access_token", "refresh_token")})
    return found
