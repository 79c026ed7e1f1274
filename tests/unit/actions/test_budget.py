"""Answers that fit a budget: valid, no larger than asked, and with a way to every part that was left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkwright.actions.options import read_options
from linkwright.actions.shaping.budget import tokens_of
from linkwright.actions.shaping.cursors import resumed
from linkwright.actions.shaping.sentences import SHORT, end_of
from linkwright.actions.shaping.shaping import shape_of, shaped
from linkwright.kit import jsons
from tests.unit.actions.hub import CATALOG, Hub
from tests.unit.actions.twins import at_brightdesk, at_linear, rpc
from tests.unit.mcp.speak import message, old

pytestmark = pytest.mark.anyio
LINEAR = CATALOG.get("linear")
assert LINEAR is not None
LIST, GET, RAW = (LINEAR.actions[f"linear_{name}"] for name in ("list_issues", "get_issue", "run_graphql"))
WORDS = "The lamp flickers at night. Nobody knows why! Is it the wire? "
LONG = "".join(f"{number}. {WORDS}" for number in range(60))

texts = st.one_of(st.text(max_size=60), st.text(min_size=60, max_size=900), st.just(LONG), st.just("x" * 3_000))
leaves = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), texts)
names = st.text("abcdefgh.", min_size=1, max_size=6).filter(lambda name: all(name.split(".")))
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=6) | st.dictionaries(names, inner, max_size=5), max_leaves=25
)
records = st.dictionaries(names, values, max_size=6)


class Pages:
    """A provider of pages, and the hub's way of answering with them."""

    def __init__(self, items: list[dict[str, Any]], size: int) -> None:
        self.items, self.size = items, size

    def ask(self, cursor: str | None, **said: Any) -> dict[str, Any]:
        payload = {"query": {"cursor": cursor, "page_size": self.size}}
        before = resumed(LIST.id, payload)
        asked = payload if before is None else before.payload(payload, paged=True)
        page = asked["cursor"] if before else cursor
        at, size = int(page or 0), asked["page_size"] if before else self.size
        end = at + size
        body = {"data": self.items[at:end], "next": str(end) if end < len(self.items) else None}
        options = shape_of(read_options(said), before, LIST, "read")
        arguments = {"cursor": page, "page_size": size}
        return dict(jsons.loads(shaped(jsons.dumpb(body), LIST, "read", arguments, options, before)))


def restored(data: Any, cuts: list[dict[str, Any]], ask: Any) -> Any:
    """What was cut, put back by asking for the rest of it until there is none."""
    whole = {"": data}
    for cut in cuts:
        if cut["path"]:
            wanted = {cut["path"]: cut["from"]}
            more = ask(read_from=wanted)
            (rest,) = more["data"].values()
            rest = restored_at(rest, cut["path"], cut["from"], more.get("linkwright", {}).get("cut", []), ask)
            put(whole[""], cut["path"], rest)
    return whole[""]


def restored_at(rest: Any, path: str, begin: int, cuts: list[dict[str, Any]], ask: Any) -> Any:
    for cut in cuts:
        wanted = {cut["path"]: cut["from"]}
        more = ask(read_from=wanted)
        (tail,) = more["data"].values()
        tail = restored_at(tail, cut["path"], cut["from"], more.get("linkwright", {}).get("cut", []), ask)
        if cut["path"] == path:
            rest = rest + tail
        else:
            inner = cut["path"].removeprefix(path + ".").split(".")
            # Items of a rest are numbered as in the whole list.
            inner[0] = str(int(inner[0]) - begin)
            put(rest, ".".join(inner), tail)
    return rest


def put(data: Any, path: str, rest: Any) -> None:
    """Add the rest of a text or a list to what is there of it."""
    parts = path.split(".")
    holder, last = found(data, parts)
    holder[last] = holder[last] + rest


