"""JSON Schemas of connector files, for editors: made of the language's own model."""

from __future__ import annotations

from typing import Any

import orjson

from linkwright.connectors.model import ActionWords, Header

_DIALECT = "http://json-schema.org/draft-07/schema#"
_NAME = "^[a-z][a-z0-9_]{0,47}$"


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name. Draft 7, which the common YAML language servers know best."""
    header = Header.model_json_schema(ref_template="#/definitions/{model}")
    action = ActionWords.model_json_schema(ref_template="#/definitions/{model}")
    shared = action.pop("$defs", {})
    return {
        "connector.schema.json": {
            "$schema": _DIALECT,
            **_renamed(header),
            "title": "connector.yaml of Linkwright",
        },
        "actions.schema.json": {
            "$schema": _DIALECT,
            "title": "Actions of a Linkwright connector",
            "description": "Keys are names of actions: lower-case letters, digits and _.",
            "type": "object",
            "patternProperties": {_NAME: {"$ref": "#/definitions/ActionWords"}},
            "additionalProperties": False,
            "definitions": {**_plain(shared), "ActionWords": _plain(action)},
        },
    }


def schema_files() -> dict[str, bytes]:
    """The same as the bytes of their files."""
    return {name: orjson.dumps(one, option=orjson.OPT_INDENT_2) + b"\n" for name, one in schemas().items()}


def _renamed(schema: dict[str, Any]) -> dict[str, Any]:
    return {"definitions": _plain(schema.pop("$defs", {})), **_plain(schema)}


def _plain(value: Any) -> Any:
    """Without the titles that pydantic makes of names: editors would show them in place of the description."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return " ".join(value.split()) if isinstance(value, str) else value
    return {key: _plain(item) for key, item in value.items() if not (key == "title" and isinstance(item, str))}
