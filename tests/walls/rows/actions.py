"""Running actions, and linking in the Hub."""

from __future__ import annotations

from tests.walls.row import Row
from tests.walls.rows.making import (
    ISSUE,
    READS,
    RUN_READS,
    RUN_WRITES,
    for_callers,
    in_session,
    of_kind,
)

ACTIONS = (
    of_kind(
        "connector",
        "GET",
        "/actions",
        query={"exclude": "actions"},
        also={
            "query.account_ids": "account",
            "query.filter[account_ids]": "account",
            "query.connectors": "connector",
        },
        shows="connector",
    ),
    Row(
        "POST",
        "/actions/search",
        "caller",
        (frozenset({("connector", "read"), RUN_READS}),),
        body={"query": "issues", "account_id": "{account}"},
        also={"header.x-account-id": "account", "body.connector": "connector", "body.project_id": "project"},
    ),
    for_callers("POST", "/actions/build", ("connector", "read"), ok=501),
    for_callers("POST", "/ai/tool-feedback", RUN_READS, body={"feedback": "Good.", "account_id": "{account}"}),
    for_callers(
        "POST",
        "/actions/rpc",
        RUN_READS,
        door="key",
        headers={"x-account-id": "{account}"},
        body={"action": READS},
        also={"body.action": "connector_action"},
        name="a read",
    ),
    for_callers(
        "POST",
        "/actions/rpc",
        RUN_READS,
        door="key",
        body={"action": READS, "headers": {"x-account-id": "{account}"}},
        name="the account in the body",
    ),
    for_callers(
        "POST",
        "/actions/rpc",
        RUN_WRITES,
        door="key",
        headers={"x-account-id": "{account}", "idempotency-key": "walls-{unique}"},
        body=ISSUE,
        name="a write",
    ),
    for_callers(
        "POST",
        "/actions/rpc",
        RUN_READS,
        door="key",
        headers={"x-account-id": "{account}"},
        body={**ISSUE, "mode": "plan"},
        name="a plan of a write",
    ),
    for_callers(
        "POST",
        "/unified/proxy",
        RUN_READS,
        door="key",
        headers={"x-account-id": "{account}"},
        body={"method": "post", "path": "/graphql", "body": {"query": "{ viewer { id } }"}},
        name="a read",
    ),
    for_callers(
        "POST",
        "/unified/proxy",
        RUN_READS,
        door="key",
        body={
            "method": "post",
            "path": "/graphql",
            "body": {"query": "{ viewer { id } }"},
            "headers": {"x-account-id": "{account}"},
        },
        name="the account in the body",
    ),
)

HUB = (
    in_session("GET", "/hub/settings", changes=False, shows="account"),
    in_session("GET", "/hub/connectors", changes=False, shows="profile"),
    in_session("GET", "/hub/connectors/{integration_id}", changes=False),
    in_session("GET", "/hub/accounts/{account_id}", changes=False),
    in_session(
        "POST",
        "/hub/accounts",
        body={"integration_id": "{profile}", "credentials": {"api_key": "lin_api_none"}},
        ok=422,
    ),
    in_session(
        "PATCH",
        "/hub/accounts/{account_id}",
        body={"credentials": {"api_key": "lin_api_none"}},
        also={"body.integration_id": "profile"},
        ok=422,
    ),
    in_session("DELETE", "/hub/accounts/{account_id}"),
    in_session("POST", "/hub/connection_attempts", body={"token": "{session_token}"}, absent=401),
    in_session("GET", "/hub/connection_attempts/{attempt_id}", changes=False, absent=200),
    in_session("DELETE", "/hub/connection_attempts/{attempt_id}", ok=204, absent=204),
    in_session(
        "POST", "/hub/sign_in", body={"integration_id": "{profile}"}, also={"body.account_id": "account"}, ok=422
    ),
)
