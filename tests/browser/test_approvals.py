"""A rule is made in the console, a call waits, a person approves it in the browser, and it happens once; or by a link, without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage
from tests.browser.views_console import go
from tests.browser.views_policy import linked, with_rules
from tests.hub import Answer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("screens"), pytest.mark.timeout(240)]
TITLE = "Looked at by a person"


@pytest.fixture(autouse=True)
def no_rules_afterwards(stage: Stage) -> Iterator[None]:
    yield
    page = stage.page(member=True)
    with_rules(page, stage, [])
    page.close()


def call(stage: Stage, title: str) -> Answer:
    account = stage.accounts["Acme"]
    team = stage.hub.rpc(account, "linear_list_teams").json()["data"][0]["id"]
    return stage.hub.rpc(account, "linear_create_issue", body={"teamId": team, "title": title})


def issues(stage: Stage, title: str) -> int:
    found = stage.hub.rpc(stage.accounts["Acme"], "linear_list_issues", query={"page_size": 100}).json()["data"]
    return sum(one["title"] == title for one in found)


@pytest.mark.promise("approvals.once")
def test_a_rule_made_in_the_console_holds_and_what_is_approved_there_happens_once(stage: Stage) -> None:
    page = stage.page(member=True)
    with_rules(page, stage, [])
    go(page, stage, "policy", "Policy")
    page.get_by_role("button", name="Add rule").click()
    page.get_by_label("Name").fill("New issues are looked at")
    page.get_by_role("radio", name="Ask a person").click()
    page.get_by_label("Actions", exact=True).fill("linear_create_issue, linear_batch_*")
    page.get_by_role("button", name="Add to the list").click()
    expect(page.get_by_text("action linear_create_issue or linear_batch_*")).to_be_visible()
    expect(page.get_by_text("in the last 7 days")).to_be_visible()
    page.get_by_role("button", name="Save rules").click()
    expect(page.get_by_text("Rules saved, and in force")).to_be_visible()
    expect(page.get_by_text("A way round.").first).to_be_visible()

    assert call(stage, TITLE).status == 409
    go(page, stage, "approvals", "Approvals")
    expect(page.locator("nav .navcount")).to_contain_text("1")
    page.get_by_role("link", name="linear_create_issue").click()
    expect(page.get_by_role("cell", name=TITLE)).to_be_visible()
    page.get_by_role("button", name="Approve, once").click()
    expect(page.get_by_text("Approved by")).to_be_visible()
    expect(page.locator("nav .navcount")).to_have_count(0)
    assert issues(stage, TITLE) == 0
    assert call(stage, TITLE).status == 200
    assert call(stage, TITLE).status == 409
    assert issues(stage, TITLE) == 1
    page.reload()
    expect(page.get_by_text("Run that used it")).to_be_visible()
    page.close()


@pytest.mark.promise("approvals.link")
@pytest.mark.parametrize(("button", "then"), [("Approve, once", "Approved"), ("Refuse", "Refused")])
def test_somebody_with_a_link_decides_without_signing_in_and_without_a_script(
    stage: Stage, button: str, then: str
) -> None:
    maker = stage.page(member=True)
    words = f"approve me by a link: {button} <b>bold</b> {{{{ 7 * 7 }}}}"
    address = linked(maker, stage, words)
    maker.close()
    page = stage.page(java_script_enabled=False)
    for _ in range(2):
        # Whoever looks, decides nothing.
        assert page.request.get(address).status == 200
    answer = page.goto(address)
    assert answer is not None
    told = answer.headers
    assert "script-src" not in told["content-security-policy"]
    assert "frame-ancestors 'none'" in told["content-security-policy"]
    assert (told["referrer-policy"], told["cache-control"]) == ("no-referrer", "no-store")
    expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_text("exactly as it would be sent").click()
    expect(page.get_by_text("https://api.linear.app/graphql")).to_be_visible()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name=then)).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="There is nothing to decide here")).to_be_visible()
    page.context.close()


def test_a_form_that_says_neither_yes_nor_no_decides_nothing(stage: Stage) -> None:
    maker = stage.page(member=True)
    address = linked(maker, stage, "approve me, forms of others")
    for form in ("", "decision=maybe", "decision=approve&decision=refuse", "decision=" + "x" * 2_000, "%ff=%00"):
        refused = maker.request.post(address, data=form, headers={"content-type": "application/x-www-form-urlencoded"})
        assert refused.status in (400, 413), form
    for token in ("x" * 40, "x" * 400, "%00"):
        assert maker.request.get(f"{stage.hub.url}/approve/{token}").status in (404, 410)
    assert maker.request.get(address).status == 200
    assert address.rpartition("/")[2] not in "\n".join(stage.hub.log)
    maker.close()
