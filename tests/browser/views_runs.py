"""What a member meets of runs: their list narrowed, one run's ways on, the request tester and the usage figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, Route, expect

from tests.browser.stage import LONG_OWNER, Stage
from tests.browser.views import view
from tests.browser.views_console import as_viewer, go, in_empty_project
from tests.browser.views_hub import ANSWERED

BROKEN = {"statusCode": 500, "message": "Something broke on our side.", "hint": "Try again."}


@view("runs-narrowed")
def _narrowed(page: Page, stage: Stage) -> None:
    narrow = {"account": stage.accounts["Acme"], "success": "false", "status": "4xx", "since": "24h", "source": "rpc"}
    go(page, stage, f"runs?{urlencode(narrow)}", "Runs")
    expect(page.get_by_text("linear_get_issue").first).to_be_visible()


@view("runs-days")
def _days(page: Page, stage: Stage) -> None:
    go(page, stage, "runs", "Runs")
    page.get_by_role("button", name="Time", exact=True).click()
    page.get_by_role("menuitemradio", name="Days…").or_(page.get_by_role("menuitem", name="Days…")).or_(
        page.get_by_role("menuitemcheckbox", name="Days…")
    ).click()
    expect(page.get_by_role("dialog")).to_be_visible()


@view("runs-live")
def _live(page: Page, stage: Stage) -> None:
    go(page, stage, "runs", "Runs")
    page.get_by_role("switch", name="Live tail").click()
    page.get_by_role("switch", name="Live tail").blur()
    expect(page.get_by_role("switch", name="Live tail")).to_be_checked()


@view("runs-failed", said=ANSWERED)
def _failed(page: Page, stage: Stage) -> None:
    page.route("**/requests/logs?*", lambda route: route.fulfill(status=500, json=BROKEN))
    page.goto(f"{stage.hub.url}/console/runs")
    expect(page.get_by_text("Could not load runs")).to_be_visible()


@view("run-key-refused")
def _key_refused(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['key refused']}", "linear_get_viewer")
    expect(page.get_by_role("button", name="Make a reconnect link")).to_be_visible()


@view("run-not-kept")
def _not_kept(page: Page, stage: Stage) -> None:
    def without(route: Route) -> None:
        run = route.fetch().json()
        run["linkwright"] |= {
            "arguments": None,
            "result_excerpt": None,
            "bodies": {"kept": False, "keeps": "failures"},
            "can_rerun": False,
        }
        for step in run["step_requests"]:
            step["linkwright"] |= {"variables": None, "response_excerpt": None}
        route.fulfill(json=run)

    page.route("**/requests/logs/run_*", without)
    go(page, stage, f"runs/{stage.runs['read']}?tab=arguments", "linear_list_issues")
    expect(page.get_by_text("LINKWRIGHT_RUN_BODIES")).to_be_visible()


@view("run-again")
def _again(page: Page, stage: Stage) -> None:
    go(page, stage, f"runs/{stage.runs['read']}", "linear_list_issues")
    page.get_by_role("button", name="Run again").click()
    expect(page.get_by_role("link", name="Open the earlier run")).to_be_visible()


def on_the_bench(page: Page, stage: Stage, action: str, owner: str = "Acme") -> None:
    """The request tester with an action of an account."""
    go(page, stage, f"tester?{urlencode({'account': stage.accounts[owner], 'action': action})}", "Request tester")
    expect(page.get_by_role("radio", name="Form")).to_be_visible()


@view("tester")
def _tester(page: Page, stage: Stage) -> None:
    go(page, stage, "tester", "Request tester")
    expect(page.get_by_label("Action", exact=True)).to_be_visible()


@view("tester-empty", alone=True)
def _tester_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "tester", "Request tester")
    expect(page.get_by_text("No account to try yet")).to_be_visible()


@view("tester-search")
def _tester_search(page: Page, stage: Stage) -> None:
    _tester(page, stage)
    page.get_by_label("Action", exact=True).press_sequentially("close a ticket")
    expect(page.get_by_role("option", name="linear_change_issue_state")).to_be_visible()


@view("tester-write-form")
def _write_form(page: Page, stage: Stage) -> None:
    on_the_bench(page, stage, "linear_create_issue")
    page.get_by_role("textbox", name="teamId").fill("ENG")
    page.get_by_role("button", name="more fields").click()
    page.get_by_role("textbox", name="labelIds").press_sequentially("bug,export,")
    expect(page.get_by_role("button", name="Remove export")).to_be_visible()


@view("tester-lacking")
def _lacking(page: Page, stage: Stage) -> None:
    on_the_bench(page, stage, "linear_create_issue")
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_text("This must be given.").first).to_be_visible()


@view("tester-refused", said=ANSWERED)
def _refused(page: Page, stage: Stage) -> None:
    on_the_bench(page, stage, "linear_list_issues")
    page.get_by_role("button", name="more fields").click()
    page.get_by_role("textbox", name="page_size").fill("many")
    page.get_by_role("button", name="Run", exact=False).last.click()
    expect(page.get_by_text("page_size must be").first).to_be_visible()


@view("tester-json")
def _json(page: Page, stage: Stage) -> None:
    on_the_bench(page, stage, "linear_list_issues")
    page.get_by_role("radio", name="JSON").click()
    page.get_by_label("Inputs as JSON").fill('{"query": {"page_size": 3,')
    expect(page.get_by_text("This is not JSON").first).to_be_visible()


@view("tester-read")
def _read(page: Page, stage: Stage) -> None:
    on_the_bench(page, stage, "linear_list_teams")
    page.locator(".cardft").get_by_role("button", name="Run").click()
    expect(page.get_by_text("tokens of result")).to_be_visible()
    expect(page.get_by_role("link", name="Open its run")).to_be_visible()
    expect(page.get_by_text("in all")).to_be_visible()


@view("tester-no-right", said=ANSWERED)
def _no_right(page: Page, stage: Stage) -> None:
    def answer(route: Route) -> None:
        body = {
            "statusCode": 403,
            "code": "missing_right",
            "message": "Linear refused: this credential may not write.",
            "hint": "Have the owner link again with a key that has Write.",
            "missing_scopes": ["write"],
        }
        route.fulfill(status=403, json=body, headers={"x-linkwright-run-id": stage.runs["no right"]})

    page.route("**/console/api/actions/rpc", answer)
    on_the_bench(page, stage, "linear_list_teams")
    page.locator(".cardft").get_by_role("button", name="Run").click()
    expect(page.get_by_text("this credential may not write").first).to_be_visible()


def _title(page: Page, title: str) -> None:
    page.get_by_role("textbox", name="teamId").fill("ENG")
    page.get_by_role("textbox", name="title").fill(title)
    page.get_by_role("button", name="Review").click()


@view("tester-plan")
def _plan(page: Page, stage: Stage) -> None:
    on_the_bench(page, stage, "linear_create_issue")
    _title(page, "Export fails for empty boards")
    expect(page.get_by_role("button", name="Apply plan")).to_be_visible()


@view("tester-plan-of-a-change")
def _plan_of_a_change(page: Page, stage: Stage) -> None:
    on_the_bench(page, stage, "linear_update_issue")
    page.get_by_role("textbox", name="id", exact=True).fill("ENG-1")
    page.get_by_role("textbox", name="title").fill("Export fails for empty boards")
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_role("button", name="Apply plan")).to_be_visible()


@view("tester-destroy")
def _destroy(page: Page, stage: Stage) -> None:
    plan = {
        "mode": "plan",
        "plan_hash": "plan_5e8c09d1f2a3b4c5d6e7f8091a2b3c4d",
        "requests": [{"document": "mutation commentDelete($id: String!) { … }", "variables": {"id": "8a7b6c5d"}}],
        "target": {
            "id": "8a7b6c5d",
            "read_with": "linear_get_comment",
            "now": {"id": "8a7b6c5d", "body": "Rye bread?"},
        },
        "changes": [],
        "unchanged": [],
        "unknown": [],
        "cost": {"requests": 1, "exact": True, "points": 10},
        "scopes": {"needed": ["write"], "proven": [], "missing": ["write"]},
    }
    page.route("**/console/api/actions/rpc", lambda route: route.fulfill(json={"data": plan, "next": None}))
    _switched_on(page, stage, "linear_delete_comment", "destroy")
    page.get_by_role("textbox", name="id", exact=True).fill("8a7b6c5d")
    page.get_by_role("button", name="Review").click()
    page.get_by_role("button", name="Destroy").click()
    expect(page.get_by_text("This is not the name of the action.")).to_be_visible()


def _switched_on(page: Page, stage: Stage, action: str, effect: str) -> None:
    """As if the profile offered an action that it does not."""
    where = f"/actions?filter[action_key]={action}&include=action_details"
    full = stage.hub.call("GET", where).json()["data"][0]["actions"][0]
    full["linkwright"] |= {"enabled": True, "runnable": True, "reason": None}
    assert full["linkwright"]["effect"] == effect
    page.route("**/actions?*", lambda route: route.fulfill(json={"next": None, "data": [{"actions": [full]}]}))
    on_the_bench(page, stage, action)


@view("tester-nested")
def _nested(page: Page, stage: Stage) -> None:
    _switched_on(page, stage, "linear_upload_file", "write")
    file = Path(__file__).with_name("stage.py")
    page.locator("input[type=file]").set_input_files(str(file))
    expect(page.get_by_role("button", name="Take stage.py away")).to_be_visible()


@view("tester-not-offered")
def _not_offered(page: Page, stage: Stage) -> None:
    go(page, stage, f"tester?account={stage.accounts['Acme']}&action=linear_typewriter", "Request tester")
    expect(page.get_by_text("does not offer linear_typewriter")).to_be_visible()


@view("tester-stopped")
def _stopped(page: Page, stage: Stage) -> None:
    go(page, stage, f"tester?account={stage.accounts['Northwind Studio']}", "Request tester")
    expect(page.get_by_text("does not work at the moment")).to_be_visible()


@view("tester-to-read")
def _to_read(page: Page, stage: Stage) -> None:
    as_viewer(page)
    on_the_bench(page, stage, "linear_list_teams", LONG_OWNER)
    expect(page.get_by_text("You may look, not change")).to_be_visible()


def _figures(runs: int, errors: int, p50: float, p95: float) -> dict[str, Any]:
    if runs == 0:
        return {"runs": 0, "errors": 0, "upstream_calls": 0, "p50_ms": None, "p95_ms": None, "own_mean_ms": None}
    return {
        "runs": runs,
        "errors": errors,
        "upstream_calls": runs * 2,
        "p50_ms": p50,
        "p95_ms": p95,
        "own_mean_ms": 4.7,
    }


def busy(by: str = "account") -> dict[str, Any]:
    """A week of a busy project, by the hour, with a quiet night and a bad day."""
    end = datetime(2026, 11, 24, 12, tzinfo=UTC)
    series = []
    for number in range(168):
        at = end - timedelta(hours=168 - number)
        runs = 0 if at.hour < 5 else 40 + (number * 37) % 160 + (at.hour - 5) * 12
        errors = runs // 4 if at.day == 21 and 9 <= at.hour <= 14 else (number % 11 == 0) * 3
        slow = 1.9 if at.day == 21 else 1.0
        series.append(
            {"start": at.isoformat()}
            | _figures(runs, min(errors, runs), (120 + number % 30) * slow, (480 + (number * 53) % 400) * slow)
        )
    names = ["Acme", LONG_OWNER, "Example Bakery", "Example Clinic", "Northwind Studio"]
    groups = [
        {"key": f"acc_{number}", "name": name, **_figures(9_000 // number**2, 220 // number**3, 140.0 + number, 620.0)}
        for number, name in enumerate(names, 1)
    ]
    groups.append({"key": None, "name": None, **_figures(12, 12, 0.4, 1.2)})
    limits = [
        {"name": "requests", "remaining": 4812, "limit": 5000, "resets_at": "2027-11-24T12:42:00Z"},
        {"name": "complexity", "remaining": 181_440, "limit": 3_000_000, "resets_at": None},
    ]
    return {
        "start": series[0]["start"],
        "end": end.isoformat(),
        "interval": "hour",
        "by": by,
        "total": _figures(sum(one["runs"] for one in series), 231, 138.0, 702.0),
        "series": series,
        "groups": groups,
        "more_groups": True,
        "budgets": [
            {
                "account_id": f"acc_{number}",
                "owner_name": name,
                "provider": "linear",
                "told_at": "2026-11-24T11:58:00Z",
                "limits": limits,
            }
            for number, name in enumerate(names[:2], 1)
        ],
    }


@view("usage")
def _usage(page: Page, stage: Stage) -> None:
    go(page, stage, "usage?range=1", "Usage")
    expect(page.get_by_role("heading", name="Calls and errors")).to_be_visible()


@view("usage-busy")
def _usage_busy(page: Page, stage: Stage) -> None:
    page.route("**/usage?*", lambda route: route.fulfill(json=busy()))
    go(page, stage, "usage", "Usage")
    expect(page.get_by_role("heading", name="Left at the provider")).to_be_visible()


@view("usage-table")
def _usage_table(page: Page, stage: Stage) -> None:
    _usage_busy(page, stage)
    page.get_by_role("button", name="Table").first.click()
    expect(page.get_by_role("region", name="Calls and errors, as a table")).to_be_visible()


@view("usage-actions")
def _usage_actions(page: Page, stage: Stage) -> None:
    go(page, stage, "usage?range=30&by=action", "Usage")
    expect(page.get_by_text("linear_list_issues")).to_be_visible()


@view("usage-empty", alone=True)
def _usage_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "usage", "Usage")
    expect(page.get_by_text("Nothing ran in this time")).to_be_visible()


@view("usage-failed", said=ANSWERED)
def _usage_failed(page: Page, stage: Stage) -> None:
    page.route("**/usage?*", lambda route: route.fulfill(status=500, json=BROKEN))
    page.goto(f"{stage.hub.url}/console/usage")
    expect(page.get_by_text("Could not count the runs")).to_be_visible()


@view("agents-chatgpt")
def _agents_chatgpt(page: Page, stage: Stage) -> None:
    go(page, stage, "agents?client=chatgpt", "Connect an agent")
    expect(page.get_by_role("tab", name="ChatGPT")).to_be_visible()
