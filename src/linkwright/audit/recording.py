"""From a change of a followed table to its record, written in the change's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linkwright.audit import repository
from linkwright.audit.errors import AuditNotWritten
from linkwright.audit.keys import AuditKey
from linkwright.audit.model import HUB, Values, detail_text, plain, sealed_values
from linkwright.audit.tables import FOLLOWED, Followed
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import new_id
from linkwright.store.acting import Acting, acting
from linkwright.store.database import Database, Tx
from linkwright.store.watching import Change, Watched, watch

_MOST_ITEMS = 100


class Recording:
    """Writes down every change to the followed tables of a database."""

    def __init__(self, key: AuditKey, clock: Clock, usual: Acting) -> None:
        """`usual` acts where nobody else does: the hub itself, or the command line."""
        self._key = key
        self._clock = clock
        self._usual = usual

    def follow(self, database: Database) -> None:
        """Begin, for every transaction of this database from now on."""
        watched = {
            name: Watched(
                tuple(dict.fromkeys([one.target, *one.shown, *([one.account] if one.account else [])])),
                one.quiet,
                one.owner,
            )
            for name, one in FOLLOWED.items()
        }
        watch(database, watched, self._told)

    def note(
        self,
        chain: str,
        event: str,
        *,
        outcome: str = "done",
        reason: str | None = None,
        target: tuple[str, str] | None = None,
        account_id: str | None = None,
        detail: Mapping[str, Any] | None = None,
        who: Acting | None = None,
    ) -> Values:
        """The row of a record about something that is no change of a row."""
        who = who or self._who()
        return self._values(chain, event, outcome, reason, target or (None, None), account_id, detail, who)

    async def add(self, tx: Tx, chain: str, event: str, target: tuple[str, str], **told: Any) -> None:
        """Write down what is no change of a row, in a transaction of its own or of what it belongs to; see `note`."""
        await repository.add(tx, [self.note(chain, event, target=target, **told)])
        self._who().records += 1

    def _told(self, connection: Any, changes: list[Change]) -> None:
        who = self._who()
        rows = [self._row(change, who, number) for change, number in _together(changes)]
        if not rows:
            return
        try:
            repository.add_within(connection, rows)
        except Exception as error:
            # A name of ours, so that nobody who expects a driver's refusal takes it for that of the change.
            raise AuditNotWritten from error
        who.records += len(rows)

    def _who(self) -> Acting:
        who = acting()
        return self._usual if who.face == "system" else who

    def _row(self, change: Change, who: Acting, number: int) -> Values:
        followed = FOLLOWED[change.table]
        account = change.row[followed.account] if followed.account else None
        return self._values(
            change.owner or who.project_id or who.organization_id or HUB,
            _event(followed, change),
            "done",
            None,
            (followed.kind, str(change.row[followed.target])),
            account,
            _detail(followed, change) | ({"rows": number} if followed.together else {}),
            who,
        )

    def _values(
        self,
        chain: str,
        event: str,
        outcome: str,
        reason: str | None,
        target: tuple[str | None, str | None],
        account_id: str | None,
        detail: Mapping[str, Any] | None,
        who: Acting,
    ) -> Values:
        if who.request_id is None and who.address is not None:
            who.request_id = new_id("req")
        return sealed_values(
            self._key.seal,
            chain,
            int(self._clock.now().timestamp() * 1000),
            event,
            outcome,
            reason,
            who.face,
            plain(who.principal, 128),
            plain(who.name),
            target[0],
            None if target[1] is None else plain(target[1], 128),
            account_id,
            who.address,
            who.request_id,
            who.run_id,
            None,
            detail_text(detail),
        )


def _together(changes: list[Change]) -> list[tuple[Change, int]]:
    """The changes that are told, each with the number of rows that it stands for."""
    found: dict[Any, tuple[Change, int]] = {}
    for place, change in enumerate(changes):
        followed = FOLLOWED[change.table]
        event = _event(followed, change)
        if event:
            key = (event, change.row[followed.target]) if followed.together else place
            first, number = found.get(key, (change, 0))
            found[key] = (first, number + 1)
    return list(found.values())


def _event(followed: Followed, change: Change) -> str:
    if change.operation == "insert":
        return followed.created
    if change.operation == "delete":
        return followed.deleted
    return next((event for column, event in followed.events.items() if column in change.changed), followed.changed)


def _detail(followed: Followed, change: Change) -> dict[str, Any]:
    """Which columns, and of those that may be shown from what to what; of a row that came or went, what it holds."""
    shown = [name for name in followed.shown if name != followed.target]
    if change.operation != "update":
        return {name: _value(change.row[name]) for name in shown if change.row[name] is not None}
    told: dict[str, Any] = {"changed": sorted(change.changed)}
    for name in shown:
        if name in change.changed:
            told.setdefault("from", {})[name] = _value(change.before[name])
            told.setdefault("to", {})[name] = _value(change.row[name])
    # What tells rows of one target apart, such as the field of a credential.
    told |= {name: _value(change.row[name]) for name in ("field", "version", "theme") if name in shown}
    return told


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, list) and len(value) > _MOST_ITEMS:
        return [*value[:_MOST_ITEMS], f"and {len(value) - _MOST_ITEMS} more"]
    return value
