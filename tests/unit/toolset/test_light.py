"""The toolset is a client: what it imports, and that its key stays with it."""

from __future__ import annotations

import json
import logging
import pickle
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from linkwright.settings import SettingsInvalid, load_settings
from linkwright.toolset import ConfigurationError, HubUnreachable, Toolset, ToolsetError, configuration
from tests.unit.toolset.fake import KEY, FakeHub, async_toolset, refused, toolset

_PROGRAM = """
import json, sys
before = set(sys.modules)
from linkwright.toolset import Toolset, AsyncToolset
tools = Toolset(base_url="http://127.0.0.1:9", api_key="lw_x", account_id="acc_1")
print(json.dumps(sorted(set(sys.modules) - before)))
"""


@pytest.mark.promise("toolset.light")
def test_a_fresh_process_imports_nothing_but_the_toolset_and_the_standard_library() -> None:
    # Without site-packages at all: what is not there cannot be needed.
    source = str(Path(__file__).resolve().parents[3] / "src")
    program = f"import sys; sys.path.insert(0, {source!r})\n{_PROGRAM}"
    command = [sys.executable, "-I", "-S", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    imported = json.loads(done.stdout)
    own = {name for name in imported if name.split(".")[0] == "linkwright"}
    others = {name.split(".")[0] for name in imported} - {"linkwright"} - sys.stdlib_module_names
    assert others == set()
    parts = {".".join(name.split(".")[:3]) for name in own if not name.startswith("linkwright.toolset")}
    assert parts == {"linkwright", "linkwright.kit", "linkwright.kit.secret", "linkwright.kit.words"}
    # The standard library's own heavy things count as well: a few hundred modules are what asyncio and ssl bring.
    assert len(imported) < 320


@pytest.mark.promise("toolset.secret")
def test_the_key_is_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown = []
    for bad in (HubUnreachable("Away."), refused(401, "unauthenticated"), refused(500, "internal")):
        hub = FakeHub(calls=[bad])
        tools = toolset(hub, "acc_1")
        with pytest.raises(ToolsetError) as error:
            tools.call("linear_list_teams")
        shown += [repr(error.value), str(error.value), error.value.text(), repr(error.value.__dict__)]
        shown += traceback.format_exception(error.value)
        shown += [repr(hub.sent), repr(tools), str(tools), repr(tools._hub.configuration), repr(async_toolset(hub))]
        shown += [repr(tools.fetch_tools()), repr(tools.fetch_tools()[0])]
    assert [text for text in shown if KEY in text] == []
    assert KEY not in caplog.text
    with pytest.raises(TypeError):
        pickle.dumps(tools._hub.configuration)


@pytest.mark.parametrize("key", ["lw_se cret", "lw_se\ncret", "lw_sécret"])
def test_a_key_that_cannot_be_one_is_refused_without_being_repeated(key: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        Toolset(base_url="https://hub.example", api_key=key)
    assert "cret" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hub.example",
        "ftp://hub.example",
        "https://",
        "https://u:pw@hub.example",
        "https://h.example?a=1",
        "http://h:x",
    ],
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        Toolset(base_url=address, api_key=KEY)
    assert error.value.hint
    assert "pw" not in str(error.value)


@pytest.mark.promise("toolset.environment")
def test_what_is_left_out_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKWRIGHT_URL", "https://hub.example/")
    monkeypatch.setenv("LINKWRIGHT_API_KEY", KEY)
    monkeypatch.setenv("LINKWRIGHT_ACCOUNT_ID", "acc_1, acc_2")
    assert repr(Toolset()) == "Toolset(https://hub.example, accounts=['acc_1', 'acc_2'])"
    assert repr(Toolset(account_id="acc_3")) == "Toolset(https://hub.example, accounts=['acc_3'])"
    monkeypatch.delenv("LINKWRIGHT_API_KEY")
    with pytest.raises(ConfigurationError, match="LINKWRIGHT_API_KEY"):
        Toolset()
    monkeypatch.setenv("LINKWRIGHT_URL", "")
    with pytest.raises(ConfigurationError, match="LINKWRIGHT_URL"):
        Toolset()


def test_a_hub_starts_where_the_clients_variables_are_set() -> None:
    names = (configuration.URL, configuration.KEY, configuration.ACCOUNT, "LINKWRIGHT_API_URL")
    assert load_settings(dict.fromkeys(names, "x")) == load_settings({})
    with pytest.raises(SettingsInvalid):
        load_settings({"LINKWRIGHT_URLS": "x"})


def test_accounts_are_given_in_one_way_and_never_as_nothing() -> None:
    with pytest.raises(ConfigurationError, match="not both"):
        Toolset(base_url="https://h.example", api_key=KEY, account_id="a", account_ids=["b"])
    with pytest.raises(ConfigurationError, match="empty"):
        Toolset(base_url="https://h.example", api_key=KEY, account_ids=[])
    with pytest.raises(ConfigurationError):
        Toolset(base_url="https://h.example", api_key=KEY, account_id="acc_1\r\nx-evil: 1")


def test_a_toolset_that_is_left_lets_go_of_its_connections() -> None:
    hub = FakeHub()
    with toolset(hub):
        pass
    assert hub.closed == 1
