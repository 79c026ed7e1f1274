"""What an owner meets of the audit: the record, narrowed, one record, one that was tampered with, and none."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.stage import Stage
from tests.browser.views import view
from tests.browser.views_console import go
from tests.browser.views_hub import ANSWERED

BROKEN = {"statusCode": 500, "message": "Something broke on our side.", "hint": "Try again."}


def audit(page: Page, stage: Stage, tail: str = "") -> None:
    """The record, loaded and verified."""
    go(page, stage, f"audit{tail}", "Audit")
    expect(page.get_by_text("Chain verified up to record")).to_be_visible()


@view("audit")
def _audit(page: Page, stage: Stage) -> None:
    audit(page, stage)
    expect(page.get_by_text("account.linked").first).to_be_visible()


@view("audit-refused")
def _refused(page: Page, stage: Stage) -> None:
    audit(page, stage, "?outcome=refused&since=24h")


@view("audit-organization")
def _organization(page: Page, stage: Stage) -> None:
    audit(page, stage, "?chain=organization")
    expect(page.get_by_text("member.signed_in").first).to_be_visible()


@view("audit-nothing")
def _nothing(page: Page, stage: Stage) -> None:
    audit(page, stage, "?target=key_none")
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()


@view("audit-record")
def _record(page: Page, stage: Stage) -> None:
    audit(page, stage, "?event=account.linked")
    page.get_by_role("link", name="account.linked").first.click()
    expect(page.get_by_role("complementary", name="Record").get_by_text("Its place in the chain")).to_be_visible()


@view("audit-export")
def _export(page: Page, stage: Stage) -> None:
    audit(page, stage)
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("menuitem", name="CEF, for log collectors")).to_be_visible()


@view("audit-tampered")
def _tampered(page: Page, stage: Stage) -> None:
    def tampered(route: Route) -> None:
        state = route.fetch().json()
        why = "its content does not fit its hash: it was changed"
        route.fulfill(json=state | {"bad": {"sequence": 7, "id": "aud_8fK2mQ4tVxCq0aLpR7sZ", "why": why}})

    page.route("**/audit/state?*", tampered)
    go(page, stage, "audit", "Audit")
    expect(page.get_by_text("Record 7 is not as it was written.")).to_be_visible()


@view("audit-failed", said=ANSWERED)
def _failed(page: Page, stage: Stage) -> None:
    page.route("**/audit?*", lambda route: route.fulfill(status=500, json=BROKEN))
    page.goto(f"{stage.hub.url}/console/audit")
    expect(page.get_by_text("Could not load the record")).to_be_visible()