def found(here: Any, parts: list[str]) -> tuple[Any, Any]:
    if isinstance(here, list):
        return (here, int(parts[0])) if len(parts) == 1 else found(here[int(parts[0])], parts[1:])
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        if name in here and length == len(parts):
            return here, name
        if name in here:
            try:
                return found(here[name], parts[length:])
            except (KeyError, TypeError, ValueError, IndexError):
                continue
    raise KeyError(".".join(parts))


@pytest.mark.promise("budget.nothing-lost")
@given(st.lists(records, max_size=25), st.integers(1, 12), st.integers(50, 2_500))
@settings(max_examples=50, deadline=None)
@example([{"id": "a", "text": LONG}, {"id": "b", "text": LONG}], 2, 50)
def test_every_page_fits_and_following_the_cursors_gives_every_item_once(
    items: list[dict[str, Any]], size: int, tokens: int
) -> None:
    items = [{**item, "id": str(number)} for number, item in enumerate(items)]
    pages = Pages(items, size)
    given_: list[str] = []
    cursor: str | None = None
    for _ in range(len(items) + 2):
        answer = pages.ask(cursor, max_tokens=tokens)
        told = answer.get("linkwright", {})
        assert tokens_of(answer) <= tokens or "over" in told
        assert "over" not in told or len(answer["data"]) == 1
        given_ += [one["id"] for one in answer["data"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert given_ == [item["id"] for item in items]


# Names with dots in them can name two things; what is proved here is that nothing is lost where they do not.
plain = st.text("abcdefgh", min_size=1, max_size=6)
plain_values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=6) | st.dictionaries(plain, inner, max_size=5), max_leaves=25
)


@pytest.mark.promise("budget.nothing-lost")
@given(st.dictionaries(plain, plain_values, max_size=6), st.integers(50, 1_500))
@settings(max_examples=80, deadline=None)
@example({"a": LONG, "b": [LONG, LONG], "c": list(range(500))}, 50)
def test_the_rest_of_whatever_was_cut_of_a_thing_can_be_read(data: dict[str, Any], tokens: int) -> None:
    whole = jsons.dumpb({"data": data, "next": None})

    def ask(**said: Any) -> dict[str, Any]:
        options = shape_of(read_options({"max_tokens": tokens, **said}), None, RAW, "read")
        answer = jsons.loads(shaped(whole, RAW, "read", {}, options, None))
        assert tokens_of(answer) <= tokens or "over" in answer["linkwright"]
        return dict(answer)

    answer = ask()
    assert restored(answer["data"], answer.get("linkwright", {}).get("cut", []), ask) == data


@given(texts, st.integers(1, 400))
@settings(max_examples=80, deadline=None)
def test_a_text_is_cut_after_at_most_so_many_characters_and_never_at_none(text: str, most: int) -> None:
    end = end_of(text, most)
    assert 0 < end <= most or not text


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("One is here. Two is there. Three", 30, "One is here. Two is there. "),
        ('He said "no." Then he left', 20, 'He said "no." '),
        ("First line\nsecond line", 14, "First line\n"),
        ("東京です。大阪です。", 8, "東京です。"),
        ("version 1.2.3 of it", 12, "version "),
        ("a" * 50, 20, "a" * 20),
        ("x" * 18 + "👩\u200d👩\u200d👧", 20, "x" * 18),
        ("x" * 19 + "e\u0301e", 20, "x" * 19),
    ],
)
def test_a_text_ends_where_a_reader_would_end_it(text: str, most: int, shown: str) -> None:
    assert text[: end_of(text, most)] == shown


async def everything(hub: Hub, **call: Any) -> list[dict[str, Any]]:
    """All items of the first answer's list, by following `next`."""
    found: list[dict[str, Any]] = []
    cursor = None
    for _ in range(200):
        query = {**call.get("query", {}), **({"cursor": cursor} if cursor else {})}
        reply = await rpc(hub, "linear_list_issues", {**call, "query": query})
        assert reply.status == 200, reply.json
        found += reply.json["data"]
        cursor = reply.json["next"]
        if cursor is None:
            return found
        call = {"query": call.get("query", {})}
    raise AssertionError("it never ends")


