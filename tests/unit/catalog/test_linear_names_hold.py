"""What always holds of names: one that is unique is found however it is written, an unclear one never, an id is left alone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linkwright.connectors.kinds import Kind, Search
from linkwright.engine.errors import InvalidArguments
from linkwright.kit.clock import FixedClock
from tests.unit.catalog.linear_caller import Caller

pytestmark = pytest.mark.anyio
LETTERS = st.characters(categories=("L", "N"), max_codepoint=0x24F)
NAMES = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text.casefold() not in ("me", "current"))
BLANKS = st.sampled_from(["", " ", "\t", "  ", "\n"])
CASES = st.sampled_from([str, str.upper, str.lower, str.swapcase, str.title])
WRITTEN = st.tuples(BLANKS, CASES, BLANKS)
SPELLED = st.tuples(st.just(""), CASES, st.just(""))
MIDDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
_NONE = Search((), (), "")


def kind(*match: str, within: str = "") -> Kind:
    paths = tuple((name,) for name in match)
    inside = {within: (within, "id")} if within else {}
    return Kind("thing", _NONE, None, paths, (("", ("name",)),), {}, inside, {}, "")


def written(name: str, how: Any) -> str:
    before, spelled, after = how
    text: str = spelled(name)
    # Some letters have no way back, such as the dotless i; they are other letters then.
    assume(text.casefold() == name.casefold())
    return f"{before}{text}{after}"


@given(st.lists(NAMES, min_size=1, max_size=6, unique_by=str.casefold), st.data(), WRITTEN)
def test_a_unique_name_is_chosen_whatever_its_case_and_the_blanks_around_it(
    names: list[str], data: st.DataObject, how: Any
) -> None:
    wanted = data.draw(st.integers(0, len(names) - 1))
    candidates = [{"id": str(place), "name": name} for place, name in enumerate(names)]
    chosen = kind("name").chosen(written(names[wanted], how), candidates, {})
    assert [one["id"] for one in chosen] == [str(wanted)]


@given(NAMES, WRITTEN, WRITTEN, st.lists(NAMES, max_size=4))
def test_a_name_that_several_have_is_never_chosen_for_one_of_them(
    name: str, one: Any, other: Any, more: list[str]
) -> None:
    candidates = [
        {"id": str(place), "name": each} for place, each in enumerate([name, written(name, one).strip(), *more])
    ]
    chosen = kind("name").chosen(written(name, other), candidates, {})
    assert {"0", "1"} <= {each["id"] for each in chosen}


@given(NAMES, st.lists(st.sampled_from(["a", "b", None]), min_size=1, max_size=6), st.sampled_from(["a", "b"]))
def test_what_belongs_to_another_than_the_calls_team_is_never_chosen(
    name: str, teams: list[str | None], here: str
) -> None:
    candidates = [
        {"id": str(place), "name": name, "team": {"id": team} if team else None} for place, team in enumerate(teams)
    ]
    chosen = kind("name", within="team").chosen(name, candidates, {"team": here})
    assert [one["id"] for one in chosen] == [str(place) for place, team in enumerate(teams) if team in (here, None)]


@given(NAMES, NAMES)
def test_a_word_that_matches_first_goes_before_what_only_matches_later(key: str, name: str) -> None:
    assume(key.casefold() != name.casefold())
    candidates = [{"id": "by name", "key": name, "name": key}, {"id": "by key", "key": key, "name": "other"}]
    assert [one["id"] for one in kind("key", "name").chosen(key, candidates, {})] == ["by key"]


@given(st.uuids(), st.booleans())
def test_a_uuid_is_an_id_in_either_case_and_nothing_less_is(id_: UUID, upper: bool) -> None:
    text = str(id_).upper() if upper else str(id_)
    assert kind("name").is_id(text)
    assert not kind("name").is_id(text[:-1])
    assert not kind("name").is_id(f"{text}0")
    assert not kind("name").is_id(text.replace("-", ""))


class Desk:
    """A caller whose twin is put back before every example."""

    def __init__(self) -> None:
        self.caller = Caller(FixedClock(MIDDAY))
        self.start = self.caller.twin.snapshot()

    def anew(self) -> Caller:
        self.caller.twin.reset()
        self.caller.twin.restore(self.start)
        self.caller.names.forget("acc_1")
        return self.caller


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@settings(max_examples=40)
@given(name=NAMES, how=SPELLED)
def test_a_project_of_a_unique_name_is_found_from_the_call_to_the_provider_and_back(
    desk: Desk, name: str, how: Any
) -> None:
    caller = desk.anew()

    async def work() -> None:
        made = await caller.one("create_project", name=name, teamIds=["ENG"])
        changed = await caller.one("update_issue", id="ENG-1", projectId=written(name, how))
        assert changed["project"]["id"] == made["id"]

    asyncio.run(work())


@settings(max_examples=25)
@given(name=NAMES, how=SPELLED)
def test_a_project_whose_name_two_have_is_never_chosen(desk: Desk, name: str, how: Any) -> None:
    caller = desk.anew()

    async def work() -> None:
        for each in (name, written(name, how)):
            await caller.one("create_project", name=each, teamIds=["ENG"])
        with pytest.raises(InvalidArguments, match="means 2 projects"):
            await caller.call("update_issue", id="ENG-1", projectId=written(name, how))

    asyncio.run(work())


@pytest.mark.parametrize("text", [" Faster search", "Faster search ", "\tfaster SEARCH\n"])
async def test_blanks_around_a_name_do_no_harm_on_the_way_to_the_provider(desk: Desk, text: str) -> None:
    changed = await desk.anew().one("update_issue", id="ENG-1", projectId=text)
    assert changed["project"]["name"] == "Faster search"


@settings(max_examples=40)
@given(ids=st.lists(st.uuids(), min_size=1, max_size=4))
def test_ids_reach_the_provider_unchanged_and_without_a_query(desk: Desk, ids: list[UUID]) -> None:
    caller = desk.anew()

    async def work() -> list[Any]:
        given = [str(one).upper() for one in ids]
        with pytest.raises(Exception) as refused:
            await caller.call("create_issue", teamId=given[0], title="x", labelIds=given)
        (sent,) = refused.value.calls  # type: ignore[attr-defined]
        assert sent.request["variables"]["input"]["labelIds"] == given
        assert sent.request["variables"]["input"]["teamId"] == given[0]
        return given

    asyncio.run(work())
