"""The OpenAPI document of the whole hub: the framework's description, the hot paths, who may call, and every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from linkwright import __version__

REFUSALS: Mapping[int, str] = {
    400: "The request cannot be understood.",
    401: "Nobody is known by these credentials.",
    403: "The caller may not do that.",
    404: "There is nothing of that id here.",
    409: "It contradicts what is there.",
    410: "It is over: an ended session or a used link.",
    412: "What was to be carried out has changed.",
    413: "The request is too large.",
    422: "A value in the request cannot be used.",
    429: "Too much at once; Retry-After says when to come back.",
    500: "Something broke in the hub; the message names the reference it was logged under.",
    503: "The hub is starting, stopping, or waits for its database.",
}
"""What any operation may answer; docs/errors.md names the errors."""
_RARE_REFUSALS: Mapping[int, str] = {501: "Not in this version."}

_ERROR = {
    "type": "object",
    "title": "Error",
    "description": "Every refusal, whoever makes it. docs/errors.md lists the codes.",
    "required": ["statusCode", "message", "timestamp", "code"],
    "properties": {
        "statusCode": {"type": "integer", "description": "The HTTP status once more."},
        "message": {"type": "string", "description": "What happened, for a person."},
        "timestamp": {"type": "string", "format": "date-time"},
        "code": {"type": "string", "description": "What happened, for a program; it stays the same."},
        "hint": {"type": "string", "description": "What to do next."},
        "provider_response": {"type": "string", "description": "The hint again, where published clients look for it."},
    },
}
_SCHEMES = {
    "apiKey": {"type": "http", "scheme": "basic", "description": "The API key as user, no password."},
    "bearer": {"type": "http", "scheme": "bearer", "description": "The API key, or on /mcp a token of a client."},
    "console": {
        "type": "apiKey",
        "in": "cookie",
        "name": "lw_session",
        "description": "A member's session, behind https as `__Host-lw_session`; changes also carry x-csrf-token.",
    },
    "hubSession": {
        "type": "apiKey",
        "in": "header",
        "name": "x-hub-session-token",
        "description": "The token of a connect session.",
    },
}
_OPEN = frozenset(
    {
        *("/health", "/ready", "/link/open", "/console/api/claim", "/console/api/claim/look"),
        *(
            "/console/api/sign-in",
            "/console/api/sign-in/ways",
            "/console/api/sign-in/provider",
            "/console/api/sign-out",
        ),
        # By the cookie of a sign-in that is half done.
        *("/console/api/sign-in/code", "/console/api/sign-in/setup", "/console/api/sign-in/setup/confirm"),
    }
)
_KEY_ONLY = frozenset({"/actions/rpc", "/unified/proxy", "/mcp"})
# FastAPI's idea of a refusal, which the hub never sends.
_NOT_OURS = ("HTTPValidationError", "ValidationError")


def document(app: FastAPI, public_url: str, hot: Mapping[str, Any]) -> dict[str, Any]:
    """Describe every operation of `app` and of the hot paths; `public_url` is where they are served."""
    told = get_openapi(
        title="Linkwright",
        version=__version__,
        description="Link accounts at other systems, and act on them. docs/api.md explains the ways in.",
        routes=app.routes,
        servers=[{"url": public_url}],
    )
    told["paths"].update(hot)
    components = told.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _NOT_OURS:
        schemas.pop(name, None)
    schemas["Error"] = _ERROR
    components["responses"] = {
        _name(status): _refusal(meaning) for status, meaning in {**REFUSALS, **_RARE_REFUSALS}.items()
    }
    components["securitySchemes"] = _SCHEMES
    told["paths"] = {
        path: {method: _completed(path, operation) for method, operation in item.items()}
        for path, item in told["paths"].items()
    }
    told["security"] = [{"apiKey": []}, {"bearer": []}]
    return told


def _completed(path: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    """The operation with who may call it, and with the refusals that it does not describe itself."""
    own = {status: told for status, told in operation["responses"].items() if not _is_frameworks(told)}
    refusals = {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in REFUSALS}
    whole = {"security": _security(path), **operation, "responses": {**refusals, **own}}
    if "parameters" in operation:
        whole["parameters"] = [{**one, "schema": _of_text(one["schema"])} for one in operation["parameters"]]
    return whole


def _of_text(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A parameter's schema without null, which the framework adds to what may be left out: no address and no header holds one."""
    kinds = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **kinds[0]}


def _security(path: str) -> list[dict[str, list[str]]]:
    if path in _OPEN or path.startswith(("/provider_events/", "/files/")):
        return []
    if path.startswith("/console/api/"):
        return [{"console": []}]
    if path.startswith("/hub/"):
        return [{"hubSession": []}]
    keys: list[dict[str, list[str]]] = [{"apiKey": []}, {"bearer": []}]
    return keys if path in _KEY_ONLY else [*keys, {"console": []}]


def _is_frameworks(response: Mapping[str, Any]) -> bool:
    return "HTTPValidationError" in str(response.get("content", ""))


def _name(status: int) -> str:
    return f"Refused{status}"


def _refusal(meaning: str) -> dict[str, Any]:
    return {
        "description": meaning,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
