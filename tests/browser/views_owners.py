"""What admins and owners meet of owners' data: export, erasure, and the receipts of both."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.stage import Stage
from tests.browser.views import view
from tests.browser.views_console import as_viewer, go
from tests.browser.views_hub import ANSWERED

TITLE = "Owners’ data"
_RECEIPT: dict[str, Any] = {
    "id": "ers_9Y2oJqmsZe6FxTKHdxs3",
    "project_id": "prj_1",
    "state": "done",
    "asked_by": "member:mem_1",
    "asked_by_name": "Ann Lee",
    "asked_at": "2026-01-02T03:04:05.000Z",
    "finished_at": "2026-01-02T03:04:07.000Z",
    "accounts": [
        {
            "account_id": "acc_qy5fDvf5xB4qRgHBQlbg",
            "connector_key": "linear",
            "auth_method": "oauth",
            "revocation": "revoked",
        },
        {
            "account_id": "acc_OAowbTBHYgdKn7I5omL4",
            "connector_key": "linear",
            "auth_method": "api_key",
            "revocation": "not_supported",
        },
    ],
    "erased": {"accounts": 2, "credentials": 3, "connect_sessions": 2, "runs": 1204, "events": 40, "writes": 0},
    "kept": [
        {"what": "audit_records", "rows": 31, "why": "The record of what was done with the accounts: ids of accounts."},
        {"what": "runs", "rows": 1204, "why": "When which action ran with which outcome, for figures."},
    ],
}
_OPEN = {
    **_RECEIPT,
    "id": "ers_mW0cVb1nQx7LpJ4kTz8s",
    "state": "open",
    "asked_by_name": "Support backend for the whole of Europe",
    "finished_at": None,
    "accounts": _RECEIPT["accounts"][:1],
    "kept": [],
}


def owners(page: Page, stage: Stage, tail: str = "") -> None:
    """The page, with two receipts."""
    page.route("**/owners/erasures", lambda route: route.fulfill(json={"data": [_OPEN, _RECEIPT]}))
    go(page, stage, f"owners{tail}", TITLE)
    expect(page.get_by_role("link", name=_RECEIPT["id"])).to_be_visible()


@view("owners")
def _owners(page: Page, stage: Stage) -> None:
    owners(page, stage)


@view("owners-none")
def _none(page: Page, stage: Stage) -> None:
    page.route("**/owners/erasures", lambda route: route.fulfill(json={"data": []}))
    go(page, stage, "owners", TITLE)
    expect(page.get_by_text("Nobody was erased yet")).to_be_visible()


@view("owners-to-read")
def _to_read(page: Page, stage: Stage) -> None:
    as_viewer(page)
    go(page, stage, "owners", TITLE)
    expect(page.get_by_role("button", name="Erase…")).to_have_count(0)


@view("owners-lacking")
def _lacking(page: Page, stage: Stage) -> None:
    owners(page, stage)
    page.get_by_role("button", name="Export").click()
    expect(page.locator("[aria-invalid=true]")).to_be_focused()


@view("owners-nothing")
def _nothing(page: Page, stage: Stage) -> None:
    owners(page, stage)
    page.get_by_label("Owner id").fill("cus_nobody")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("Nothing is held about an owner of that id.")).to_be_visible()


@view("owners-erase")
def _erase(page: Page, stage: Stage) -> None:
    owners(page, stage, "?owner=cus_4100")
    page.get_by_role("button", name="Erase…").click()
    expect(page.get_by_role("alertdialog").get_by_text("Acme")).to_be_visible()


@view("owners-erase-refused", said=ANSWERED)
def _erase_refused(page: Page, stage: Stage) -> None:
    owners(page, stage, "?owner=cus_nobody")
    page.get_by_role("button", name="Erase…").click()
    expect(page.get_by_role("alertdialog").get_by_text("No account of this owner is linked.")).to_be_visible()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alertdialog").get_by_role("alert")).to_be_visible()


@view("owners-receipt")
def _receipt(page: Page, stage: Stage) -> None:
    owners(page, stage)
    page.get_by_role("link", name=_RECEIPT["id"]).click()
    expect(page.get_by_role("complementary", name="Receipt").get_by_text("Ended at the provider too")).to_be_visible()


@view("owners-failed", said=ANSWERED)
def _failed(page: Page, stage: Stage) -> None:
    def broken(route: Route) -> None:
        route.fulfill(
            status=500, json={"statusCode": 500, "message": "Something broke on our side.", "hint": "Try again."}
        )

    page.route("**/owners/erasures", broken)
    page.goto(f"{stage.hub.url}/console/owners")
    expect(page.get_by_text("Could not load receipts")).to_be_visible()