@pytest.mark.promise("budget.nothing-lost")
async def test_a_list_is_cut_and_gone_on_with_where_it_was_cut(hub: Hub) -> None:
    hub, _ = at_linear()
    whole = await everything(hub, query={"page_size": 50})
    assert await everything(hub, query={"page_size": 7}, max_tokens=700) == whole
    reply = await rpc(hub, "linear_list_issues", {"query": {"page_size": 7}, "max_tokens": 700})
    told = reply.json["linkwright"]["cut"]
    shown = len(reply.json["data"])
    assert told == [{"path": "", "from": shown, "left": 7 - shown}]
    assert len(reply.body) <= 4 * 700


@pytest.mark.parametrize("place", ["query", "body", "path", "query_", "body_", ""])
async def test_the_answers_that_follow_keep_fields_and_budget(hub: Hub, place: str) -> None:
    hub, _ = at_linear()
    call = {"query": {"page_size": 20}, "fields": "id, title", "max_tokens": 200}
    first = await rpc(hub, "linear_list_issues", call)
    spelt = {place: {"cursor": first.json["next"]}} if place.isalpha() else {f"{place}cursor": first.json["next"]}
    after = await rpc(hub, "linear_list_issues", spelt)
    for reply in (first, after):
        assert all(set(one) == {"id", "title"} for one in reply.json["data"])
        assert len(reply.body) <= 800
    assert (hub.last.arguments, len(hub.last.calls)) == ({"page_size": 20}, 1)


async def test_a_list_whose_items_moved_goes_on_behind_the_last_one_given(hub: Hub) -> None:
    hub, _ = at_linear()
    call = {"query": {"page_size": 10}, "fields": ["id"], "max_tokens": 100}
    first = (await rpc(hub, "linear_list_issues", call)).json
    last = first["data"][-1]["id"]
    whole = (await rpc(hub, "linear_list_issues", {"query": {"page_size": 10}})).json["data"]
    ids = [one["id"] for one in whole]
    # The newest change comes first, so everything moves one place down.
    await rpc(hub, "linear_update_issue", {"path": {"id": ids[9]}, "body": {"title": "Now the first"}})
    after = (await rpc(hub, "linear_list_issues", {"query": {"cursor": first["next"]}})).json["data"]
    assert after[0]["id"] == ids[ids.index(last) + 1]


async def test_a_long_text_is_cut_after_a_sentence_and_read_to_its_end(hub: Hub) -> None:
    hub, _ = at_linear()
    await rpc(hub, "linear_update_issue", {"path": {"id": "ENG-1"}, "body": {"description": LONG}})
    call = {"path": {"id": "ENG-1"}, "max_tokens": 600}
    answer = (await rpc(hub, "linear_get_issue", call)).json
    (cut,) = answer["linkwright"]["cut"]
    text = answer["data"]["description"]
    assert (cut["path"], cut["from"], cut["left"]) == ("description", len(text), len(LONG) - len(text))
    assert text.rstrip()[-1] in ".!?"
    assert len(jsons.dumpb(answer)) <= 2_400
    for _ in range(20):
        more = (await rpc(hub, "linear_get_issue", {**call, "read_from": {"description": len(text)}})).json
        assert list(more["data"]) == ["description"]
        text += more["data"]["description"]
        if "linkwright" not in more:
            break
    assert text == LONG


async def test_fields_are_picked_through_lists_and_things(hub: Hub) -> None:
    hub, _ = at_linear()
    fields = ["identifier", "state.name", "labels.name"]
    answer = (await rpc(hub, "linear_get_issue", {"path": {"id": "ENG-1"}, "fields": fields})).json
    assert set(answer["data"]) == {"identifier", "state", "labels"}
    assert set(answer["data"]["state"]) == {"name"}
    assert all(set(one) == {"name"} for one in answer["data"]["labels"])


