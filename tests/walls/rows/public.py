"""What is open to everybody, or to whoever bears a secret; and the pages at which members let clients in."""

from __future__ import annotations

from tests.walls.row import Row
from tests.walls.rows.making import (
    RUN_READS,
    open_to_all,
)

# What a browser says of a page of the hub's own.
OWN_PAGE = {"sec-fetch-site": "same-origin"}
_ASKED = {
    "response_type": "code",
    "client_id": "{client}",
    "redirect_uri": "https://client.example/callback",
    "state": "xyz",
    "scope": "actions:execute read",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
    "resource": "https://hub.example/mcp",
}
PUBLIC = (
    open_to_all("GET", "/health"),
    open_to_all("GET", "/ready"),
    open_to_all("GET", "/openapi.json"),
    open_to_all("GET", "/", ok=307),
    open_to_all("GET", "/console"),
    open_to_all("GET", "/console/{rest:path}", at={"rest": "accounts"}),
    open_to_all("GET", "/embed"),
    open_to_all("GET", "/embed.js"),
    open_to_all("GET", "/assets/{name:path}", at={"name": "none.js"}, ok=404),
    open_to_all("GET", "/llms.txt", also={"query.project": "project"}, shared=frozenset({"project"})),
    open_to_all("GET", "/brand/{project_id}/theme.css", shared=frozenset({"project"})),
    open_to_all(
        "GET",
        "/brand/{project_id}/logo-{theme}-{name}",
        at={"theme": "light", "name": "x"},
        shared=frozenset({"project"}),
    ),
    open_to_all("GET", "/connectors/{key}/logo.svg", at={"key": "linear"}),
    open_to_all(
        "GET", "/connectors/{key}/logo.svg", at={"key": "{connector}"}, ok=404, name="a project's own connector"
    ),
    open_to_all(
        "GET", "/connectors/{key}/guides/{kind}/{slug}", at={"key": "linear", "kind": "set-up", "slug": "oauth"}
    ),
    open_to_all(
        "GET", "/connectors/{key}/guides/{kind}/{slug}.md", at={"key": "linear", "kind": "set-up", "slug": "oauth"}
    ),
    *(
        open_to_all(method, f"/.well-known/{name}", ok=200 if method == "GET" else 204)
        for method in ("GET", "OPTIONS")
        for name in (
            "oauth-protected-resource",
            "oauth-protected-resource/mcp",
            "oauth-authorization-server",
            "openid-configuration",
        )
    ),
    *(open_to_all("OPTIONS", f"/oauth/{name}", ok=204) for name in ("token", "revoke", "register")),
)

BY_SECRET = (
    open_to_all(
        "POST",
        "/console/api/claim",
        body={"token": "{claim}", "email": "x@example.com", "name": "X", "password": "short"},
        ok=422,
        absent=422,
    ),
    open_to_all(
        "POST",
        "/console/api/sign-in",
        body={"email": "{unique}@nobody.example", "password": "a long enough pass phrase"},
        ok=401,
    ),
    open_to_all("POST", "/link/open", body={"token": "{link}"}, absent=410),
    open_to_all("POST", "/console/api/claim/look", body={"token": "{claim}"}, ok=410, absent=410),
    open_to_all("GET", "/console/api/sign-in/ways"),
    open_to_all("POST", "/console/api/sign-in/provider", headers=OWN_PAGE, body={"next": "/console"}, ok=404),
    open_to_all("POST", "/console/api/sign-in/provider", name="from another page", body={}, ok=403),
    open_to_all("GET", "/console/api/sign-in/provider/return", query={"state": "x"}, ok=303),
    open_to_all("POST", "/console/api/sign-in/code", body={"code": "123456"}, ok=410),
    open_to_all("POST", "/console/api/sign-in/setup", ok=410),
    open_to_all("POST", "/console/api/sign-in/setup/confirm", body={"code": "123456"}, ok=410),
    # What it leads to gives no file, so that it is gone for whoever asks, too.
    open_to_all("GET", "/files/{token}", at={"token": "{file}"}, ok=410, absent=410),
    open_to_all("GET", "/approve/{token}", at={"token": "{approval_link}"}, absent=410),
    open_to_all(
        "POST",
        "/approve/{token}",
        at={"token": "{approval_link}"},
        body={"decision": "refuse"},
        form=True,
        absent=410,
        changes=True,
    ),
    open_to_all("GET", "/link"),
    open_to_all("GET", "/link/{token}", absent=200),
    open_to_all("GET", "/connect/start/{start}", absent=410),
    open_to_all("POST", "/connect/start/{start}", body={"confirm": "x"}, form=True, ok=410, absent=410),
    open_to_all(
        "GET",
        "/connect/oauth2/{profile_id}",
        query={"token": "{session_token}", "connection_attempt_id": "{attempt}"},
        ok=422,
        absent=401,
    ),
    open_to_all(
        "GET",
        "/connect/oauth2/{key}/callback",
        at={"key": "linear"},
        query={"state": "{state}", "code": "x"},
        ok=400,
        absent=400,
    ),
    open_to_all(
        "GET",
        "/twins/{key}/{path:path}",
        at={"key": "linear", "path": "oauth/authorize"},
        query={"state": "{state}"},
        ok=400,
        absent=400,
    ),
    open_to_all(
        "POST",
        "/twins/{key}/{path:path}",
        at={"key": "linear", "path": "oauth/authorize"},
        query={"state": "{state}"},
        ok=400,
        absent=400,
    ),
    open_to_all("POST", "/provider_events/{subscription_id}", body={"action": "create"}, ok=403, absent=404),
    open_to_all(
        "POST",
        "/oauth/token",
        door="protocol",
        body={"grant_type": "refresh_token", "client_id": "{client}", "refresh_token": "{refresh}"},
        form=True,
        absent=400,
        changes=True,
        bound=True,
    ),
    open_to_all(
        "POST",
        "/oauth/token",
        door="protocol",
        body={
            "grant_type": "authorization_code",
            "client_id": "{client}",
            "code": "{code}",
            "code_verifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "redirect_uri": "https://client.example/callback",
        },
        form=True,
        absent=400,
        changes=True,
        bound=True,
        name="a code",
    ),
    open_to_all(
        "POST",
        "/oauth/revoke",
        door="protocol",
        body={"client_id": "{client}", "token": "{refresh}"},
        form=True,
        absent=200,
        changes=True,
        bound=True,
    ),
    open_to_all(
        "POST",
        "/oauth/register",
        body={"client_name": "Tester", "redirect_uris": ["https://client.example/callback"]},
        ok=201,
        changes=True,
    ),
    open_to_all("GET", "/oauth/authorize", query=_ASKED, signed_in=303),
)

PAGES = (
    Row(
        "GET",
        "/oauth/consent",
        "page",
        (RUN_READS,),
        query=_ASKED,
        also={"query.project": "project"},
        changes=False,
        organization=True,
    ),
    Row(
        "POST",
        "/oauth/consent",
        "page",
        (RUN_READS,),
        body={
            **_ASKED,
            "confirm": "{confirm}",
            "decision": "allow",
            "project": "{project}",
            "account": "{account}",
            "extent": "read",
            "days": "30",
        },
        form=True,
        ok=303,
        organization=True,
    ),
)
