"""The load: wrk where it is installed, otherwise a small generator of our own in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bench.cases import Case, Load

_SCRIPT = """
wrk.method = "POST"
wrk.body = {body}
{headers}
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\nRESULT {{"calls":%d,"seconds":%.6f,"p50":%.4f,"p99":%.4f,"wrong":%d}}\\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def name() -> str:
    """Which generator this machine has."""
    return "wrk" if shutil.which("wrk") else "own"


def load(case: Case, folder: Path, *, connections: int, seconds: float, core: int | None) -> Load:
    """Load a case from one thread over so many connections, each sending anew as soon as it has its answer."""
    command = (
        _wrk(case, folder, connections, seconds) if shutil.which("wrk") else _own(case, folder, connections, seconds)
    )
    pin = ["taskset", "-c", str(core)] if core is not None else []
    done = subprocess.run([*pin, *command], capture_output=True, text=True, timeout=seconds + 60, check=False)
    result = next((line[7:] for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if done.returncode or result is None:
        raise SystemExit(f"the load generator failed: {done.stderr or done.stdout}")
    return Load(**json.loads(result))


def _wrk(case: Case, folder: Path, connections: int, seconds: float) -> list[str]:
    script = folder / "load.lua"
    # JSON's escapes are Lua's, for plain ASCII.
    headers = "\n".join(f"wrk.headers[{json.dumps(key)}] = {json.dumps(value)}" for key, value in case.headers.items())
    script.write_text(_SCRIPT.format(body=json.dumps(case.body), headers=headers), encoding="ascii")
    return ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(script), case.url]


def _own(case: Case, folder: Path, connections: int, seconds: float) -> list[str]:
    order = folder / "load.json"
    order.write_text(
        json.dumps(
            {
                "url": case.url,
                "headers": case.headers,
                "body": case.body,
                "connections": connections,
                "seconds": seconds,
            }
        )
    )
    return [sys.executable, "-m", "tests.bench.own_generator", str(order)]
