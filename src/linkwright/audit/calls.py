"""Records of calls: one for each run, in the transaction that writes the runs. This is on the way of every call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linkwright.audit import repository
from linkwright.audit.keys import AuditKey
from linkwright.audit.model import Values, plain, sealed_values
from linkwright.audit.places import Places
from linkwright.audit.recording import Recording
from linkwright.kit import jsons
from linkwright.logs.model import Run
from linkwright.store.database import Tx

_EVENTS = {"run": "action.run", "plan": "action.planned", "apply": "action.applied"}
_PROXY = "proxy.called"
_FACES = {"rpc": "rest", "proxy": "rest", "download": "rest"}
_REFUSED = frozenset({401, 403, 404, 412, 429})
_WAITS = "approval_"
# The same few come with every call.
_DETAILS: dict[tuple[Any, ...], str] = {}
_MOST_DETAILS = 10_000


class RecordsOfRuns:
    """Makes the records of runs and writes them."""

    def __init__(self, key: AuditKey, recording: Recording, places: Places) -> None:
        self._places = places
        self._seal = key.seal
        self._digest = key.digest
        self._recording = recording
        self._lost: dict[str, int] = {}

    def of(self, run: Run) -> Values:
        """The row of a run's record."""
        error = run.error
        chain = run.project_id
        return sealed_values(
            self._seal,
            chain,
            int(run.started_at.timestamp() * 1000),
            _PROXY if run.face == "proxy" else _EVENTS[run.mode],
            # What the provider was asked and said no to has failed; refused is what the hub did not let through.
            "done" if error is None else "refused" if _refused(run, error["code"]) else "failed",
            None if error is None else error["code"],
            _FACES.get(run.face, run.face),
            f"{run.caller_kind}:{run.caller_id}",
            plain(run.caller),
            "action",
            plain(run.action, 128),
            run.account_id,
            run.address,
            None,
            run.id,
            None if run.arguments is None else self._digest(chain, spelled(run.arguments)),
            _detail(run),
        )

    def lose(self, project_id: str, count: int = 1) -> None:
        """Note that calls of a project will have no record; the record is told how many, with the next that are written."""
        self._lost[project_id] = self._lost.get(project_id, 0) + count

    async def add(self, tx: Tx, rows: Sequence[Values]) -> None:
        """Write records in the transaction of their runs, chained already where that is possible."""
        await self._places.add(tx, rows)

    async def tell_lost(self, tx: Tx) -> None:
        """Write down what was lost so far."""
        lost, self._lost = self._lost, {}
        try:
            notes = [
                self._recording.note(chain, "audit.lost", outcome="failed", detail={"records": count, "of": "calls"})
                for chain, count in lost.items()
            ]
            await repository.add(tx, notes)
        except BaseException:
            for chain, count in lost.items():
                self.lose(chain, count)
            raise

    @property
    def lost(self) -> bool:
        """Whether there is something lost to tell of."""
        return bool(self._lost)


def _refused(run: Run, code: str) -> bool:
    # To show a person what a call would do, the provider may have been read.
    return code.startswith(_WAITS) or (run.status in _REFUSED and not run.calls)


def spelled(arguments: Mapping[str, Any]) -> bytes:
    """The canonical JSON of arguments; a file in them counts as its name alone."""
    try:
        return jsons.canonical(arguments)
    except TypeError:
        return jsons.canonical(_plain(arguments))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | bool | float):
        return value if not isinstance(value, str) else value.encode("utf-8", "replace").decode()
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**64 else str(value)
    return f"file:{getattr(value, 'name', '')}"


def _detail(run: Run) -> str | None:
    if run.effect is None and run.connector_key is None and run.replays is None:
        return None
    known = (run.connector_key, run.effect, run.replays)
    found = _DETAILS.get(known)
    if found is None:
        told = {"connector": run.connector_key, "effect": run.effect, "replays": run.replays}
        found = jsons.canonical({name: value for name, value in told.items() if value is not None}).decode()
        if run.replays is None and len(_DETAILS) < _MOST_DETAILS:
            _DETAILS[known] = found
    return found
