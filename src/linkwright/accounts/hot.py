"""The account behind a call, read once and kept until a row changes: account, profile and sealed credentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linkwright.connectors.versions import LATEST
from linkwright.kit import jsons
from linkwright.screening.model import OFF
from linkwright.store.hot import HotRows, Row

_SELECT = (
    "SELECT a.id, a.project_id, a.connector_key, a.connector_version, a.status, a.status_reasons, a.upstream, "
    "a.auth_method, a.origin_owner_id, a.origin_owner_name, a.profile_id, p.enabled, p.actions, a.external_id, a.identity, "
    "p.version, a.hosts, a.rights, a.linkings, p.proxy, COALESCE(a.screening, o.screening), o.rest_max_tokens, o.mcp_max_tokens, "
    "c.field, c.version, c.record, c.expires_at "
    "FROM accounts a JOIN connector_profiles p ON p.id = a.profile_id JOIN projects o ON o.id = a.project_id "
    "LEFT JOIN credentials c ON c.account_id = a.id WHERE a.id = ? ORDER BY c.field"
)
_ACCOUNT_COLUMNS = 23
_ENDS = _ACCOUNT_COLUMNS + 3


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What a call has to know of an account.

    Attributes:
        status_reasons: objects with `code`, `description`, `timestamp`; shared with other calls, not to be changed.
        upstream: `live` or `twin`.
        profile_enabled: False when the project has switched the account's profile off.
        profile_actions: a preset (`read`, `core`, `all`) or a tuple of action ids.
        counted_as: whom the provider counts calls for: its person, of whom there may be several accounts here.
        profile_version: the pin that chooses the connector's version.
        hosts: those that the credential was given for; None for an account linked before this was noted.
        rights: the stored facts about what the credential may do, as JSON; see `facts.py`.
        linkings: how many times a credential was linked; what was learnt of an earlier one does not count.
        profile_proxy: whether the profile lets the proxy be used; None where it does not say.
        credentials: field, version and sealed record of each stored credential field, by field name.
        ends: milliseconds since 1970 at which the provider takes the credential no longer; None if that is not known.
        screening: what is done about text that is meant for a model: as the account says, or else its project.
        budgets: how many tokens the project lets answers have, by face, where it says so; 0 for any number.
        workspace: what the provider calls the place that it was linked to; empty if it has no name for it.
    """

    id: str
    project_id: str
    connector_key: str
    connector_version: str
    status: str
    status_reasons: tuple[dict[str, Any], ...]
    upstream: str
    auth_method: str
    origin_owner_id: str
    origin_owner_name: str
    profile_id: str
    profile_enabled: bool
    profile_actions: str | tuple[str, ...]
    counted_as: str
    credentials: tuple[tuple[str, int, bytes], ...] = field(repr=False)
    profile_version: str = LATEST
    hosts: frozenset[str] | None = None
    ends: int | None = None
    rights: str = "[]"
    linkings: int = 1
    profile_proxy: bool | None = None
    screening: str = OFF
    budgets: Mapping[str, int] = field(default_factory=dict)
    workspace: str = ""


class AccountRows:
    """Finds accounts by id without SQLAlchemy, for the hot path."""

    def __init__(self, rows: HotRows) -> None:
        self._rows = rows

    def peek(self, account_id: str) -> AccountRow | None:
        """The account if it is in memory and still true; never waits."""
        found: AccountRow | None = self._rows.peek(("account", account_id))
        return found

    async def get(self, account_id: str) -> AccountRow | None:
        """The account of that id in whatever project; None if there is none. The caller checks the project."""
        found: AccountRow | None = self._rows.peek(("account", account_id)) or await self._rows.get(
            ("account", account_id), _SELECT, (account_id,), _build
        )
        return found

    async def read(self, account_id: str) -> AccountRow | None:
        """The account as it stands in the database now, past the cache; for whoever waits for it to change."""
        return _build(await self._rows.read(_SELECT, (account_id,)))


def _build(rows: list[Row]) -> AccountRow | None:
    if not rows:
        return None
    account = rows[0]
    actions = jsons.loads(account[12])
    identity = jsons.loads(account[14]) if account[14] else {}
    return AccountRow(
        id=account[0],
        project_id=account[1],
        connector_key=account[2],
        connector_version=account[3],
        status=account[4],
        status_reasons=tuple(jsons.loads(account[5])),
        upstream=account[6],
        auth_method=account[7],
        origin_owner_id=account[8],
        origin_owner_name=account[9],
        profile_id=account[10],
        profile_enabled=bool(account[11]),
        profile_actions=actions if isinstance(actions, str) else tuple(actions),
        counted_as=_counted_as(account, identity),
        profile_version=account[15],
        hosts=None if account[16] is None else frozenset(jsons.loads(account[16])),
        rights=str(account[17]),
        linkings=account[18],
        profile_proxy=None if account[19] is None else bool(account[19]),
        screening=str(account[20]),
        budgets={face: tokens for face, tokens in (("rpc", account[21]), ("mcp", account[22])) if tokens is not None},
        workspace=str((identity.get("workspace") or {}).get("name") or ""),
        credentials=tuple(
            (row[_ACCOUNT_COLUMNS], row[_ACCOUNT_COLUMNS + 1], bytes(row[_ACCOUNT_COLUMNS + 2]))
            for row in rows
            if row[_ACCOUNT_COLUMNS] is not None
        ),
        ends=min((row[_ENDS] for row in rows if row[_ENDS] is not None), default=None),
    )


def _counted_as(account: Row, identity: dict[str, Any]) -> str:
    """The person in the workspace, where the provider told them; a twin's people are those of its project."""
    person = (identity.get("person") or {}).get("id")
    if not person or not account[13]:
        return str(account[0])
    return f"{account[1] if account[6] == 'twin' else ''} {account[13]} {person}"
