"""What a call sends and gives: inputs, files, answers of every kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linkwright.toolset import AnswerUnreadable, ArgumentsUnreadable, ConfigurationError, File, HubFault
from linkwright.toolset.forms import Form
from linkwright.toolset.wire import Response
from tests.unit.toolset.fake import FakeHub, form_of, said, tool, toolset


def test_inputs_travel_in_one_object_so_that_none_is_taken_for_what_steers_the_call() -> None:
    hub = FakeHub()
    tools = toolset(hub, "acc_1")
    tools.call("crm_find", {"fields": "a", "mode": "b", "action": "c", "body": "d"}, fields=["id"], max_tokens=500)
    assert hub.bodies == [
        {
            "action": "crm_find",
            "fields": ["id"],
            "max_tokens": 500,
            "body": {"fields": "a", "mode": "b", "action": "c", "body": "d"},
        }
    ]
    request = hub.runs[0]
    assert request.url == "https://hub.example/base/actions/rpc"
    assert request.headers["Authorization"] == "Bearer lw_notarealkeybutasecret"


def test_the_contracts_own_places_are_taken_as_such() -> None:
    hub = FakeHub()
    toolset(hub, "acc_1").call("linear_x", {"path": {"id": "1"}, "query": {"a": 1}, "body": {"b": 2}, "c": 3})
    assert hub.bodies == [{"action": "linear_x", "path": {"id": "1"}, "query": {"a": 1}, "body": {"b": 2, "c": 3}}]


def test_an_input_that_is_called_like_a_place_and_is_an_object_is_an_input_all_the_same() -> None:
    listed = [tool("crm_send", {"body": {"type": "object"}, "to": {"type": "string"}}, "write")]
    hub = FakeHub(tools={"acc_1": listed})
    found = toolset(hub, "acc_1").fetch_tools()[0]
    found.call({"body": {"text": "x"}, "to": "y"})
    assert hub.bodies == [{"action": "crm_send", "body": {"body": {"text": "x"}, "to": "y"}}]


def test_what_steers_every_call_may_be_said_once() -> None:
    hub = FakeHub()
    tools = toolset(hub, "acc_1", max_tokens=900)
    tools.call("linear_list_teams")
    tools.call("linear_list_teams", max_tokens=100, read_from={"a": 3}, mode="apply", plan_hash="h", screening="block")
    assert [body["max_tokens"] for body in hub.bodies] == [900, 100]
    assert [body.get("screening") for body in hub.bodies] == [None, "block"]
    assert (hub.bodies[1]["read_from"], hub.bodies[1]["mode"], hub.bodies[1]["plan_hash"]) == ({"a": 3}, "apply", "h")


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"bytes"])
def test_what_is_no_json_is_refused_before_it_is_sent(value: object) -> None:
    hub = FakeHub()
    with pytest.raises(ArgumentsUnreadable):
        toolset(hub, "acc_1").call("linear_x", {"a": value})
    assert hub.sent == []


@pytest.mark.parametrize("key", ["", "x" * 256, "line\nbreak", "schlüssel"])
def test_an_idempotency_key_that_cannot_be_one_is_refused(key: str) -> None:
    with pytest.raises(ConfigurationError, match="idempotency_key"):
        toolset(FakeHub(), "acc_1").call("linear_x", idempotency_key=key)


def test_an_answer_has_its_data_its_next_page_and_what_the_hub_says_beside_them() -> None:
    cut = {"cut": [{"path": "", "from": 3, "left": 22}]}
    body = {"data": [{"a": "é"}], "next": "c1", "linkwright": cut}
    hub = FakeHub(calls=[said(200, body, x_linkwright_run_id="run_2", x_linkwright_replays="run_1")])
    result = toolset(hub, "acc_1").call("linear_list_issues")
    assert (result.data, result.next, result.extra) == ([{"a": "é"}], "c1", cut)
    assert (result.run_id, result.replays) == ("run_2", "run_1")
    assert result.json() == body
    assert result.text() == '{"data":[{"a":"é"}],"next":"c1","linkwright":{"cut":[{"path":"","from":3,"left":22}]}}'


def test_pages_go_on_until_there_is_no_next() -> None:
    hub = FakeHub(calls=[said(200, {"data": [1], "next": "c1"}), said(200, {"data": [2], "next": None})])
    pages = toolset(hub, "acc_1").fetch_tools().get_tool("linear_list_issues").pages({"team": "ENG"})
    assert [page.data for page in pages] == [[1], [2]]
    assert [body["body"] for body in hub.bodies] == [{"team": "ENG"}, {"team": "ENG"}]
    assert [body.get("query") for body in hub.bodies] == [None, {"cursor": "c1"}]


@pytest.mark.promise("toolset.files")
def test_files_go_out_as_parts_of_a_form_and_can_be_sent_again(tmp_path: Path) -> None:
    path = tmp_path / 'a"b.csv'
    path.write_bytes(b"1,2\r\n" * 30_000)
    hub = FakeHub(calls=[said(503, {}), said(200, {"data": {}})])
    files = {"file": File.at(path), "body": {"other": File(b"xyz", "x.bin", "application/x-seed")}, "title": "T"}
    toolset(hub, "acc_1").call("linear_upload_file", files)
    first, second = (form_of(request) for request in hub.runs)
    assert first == second
    kind = hub.runs[0].headers["Content-Type"]
    edge = kind.removeprefix("multipart/form-data; boundary=").encode()
    parts = first.split(b"--" + edge)
    assert json.loads(parts[1].split(b"\r\n\r\n")[1]) == {"action": "linear_upload_file", "body": {"title": "T"}}
    assert b'name="other"; filename="x.bin"\r\nContent-Type: application/x-seed\r\n\r\nxyz\r\n' in first
    assert b'name="file"; filename="a%22b.csv"\r\nContent-Type: text/csv\r\n\r\n1,2' in first
    assert parts[-1] == b"--\r\n"
    with pytest.raises(ConfigurationError):
        File.at(tmp_path / "none")


@pytest.mark.parametrize("later", [b"", b"much longer than before", None])
def test_a_file_that_changes_on_its_way_is_not_sent_as_something_else(later: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"before")
    form = Form({}, {"file": File.at(path)})
    path.unlink() if later is None else path.write_bytes(later)
    with pytest.raises(ConfigurationError, match=r"a\.txt"):
        list(form.pieces())


@pytest.mark.promise("toolset.files")
def test_a_file_that_comes_back_has_a_name_that_leads_into_no_other_folder() -> None:
    headers = {
        "content-type": "text/plain",
        "content-disposition": "attachment; filename=\"x\"; filename*=UTF-8''..%2F..%2Fs%C3%BC%C3%9F.txt",
    }
    result = toolset(FakeHub(calls=[Response(200, headers, b"hello")]), "acc_1").call("linear_download_asset")
    assert result.file is not None
    assert (result.file.name, result.file.type, result.file.content) == ("süß.txt", "text/plain", b"hello")
    assert json.loads(result.text())["data"]["file"] == {
        "name": "süß.txt",
        "type": "text/plain",
        "size": 5,
        "text": "hello",
    }


def test_a_place_that_cannot_be_written_is_refused_before_the_call(tmp_path: Path) -> None:
    hub = FakeHub()
    for place in (tmp_path, tmp_path / "none" / "file"):
        with pytest.raises(ConfigurationError):
            toolset(hub, "acc_1").call("linear_download_asset", save_to=place)
    assert hub.sent == []


@pytest.mark.parametrize(
    "bad",
    [
        Response(200, {"content-type": "text/html"}, b"<html>"),
        Response(302, {"location": "https://elsewhere.example"}, b""),
        Response(404, {"content-type": "text/html"}, b"<html>"),
        Response(401, {}, b'"no"'),
        said(200, [1, 2]),
    ],
)
def test_an_answer_that_is_no_hubs_says_so(bad: Response) -> None:
    with pytest.raises(AnswerUnreadable, match="hub"):
        toolset(FakeHub(calls=[bad]), "acc_1").call("linear_x")


def test_a_page_of_a_proxy_with_a_fault_is_a_fault() -> None:
    with pytest.raises(HubFault) as error:
        toolset(FakeHub(calls=[Response(502, {}, b"<html>")]), "acc_1").call("linear_x")
    assert error.value.retryable
