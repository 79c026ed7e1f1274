"""The npm package as it would be published: what is in it, how much the script weighs, and that its types hold."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ui" / "embed" / "dist"
MODULES = ROOT / "ui" / "node_modules"
NODE = str(Path(sys.executable).with_name("node"))
NPM = str(Path(sys.executable).with_name("npm"))
CONSUMER = """
import { open, type Handle } from '@linkwright/hub'
import '@linkwright/hub/element'
import { LinkwrightHub } from '@linkwright/hub/react'

const handle: Handle = open({ token: 't', baseUrl: 'https://links.example.com', onSuccess: ({ id, provider }) => `${id} ${provider}` })
handle.update({ theme: { mode: 'dark', color: '#123456' }, language: 'de' })
document.createElement('linkwright-hub').labels = { title: 'Tools' }
export const page = <LinkwrightHub baseUrl="https://links.example.com" token="t" onError={({ code }) => code} />
// @ts-expect-error there is no Hub without a token
open({})
// @ts-expect-error greys are not the customer's to set
handle.update({ theme: { grey: '#123456' } })
"""


@pytest.fixture(scope="module")
def manifest() -> dict[str, object]:
    """The package's own file."""
    return dict(json.loads((PACKAGE / "package.json").read_text(encoding="utf-8")))


def test_the_plain_script_stays_under_five_kilobytes() -> None:
    assert 0 < (PACKAGE / "embed.js").stat().st_size < 5000


def test_the_hub_serves_the_script_of_the_package() -> None:
    served = ROOT / "src" / "linkwright" / "web" / "dist" / "embed.js"
    assert served.read_bytes() == (PACKAGE / "embed.js").read_bytes()


def test_the_package_depends_on_nothing_but_react_and_not_even_on_that(manifest: dict[str, object]) -> None:
    assert "dependencies" not in manifest
    assert manifest["peerDependencies"] == {"react": ">=18"}
    assert manifest["peerDependenciesMeta"] == {"react": {"optional": True}}


def test_what_npm_would_publish_is_whole(manifest: dict[str, object]) -> None:
    done = subprocess.run(
        [NPM, "pack", "--dry-run", "--json", "--loglevel=error"],
        cwd=PACKAGE,
        capture_output=True,
        check=True,
        timeout=60,
    )
    told = json.loads(done.stdout)
    packed = {file["path"] for file in (told[0] if isinstance(told, list) else next(iter(told.values())))["files"]}
    assert {"README.md", "LICENSE", "package.json"} < packed
    assert _targets(manifest["exports"]) <= packed


def test_servers_that_render_pages_may_import_everything() -> None:
    source = "for (const name of ['index', 'element', 'react']) await import(`./${name}.js`)"
    subprocess.run([NODE, "--input-type=module", "-e", source], cwd=PACKAGE, check=True, timeout=60)


@pytest.mark.parametrize("resolution", ["bundler", "nodenext"])
def test_the_types_help_whoever_uses_them(tmp_path: Path, resolution: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "node_modules" / "@linkwright" / "hub")
    (tmp_path / "node_modules" / "@types").symlink_to(MODULES / "@types")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "page.tsx").write_text(CONSUMER, encoding="utf-8")
    module = "nodenext" if resolution == "nodenext" else "esnext"
    options = {"strict": True, "noEmit": True, "jsx": "react-jsx", "target": "es2022", "types": []}
    settings = {"compilerOptions": {**options, "module": module, "moduleResolution": resolution}, "files": ["page.tsx"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [NODE, str(MODULES / "typescript" / "bin" / "tsc"), "-p", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == ""


def _targets(exports: object) -> set[str]:
    if isinstance(exports, str):
        return {exports.removeprefix("./")}
    assert isinstance(exports, dict)
    return {target for inner in exports.values() for target in _targets(inner)}