async def test_an_unknown_field_is_refused_with_the_nearest_before_anything_is_sent(hub: Hub) -> None:
    hub, _ = at_linear()
    body = {"path": {"id": "ENG-1"}, "body": {"title": "x"}, "fields": ["titel"]}
    reply = await rpc(hub, "linear_update_issue", body)
    assert (reply.status, reply.json["code"]) == (400, "unknown_field")
    assert "Did you mean 'title'?" in reply.json["message"]
    reply = await rpc(hub, "linear_get_issue", {"path": {"id": "ENG-1"}, "fields": "state.nmae"})
    assert "Fields of state: id, name, type." in reply.json["hint"]
    reply = await rpc(hub, "linear_get_issue", {"path": {"id": "ENG-1"}, "fields": "title.words"})
    assert reply.json["hint"] == "title has no fields of its own."
    assert hub.wire.sent == []


async def test_what_a_write_answers_is_kept_whole_and_cut_only_for_its_caller(hub: Hub) -> None:
    hub, _ = at_linear()
    call = {"body": {"issueId": "ENG-1", "body": LONG}, "max_tokens": 100}
    answer = (await rpc(hub, "linear_create_comment", call)).json
    assert [set(one) for one in answer["linkwright"]["cut"]] == [{"path", "left"}]
    reply = await rpc(hub, "linear_create_comment", {**call, "read_from": {"body": 10}})
    assert (reply.status, reply.json["code"]) == (400, "options_invalid")


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ({"max_tokens": 49}, "options_invalid", "50 to"),
        ({"max_tokens": True}, "options_invalid", "50 to"),
        ({"max_tokens": 99.5}, "options_invalid", "50 to"),
        ({"max_tokens": "100"}, "options_invalid", "50 to"),
        ({"fields": []}, "options_invalid", "1 to 100"),
        ({"fields": ""}, "options_invalid", "1 to 100"),
        ({"fields": ["a", 1]}, "options_invalid", "1 to 100"),
        ({"fields": {"a": 1}}, "options_invalid", "1 to 100"),
        ({"fields": "id,,title"}, "options_invalid", "1 to 100"),
        ({"fields": "a..b"}, "options_invalid", "1 to 100"),
        ({"read_from": ["description"]}, "options_invalid", "read_from"),
        ({"read_from": {"description": -1}}, "options_invalid", "read_from"),
        ({"read_from": {"description": True}}, "options_invalid", "read_from"),
        ({"read_from": {"description": 1}, "fields": ["id"]}, "options_invalid", "takes no fields"),
        ({"mode": "plan", "max_tokens": 100}, "options_invalid", "given whole"),
        ({"query": {"cursor": "lwc_nonsense!"}}, "cursor_unusable", "cannot be read"),
        ({"query": {"cursor": "lwc_"}}, "cursor_unusable", "cannot be read"),
        ({"query": {"cursor": "lwc_WzFd"}}, "cursor_unusable", "cannot be read"),
    ],
)
async def test_nonsense_is_refused(hub: Hub, call: dict[str, Any], code: str, words: str) -> None:
    reply = await rpc(hub, "linear_list_issues", call)
    assert (reply.status, reply.json["code"]) == (400, code)
    assert words in reply.json["message"]
    assert hub.wire.sent == []


async def test_what_has_no_rest_cannot_be_gone_on_with(hub: Hub) -> None:
    hub, _ = at_linear()
    for path in ("priority", "nothing", "labels.99", "labels.x", "title.0"):
        reply = await rpc(hub, "linear_get_issue", {"path": {"id": "ENG-1"}, "read_from": {path: 0}})
        assert (reply.status, reply.json["code"]) == (400, "unknown_field")


