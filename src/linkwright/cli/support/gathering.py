"""What goes into a support bundle: each part by itself, so that what is broken hides nothing else."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

from linkwright import __version__
from linkwright.cli.serve import ADDRESS_FILE
from linkwright.cli.support import repository
from linkwright.cli.support.shown_settings import plain_address
from linkwright.custody.status import status
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.clock import SystemClock, iso
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import OutboundRequest
from linkwright.settings import Settings
from linkwright.store.database import Database
from linkwright.store.migrate import current_revision, head_revision
from linkwright.vault.keyring import Keyring

_MOST_KEYS = 1_000
_HEALTH_SECONDS = 5.0
_FILES = frozenset(
    {"linkwright.db", "linkwright.db-wal", "linkwright.db-shm", "linkwright.toml", "master.key", "audit.key"}
)


async def tried(work: Callable[[], Awaitable[Any]]) -> Any:
    """What the work gives, or the kind of error that it met: its words may quote something."""
    try:
        return await work()
    except LinkwrightError as refused:
        return {"failed": refused.code}
    except Exception as broken:
        return {"failed": type(broken).__name__}


def of_program() -> dict[str, Any]:
    """Version, commit, Python, platform, packages and the clock of this machine."""
    return {
        "version": __version__,
        "commit": commit(),
        "python": sys.version.split()[0],
        "implementation": platform.python_implementation(),
        "platform": {"system": platform.system(), "release": platform.release(), "machine": platform.machine()},
        "clock": iso(SystemClock().now()),
        "time_zone": time.tzname[0],
        "packages": dict(sorted({(one.name or "").lower(): one.version for one in distributions()}.items())),
    }


def commit() -> str | None:
    """The commit that this was installed from, as far as the installation knows it."""
    try:
        told = distribution("linkwright").read_text("direct_url.json")
        known = jsons.loads(told).get("vcs_info", {}).get("commit_id") if told else None
    except (PackageNotFoundError, ValueError):
        known = None
    return known or _commit_of_folder(Path(__file__).resolve().parents[4] / ".git")


def _commit_of_folder(git: Path) -> str | None:
    try:
        head = (git / "HEAD").read_text(encoding="ascii").strip()
        if head.startswith("ref: "):
            head = (git / head.removeprefix("ref: ")).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return head if len(head) == 40 else None


async def of_database(database: Database) -> dict[str, Any]:
    """Kind, revision, size, integrity and rows of each table."""

    async def facts() -> Any:
        async with database.read() as tx:
            return await repository.facts(tx, database.dialect)

    async def integrity() -> Any:
        async with database.read() as tx:
            return await repository.integrity(tx, database.dialect)

    async def rows() -> Any:
        async with database.read() as tx:
            return await repository.table_rows(tx)

    return {
        "dialect": database.dialect,
        "revision": await tried(lambda: current_revision(database)),
        "newest_revision": head_revision(),
        "facts": await tried(facts),
        "integrity": await tried(integrity),
        "rows": await tried(rows),
    }


async def of_counts(database: Database) -> Any:
    """Runs and accounts by how they stand."""
    async with database.read() as tx:
        return await repository.counts(tx)


async def of_keys(database: Database, ring: Keyring) -> dict[str, Any]:
    """The keys of the vault by their ids, and rotations that have not ended; no names of projects, machines or key services."""
    said = await status(database, ring, SystemClock())
    masters = [_without(one, "label") for one in said["master_keys"]]
    data = [_without(one, "project") for one in said["data_keys"][:_MOST_KEYS]]
    processes = [_without(one, "name") for one in said["processes"]]
    return {**said, "master_keys": masters, "data_keys": data, "processes": processes}


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def of_folder(settings: Settings) -> dict[str, Any]:
    """Which of the hub's own files the data folder has, their size and who may open them; other files are counted."""
    found, others = {}, 0
    for path in sorted(settings.data.iterdir()) if settings.data.is_dir() else ():
        if path.name in _FILES:
            told = path.stat()
            found[path.name] = {"bytes": told.st_size, "mode": f"{told.st_mode & 0o777:04o}"}
        else:
            others += 1
    return {"files": found, "other_files": others}


async def of_running_hub(settings: Settings) -> dict[str, Any]:
    """What `/health` and `/ready` of the hub say that serves from this folder, if one can be reached."""
    noted = settings.data / ADDRESS_FILE
    if not noted.is_file():
        return {"failed": "no_address"}
    address = noted.read_text(encoding="utf-8").strip().rstrip("/")
    origin = plain_address(address).removesuffix(_path_of(address))
    transport = AiohttpTransport(OriginMap.of({origin: origin}), clock=SystemClock())
    try:
        return {path: await tried(partial(_asked, transport, address + path)) for path in ("/health", "/ready")}
    finally:
        await transport.close()


async def _asked(transport: AiohttpTransport, url: str) -> dict[str, Any]:
    asked = OutboundRequest("GET", url, {}, timeout=_HEALTH_SECONDS, max_bytes=65_536, repeatable=True)
    answer = await transport.send(asked)
    said = jsons.loads(answer.body)
    told = {name: said[name] for name in ("status", "checks") if isinstance(said, dict) and name in said}
    return {
        "status": answer.status,
        "says": told,
        "date": answer.headers.get("date"),
        "ms": round(answer.elapsed_ms, 1),
    }


def _path_of(address: str) -> str:
    rest = address.partition("://")[2]
    return "/" + rest.partition("/")[2] if "/" in rest else ""
