"""An owner's data is taken out and erased in the console, with the receipt, against a real hub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.views_console import go
from tests.browser.views_owners import TITLE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(120)]
OWNER, NAME = "cus_erased_77", "Leaving Ltd"


@pytest.mark.promise("data.console")
def test_an_owner_is_exported_and_erased_in_the_console_and_the_receipt_shows(stage: Stage, tmp_path: Path) -> None:
    account = stage.hub.link(stage.keys["full"], origin_owner_id=OWNER, origin_owner_name=NAME)
    page = stage.page(member=True)
    go(page, stage, f"accounts/{account}", "Accounts")
    page.get_by_role("link", name="Export or erase").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.get_by_label("Owner id")).to_have_value(OWNER)

    with page.expect_download() as taken:
        page.get_by_role("button", name="Export").click()
    taken.value.save_as(tmp_path / "owner.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "owner.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in lines if one["kind"] == "accounts"] == [account]
    assert lines[-1]["kind"] == "end"

    page.get_by_role("button", name="Erase…").click()
    asked = page.get_by_role("alertdialog")
    expect(asked).to_contain_text(NAME)
    expect(asked.get_by_role("button", name="Keep it")).to_be_focused()
    asked.get_by_role("button", name="Keep it").click()
    assert stage.hub.call("GET", f"/accounts/{account}").status == 200

    page.get_by_role("button", name="Erase…").click()
    asked.get_by_role("button", name="Erase for good").click()
    receipt = page.get_by_role("complementary", name="Receipt")
    expect(receipt).to_contain_text(account)
    expect(receipt).to_contain_text("Audit records")
    expect(page.get_by_role("row").filter(has_text="Erased").first).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    assert stage.hub.call("GET", f"/accounts/{account}").status == 404

    with page.expect_download() as taken:
        receipt.get_by_role("button", name="Save as JSON").click()
    taken.value.save_as(tmp_path / "receipt.json")
    kept = json.loads((tmp_path / "receipt.json").read_text(encoding="utf-8"))
    assert kept == stage.hub.call("GET", f"/owners/erasures/{kept['id']}").json()
    assert OWNER not in json.dumps(kept)
    page.close()


def test_a_copy_that_was_cut_off_is_not_taken_for_a_whole_one(stage: Stage) -> None:
    page = stage.page(member=True)
    page.route("**/owners/export", lambda route: route.fulfill(body='{"kind":"export"}\n{"kind":"acc'))
    go(page, stage, "owners?owner=cus_4100", TITLE)
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("alert")).to_contain_text("The copy is not whole.")
    page.close()
