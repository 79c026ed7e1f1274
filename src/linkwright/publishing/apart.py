"""Compiles pushed files in a process of their own, with bounds on time and memory: calls go on undisturbed meanwhile.

Run as a module it is that process: files as JSON on standard input, a lock or findings as JSON on standard output.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import structlog

from linkwright.catalog.parcels import compile_files
from linkwright.catalog.pushed_files import check_files
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding
from linkwright.errors import Internal
from linkwright.kit import jsons
from linkwright.kit.ids import new_id

_log = structlog.get_logger()
MOST_SECONDS = 120
"""Of the processor. Linear's connector, with 377 actions over a schema of 1.2 MB, takes six."""
_MOST_BYTES = 2 * 1024**3
_NICE = 10
_PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
_HEADER = "connector.yaml"


async def compile_apart(files: Mapping[str, str]) -> dict[str, Any]:
    """The lock of these files.

    Raises:
        ConnectorInvalid: with all findings, or one that says that it takes too much.
        linkwright.errors.Internal: the process broke; the log says how.
    """
    if findings := check_files(files):
        raise ConnectorInvalid(findings)
    # Of the hub's own environment it gets nothing that could be secret.
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    try:
        async with asyncio.timeout(2 * MOST_SECONDS):
            told, complaint = await process.communicate(jsons.dumpb(dict(files)))
    except TimeoutError:
        raise _too_much() from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return _read(process.returncode or 0, told, complaint)


def _read(code: int, told: bytes, complaint: bytes) -> dict[str, Any]:
    if code < 0:
        raise _too_much()
    try:
        answer = jsons.loads(told)
    except ValueError:
        reference = new_id("err")
        _log.error("compiling_broke", reference=reference, code=code, said=complaint.decode(errors="replace")[-4_000:])
        raise Internal(f"Compiling broke on our side. The reference is {reference}.") from None
    if "findings" in answer:
        raise ConnectorInvalid([Finding(**one) for one in answer["findings"]])
    lock: dict[str, Any] = answer["lock"]
    return lock


def _too_much() -> ConnectorInvalid:
    message = f"The connector takes more than {MOST_SECONDS} seconds or {_MOST_BYTES // 1024**3} GB to compile."
    return ConnectorInvalid([Finding(_HEADER, 1, message, "Leave out what it does not need, or split it in two.")])


def _answer(files: Mapping[str, str]) -> dict[str, Any]:
    try:
        return {"lock": compile_files(files).connector}
    except ConnectorInvalid as wrong:
        return {"findings": [asdict(one) for one in wrong.findings]}
    except MemoryError:
        return {"findings": [asdict(one) for one in _too_much().findings]}


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    os.nice(_NICE)
    sys.stdout.buffer.write(jsons.dumpb(_answer(jsons.loads(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    _main()
