# ruff: noqa: INP001
"""Build the screens with Vite, and only where their sources changed. Run by `make ui`."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

UI = Path(__file__).resolve().parent
DIST = UI.parent / "src" / "linkwright" / "web" / "dist"
STAGE = UI / "dist"
EMBED = UI / "embed"
PACKAGE = EMBED / "dist"
EXAMPLES = UI.parent / "examples" / "embed"
STAMP = ".sources"
SOURCES = ("package.json", "package-lock.json", ".npmrc", "tsconfig.json", "vite.config.ts", "vite.embed.config.ts")
# Upper bounds in bytes: gzip for what the Hub loads, plain for the script that customers load into their pages.
BUDGETS = {"hub script": 110_000, "hub style": 12_000, "embed.js": 5_000}


class BuildFailed(Exception):
    """The screens could not be built; the message says what to do."""


def digest(files: list[Path]) -> str:
    """Hash names and contents of files, in a stable order."""
    seen = hashlib.sha256()
    for file in sorted(files):
        seen.update(file.relative_to(UI).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return seen.hexdigest()


def sources() -> list[Path]:
    """Every file that the built screens and the package depend on."""
    inside = [*(UI / "src").rglob("*"), *(EMBED / "src").rglob("*"), *EMBED.glob("*.*")]
    return [UI / name for name in SOURCES] + [file for file in inside if file.is_file()]


def run(command: list[str], remedy: str, folder: Path = UI) -> None:
    """Run one command quietly, in the folder. Raises BuildFailed with the end of its output and the remedy."""
    bin_dir = str(Path(sys.executable).parent)
    env = {**os.environ, "PATH": bin_dir + os.pathsep + os.environ.get("PATH", ""), "LINKWRIGHT_UI_OUT": str(STAGE)}
    done = subprocess.run(command, cwd=folder, env=env, text=True, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        told = re.sub(r"https?://[^\s'\"]+", "(address)", f"{done.stdout}\n{done.stderr}".strip())
        raise BuildFailed("\n".join([*told.splitlines()[-25:], "", remedy]))


def tool(name: str) -> str:
    """The path of node or npm beside this Python, else on the PATH. Raises BuildFailed."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise BuildFailed(f"'{name}' was not found. Run `make setup-run`, which installs it into .venv.")
    return found


def install(folder: Path = UI) -> None:
    """Install a folder's npm packages where its lock changed."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    mark = folder / "node_modules" / ".lock-digest"
    if mark.exists() and mark.read_text(encoding="utf-8") == lock:
        return
    say("[3/4] Installing what the screens are built with" if folder == UI else "[+] Installing what the examples need")
    run(
        [tool("npm"), "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        "The npm packages could not be installed. Check the network and npm's registry setting, then run `make ui` again.",
        folder,
    )
    mark.write_text(lock, encoding="utf-8")


def closure(manifest: dict[str, dict[str, object]], key: str) -> set[str]:
    """The manifest keys that an entry loads at once, itself included."""
    found, todo = set(), [key]
    while todo:
        current = todo.pop()
        if current not in found:
            found.add(current)
            todo.extend(map(str, manifest[current].get("imports", [])))  # type: ignore[call-overload]
    return found


def measure(folder: Path) -> dict[str, int]:
    """Bytes of the parts that have a budget."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    entry = next(key for key, chunk in manifest.items() if chunk.get("isEntry") and chunk.get("name") == "hub")
    chunks = [manifest[key] for key in closure(manifest, entry)]
    scripts = {chunk["file"] for chunk in chunks}
    styles = {name for chunk in chunks for name in chunk.get("css", [])}

    def packed(names: set[str]) -> int:
        return sum(len(gzip.compress((folder / name).read_bytes(), mtime=0)) for name in names)

    return {
        "hub script": packed(scripts),
        "hub style": packed(styles),
        "embed.js": (folder / "embed.js").stat().st_size,
    }


def pack(vite: list[str], remedy: str) -> None:
    """Build the npm package into ui/embed/dist, complete: `npm pack ui/embed/dist` makes the file to publish."""
    run(vite, remedy, EMBED)
    run(
        [tool("node"), str(UI / "node_modules/typescript/bin/tsc"), "-p", "tsconfig.json", "--outDir", "dist"],
        remedy,
        EMBED,
    )
    for file in (EMBED / "package.json", EMBED / "README.md", UI.parent / "LICENSE", STAGE / "embed.js"):
        shutil.copy(file, PACKAGE / file.name)


def build(wanted: str) -> None:
    """Build into a folder of its own, check the budgets, and only then put it in place."""
    say("[4/4] Building the screens and the npm package")
    vite = [tool("node"), str(UI / "node_modules" / "vite" / "bin" / "vite.js"), "build", "--logLevel", "error"]
    remedy = "The screens could not be built. The lines above name the file; mend it and run `make ui` again."
    run(vite, remedy)
    run([*vite, "--config", "vite.embed.config.ts"], remedy)
    pack(vite, remedy)
    sizes = measure(STAGE)
    over = [
        f"{part} has {sizes[part]:,} bytes, {limit:,} are allowed"
        for part, limit in BUDGETS.items()
        if sizes[part] > limit
    ]
    if over:
        raise BuildFailed(
            "Over budget: " + "; ".join(over) + ". Take something out, or change BUDGETS in ui/build.py with a reason."
        )
    (STAGE / STAMP).write_text(wanted, encoding="utf-8")
    if DIST.exists():
        shutil.rmtree(DIST)
    shutil.move(STAGE, DIST)
    say("      " + ", ".join(f"{part} {size / 1000:.1f} kB" for part, size in sizes.items()))


def say(line: str) -> None:
    """Tell the person at the terminal how far we are."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Build if needed; `--tools` installs what tests of the screens need even if nothing is to be built. Returns the exit status."""
    wanted = digest(sources())
    stamp = DIST / STAMP
    if "--tools" in sys.argv:
        try:
            install()
            install(EXAMPLES)
        except BuildFailed as failure:
            sys.stderr.write(f"{failure}\n")
            return 1
    packed = (PACKAGE / "package.json").exists()
    if packed and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted and "--force" not in sys.argv:
        return 0
    try:
        install()
        build(wanted)
    except BuildFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
