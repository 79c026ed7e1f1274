"""The toolset with the frameworks' real packages, and every example of its page as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.clients import drive, python_environment, run
from tests.acceptance.model_server import model_server
from tests.hub import RunningHub

pytestmark = [pytest.mark.xdist_group("toolset-frameworks"), pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "toolset.md").read_text(encoding="utf-8"), re.DOTALL)
PACKAGES = ("openai", "anthropic", "langchain-core", "pydantic-ai-slim")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with the frameworks, and without anything that the server needs."""
    return python_environment(tmp_path_factory.mktemp("frameworks") / "env", *PACKAGES)


@pytest.fixture(scope="module")
def account(hub: RunningHub) -> str:
    """A test account whose profile has every action, beside a second one."""
    hub.cli("profiles", "update", "linear", "--actions", "all")
    hub.link(origin_owner_id="cus_2", origin_owner_name="Second Bakery")
    return hub.link()


@pytest.fixture(scope="module")
def models() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A model of both makes."""
    with model_server() as running:
        yield running


def _env(hub: RunningHub, account: str, models: str) -> dict[str, str]:
    return {
        "PYTHONPATH": str(ROOT / "src"),
        "LINKWRIGHT_URL": hub.url,
        "LINKWRIGHT_API_KEY": hub.key,
        "LINKWRIGHT_ACCOUNT_ID": account,
        "OPENAI_BASE_URL": f"{models}/v1",
        "OPENAI_API_KEY": "sk-none",
        "ANTHROPIC_BASE_URL": models,
        "ANTHROPIC_API_KEY": "sk-none",
    }


@pytest.mark.promise("toolset.models")
def test_langchain_and_pydantic_ai_run_the_tools_by_themselves(
    python: Path, hub: RunningHub, account: str, models: tuple[str, Any]
) -> None:
    script = str(Path(__file__).with_name("toolset_frameworks.py"))
    report = drive([str(python), script], python.parent, **_env(hub, account, models[0]))
    assert report["exit"] == 0, report
    chain = report["langchain"]
    assert chain["parameters"]["required"] == ["id"]
    assert chain["read"]["data"]["identifier"] == "ENG-1"
    assert chain["written"]["data"]["body"] == "From LangChain"
    assert (chain["status"], chain["error"]["status_code"]) == ("error", 404)
    assert report["langchain_async"]["data"]["identifier"] == "ENG-2"
    assert report["meta"] == ["search_actions", "execute_action"]
    for name in ("", "_async"):
        assert report[f"pydantic{name}"] == "done"
        tools, _, good, bad = report[f"seen{name}"]
        assert tools == ["linear_create_comment", "linear_get_issue"]
        assert '"identifier":"ENG-1"' in good
        assert "provider_not_found" in bad


@pytest.mark.promise("toolset.docs")
@pytest.mark.promise("toolset.models")
@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs_as_it_is_written(
    number: int, python: Path, hub: RunningHub, account: str, models: tuple[str, Any], tmp_path: Path
) -> None:
    script = tmp_path / "example.py"
    script.write_text(EXAMPLES[number], encoding="utf-8")
    printed = run([str(python), str(script)], tmp_path, **_env(hub, account, models[0]))
    if re.search(r"teams are there|to_langchain", EXAMPLES[number]):
        assert "Engineering" in printed or "Design" in printed, printed
    elif "save_to" in EXAMPLES[number]:
        assert (tmp_path / "copy.csv").read_bytes() == b"a,b\n1,2\n"
    else:
        assert printed


def test_the_page_names_every_error_and_every_variable() -> None:
    from linkwright.toolset import configuration, errors, refusals

    page = (ROOT / "docs" / "toolset.md").read_text(encoding="utf-8")
    kinds = [
        name
        for module in (errors, refusals)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, errors.ToolsetError)
    ]
    assert [name for name in kinds if f"`{name}`" not in page] == []
    names = (configuration.URL, configuration.KEY, configuration.ACCOUNT)
    assert [name for name in names if f"`{name}`" not in page] == []
