"""What a member meets of rules and approvals, and the page behind a link."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.stage import Stage
from tests.browser.views import view
from tests.browser.views_console import go, in_empty_project
from tests.browser.views_hub import ANSWERED

RULES: list[dict[str, Any]] = [
    {
        "id": "bot",
        "name": "The release bot may change issues",
        "outcome": "allow",
        "callers": ["key:key_8fK2mQ4tVxR1"],
        "actions": ["linear_update_issue"],
    },
    {
        "id": "night",
        "name": "No deleting outside working hours",
        "outcome": "deny",
        "faces": ["mcp"],
        "effects": ["destroy"],
        "hours": {
            "days": ["mon", "tue", "wed", "thu", "fri"],
            "from": "09:00",
            "to": "17:00",
            "zone": "Europe/Berlin",
            "outside": True,
        },
        "message": "Deleting is done in the day, by somebody who is here.",
    },
    {"id": "off", "name": "Nothing at all for Kestrel", "outcome": "deny", "enabled": False, "owners": ["cus_7*"]},
    {
        "id": "ask",
        "name": "A person looks at new comments",
        "outcome": "approval",
        "actions": ["linear_create_comment"],
        "when": "contains(arguments.body, 'approve me')",
        "message": "Somebody from the support team looks at this first.",
        "expires_in_minutes": 10080,
    },
]
SNEAKY = "approve me\u202e, said nobody.\nThe second line is longer, so that it wraps on a phone and the page still holds together."


def _fetch(page: Page, method: str, path: str, body: Any = None) -> Any:
    """Call the API as the console of this page does."""
    return page.evaluate(
        """async ([method, path, body]) => {
            const me = await (await fetch('/console/api/me')).json()
            const headers = {'content-type': 'application/json', 'x-csrf-token': me.csrf_token}
            const answer = await fetch(path, {method, headers, body: body === null ? undefined : JSON.stringify(body)})
            return await answer.json()
        }""",
        [method, path, body],
    )


def with_rules(page: Page, stage: Stage, rules: list[dict[str, Any]] = RULES) -> None:
    """The rules hold; a page of the hub is open."""
    page.goto(f"{stage.hub.url}/console/policy")
    expect(page.get_by_role("heading", level=1, name="Policy")).to_be_visible()
    _fetch(page, "PUT", "/policy", {"rules": rules})


def waiting(page: Page, stage: Stage, words: str = SNEAKY) -> str:
    """A call of a key waits; the approval's id."""
    with_rules(page, stage)
    account = stage.accounts["Acme"]
    issue = stage.hub.rpc(account, "linear_list_issues", query={"page_size": 1}).json()["data"][0]["id"]
    answer = stage.hub.rpc(account, "linear_create_comment", body={"issueId": issue, "body": words})
    assert answer.status == 409, answer.body
    return str(answer.json()["approval"]["id"])


def linked(page: Page, stage: Stage, words: str) -> str:
    """The address of a link to a call that waits."""
    approval = waiting(page, stage, words)
    return str(_fetch(page, "POST", f"/approvals/{approval}/link")["url"])


@view("policy")
def _policy(page: Page, stage: Stage) -> None:
    with_rules(page, stage)
    go(page, stage, "policy", "Policy")
    expect(page.get_by_text("in the last 7 days")).to_be_visible()


@view("policy-draft")
def _policy_draft(page: Page, stage: Stage) -> None:
    with_rules(page, stage)
    go(page, stage, "policy", "Policy")
    page.get_by_role("button", name="Move A person looks at new comments up").click()
    expect(page.get_by_role("button", name="Save rules")).to_be_visible()
    expect(page.get_by_text("in the last 7 days")).to_be_visible()


@view("policy-explain")
def _policy_explain(page: Page, stage: Stage) -> None:
    with_rules(page, stage)
    go(page, stage, "policy", "Policy")
    page.get_by_label("Account", exact=True).fill(stage.accounts["Acme"])
    page.get_by_label("Action", exact=True).fill("linear_create_comment")
    page.get_by_label("Arguments").fill('{"body": "approve me"}')
    page.get_by_role("button", name="Explain").click()
    expect(page.get_by_text("The call needs the approval of a person")).to_be_visible()
    page.get_by_role("button", name="Explain").scroll_into_view_if_needed()


@view("policy-rule", closes=True)
def _policy_rule(page: Page, stage: Stage) -> None:
    with_rules(page, stage)
    go(page, stage, "policy", "Policy")
    page.get_by_role("button", name="Edit No deleting outside working hours").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@view("policy-refused", said=ANSWERED)
def _policy_refused(page: Page, stage: Stage) -> None:
    with_rules(page, stage)
    go(page, stage, "policy", "Policy")
    page.get_by_role("button", name="Add rule").click()
    page.get_by_label("Name").fill("Misspelt")
    page.get_by_label("Condition").fill("argumnts.title == 'x'")
    page.get_by_role("button", name="Add to the list").click()
    page.get_by_role("button", name="Save rules").click()
    expect(page.get_by_text("Did you mean").first).to_be_visible()


@view("policy-empty", alone=True)
def _policy_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "policy", "Policy")
    expect(page.get_by_text("No rules yet")).to_be_visible()


@view("approvals")
def _approvals(page: Page, stage: Stage) -> None:
    waiting(page, stage)
    go(page, stage, "approvals", "Approvals")
    expect(page.get_by_text("linear_create_comment").first).to_be_visible()


@view("approvals-empty", alone=True)
def _approvals_empty(page: Page, stage: Stage) -> None:
    in_empty_project(page, stage)
    go(page, stage, "approvals", "Approvals")
    expect(page.get_by_text("Nothing waits")).to_be_visible()


@view("approval")
def _approval(page: Page, stage: Stage) -> None:
    approval = waiting(page, stage)
    go(page, stage, f"approvals/{approval}", "linear_create_comment")
    expect(page.get_by_text("\\u{202e}").first).to_be_visible()


@view("approval-refused")
def _approval_refused(page: Page, stage: Stage) -> None:
    # A refusal stands for its time: each picture needs a call of its own.
    approval = waiting(page, stage, f"approve me, or rather not: {token_hex(4)}")
    go(page, stage, f"approvals/{approval}", "linear_create_comment")
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("Refused by")).to_be_visible()
    go(page, stage, "approvals?state=past", "Approvals")
    expect(page.get_by_text("Refused").first).to_be_visible()


@view("approval-link", closes=True)
def _approval_link(page: Page, stage: Stage) -> None:
    approval = waiting(page, stage)
    go(page, stage, f"approvals/{approval}", "linear_create_comment")
    page.get_by_role("button", name="Let somebody else decide").click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("Link", exact=True)).to_be_visible()


@view("approve")
def _approve(page: Page, stage: Stage) -> None:
    page.goto(linked(page, stage, SNEAKY))
    expect(page.get_by_role("button", name="Approve, once")).to_be_visible()


@view("approve-dead", said=ANSWERED)
def _approve_dead(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.hub.url}/approve/{'x' * 40}")
    expect(page.get_by_role("heading", name="There is nothing to decide here")).to_be_visible()
