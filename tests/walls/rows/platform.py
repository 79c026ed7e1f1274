"""The API of the platform, for keys and members."""

from __future__ import annotations

from tests.walls.rows.making import (
    for_callers,
    of_kind,
)

_LOG_FILTERS = {
    "query.account_ids": "account",
    "query.request_ids": "run",
    "query.source_ids": "key",
    "query.filter[account_ids]": "account",
    "query.filter[request_ids]": "run",
}
_RECORD_FILTERS = {
    "query.account": "account",
    "query.run": "run",
    "query.target": "endpoint",
    "query.principal": "key",
}
# A project's own record says what its callers asked for in vain, so there may be records about any id.
_ASKED_FOR = frozenset(_RECORD_FILTERS.values())
PLATFORM = (
    of_kind("settings", "GET", "/project"),
    of_kind("settings", "PATCH", "/project", body={"app_name": "Walls"}),
    of_kind("settings", "PUT", "/project/logos/{theme}", at={"theme": "light"}, body={"no": "picture"}, ok=422),
    of_kind("settings", "DELETE", "/project/logos/{theme}", at={"theme": "light"}),
    of_kind("profile", "GET", "/auth_configs", shows="profile"),
    of_kind("profile", "GET", "/connector_profiles", shows="profile"),
    of_kind(
        "profile",
        "POST",
        "/connector_profiles",
        body={"connector_key": "linear", "auth_method": "api_key", "name": "{unique}"},
        also={"body.connector_key": "connector"},
        ok=201,
        absent=404,
    ),
    of_kind("profile", "GET", "/connector_profiles/{profile_id}"),
    of_kind("profile", "PATCH", "/connector_profiles/{profile_id}", body={"enabled": True}),
    of_kind("profile", "DELETE", "/connector_profiles/{profile_id}", query={"accounts": "delete"}, ok=204),
    of_kind(
        "account",
        "GET",
        "/accounts",
        also={
            "query.account_ids": "account",
            "query.account_ids[]": "account",
            "query.profile_id": "profile",
            "query.search": "account",
            "query.provider": "connector",
        },
        shows="account",
    ),
    of_kind("account", "GET", "/accounts/{account_id}"),
    of_kind("account", "GET", "/accounts/{account_id}/meta"),
    of_kind(
        "account", "PATCH", "/accounts/{account_id}", body={"label": "Walls"}, also={"body.integration_id": "profile"}
    ),
    of_kind("account", "DELETE", "/accounts/{account_id}"),
    for_callers("GET", "/accounts/{account_id}/receipt", ("account", "read"), at={"account_id": "{receipt}"}),
    of_kind("account", "POST", "/accounts/{account_id}/suspend"),
    of_kind("account", "POST", "/accounts/{account_id}/resume"),
    of_kind("account", "POST", "/accounts/{account_id}/convert", body={"type": "test"}),
    of_kind("account", "POST", "/accounts/{account_id}/check"),
    of_kind("session", "POST", "/accounts/{account_id}/reconnect_link", ok=201),
    of_kind("account", "GET", "/accounts/{account_id}/provider_events"),
    of_kind("account", "PUT", "/accounts/{account_id}/provider_events", body={"how": "by_hand"}),
    of_kind("account", "DELETE", "/accounts/{account_id}/provider_events"),
    of_kind(
        "session",
        "POST",
        "/connect_sessions",
        body={"origin_owner_id": "o", "origin_owner_name": "O"},
        also={
            "body.account_id": "account",
            "body.integration_id": "profile",
            "body.connector_profile_id": "profile",
            "body.provider": "connector",
        },
        ok=201,
    ),
    for_callers(
        "POST",
        "/connect_sessions/authenticate",
        ("session", "read"),
        body={"token": "{session_token}"},
        ok=201,
        absent=401,
    ),
    of_kind(
        "session",
        "GET",
        "/connect_sessions",
        also={
            "query.account_id": "account",
            "query.created_by": "key",
            "query.search": "session",
            "query.provider": "connector",
        },
        shows="session",
    ),
    of_kind("session", "GET", "/connect_sessions/{session_id}"),
    of_kind("session", "GET", "/connect_sessions/{session_id}", at={"session_id": "{number}"}, name="by its number"),
    of_kind("session", "POST", "/connect_sessions/{session_id}/revoke"),
    of_kind("session", "DELETE", "/connect_sessions/{session_id}"),
    of_kind("log", "GET", "/requests/logs", also=_LOG_FILTERS, shows="run"),
    of_kind("log", "GET", "/requests/logs/steps", also=_LOG_FILTERS, shows="run"),
    of_kind("log", "GET", "/requests/logs/{run_id}", query={"include": "step_logs,advanced_logs"}),
    of_kind("log", "GET", "/requests/platform-logs", also=_LOG_FILTERS),
    of_kind(
        "log", "GET", "/usage", also={"query.account_ids": "account", "query.providers": "connector"}, shows="account"
    ),
    of_kind("webhook", "GET", "/webhook_endpoints", shows="endpoint"),
    of_kind("webhook", "POST", "/webhook_endpoints", body={"url": "https://post.example/{unique}"}, ok=201),
    of_kind("webhook", "GET", "/webhook_endpoints/event_types"),
    of_kind("webhook", "GET", "/webhook_endpoints/summaries", shows="endpoint"),
    of_kind("webhook", "GET", "/webhook_endpoints/{endpoint_id}"),
    of_kind("webhook", "PATCH", "/webhook_endpoints/{endpoint_id}", body={"enabled": True}),
    of_kind("webhook", "DELETE", "/webhook_endpoints/{endpoint_id}"),
    of_kind("webhook", "POST", "/webhook_endpoints/{endpoint_id}/rotate", body={}),
    of_kind("webhook", "POST", "/webhook_endpoints/{endpoint_id}/test", ok=201),
    of_kind(
        "webhook",
        "GET",
        "/webhook_endpoints/{endpoint_id}/deliveries",
        also={"query.next": "delivery"},
        shows="delivery",
    ),
    of_kind("webhook", "GET", "/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}"),
    of_kind("webhook", "POST", "/webhook_endpoints/{endpoint_id}/deliveries/{delivery_id}/redeliver"),
    of_kind(
        "webhook",
        "POST",
        "/webhook_endpoints/{endpoint_id}/redeliver",
        body={"since": "2020-01-01T00:00:00Z", "status": "all"},
    ),
    of_kind("client", "GET", "/mcp_clients", shows="consent"),
    of_kind("client", "DELETE", "/mcp_clients/{consent_id}"),
    of_kind("connector", "POST", "/connectors", body={"files": {}}, ok=400),
    of_kind("connector", "GET", "/connectors/{key}/versions", at={"key": "{connector}"}),
    of_kind(
        "connector", "DELETE", "/connectors/{key}/versions/{version}", at={"key": "{connector}", "version": "1.0.0"}
    ),
    of_kind("connector", "GET", "/connectors/meta", shows="connector"),
    of_kind("connector", "GET", "/connectors/meta/{provider}", at={"provider": "{connector}"}),
    of_kind("policy", "GET", "/policy"),
    of_kind("policy", "PUT", "/policy", body={"rules": []}),
    for_callers(
        "POST",
        "/policy/explain",
        ("policy", "read"),
        body={"account_id": "{account}", "action": "linear_list_teams"},
        also={"body.action": "connector_action"},
    ),
    for_callers("POST", "/policy/what-if", ("policy", "read"), ("log", "read"), body={"rules": []}),
    of_kind("approval", "GET", "/approvals", shows="approval"),
    for_callers("GET", "/approvals/{approval_id}", ("approval", "read"), hides="approval_not_found"),
    *(
        for_callers(
            "POST",
            f"/approvals/{{approval_id}}/{what}",
            ("approval", "write"),
            body=body,
            hides="approval_not_found",
            seen_by=("approval", "read"),
        )
        for what, body in (("decide", {"approve": False}), ("link", None))
    ),
    of_kind(
        "audit",
        "GET",
        "/audit",
        query={"page_size": "200"},
        also=_RECORD_FILTERS,
        shows="record",
        shared=_ASKED_FOR,
    ),
    of_kind("audit", "GET", "/audit/state"),
    of_kind("audit", "GET", "/audit/checkpoints"),
    of_kind("audit", "GET", "/audit/export", also=_RECORD_FILTERS, shared=_ASKED_FOR),
    of_kind("audit", "GET", "/audit/{record_id}"),
    for_callers("POST", "/owners/export", ("owner", "destroy"), body={"origin_owner_id": "{owner}"}, absent=200),
    for_callers("POST", "/owners/erase", ("owner", "destroy"), body={"origin_owner_id": "{owner}"}),
    for_callers("GET", "/owners/erasures", ("owner", "read"), shows="erasure"),
    for_callers("GET", "/owners/erasures/{erasure_id}", ("owner", "read")),
)
