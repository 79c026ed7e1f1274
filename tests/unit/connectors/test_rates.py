"""Which calls count against a limit is settled when the connector is compiled, by the root fields of their documents."""

from __future__ import annotations

import shutil
from pathlib import Path

from linkwright.connectors.compile import compile_connector
from linkwright.connectors.loading import load_connector
from linkwright.engine.requests import planned_request
from tests.unit.connectors.mistakes import BRIGHTDESK, connector
from tests.unit.connectors.workshop import Workshop

DESCRIBE = "\ndescribe:\n"


def limited(folder: Path, words: str) -> Workshop:
    return connector(folder).spoil("header", DESCRIBE, f"\nlimits: {{rates: {{{words}}}}}{DESCRIBE}")


def test_a_field_is_counted_by_itself(tmp_path: Path) -> None:
    desk = limited(tmp_path, "few: {calls: 3, per: 10, fields: [tickets, ticketCreate]}")
    compiled = load_connector(desk.compile().connector)
    assert compiled.actions["desk_list_tickets"].call.rates == ("tickets",)
    assert compiled.actions["desk_report_bug"].call.rates == ("ticketCreate",)
    assert compiled.actions["desk_get_ticket"].call.rates == ()
    assert [step.call.rates for step in compiled.actions["desk_file_and_show"].steps] == [("ticketCreate",), ()]
    assert [(rate.key, rate.name, rate.calls, rate.per) for rate in compiled.rates.values()] == [
        ("tickets", "few", 3, 10),
        ("ticketCreate", "few", 3, 10),
    ]


def test_fields_may_be_counted_together(tmp_path: Path) -> None:
    desk = limited(tmp_path, "few: {calls: 3, per: 10, fields: [tickets, ticketCreate], shared: true}")
    compiled = load_connector(desk.compile().connector)
    assert {compiled.actions[f"desk_{name}"].call.rates for name in ("list_tickets", "report_bug")} == {("few",)}
    assert compiled.rates["few"].fields == ("tickets", "ticketCreate")
    assert compiled.counted(["tickets", "me", "ticketCreate"]) == ("few", "few")


def test_a_field_that_is_asked_for_twice_counts_twice(tmp_path: Path) -> None:
    desk = limited(tmp_path, "few: {calls: 3, per: 10, fields: [ticket]}")
    text = desk.actions["more.yaml"]
    old = "{ ticket(id: $id) { ...Card } }"
    desk.actions["more.yaml"] = text.replace(
        old, "{ ticket(id: $id) { ...Card } again: ticket(id: $id) { id } }"
    ).replace("  resolve: {id: ticket}", "  result: ticket\n  resolve: {id: ticket}", 1)
    assert desk.action("get_ticket")["call"]["rates"] == ["ticket", "ticket"]


def test_requests_of_a_rest_api_are_counted_by_method_and_path(tmp_path: Path) -> None:
    copy = tmp_path / "connector"
    shutil.copytree(BRIGHTDESK / "connector", copy)
    header = copy / "connector.yaml"
    rates = '\n  rates: {few: {calls: 3, per: 10, fields: ["GET /events", "PATCH /tickets/{ticket_id}"], shared: true}}'
    header.write_text(header.read_text().replace("\nlimits:", "\nlimits:" + rates))
    compiled = load_connector(compile_connector(copy, BRIGHTDESK).connector)
    counted = {name: one.request.rates for name, one in compiled.actions.items() if one.request and one.request.rates}
    assert counted == {"brightdesk_list_events": ("few",), "brightdesk_update_ticket": ("few",)}
    steps = [step.request.request.rates for step in compiled.actions["brightdesk_solve_tickets"].steps if step.request]
    assert steps == [(), ("few",)]
    events = compiled.actions["brightdesk_list_events"]
    assert events.request is not None
    assert planned_request("brightdesk", events.id, "read", events.request, {}).rates == ("few",)
