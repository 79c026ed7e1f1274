"""`linkwright audit`: take the record out, and find out whether it is as it was written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import typer

from linkwright.access import repository as access
from linkwright.audit.errors import PublicKeyInvalid, RecordTampered
from linkwright.audit.exporting import Format
from linkwright.audit.filters import Filters
from linkwright.audit.keys import AuditKey, PublicKey
from linkwright.audit.model import HUB
from linkwright.audit.service import AuditService
from linkwright.audit.verifying import Bad, Verified, read_checkpoints, verify_lines
from linkwright.cli.context import DATA, JSON, existing_hub, project_named, recorded, show
from linkwright.cli.errors import FileExists
from linkwright.kit.clock import SystemClock
from linkwright.settings import Settings
from linkwright.store.database import Tx
from linkwright.store.migrate import migrate

T = TypeVar("T")
app = typer.Typer(help="The record of changes, calls and refusals.", no_args_is_help=True)
_PROJECT = typer.Option(None, "--project", help="Only this project's. Default: every chain of the hub.")
_ORGANIZATION = typer.Option(False, "--organization", help="Only the organization's own, of members and sign-ins.")
_OUTPUT = typer.Option(None, "--output", help="A file to write; it must not exist. Default: standard output.")


@app.command("export")
def export(
    project: str | None = _PROJECT,
    organization: bool = _ORGANIZATION,
    form: str = typer.Option("jsonl", "--format", help="jsonl, which can be verified, or cef."),
    output: Path | None = _OUTPUT,
    data: Path | None = DATA,
) -> None:
    """Write records as lines, chain by chain; taking a copy is recorded."""
    chosen: Format = "cef" if form == "cef" else "jsonl"
    if form != chosen:
        raise typer.BadParameter("it is jsonl or cef", param_hint="--format")

    async def work(service: AuditService, chains: list[str] | None) -> None:
        await service.note_export(chains[0] if chains else HUB, chosen, Filters())
        await service.settle()
        await _write(service.export(chains, Filters(), chosen), output)

    _with_service(data, project, work, organization=organization)


@app.command("checkpoints")
def checkpoints(
    project: str | None = _PROJECT,
    organization: bool = _ORGANIZATION,
    output: Path | None = _OUTPUT,
    data: Path | None = DATA,
) -> None:
    """Write the signed checkpoints as lines. Keep them where whoever reaches the database does not."""

    async def work(service: AuditService, chains: list[str] | None) -> None:
        await service.settle()

        async def lines() -> AsyncIterator[bytes]:
            for one in await service.checkpoints(chains):
                yield one.line()

        await _write(lines(), output)

    _with_service(data, project, work, organization=organization)


@app.command("public-key")
def public_key(data: Path | None = DATA, json: bool = JSON) -> None:
    """Print the key that signatures of checkpoints are checked with."""
    with existing_hub(data) as settings:
        public = AuditKey.existing(settings.audit_key_path()).public
    show({"id": public.id, "public_key": public.text}, public.text, as_json=json)


@app.command("verify")
def verify(
    file: Path | None = typer.Argument(None, help="An export as JSON lines. Default: the hub's own database."),
    signed: list[Path] = typer.Option(
        [], "--checkpoints", help="Checkpoints of that record; repeat for several files."
    ),
    key: list[str] = typer.Option(
        [], "--public-key", help="The public key, or a file that holds it; repeat for several."
    ),
    data: Path | None = DATA,
    json: bool = JSON,
) -> None:
    """Find the first record that was changed, dropped, moved or added. Of a file: without hub and database."""
    keys = [_public(one) for one in key]
    if file is None:
        found, keyless = _live(data), False
    else:
        keyless = bool(signed) and not keys
        if keyless:
            raise PublicKeyInvalid(
                "Checkpoints prove nothing without the key that signed them: give it with --public-key."
            )
        said, bad = read_checkpoints((line for path in signed for line in _lines(path)), keys)
        found = Verified(bad=bad) if bad is not None else verify_lines(_lines(file), said)
    if found.bad is not None:
        raise RecordTampered(f"Not as it was written: {_told(found.bad)}.")
    warnings = _warnings(found, unsigned=file is not None and not signed)
    chains = {
        name: {"first": first, "last": last, "signed_to": found.signed.get(name, 0)}
        for name, (first, last) in found.chains.items()
    }
    lines = [
        f"{name}: records {one['first']} to {one['last']}, signed up to {one['signed_to']}"
        for name, one in chains.items()
    ]
    text = "\n".join([f"{found.records} records are as they were written.", *lines, *warnings])
    show(
        {"records": found.records, "chains": chains, "unsealed": found.unsealed, "warnings": warnings},
        text,
        as_json=json,
    )


def _warnings(found: Verified, *, unsigned: bool) -> list[str]:
    told = []
    if unsigned:
        told.append("No checkpoints were given: an end that was cut off, or one that was written anew, would not show.")
    if found.unsealed:
        told.append(
            f"{len(found.unsealed)} records were not written by a process of the hub, the first is {found.unsealed[0]}."
        )
    return told


def _told(bad: Bad) -> str:
    where = [
        f"line {bad.line}" if bad.line is not None else "",
        f"chain {bad.chain}" if bad.chain else "",
        f"record {bad.sequence}" if bad.sequence is not None else "",
        f"({bad.id})" if bad.id else "",
    ]
    return f"{' '.join(part for part in where if part)}: {bad.why}"


def _live(data: Path | None) -> Verified:
    async def work(service: AuditService, _chains: list[str] | None) -> Verified:
        await service.settle()
        return (await service.verify()).finish()

    return _with_service(data, None, work)


def _with_service(
    data: Path | None,
    project: str | None,
    work: Callable[[AuditService, list[str] | None], Awaitable[T]],
    *,
    organization: bool = False,
) -> T:
    async def run(settings: Settings) -> T:
        opened = recorded(settings)
        try:
            await migrate(opened.database)
            service = AuditService(opened.database, opened.chainer, None, opened.key, opened.recording, SystemClock())
            async with opened.database.read() as tx:
                chains = await _chains(tx, project, organization=organization)
            return await work(service, chains)
        finally:
            await opened.database.close()

    with existing_hub(data) as settings:
        return asyncio.run(run(settings))


async def _chains(tx: Tx, project: str | None, *, organization: bool) -> list[str] | None:
    chains = [(await project_named(tx, project)).id] if project is not None else []
    if organization:
        found = await access.first_organization(tx)
        chains += [found["id"]] if found is not None else []
    return chains or None


async def _write(lines: AsyncIterator[bytes], output: Path | None) -> None:
    if output is None:
        async for part in lines:
            typer.echo(part, nl=False)
        return
    try:
        with output.open("xb") as handle:
            async for part in lines:
                handle.write(part)
    except FileExistsError:
        raise FileExists(f"{output} is there already.") from None


def _lines(path: Path) -> Any:
    with path.open("rb") as handle:
        yield from handle


def _public(text: str) -> PublicKey:
    path = Path(text)
    return PublicKey.read(path.read_text(encoding="utf-8", errors="replace") if path.is_file() else text)
