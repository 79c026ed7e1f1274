"""docs/twin.md is true: its commands and snippets run against a twin that its own first command starts."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from linkwright.catalog.linear.twin.keys import make_keys
from linkwright.cli import twin_steering
from tests.acceptance.clients import BIN, finish, node_folder
from tests.acceptance.test_linear_sdk import SOURCE
from tests.hub import running_hub

pytestmark = [pytest.mark.xdist_group("linear-sdk"), pytest.mark.timeout(300)]
PAGE = (Path(__file__).parents[2] / "docs" / "twin.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
START, *SHELL = [text for language, text in BLOCKS if language == "sh"]
PYTHON = [text for language, text in BLOCKS if language == "python"]
EXPECTED = "# → "
PORT = "8410"


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    """The port of a twin, started as the page says."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chosen = str(free.getsockname()[1])
    command = shlex.split(START.replace(PORT, chosen))
    command[0] = str(BIN / command[0])
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any(line.startswith("Stop with") for line in process.stdout)
        ready = (
            f"curl -sS --retry 60 --retry-connrefused --retry-delay 1 -o /dev/null http://127.0.0.1:{chosen}/twin/keys"
        )
        subprocess.run(shlex.split(ready), check=True, timeout=90)
        yield chosen
        process.send_signal(signal.SIGTERM)


@pytest.fixture(scope="module")
def said(port: str, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What the page's shell blocks printed, in one shell from top to bottom, before each line that says what to expect."""
    folder = tmp_path_factory.mktemp("page")
    lines = ["set -eu"]
    for place, block in enumerate(SHELL):
        lines += [
            f"echo '@@{place}'",
            *re.sub(rf"^{EXPECTED}.*$", "echo '@>'", block.replace(PORT, port), flags=re.MULTILINE).splitlines(),
        ]
    done = finish(["bash", "-c", "\n".join(lines)], folder)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return [part.split("\n", 1)[1].split("@>\n") for part in done.stdout.split("@@")[1:]]


@pytest.mark.promise("twin.page-is-true")
@pytest.mark.parametrize("place", range(len(SHELL)))
def test_the_commands_of_the_page_print_what_it_says(said: list[list[str]], place: int) -> None:
    expected = [line.removeprefix(EXPECTED) for line in SHELL[place].splitlines() if line.startswith(EXPECTED)]
    assert expected, "a block that promises nothing cannot fail"
    printed = ""
    for text, wanted in zip(said[place], expected, strict=False):
        # Two promises in a row are about the same output.
        printed = text or printed
        assert wanted in printed


@pytest.mark.parametrize("place", range(len(PYTHON)))
def test_the_python_of_the_page_runs(port: str, said: list[list[str]], tmp_path: Path, place: int) -> None:
    assert said, "the shell blocks come first, as on the page"
    snippet = tmp_path / "test_snippet.py"
    snippet.write_text(PYTHON[place].replace(PORT, port), encoding="utf-8")
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider"] if "import pytest" in PYTHON[place] else []
    path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"),)))
    done = finish([sys.executable, *tests, str(snippet)], tmp_path, PYTHONPATH=path)
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def test_the_javascript_of_the_page_runs(port: str, tmp_path: Path) -> None:
    (script,) = [text for language, text in BLOCKS if language == "js"]
    folder = node_folder(SOURCE, tmp_path / "client")
    (folder / "page.mjs").write_text(script.replace(PORT, port), encoding="utf-8")
    done = finish([str(BIN / "node"), "page.mjs"], folder)
    assert re.fullmatch(r"ENG-\d+\n", done.stdout), f"{done.stdout}{done.stderr}"


def test_a_hub_that_is_started_as_the_page_says_acts_on_the_twin(port: str, tmp_path: Path) -> None:
    (line,) = [text for language, text in BLOCKS if language == "text"]
    setting, *command = shlex.split(line.replace(PORT, port))
    assert command == ["linkwright", "serve"]
    name, _, value = setting.partition("=")
    with running_hub(tmp_path / "data", **{name: value}) as hub:
        assert hub.url, hub.log
        with urlopen(f"http://127.0.0.1:{port}/twin/keys/full", timeout=10) as answer:
            account = hub.link(answer.read().decode(), origin_owner_id="twin-page")
        made = hub.rpc(account, "linear_create_issue", body={"teamId": "ENG", "title": "Through a hub"})
        assert made.json()["data"]["title"] == "Through a hub"
        read = hub.rpc(account, "linear_get_issue", path={"id": made.json()["data"]["identifier"]})
        assert read.json()["data"]["id"] == made.json()["data"]["id"]


def test_the_page_names_every_key_and_every_control_path() -> None:
    table = PAGE.split("## Keys")[1].split("```")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(make_keys("any"))
    for path in re.findall(r"/twin/\w+", twin_steering._PATHS):
        assert path in "".join(SHELL), path


def test_the_page_names_every_part_of_a_fault() -> None:
    table = PAGE.split("### Faults")[1].split("```")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(twin_steering._FAULT)
