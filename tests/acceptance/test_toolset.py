"""The toolset against a real hub: tools, search, calls, several accounts, files, and a hub that is killed in a write."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from linkwright.toolset import (
    AccountRequired,
    AsyncToolset,
    File,
    HubUnreachable,
    InvalidInput,
    NotAllowed,
    NotFound,
    Result,
    Retries,
    Toolset,
    Unauthenticated,
)
from tests.acceptance.clients import python_environment, run
from tests.acceptance.killing_door import Door, killing_door
from tests.hub import RunningHub, running_hub
from tests.postgres import free_port
from tests.twin import RunningTwin, running_twin

pytestmark = [pytest.mark.xdist_group("toolset"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def accounts(hub: RunningHub) -> list[str]:
    """Two test accounts whose profile has every action."""
    hub.cli("profiles", "update", "linear", "--actions", "all")
    return [hub.link(), hub.link(origin_owner_id="cus_2", origin_owner_name="Second Bakery")]


def test_tools_are_listed_found_and_run(hub: RunningHub, accounts: list[str]) -> None:
    with Toolset(base_url=hub.url, api_key=hub.key, account_id=accounts[0]) as toolset:
        tools = toolset.fetch_tools()
        assert len(tools) == 380
        assert max(map(len, tools.names)) <= 64
        assert toolset.search("file a bug", 3)[0].name == "linear_create_issue"
        pages = list(tools.get_tool("linear_list_issues").pages({"page_size": 10}))
        assert len(pages) > 1
        made = tools.get_tool("linear_create_issue").call({"teamId": "ENG", "title": "From the toolset"})
        assert (made.data["title"], made.replays) == ("From the toolset", None)
        assert hub.call("GET", f"/requests/logs/{made.run_id}").json()["action"] == "linear_create_issue"


def test_the_same_works_in_an_event_loop(hub: RunningHub, accounts: list[str]) -> None:
    async def work() -> None:
        async with AsyncToolset(base_url=hub.url, api_key=hub.key, account_id=accounts[0]) as toolset:
            tools = await toolset.fetch_tools("linear_*_issue*")
            assert "linear_list_teams" not in tools.names
            assert (await toolset.search("file a bug", 3))[0].name == "linear_create_issue"
            get = tools.get_tool("linear_get_issue")
            found = await asyncio.gather(*(get.call({"id": f"ENG-{n}"}) for n in range(1, 9)))
            assert [one.data["identifier"] for one in found] == [f"ENG-{n}" for n in range(1, 9)]
            made = await toolset.call("linear_create_issue", {"teamId": "ENG", "title": "From a loop"})
            assert made.data["title"] == "From a loop"
            pages = [page async for page in tools.get_tool("linear_list_issues").pages({"page_size": 10})]
            assert len(pages) > 1

    asyncio.run(work())


@pytest.mark.promise("toolset.accounts")
def test_each_account_is_acted_on_only_when_it_is_named(hub: RunningHub, accounts: list[str]) -> None:
    toolset = Toolset(base_url=hub.url, api_key=hub.key, account_ids=accounts)
    with pytest.raises(AccountRequired):
        toolset.call("linear_list_teams")
    tool = toolset.fetch_tools("linear_list_teams")[0]
    assert "Second Bakery" in str(tool.definition.model_schema())
    runs = [tool.call(account_id=one).run_id for one in accounts]
    assert [hub.call("GET", f"/requests/logs/{run}").json()["account_id"] for run in runs] == accounts
    with pytest.raises(AccountRequired) as error:
        Toolset(base_url=hub.url, api_key=hub.key).fetch_tools()
    assert {text.split()[0] for text in error.value.accounts} == set(accounts)


@pytest.mark.promise("toolset.errors")
def test_refusals_are_errors_of_their_kind(hub: RunningHub, accounts: list[str]) -> None:
    toolset = Toolset(base_url=hub.url, api_key=hub.key, account_id=accounts[0])
    with pytest.raises(NotFound) as gone:
        toolset.call("linear_get_issue", {"id": "ENG-99999"})
    assert gone.value.run_id
    assert gone.value.body["provider_errors"]
    with pytest.raises(InvalidInput, match="Did you mean 'title'"):
        toolset.call("linear_create_issue", {"teamId": "ENG", "titel": "x"})
    with pytest.raises(InvalidInput) as reused:
        toolset.call("linear_create_issue", {"teamId": "ENG", "title": "a"}, idempotency_key="one")
        toolset.call("linear_create_issue", {"teamId": "ENG", "title": "b"}, idempotency_key="one")
    assert reused.value.code == "idempotency_key_reused"
    with pytest.raises(Unauthenticated):
        Toolset(base_url=hub.url, api_key="lw_wrong", account_id=accounts[0]).fetch_tools()
    with pytest.raises(NotFound, match="acc_nobody"):
        Toolset(base_url=hub.url, api_key=hub.key, account_id="acc_nobody").fetch_tools()


def test_a_key_that_may_only_run_reads_has_only_those_tools(hub: RunningHub, accounts: list[str]) -> None:
    key = hub.cli("keys", "create", "--name", "reader", "--scope", "read-only")["key"]
    toolset = Toolset(base_url=hub.url, api_key=key, account_id=accounts[0])
    assert {tool.definition.effect for tool in toolset.fetch_tools()} == {"read"}
    with pytest.raises(NotAllowed):
        toolset.call("linear_create_issue", {"teamId": "ENG", "title": "x"})


def test_two_tools_do_the_work_of_all(hub: RunningHub, accounts: list[str]) -> None:
    tools = Toolset(base_url=hub.url, api_key=hub.key, account_id=accounts[0]).meta_tools()
    found = tools.get_tool("search_actions").call({"query": "which teams are there?"}).data["actions"]
    assert "linear_list_teams" in [one["action_id"] for one in found]
    ran = tools.get_tool("execute_action").call({"action_id": "linear_list_teams", "arguments": {}})
    assert {team["key"] for team in ran.data} == {"DES", "OPS", "ENG"}


@pytest.mark.promise("toolset.files")
def test_a_large_file_goes_up_from_disk_and_comes_down_to_disk(
    hub: RunningHub, accounts: list[str], tmp_path: Path
) -> None:
    path, copy = tmp_path / "süß.bin", tmp_path / "copy.bin"
    path.write_bytes(bytes(range(256)) * 40_000)
    toolset = Toolset(base_url=hub.url, api_key=hub.key, account_id=accounts[0])
    stored = toolset.call("linear_upload_file", {"file": File.at(path)})
    down = toolset.call("linear_download_asset", {"url": stored.data["url"]}, save_to=copy)
    assert down.file is not None
    assert (down.file.name, down.file.size, down.file.path) == ("süß.bin", 10_240_000, copy)
    assert copy.read_bytes() == path.read_bytes()
    assert toolset.call("linear_download_asset", {"url": stored.data["url"]}).file.content == path.read_bytes()  # type: ignore[union-attr]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy.bin", "süß.bin"]


def test_a_hub_that_is_not_there_is_an_error_in_a_sentence() -> None:
    toolset = Toolset(
        base_url=f"http://127.0.0.1:{free_port()}", api_key="lw_x", account_id="a", retries=Retries(most=1)
    )
    with pytest.raises(HubUnreachable, match="cannot be reached: Connection refused"):
        toolset.call("linear_list_teams")


@pytest.mark.promise("toolset.light")
def test_the_package_without_what_it_depends_on_has_the_toolset(
    hub: RunningHub, accounts: list[str], tmp_path: Path
) -> None:
    root = Path(__file__).resolve().parents[2]
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], root)
    wheel = next(tmp_path.glob("*.whl"))
    python = python_environment(tmp_path / "env", "--no-deps", str(wheel))
    env = {
        "LINKWRIGHT_URL": hub.url,
        "LINKWRIGHT_API_KEY": hub.key,
        "LINKWRIGHT_ACCOUNT_ID": accounts[0],
        "PYTHONPATH": "",
    }
    program = (
        "from linkwright.toolset import Toolset; print(Toolset().call('linear_get_issue', {'id': 'ENG-1'}).text())"
    )
    assert '"identifier":"ENG-1"' in run([str(python), "-c", program], tmp_path, **env)
    assert list(python.parents[1].rglob("linkwright/py.typed"))


@pytest.fixture(scope="module")
def kept() -> Iterator[tuple[RunningTwin, Door]]:
    """A twin that outlives hubs, behind a door that can kill them."""
    with running_twin() as twin, killing_door(twin.url) as door:
        yield twin, door


# A hub takes its time to start where many things run at once.
PATIENT = Retries(most=20, longest=2.0)


def _blocking(url: str, key: str, account: str, title: str) -> Result:
    with Toolset(base_url=url, api_key=key, account_id=account, retries=PATIENT) as toolset:
        return toolset.call("linear_create_issue", {"teamId": "ENG", "title": title})


def _waiting(url: str, key: str, account: str, title: str) -> Result:
    async def work() -> Result:
        async with AsyncToolset(base_url=url, api_key=key, account_id=account, retries=PATIENT) as toolset:
            return await toolset.call("linear_create_issue", {"teamId": "ENG", "title": title})

    return asyncio.run(work())


def _calling_again(url: str, key: str, account: str, title: str) -> Result:
    """As a program, or a model, that is told of each failure and makes the call once more."""
    with Toolset(base_url=url, api_key=key, account_id=account, retries=Retries(most=0)) as toolset:
        while True:
            try:
                return toolset.call("linear_create_issue", {"teamId": "ENG", "title": title})
            except HubUnreachable:
                threading.Event().wait(0.2)


def _issues(twin: RunningTwin, title: str) -> int:
    query = {"query": "query($t:String!){issues(filter:{title:{eq:$t}}){nodes{id}}}", "variables": {"t": title}}
    headers = {"content-type": "application/json", "authorization": twin.keys["full"]}
    with urlopen(Request(f"{twin.url}/graphql", json.dumps(query).encode(), headers), timeout=10) as answer:
        return len(json.loads(answer.read())["data"]["issues"]["nodes"])


@pytest.mark.promise("toolset.killed")
@pytest.mark.promise("toolset.doubt")
@pytest.mark.parametrize(
    ("way", "when"), [(_blocking, "before"), (_blocking, "after"), (_waiting, "after"), (_calling_again, "after")]
)
def test_a_write_during_which_the_hub_is_killed_happens_exactly_once(
    way: Callable[..., Result], when: str, kept: tuple[RunningTwin, Door], tmp_path: Path
) -> None:
    twin, door = kept
    env: dict[str, Any] = {"LINKWRIGHT_OUTBOUND_ORIGINS": twin.origins.replace(twin.url, door.url)}
    title, port, dead = f"Killed {when} it, {way.__name__}", free_port(), threading.Event()
    with ThreadPoolExecutor(1) as thread:
        with running_hub(tmp_path / "data", port=port, **env) as first:
            account, key = first.link(twin.keys["full"]), first.key
            door.kill = lambda: (first.process.kill(), dead.set())  # type: ignore[func-returns-value]
            door.when = when
            running = thread.submit(way, first.url, key, account, title)
            assert dead.wait(20)
            first.process.wait(20)
        assert not running.done()
        assert _issues(twin, title) == (1 if when == "after" else 0)
        with running_hub(tmp_path / "data", port=port, **env):
            result = running.result(60)
    assert result.data["title"] == title
    assert _issues(twin, title) == 1
