"""Whatever Linear answers, and with whichever HTTP status, callers get one outcome with a sentence, and never a 500 of ours."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from tests.acceptance.provider import Says, Scripted, scripted
from tests.hub import Answer, RunningHub, running_hub

KEY = "lin_api_" + "k" * 40
ISSUE = {"id": "8a1f", "identifier": "ENG-1", "title": "T"}
DONE = {"issueUpdate": {"success": True, "issue": ISSUE}}
READ: tuple[str, dict[str, Any]] = ("linear_get_issue", {"path": {"id": "ENG-1"}})
WRITE: tuple[str, dict[str, Any]] = ("linear_update_issue", {"path": {"id": "ENG-1"}, "body": {"title": "T"}})
CALLS = {"read": READ, "write": WRITE}
STATUSES = (200, 400, 403)


@dataclass(frozen=True)
class Row:
    """One case of the table in the reference: what Linear says, and what callers are to get.

    Attributes:
        statuses: HTTP statuses with which Linear may say it.
        words: a part of the sentence for a person.
        kinds: the calls for which it is so.
    """

    case: str
    says: Any
    status: int
    code: str
    words: str
    statuses: tuple[int, ...] = STATUSES
    kinds: tuple[str, ...] = ("read", "write")


def refused(message: str, presentable: str | None = None, data: Any = None, **extensions: Any) -> dict[str, Any]:
    """A body in which Linear refuses."""
    more = {"userPresentableMessage": presentable} if presentable else {}
    return {"errors": [{"message": message, "extensions": {**extensions, **more}}], "data": data}


AUTH = {"type": "authentication error", "code": "AUTHENTICATION_ERROR", "statusCode": 401}
FORBIDDEN = {"type": "forbidden", "code": "FORBIDDEN", "statusCode": 403}
INPUT = {"type": "invalid input", "code": "INPUT_ERROR", "statusCode": 400}
INVALID = {"type": "invalid input", "code": "INVALID_INPUT", "statusCode": 400}
GRAPHQL = {"type": "graphql error", "code": "GRAPHQL_VALIDATION_FAILED"}
LIMITED = {"type": "ratelimited", "code": "RATELIMITED", "statusCode": 429}
FAULT = {"type": "internal error", "code": "INTERNAL_SERVER_ERROR", "statusCode": 500}
SIGN_IN = "You need to authenticate to access this operation."
BEARER = "It looks like you're trying to use an API key as a Bearer token. Remove the Bearer prefix from the header."
ADMIN = 'You need to have the "Admin" scope to create webhooks.'
COMPLEX = "The query is too complex. Complexity: 12000. Maximum allowed complexity: 10000."

ROWS = [
    Row("no, bad or revoked key", refused("Authentication required", SIGN_IN, **AUTH), 412, "credential_refused", SIGN_IN, (200, 400, 401, 403)),
    Row("key sent as Bearer", refused(BEARER), 412, "credential_refused", "as a Bearer token"),
    Row("scope missing", refused("Invalid scope: `write` required", **FORBIDDEN), 403, "missing_right", "`write` required"),
    Row("scope missing, no code", refused("Invalid scope: `write` required"), 403, "missing_right", "`write` required"),
    Row("needs admin", refused("Invalid role: admin required", ADMIN, type="forbidden"), 403, "missing_right", ADMIN),
    Row("unknown entity", refused("Entity not found: Issue", "Could not find referenced Issue.", **INPUT), 404, "provider_not_found", "Could not find referenced Issue."),
    Row("bad argument", refused("Argument Validation Error", "teamId must be a UUID.", **INVALID), 400, "provider_refused_input", "teamId must be a UUID."),
    Row("id already used", refused("Entity Issue with id `8a1f` already exists", **INPUT), 409, "provider_conflict", "already exists"),
    Row("does not fit the schema", refused('Cannot query field "x" on type "Issue".', **GRAPHQL), 502, "connector_bug", 'Cannot query field "x"'),
    Row("syntax", refused("Syntax Error: Unexpected }", type="graphql error", code="GRAPHQL_PARSE_FAILED"), 502, "connector_bug", "Syntax Error"),
    Row("too complex", refused("Query too complex", COMPLEX, **INPUT), 502, "connector_bug", "too complex"),
    Row("rate limited", refused("Rate limit exceeded", **LIMITED), 429, "provider_rate_limited", "asks to wait", (200, 400, 403, 429)),
    Row("server fault", refused("Internal server error", **FAULT), 502, "provider_fault", "Internal server error", (200, 400, 500)),
    Row("plan does not include it", refused("Feature not accessible", type="feature not accessible"), 403, "not_on_plan", "Feature not accessible"),
    Row("error of no known type", refused("Hm", type="bootstrap error"), 502, "provider_fault", "Linear says: Hm"),
    Row("data and errors", refused("Half done", data={**DONE, "issue": None}, type="other"), 502, "provider_fault", "Half done", STATUSES, ("write",)),
    Row("malformed JSON", '{"data":{"iss', 502, "provider_fault", "cannot be read", (200,)),
    Row("malformed JSON with a status", '{"data":{"iss', 502, "provider_fault", "HTTP 400", (400,)),
    Row("empty body", "", 502, "provider_fault", "cannot be read", (200,)),
    Row("empty body with a status", "", 502, "provider_fault", "HTTP 503", (503,)),
    Row("page of a proxy", "<html>Bad gateway</html>", 502, "provider_fault", "HTTP 502", (502,)),
    Row("page instead of an answer", "<html>Sign in</html>", 502, "provider_fault", "cannot be read", (200,)),
    Row("not JSON, forbidden", "no", 403, "missing_right", "did not allow", (403,)),
    Row("not JSON, unauthorised", "no", 412, "credential_refused", "did not accept", (401,)),
    Row("no data", {}, 502, "provider_fault", "cannot be read", (200,)),
    Row("data is null", {"data": None}, 502, "provider_fault", "cannot be read", (200,)),
    Row("another shape", [1, 2], 502, "provider_fault", "cannot be read", (200,)),
    Row("nothing of what was asked", {"data": {"issue": None, "issueUpdate": None}}, 502, "provider_fault", "Linear answered", (200,)),
]  # fmt: skip
CASES = [
    pytest.param(row, status, kind, id=f"{row.case}, HTTP {status}, {kind}")
    for row in ROWS
    for status in row.statuses
    for kind in row.kinds
    # A read is tried again after 5xx, which takes a second; one row of that kind is enough.
    if not (kind == "read" and status >= 500 and row.case != "page of a proxy")
]


class Stage:
    """A hub in front of the scripted provider, and an account; one whose credential was refused is followed by another."""

    def __init__(self, hub: RunningHub, provider: Scripted) -> None:
        self.hub, self.provider = hub, provider
        self._owners = count()
        self.account = ""

    def run(self, says: Says, kind: str) -> Answer:
        self.account = self.account or self.hub.link(KEY, origin_owner_id=f"cus_{next(self._owners)}")
        self.provider.says = says
        self.provider.asked = self.provider.done = 0
        action, places = CALLS[kind]
        answer = self.hub.rpc(self.account, action, **places)
        if answer.status == 412:
            self.account = ""
        return answer


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with scripted() as provider:
        origins = json.dumps({"https://api.linear.app": provider.url})
        with running_hub(
            tmp_path_factory.mktemp("hub"), LINKWRIGHT_OUTBOUND_ORIGINS=origins, LINKWRIGHT_CALL_DEADLINE="20"
        ) as hub:
            assert hub.url, hub.log
            yield Stage(hub, provider)


@pytest.mark.promise("linear.outcomes")
@pytest.mark.parametrize(("row", "status", "kind"), CASES)
def test_each_row_of_the_table_is_one_outcome_whatever_the_http_status(
    stage: Stage, row: Row, status: int, kind: str
) -> None:
    answer = stage.run(Says(status, row.says), kind)
    body = answer.json()
    assert (answer.status, body["code"]) == (row.status, row.code), body
    assert body["statusCode"] == row.status
    assert row.words in body["message"]
    assert "Linear" in body["message"]
    assert body["hint"]
    told = body["provider_errors"]
    assert [one["status"] for one in told] == [status] * len(told)
    assert told[0]["url"] == "https://api.linear.app/graphql"
    assert stage.provider.asked == 1 if kind == "write" else stage.provider.asked >= 1


@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_write_whose_line_is_cut_is_sent_once_and_told_as_the_providers_fault(stage: Stage, cut: Any) -> None:
    answer = stage.run(Says(cut=cut), "write")
    body = answer.json()
    assert (answer.status, body["code"]) == (502, "provider_fault")
    assert body["message"] == "Linear could not be reached."
    assert "read first" in body["hint"]
    assert body["provider_errors"][0]["status"] is None
    assert (stage.provider.asked, stage.provider.done) == (1, int(cut == "after"))


def test_a_read_whose_line_is_cut_is_tried_again_before_it_is_given_up(stage: Stage) -> None:
    answer = stage.run(Says(cut="before"), "read")
    assert (answer.status, answer.json()["code"]) == (502, "provider_fault")
    # A kept line that is cut before anything came back is one more: libcurl sends a read again by itself.
    assert stage.provider.asked in (3, 4)


def test_a_write_that_linear_says_it_did_not_do_is_an_error_with_linears_answer(stage: Stage) -> None:
    said = {"data": {"issueUpdate": {"success": False, "issue": None}}}
    body = stage.run(Says(200, said), "write").json()
    assert (body["statusCode"], body["code"]) == (502, "provider_fault")
    assert body["message"] == "Linear answered that it did not do this, and gave no reason."
    assert body["provider_errors"] == [
        {"status": 200, "url": "https://api.linear.app/graphql", "raw": said, "headers": {}}
    ]


def test_a_read_keeps_the_data_that_came_beside_an_error(stage: Stage) -> None:
    page = {"nodes": [], "pageInfo": {"hasNextPage": False}}
    issue = {**ISSUE, "labels": page, "children": page, "attachments": page}
    answer = stage.run(Says(200, refused("No access to the labels", data={"issue": issue}, **FORBIDDEN)), "read")
    assert answer.status == 200
    assert answer.json()["data"]["identifier"] == "ENG-1"
    assert answer.json()["linkwright"]["warnings"] == ["Linear left something out: No access to the labels"]


def test_a_overcredential_says_where_to_reconnect_then_and_at_every_call_after_it(stage: Stage) -> None:
    account = stage.account = stage.hub.link(KEY, origin_owner_id="cus_refused")
    no = stage.provider.whose = Says(401, refused("Authentication required", SIGN_IN, **AUTH))
    try:
        first = stage.run(no, "read").json()
        second = stage.hub.rpc(account, READ[0], **READ[1]).json()
    finally:
        stage.provider.whose = None
    for body in (first, second):
        assert body["statusCode"] == 412
        assert body["reconnect_url"] == f"{stage.hub.url}/console/accounts/{account}"
        assert f"POST /accounts/{account}/reconnect_link" in body["hint"]
    assert second["code"] == "account_not_usable"
    assert stage.provider.asked == 1


def test_a_call_that_is_refused_while_the_key_still_opens_its_account_is_no_error_of_the_account(stage: Stage) -> None:
    account = stage.account = stage.hub.link(KEY, origin_owner_id="cus_once")
    for _ in range(2):
        stage.account = account
        body = stage.run(Says(401, refused("Authentication required", SIGN_IN, **AUTH)), "read").json()
        assert (body["statusCode"], body["code"]) == (412, "credential_refused")
    assert stage.hub.call("GET", f"/accounts/{account}").json()["status"] == "active"


def test_a_used_up_limit_says_which_and_until_when_by_the_headers_in_milliseconds(stage: Stage) -> None:
    reset = int((time.time() + 60) * 1000)
    headers = {
        "x-ratelimit-requests-limit": "2500",
        "x-ratelimit-requests-remaining": "0",
        "x-ratelimit-requests-reset": str(reset),
    }
    answer = stage.run(Says(400, refused("Rate limit exceeded", **LIMITED), headers), "write")
    body = answer.json()
    assert answer.status == 429
    assert 55 <= int(answer.headers["retry-after"]) <= 61
    assert body["message"].startswith(
        "Linear asks to wait: this account's limit of requests is used up. It is free again at"
    )
    assert body["limit"]["name"] == "requests"
    assert body["limit"]["sent"] is True
    assert body["limit"]["free_at"] in body["message"]


@pytest.mark.promise("linear.search-limit")
def test_the_thirty_first_search_of_a_minute_is_not_sent(stage: Stage) -> None:
    page = {"nodes": [], "pageInfo": {"hasNextPage": False}, "totalCount": 0}
    stage.provider.says = Says(200, {"data": {"searchIssues": page, "searchProjects": page}})
    account = stage.hub.link(KEY, origin_owner_id="cus_search")
    stage.provider.asked = 0
    answers = [stage.hub.rpc(account, "linear_search_issues", query={"term": "x"}) for _ in range(30)]
    assert {answer.status for answer in answers} == {200}
    over = stage.hub.rpc(account, "linear_search_issues", query={"term": "x"})
    body = over.json()
    assert (over.status, body["code"], body["limit"]["name"]) == (429, "provider_rate_limited", "search")
    assert body["message"].startswith(
        "Linear takes 30 calls of searchIssues in a minute, and this account has made them."
    )
    assert 40 < int(over.headers["retry-after"]) <= 60
    assert stage.provider.asked == 30
    same_person = stage.hub.link(KEY, origin_owner_id="cus_same_person")
    assert stage.hub.rpc(same_person, "linear_search_issues", query={"term": "x"}).status == 429
    assert stage.hub.rpc(account, "linear_search_projects", query={"term": "x"}).status == 200