@pytest.mark.parametrize(
    "said",
    [
        lambda cursor: {"body": {"cursor": cursor}},
        lambda cursor: {"cursor": cursor},
        lambda cursor: {"query_cursor": cursor},
        lambda cursor: {"body": {"page_size": 10}, "query": {"cursor": cursor}},
    ],
)
async def test_a_cut_list_goes_on_from_a_cursor_in_whatever_place_inputs_may_stand(said: Any) -> None:
    hub, _ = at_linear()
    first = await rpc(hub, "linear_list_issues", {"query": {"page_size": 10}, "max_tokens": 600})
    assert first.json["next"].startswith("lwc_")
    after = await rpc(hub, "linear_list_issues", said(first.json["next"]))
    assert after.status == 200, after.json
    known = {one["id"] for one in first.json["data"]}
    assert after.json["data"]
    assert known.isdisjoint(one["id"] for one in after.json["data"])


async def test_a_cursor_goes_on_with_its_own_action_alone(hub: Hub) -> None:
    hub, _ = at_linear()
    first = (await rpc(hub, "linear_list_issues", {"query": {"page_size": 20}, "max_tokens": 300})).json
    reply = await rpc(hub, "linear_list_projects", {"query": {"cursor": first["next"]}})
    assert (reply.status, reply.json["code"]) == (400, "cursor_unusable")
    reply = await rpc(
        hub, "linear_update_issue", {"path": {"id": "ENG-1"}, "body": {"title": "x"}, "cursor": first["next"]}
    )
    assert reply.json["code"] == "cursor_unusable"


async def test_a_list_without_pages_is_gone_on_with_all_the_same(hub: Hub) -> None:
    hub, _ = at_brightdesk()
    whole = (await rpc(hub, "brightdesk_search_tickets", {"query": {"text": "lamp"}})).json["data"]
    assert len(whole) > 2
    call: dict[str, Any] = {"query": {"text": "lamp"}, "max_tokens": 110}
    found: list[Any] = []
    for _ in range(30):
        reply = await rpc(hub, "brightdesk_search_tickets", call)
        found += reply.json["data"]
        if reply.json["next"] is None:
            break
        call = {"query": {"text": "lamp", "cursor": reply.json["next"]}}
    assert found == whole


async def test_over_mcp_the_shape_of_a_result_is_said_in_meta(hub: Hub) -> None:
    hub, _ = at_linear()
    meta = {"linkwright/fields": "id,title", "linkwright/max_tokens": 120}
    call = {"name": "linear_list_issues", "arguments": {"query": {"page_size": 20}}, "_meta": meta}
    result = (await old(hub, message("tools/call", call))).json["result"]["structuredContent"]["result"]
    assert all(set(one) == {"id", "title"} for one in result["data"])
    assert tokens_of(result) <= 120
    # A model goes on with nothing but the cursor.
    after = {"name": "linear_list_issues", "arguments": {"query": {"cursor": result["next"]}}}
    more = (await old(hub, message("tools/call", after))).json["result"]["structuredContent"]["result"]
    assert tokens_of(more) <= 120
    assert more["data"][0]["id"] not in [one["id"] for one in result["data"]]


async def test_an_answer_that_fits_is_answered_as_ever(hub: Hub) -> None:
    hub, _ = at_linear()
    whole = await rpc(hub, "linear_list_teams")
    assert (await rpc(hub, "linear_list_teams", {"max_tokens": 100_000})).json == whole.json


async def test_a_short_text_is_never_cut() -> None:
    text = "x " * (SHORT // 2)
    answer = jsons.dumpb({"data": {"a": text, "b": LONG}, "next": None})
    options = replace(read_options({"max_tokens": 60}))
    cut = jsons.loads(shaped(answer, RAW, "read", {}, options, None))
    assert cut["data"]["a"] == text
    assert len(cut["data"]["b"]) <= SHORT


def test_what_is_nested_beyond_reason_is_given_whole() -> None:
    deep: Any = LONG
    for _ in range(240):
        deep = [deep]
    answer = jsons.dumpb({"data": {"a": deep}, "next": None})
    options = read_options({"max_tokens": 60})
    told = jsons.loads(shaped(answer, RAW, "read", {}, options, None))
    assert "nested too deeply" in told["linkwright"]["over"]
