"""How the OpenAPI document describes the two endpoints that FastAPI does not know."""

from __future__ import annotations

from typing import Any

_OBJECT = {"type": "object"}
_ERROR = {"description": "Refused; the one error shape, see docs/errors.md."}


_FORM = {
    "type": "object",
    "required": ["call"],
    "properties": {"call": {"type": "string", "description": "The call as JSON."}},
    "additionalProperties": {"type": "string", "format": "binary"},
}


def _answer(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


HOT_PATHS: dict[str, Any] = {
    "/actions/rpc": {
        "post": {
            "tags": ["actions"],
            "summary": "Run an action of a linked account",
            "parameters": [
                {
                    "name": "x-account-id",
                    "in": "header",
                    "schema": {"type": "string"},
                    "description": "The linked account; may stand in the body's headers instead.",
                },
                {
                    "name": "idempotency-key",
                    "in": "header",
                    "schema": {"type": "string", "maxLength": 255},
                    "description": "Of a write: repeated with the same key it happens once. See docs/writes.md.",
                },
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["action"],
                            "properties": {
                                "action": {"type": "string", "examples": ["linear_create_issue"]},
                                "path": _OBJECT,
                                "query": _OBJECT,
                                "body": _OBJECT,
                                "headers": _OBJECT,
                            },
                        }
                    },
                    "multipart/form-data": {"schema": _FORM},
                },
            },
            "responses": {
                "200": _answer(
                    "What the action gave.",
                    {
                        "type": "object",
                        "properties": {
                            "data": {"anyOf": [_OBJECT, {"type": "array", "items": _OBJECT}, {"type": "null"}]},
                            "next": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                        },
                    },
                ),
                **{str(status): _ERROR for status in (400, 401, 403, 404, 408, 409, 412, 422, 429, 502)},
            },
        }
    },
    "/mcp": {
        "post": {
            "tags": ["agents"],
            "summary": "MCP over Streamable HTTP, stateless; docs/mcp.md",
            "requestBody": {"required": True, "content": {"application/json": {"schema": _OBJECT}}},
            "responses": {"200": _answer("A JSON-RPC answer.", _OBJECT), "202": {"description": "Notification taken."}},
        }
    },
}

_RPC = HOT_PATHS["/actions/rpc"]["post"]
HOT_PATHS["/console/api/actions/rpc"] = {
    "post": {
        **_RPC,
        "tags": ["console"],
        "summary": "The same for a member, by the console's own session; such runs have the source console",
    }
}
