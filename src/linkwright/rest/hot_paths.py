"""How the OpenAPI document describes the endpoints that FastAPI does not know."""

from __future__ import annotations

from typing import Any

_OBJECT = {"type": "object"}
_ERROR = {
    "description": "Refused; the one error shape, see docs/errors.md.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
# What comes of the provider, beside the refusals that every operation has.
_OF_PROVIDER = {str(status): _ERROR for status in (408, 502)}

_FORM = {
    "type": "object",
    "required": ["call"],
    "properties": {"call": {"type": "string", "description": "The call as JSON."}},
    "additionalProperties": {"type": "string", "format": "binary"},
}
_MESSAGE = {
    "type": "object",
    "required": ["jsonrpc"],
    "properties": {
        "jsonrpc": {"const": "2.0"},
        "id": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "method": {"type": "string", "examples": ["tools/list"]},
        "params": _OBJECT,
    },
}
_RPC_ANSWER = {
    "type": "object",
    "required": ["jsonrpc", "id"],
    "properties": {
        "jsonrpc": {"const": "2.0"},
        "id": {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        "result": _OBJECT,
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
        },
    },
    "oneOf": [{"required": ["result"]}, {"required": ["error"]}],
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
                                "mode": {
                                    "enum": ["run", "plan", "apply"],
                                    "description": "plan tells what the call would do and writes nothing; apply runs a plan.",
                                },
                                "plan_hash": {"type": "string", "description": "Of the plan, with mode apply."},
                                "fields": {
                                    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
                                    "description": "Dotted paths of what the answer is to hold.",
                                },
                                "max_tokens": {
                                    "type": "integer",
                                    "minimum": 50,
                                    "description": "How large the answer may be, at four bytes a token.",
                                },
                                "screening": {
                                    "enum": ["off", "annotate", "block"],
                                    "description": "Stricter than the account's; see docs/screening.md.",
                                },
                                "file_as": {
                                    "enum": ["content", "address"],
                                    "description": "Of an action that gives a file: its bytes, or for a short while an address.",
                                },
                                "read_from": {
                                    "type": "object",
                                    "additionalProperties": {"type": "integer", "minimum": 0},
                                    "description": "By path, where to go on reading what was cut.",
                                },
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
                            "linkwright": {
                                "type": "object",
                                "properties": {
                                    "warnings": {"type": "array", "items": {"type": "string"}},
                                    "cut": {"type": "array", "items": _OBJECT},
                                    "over": {"type": "string"},
                                },
                            },
                        },
                    },
                ),
                **_OF_PROVIDER,
            },
        }
    },
    "/unified/proxy": {
        "post": {
            "tags": ["actions"],
            "summary": "Call the provider of a linked account where no action does it",
            "parameters": [
                {"name": "x-account-id", "in": "header", "required": True, "schema": {"type": "string"}},
                {
                    "name": "prefer",
                    "in": "header",
                    "schema": {"type": "string", "examples": ["heartbeat"]},
                    "description": "heartbeat: newlines while the answer is waited for.",
                },
                {"name": "idempotency-key", "in": "header", "schema": {"type": "string", "maxLength": 255}},
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "properties": {
                                "method": {"enum": ["get", "post", "put", "patch", "delete"], "default": "get"},
                                "url": {"type": "string"},
                                "path": {"type": "string", "examples": ["/graphql"]},
                                "headers": _OBJECT,
                                "body": {},
                            },
                        }
                    }
                },
            },
            "responses": {
                **{
                    str(status): _answer(
                        "What the provider answered.",
                        {
                            "type": "object",
                            "required": ["status"],
                            "properties": {"status": {"type": "integer"}, "headers": _OBJECT, "data": {}},
                        },
                    )
                    for status in (200, 201, 202)
                },
                **_OF_PROVIDER,
            },
        }
    },
    "/mcp": {
        "post": {
            "tags": ["agents"],
            "summary": "MCP over Streamable HTTP, stateless; docs/mcp.md",
            "parameters": [
                {
                    "name": "x-account-id",
                    "in": "header",
                    "schema": {"type": "string"},
                    "description": "The linked account whose tools are meant.",
                },
                {"name": "mcp-protocol-version", "in": "header", "schema": {"type": "string"}},
                {
                    "name": "x-account-id",
                    "in": "query",
                    "schema": {"type": "string"},
                    "description": "The account where the header cannot be set; several with commas between. Or `account_id`.",
                },
                {
                    "name": "param-style",
                    "in": "query",
                    "schema": {"enum": ["nested", "flat_prefixed", "flat_smart"]},
                    "description": "How tools take their inputs; nested unless said.",
                },
                {
                    "name": "tool-mode",
                    "in": "query",
                    "schema": {"enum": ["individual", "search_execute"]},
                    "description": "A tool for each action, or two that find and run them.",
                },
                {
                    "name": "instructions",
                    "in": "query",
                    "schema": {"enum": ["on", "off"]},
                    "description": "Whether the server tells how to use it.",
                },
            ],
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": {"anyOf": [_MESSAGE, {"type": "array", "items": _MESSAGE}]}}
                },
            },
            "responses": {
                "200": _answer(
                    "A JSON-RPC answer; of a batch, one for each request in it.",
                    {"anyOf": [_RPC_ANSWER, {"type": "array", "items": _RPC_ANSWER}]},
                ),
                "202": {"description": "Notification taken."},
                **{
                    str(status): _answer("Refused; data holds the one error shape.", _RPC_ANSWER)
                    for status in (400, 401, 403, 404, 406, 413, 415, 422, 429, 500, 503)
                },
            },
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
