"""Every cell of the matrix, grouped by row."""

from __future__ import annotations

import pytest

from tests.walls.asking import HOST, Answer
from tests.walls.callers import CALLERS
from tests.walls.cells import Cell, cells_of
from tests.walls.row import Row
from tests.walls.rows import ROWS
from tests.walls.world import HOME_HOST, World

pytestmark = pytest.mark.anyio


# Of whatever is done in a project, these tell there, whoever does it.
_LOGS = frozenset({"runs", "events", "webhook_deliveries", "audit_records", "audit_chains", "audit_checkpoints"})


@pytest.mark.promise("walls.matrix")
@pytest.mark.xdist_group("walls")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
async def test_a_route_answers_each_caller_as_it_should_and_tells_nothing_of_others(world: World, row: Row) -> None:
    assert await wrong_cells(world, row) == []


@pytest.mark.postgres
@pytest.mark.xdist_group("walls-on-postgresql")
@pytest.mark.parametrize("row", [row for row in ROWS if row.places()], ids=lambda row: row.title)
async def test_on_postgresql_too_nothing_is_told_of_others_and_nothing_changes_there(
    elsewhere: World, row: Row
) -> None:
    assert await wrong_cells(elsewhere, row, "foreign", "address", "project") == []


async def wrong_cells(world: World, row: Row, *sorts: str) -> list[str]:
    """What is wrong with the answers to the cells of a row, or with other projects afterwards."""
    wrong: list[str] = []
    before = world.known or await world.dump()
    for passed in (("caller", "foreign", "limited", "address"), ("project",), ("good",)):
        for cell in cells_of(row):
            if cell.sort not in passed or (sorts and cell.sort not in sorts):
                continue
            if said := await check(world, row, cell):
                wrong.append(f"{cell}: {said}")
            if cell.sort == "good" and row.changes and not row.safe:
                await world.restore()
        if not row.places() and row.changes:
            # Whoever may has made something new, which is not of a project everywhere.
            await world.restore()
        # A member who names the sister's project acts there, and its log says so.
        usual = _LOGS if "project" in passed else frozenset()
        after = await world.dump()
        wrong += [f"{passed}: {name} was changed" for name in after.keys() - usual if after[name] != before[name]]
        if "good" not in passed or (row.changes and not row.safe):
            await world.restore()
        if not world.restores:
            before = after
    # Where nothing can be put back, the next row starts from here.
    world.known = before if world.restores and not wrong else {}
    return wrong


async def check(world: World, row: Row, cell: Cell) -> str:
    """What is wrong with the answer to a cell; empty if nothing is."""
    if cell.sort == "caller":
        return await _caller(world, row, cell)
    if cell.sort == "good":
        return await _good(world, row, cell)
    if cell.sort == "foreign":
        return await _foreign(world, row, cell)
    if cell.sort == "limited":
        answer, _sent = await world.ask(row, cell.caller, {"": "nowhere"})
        return "tells of the account" if world.ids["home"]["account"] in answer.text else ""
    if cell.sort == "project":
        return await _project(world, row, cell)
    return await _address(world, row, cell)


async def _caller(world: World, row: Row, cell: Cell) -> str:
    if cell.expected is not None:
        return await _refused(world, row, cell, cell.expected)
    answer, sent = await world.ask(row, cell.caller, {"": "nowhere"})
    if leak := world.leaked(row, answer, sent):
        return f"tells {leak}"
    if row.alone:
        # It ends the session that other cells come with.
        await world.restore()
    named = any(place not in row.also for place, _ in row.places())
    if named and row.lacks:
        return "" if answer.code in row.lacks else f"{_said(answer)} instead of {row.lacks}"
    status = row.absent if named else row.ok
    return "" if answer.status == status else f"{_said(answer)} instead of {status}"


async def _refused(world: World, row: Row, cell: Cell, expected: tuple[int, str], host: str = HOST) -> str:
    """Whoever is refused is refused what is there, in the same words as what is not."""
    status, code = expected
    answer, sent = await world.ask(row, cell.caller, {}, host=host)
    if answer.status != status or code not in ("", answer.code):
        return f"{_said(answer)} instead of {status} {code}"
    may = CALLERS[cell.caller].may if cell.caller in CALLERS else None
    seen = row.seen_by is not None and may is not None and may(row.seen_by)
    if row.places() and row.door != "mcp" and not seen:
        return _differs(world, row, (answer, sent), await world.ask(row, cell.caller, {"": "nowhere"}, host=host))
    leak = world.leaked(row, answer, sent)
    return f"tells {leak}" if leak else ""


async def _good(world: World, row: Row, cell: Cell) -> str:
    answer, sent = await world.ask(row, cell.caller, {})
    if leak := world.leaked(row, answer, sent):
        return f"tells {leak}"
    if answer.status != row.ok or row.says not in answer.text:
        return f"{_said(answer)} instead of {row.ok}"
    if row.shows and world.ids["home"][row.shows] not in answer.text:
        return f"does not show the {row.shows}"
    return ""


async def _foreign(world: World, row: Row, cell: Cell) -> str:
    also = cell.place if cell.beside else ""
    return await _same(world, row, cell, {cell.place: cell.whose}, {cell.place: "nowhere"}, also=also)


async def _project(world: World, row: Row, cell: Cell) -> str:
    if cell.whose == "stranger":
        theirs, sent = await world.ask(row, cell.caller, {}, project="stranger")
        none, unsent = await world.ask(row, cell.caller, {}, project="nowhere")
        return _differs(world, row, (theirs, sent), (none, unsent)) or ("" if theirs.status == 404 else _said(theirs))
    # In the sister's project by the header, the callers' own things are foreign; a key stays where it is.
    mine, project = ("sister", "sister") if cell.caller == "key full" else ("home", "sister")
    theirs, sent = await world.ask(row, cell.caller, {"": mine}, project=project)
    none, unsent = await world.ask(row, cell.caller, {"": "nowhere"}, project=project)
    return _differs(world, row, (theirs, sent), (none, unsent), leaks=cell.caller == "key full")


async def _address(world: World, row: Row, cell: Cell) -> str:
    if cell.expected is not None:
        return await _refused(world, row, cell, cell.expected, HOME_HOST)
    if not cell.place:
        answer, _ = await world.ask(row, cell.caller, {}, host=HOME_HOST)
        return "" if answer.status == 404 else _said(answer)
    also = cell.place if cell.beside else ""
    return await _same(world, row, cell, {cell.place: cell.whose}, {cell.place: "nowhere"}, also=also, host=HOME_HOST)


async def _same(
    world: World, row: Row, cell: Cell, theirs: dict[str, str], none: dict[str, str], *, also: str, host: str = HOST
) -> str:
    first = await world.ask(row, cell.caller, theirs, also=also, host=host)
    second = await world.ask(row, cell.caller, none, also=also, host=host)
    return _differs(world, row, first, second)


def _differs(
    world: World, row: Row, theirs: tuple[Answer, list[str]], none: tuple[Answer, list[str]], *, leaks: bool = True
) -> str:
    (answer, sent), (other, unsent) = theirs, none
    if leaks and (leak := world.leaked(row, answer, sent)):
        return f"tells {leak}"
    if answer.plain(*sent) != other.plain(*unsent):
        return f"{_said(answer)}, of nowhere {_said(other)}"
    return ""


def _said(answer: Answer) -> str:
    return f"{answer.status} {answer.code} {answer.text[:160]!r}"
