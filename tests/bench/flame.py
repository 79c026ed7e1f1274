"""`make flame`: samples the hub under load and draws where the time of a call goes, as a flame graph without script."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from linkwright.kit.ids import random_text
from tests.bench import generator, machine
from tests.bench.stage import MCP, REST, hub_before, of_hub
from tests.bench.upstream import null_upstream

_WIDTH, _ROW, _LEAST = 1200, 17, 0.0025
_BEGIN = "RequestResponseCycle.run_asgi"
"""Frames below the one where the server hands over a call say nothing about it."""
_LOOP = "Runner.run"
_KINDS = (
    ("linkwright/", "#7c9cf0"),
    ("aiohttp", "#8fc9a3"),
    ("uvicorn", "#e9b872"),
    ("sqlalchemy", "#d79ac0"),
    ("aiosqlite", "#d79ac0"),
)
_OTHER = "#c9c9c3"
_KEY = (
    ("the hub", "#7c9cf0"),
    ("uvicorn", "#e9b872"),
    ("aiohttp", "#8fc9a3"),
    ("database", "#d79ac0"),
    ("other", _OTHER),
)


@dataclass
class Frame:
    """One box: a function, how many samples were in it, and what it called."""

    name: str
    samples: int = 0
    inner: dict[str, Frame] = field(default_factory=dict)


def main() -> int:
    """Sample and draw."""
    parser = argparse.ArgumentParser(prog="make flame", description=__doc__)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--mcp", action="store_true", help="over MCP instead of REST")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures/flame.svg"))
    options = parser.parse_args()
    sampler = Path(sys.executable).with_name("py-spy")
    if not sampler.exists() and shutil.which("py-spy") is None:
        raise SystemExit("make flame needs py-spy; make setup installs it.")
    stacks = _sampled(str(sampler), options.seconds, MCP if options.mcp else REST)
    options.out.write_text(drawn(tree(stacks)), encoding="utf-8")
    sys.stdout.write(f"{sum(stacks.values())} samples drawn in {options.out}\n")
    return 0


def tree(stacks: Counter[tuple[str, ...]]) -> Frame:
    """The boxes of all stacks: those of calls from where the server hands them over, all others from the loop on."""
    root = Frame("all samples")
    for stack, samples in stacks.items():
        start = next((at for at, name in enumerate(stack) if name.startswith(_BEGIN)), None)
        if start is None:
            loop = next((at for at, name in enumerate(stack) if name.startswith(_LOOP)), 0)
            frames = ("beside calls: loop, sockets, run log", *stack[loop + 1 :])
        else:
            frames = stack[start:]
        box = root
        box.samples += samples
        for name in frames:
            box = box.inner.setdefault(name, Frame(name))
            box.samples += samples
    return root


def drawn(root: Frame) -> str:
    """The picture as SVG; the root at the bottom, width in proportion to samples."""
    boxes: list[tuple[int, float, float, Frame]] = []

    def lay(frame: Frame, depth: int, left: float) -> None:
        width = frame.samples / root.samples
        if width < _LEAST:
            return
        boxes.append((depth, left, width, frame))
        for inner in sorted(frame.inner.values(), key=lambda one: -one.samples):
            lay(inner, depth + 1, left)
            left += inner.samples / root.samples

    lay(root, 0, 0.0)
    height = (max(depth for depth, *_ in boxes) + 1) * _ROW + 40
    style = "text{font:11px ui-monospace,monospace;fill:#1d1d1b}rect{stroke:#fff;stroke-width:.5}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>Where the time of a call goes</title>",
        f'<style>{style}</style><rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for at, (name, colour) in enumerate(_KEY):
        lines.append(f'<rect x="{8 + at * 100}" y="8" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{24 + at * 100}" y="18">{name}</text>')
    for depth, left, width, frame in boxes:
        x, w, y = left * _WIDTH, width * _WIDTH, height - (depth + 1) * _ROW - 4
        name = frame.name.partition(" (")[0]
        told = f"{frame.name}, {width:.1%} of the samples"
        lines.append(
            f'<g><title>{escape(told)}</title><rect x="{x:.1f}" y="{y}" width="{w:.1f}" height="{_ROW}" '
            f'fill="{_colour(frame.name)}"/>'
        )
        room = int((w - 6) / 6.7)
        if room >= 3:
            shown = name if len(name) <= room else name[: room - 1] + "…"
            lines.append(f'<text x="{x + 3:.1f}" y="{y + 12}">{escape(shown)}</text>')
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def _colour(name: str) -> str:
    return next((colour for mark, colour in _KINDS if mark in name), _OTHER)


def _sampled(sampler: str, seconds: int, wanted: str) -> Counter[tuple[str, ...]]:
    key = f"lin_api_{random_text(40)}"
    under_test, beside = machine.cores()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        with machine.started_on(beside):
            upstream, _ = stack.enter_context(null_upstream(folder, key))
        with machine.started_on(under_test):
            hub = stack.enter_context(hub_before(folder, upstream))
        case = next(one for one in of_hub(key, hub) if one.name == wanted)
        generator.load(case, folder, connections=32, seconds=2, core=beside)
        raw = folder / "stacks.txt"
        # Functions, not lines; without native frames, which would pause the process for longer.
        command = [sampler, "record", "--pid", str(hub.process.pid), "--format", "raw", "--output", str(raw)]
        sampling = subprocess.Popen(
            [*command, "--rate", "250", "--duration", str(seconds), "--function", "--threads", "--gil"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        generator.load(case, folder, connections=32, seconds=seconds + 2, core=beside)
        _, said = sampling.communicate(timeout=60)
        if sampling.returncode:
            raise SystemExit(f"py-spy could not sample: {said.decode()[-500:]}")
        stacks: Counter[tuple[str, ...]] = Counter()
        for line in raw.read_text(encoding="utf-8").splitlines():
            frames, _, samples = line.rpartition(" ")
            stacks[tuple(frames.split(";"))] += int(samples)
    return stacks


if __name__ == "__main__":
    sys.exit(main())
